package vae.experiments.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.kernel.Kernels;
import vae.autodiff.kernel.MatrixView;
import vae.autodiff.kernel.Unary;

class CallProfileTest {

  /** Kernels, and families of them, that only note which of their methods were called. */
  private static Object noting(Class<?> family, List<Method> called) {
    return Proxy.newProxyInstance(
        family.getClassLoader(),
        new Class<?>[] {family},
        (proxy, method, arguments) -> {
          called.add(method);
          return isAccessor(method)
              ? noting(method.getReturnType(), called)
              : anyValue(method.getReturnType());
        });
  }

  private static boolean isAccessor(Method method) {
    return method.getParameterCount() == 0 && method.getReturnType().isInterface();
  }

  private static Object anyValue(Class<?> type) {
    if (type == double.class) {
      return 0.5;
    }
    if (type == float.class) {
      return 0.5f;
    }
    if (type == long.class) {
      return 5L;
    }
    if (type == int.class) {
      return 5;
    }
    return type == boolean.class ? Boolean.TRUE : null;
  }

  @Test
  @SuppressWarnings("unchecked") // what it is made of takes anything
  void everyMethodOfEveryFamilyIsHandedOnAndTimed() throws ReflectiveOperationException {
    List<Method> called = new ArrayList<>();
    CallProfile profile = new CallProfile();
    Kernels<float[]> timed = profile.timed((Kernels<float[]>) noting(Kernels.class, called));
    assertTrue(callAll(Kernels.class, timed, called) >= 25);
    int rows = profile.rows(1, 1).size() - 1;
    assertEquals(
        called.stream().filter(method -> !isAccessor(method)).map(Method::getName).count(),
        profile.rows(1, 1).stream().mapToDouble(CallProfile.Row::calls).sum());
    assertTrue(rows >= 25, () -> profile.rows(1, 1).toString());
  }

  /** Calls every method once, of the families too, and tells how many there are. */
  private static int callAll(Class<?> family, Object timed, List<Method> called)
      throws ReflectiveOperationException {
    int count = 0;
    for (Method method : family.getMethods()) {
      if (Modifier.isStatic(method.getModifiers())) {
        continue;
      }
      Object[] arguments =
          Arrays.stream(method.getParameterTypes()).map(CallProfileTest::anyValue).toArray();
      Object result = method.invoke(timed, arguments);
      assertEquals(method, called.getLast());
      if (isAccessor(method)) {
        count += callAll(method.getReturnType(), result, called);
      } else {
        assertEquals(anyValue(method.getReturnType()), result, method::toString);
        count++;
      }
    }
    return count;
  }

  @Test
  void resultsAreThoseOfTheKernelsBehind() {
    CallProfile profile = new CallProfile();
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1)) {
      KernelSet timed = profile.over(kernels);
      assertNotSame(kernels.f32(), timed.f32());
      float[] x = {-1, 0, 2};
      float[] expected = new float[3];
      float[] actual = new float[3];
      kernels.f32().unary(Unary.EXP, 0, 0, x, expected, 0, 3);
      timed.f32().unary(Unary.EXP, 0, 0, x, actual, 0, 3);
      assertArrayEquals(expected, actual);
      assertEquals(2.0, timed.f64().get(new double[] {1, 2}, 1));
      MatrixView<float[]> one = MatrixView.of(x, 0, 1);
      timed.f32().gemm(1, 1, 1, one, one.transpose(), MatrixView.of(actual, 0, 1), false);
      List<String> names =
          profile.rows(1, 1).stream().map(CallProfile.Row::kernel).sorted().toList();
      assertEquals(List.of("gemm nt", "get", "rest", "unary exp"), names);
      assertEquals(kernels.toString(), timed.toString());
      profile.clear();
      assertEquals(1, profile.rows(1, 1).size());
    }
  }

  @Test
  void anExceptionOfAKernelComesThrough() {
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1)) {
      Kernels<float[]> timed = new CallProfile().timed(kernels.f32());
      assertThrows(IndexOutOfBoundsException.class, () -> timed.get(new float[1], 1));
    }
  }
}

package vae.experiments.bench;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.kernel.Kernels;
import vae.autodiff.kernel.MatrixView;

/**
 * The time in each kernel, measured by an object in front of the kernels that hands every call on.
 *
 * <p>That object is a proxy of the interface, so that no kernel can be forgotten: a method is
 * timed, and what an accessor of a family of kernels returns is put behind a proxy of its own. A
 * call costs some tenths of a microsecond more than without, so that a profile is measured in a
 * round of its own. For kernels called by one thread, which may use a team.
 */
public final class CallProfile {

  /**
   * One kernel.
   *
   * @param kernel the accessor of its family, its method, the function that it computes, and for a
   *     matrix product whether the operands are transposed: {@code gemm nt}
   * @param calls a step
   * @param millis a step
   * @param share of the step
   */
  public record Row(String kernel, double calls, double millis, double share) {}

  CallProfile() {}

  private static final class Counter {
    private long calls;
    private long nanos;
  }

  private final Map<String, Counter> counters = new HashMap<>();

  /** Time of calls made from within the present one, which is not its own. */
  private long inner;

  /** The same kernels with the proxies in front. */
  KernelSet over(KernelSet kernels) {
    return kernels.decorated(this::timed, this::timed);
  }

  @SuppressWarnings("unchecked") // the proxy hands arrays of the same type on
  <A> Kernels<A> timed(Kernels<A> kernels) {
    return (Kernels<A>) proxy(Kernels.class, "", kernels);
  }

  private Object proxy(Class<?> family, String prefix, Object target) {
    return Proxy.newProxyInstance(
        family.getClassLoader(), new Class<?>[] {family}, new Handler(prefix, target));
  }

  private final class Handler implements InvocationHandler {

    private final String prefix;
    private final Object target;
    private final Map<Method, Object> families = new HashMap<>();
    private final Map<Method, Map<Object, Counter>> known = new HashMap<>();

    private Handler(String prefix, Object target) {
      this.prefix = prefix;
      this.target = target;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      if (method.getDeclaringClass() == Object.class) {
        return handOn(method, arguments);
      }
      if (arguments == null && method.getReturnType().isInterface()) {
        Object family = families.get(method);
        if (family == null) {
          String accessor = prefix + method.getName() + ".";
          family = proxy(method.getReturnType(), accessor, handOn(method, arguments));
          families.put(method, family);
        }
        return family;
      }
      Counter counter = counter(method, arguments);
      long outside = inner;
      inner = 0;
      long start = System.nanoTime();
      try {
        return handOn(method, arguments);
      } finally {
        long elapsed = System.nanoTime() - start;
        counter.calls++;
        counter.nanos += elapsed - inner;
        inner = outside + elapsed;
      }
    }

    private Object handOn(Method method, Object[] arguments) throws Throwable {
      try {
        return method.invoke(target, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }

    private Counter counter(Method method, Object[] arguments) {
      Object kind = kind(arguments);
      Map<Object, Counter> ofMethod = known.computeIfAbsent(method, m -> new HashMap<>());
      Counter counter = ofMethod.get(kind);
      if (counter == null) {
        String function = kind.toString().toLowerCase(Locale.ROOT);
        String name = (prefix + method.getName() + " " + function).strip();
        counter = counters.computeIfAbsent(name, n -> new Counter());
        ofMethod.put(kind, counter);
      }
      return counter;
    }
  }

  /** What tells calls of one method apart: the function, or which operands are transposed. */
  private static Object kind(Object[] arguments) {
    if (arguments == null || arguments.length == 0) {
      return "";
    }
    if (arguments[0] instanceof Enum<?> function) {
      return function;
    }
    if (arguments[0] instanceof Boolean first) {
      return letter(first);
    }
    if (arguments.length > 4
        && arguments[3] instanceof MatrixView<?> a
        && arguments[4] instanceof MatrixView<?> b) {
      return letter(a.transposed()) + letter(b.transposed());
    }
    return "";
  }

  private static String letter(boolean transposed) {
    return transposed ? "t" : "n";
  }

  /** Forgets what was measured so far. */
  void clear() {
    counters.values().forEach(counter -> counter.nanos = counter.calls = 0);
  }

  /**
   * The kernels that were called, the longest time first, and {@code rest}: recording, buffers and
   * everything else in Java.
   *
   * @param steps that were made since {@link #clear}
   * @param nanos that they took
   */
  List<Row> rows(int steps, long nanos) {
    long inKernels = counters.values().stream().mapToLong(counter -> counter.nanos).sum();
    List<Row> rows = new ArrayList<>();
    counters.forEach(
        (name, counter) -> {
          if (counter.calls > 0) {
            rows.add(row(name, counter.calls, counter.nanos, steps, nanos));
          }
        });
    rows.sort(Comparator.comparingDouble(Row::millis).reversed());
    rows.add(row("rest", 0, nanos - inKernels, steps, nanos));
    return List.copyOf(rows);
  }

  private static Row row(String name, long calls, long own, int steps, long nanos) {
    return new Row(name, (double) calls / steps, own / 1e6 / steps, (double) own / nanos);
  }
}

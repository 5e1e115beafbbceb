package vae.autodiff.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;

class ParametersTest {

  private static final Initializer NORMAL = Initializer.normal(1);

  private static List<String> names(Parameters parameters) {
    return parameters.list().stream().map(Parameter::name).toList();
  }

  @Test
  void aFirstValueDependsOnTheNameAndNotOnTheOrderOfCreation() {
    Parameters forth = Parameters.of(DType.F64, Key.of(1));
    Parameters back = Parameters.of(DType.F64, Key.of(1));
    List<String> names = List.of("encoder.weight", "decoder.weight", "prior");
    names.forEach(name -> forth.create(name, Shape.of(40), NORMAL));
    names.reversed().forEach(name -> back.create(name, Shape.of(40), NORMAL));
    assertEquals(names(forth), names(back));
    for (int i = 0; i < 3; i++) {
      double[] value = forth.list().get(i).value().doubles();
      assertArrayEquals(value, back.list().get(i).value().doubles());
      double[] next = forth.list().get((i + 1) % 3).value().doubles();
      assertFalse(Arrays.equals(value, next), "two names, two values");
    }
  }

  @Test
  void anotherSeedIsAnotherValue() {
    Parameter one = Parameters.of(DType.F64, Key.of(1)).create("w", Shape.of(40), NORMAL);
    Parameter two = Parameters.of(DType.F64, Key.of(2)).create("w", Shape.of(40), NORMAL);
    assertFalse(Arrays.equals(one.value().doubles(), two.value().doubles()));
  }

  @Test
  void aScopeIsAPrefix() {
    Parameters all = Parameters.of(DType.F32, Key.of(1));
    Parameters encoder = all.scope("encoder");
    Parameter weight = encoder.scope("hidden").create("weight", Shape.of(2, 3), NORMAL);
    encoder.create("bias", Shape.of(3), NORMAL);
    all.scope("enc").create("other", Shape.of(5), NORMAL);
    all.create("prior", Shape.SCALAR, NORMAL);
    assertEquals("encoder.hidden.weight", weight.name());
    assertEquals(
        List.of("enc.other", "encoder.bias", "encoder.hidden.weight", "prior"), names(all));
    assertEquals(List.of("encoder.bias", "encoder.hidden.weight"), names(encoder));
    assertEquals(List.of("enc.other"), names(all.scope("enc")));
    assertEquals(9, encoder.elements());
    assertEquals(15, all.elements());
    assertEquals(DType.F32, encoder.type());
    Parameter direct =
        Parameters.of(DType.F32, Key.of(1)).create("encoder.hidden.weight", Shape.of(2, 3), NORMAL);
    assertArrayEquals(direct.value().floats(), weight.value().floats());
  }

  @Test
  void aNameIsGivenOnce() {
    Parameters all = Parameters.of(DType.F64, Key.of(1));
    Parameter first = all.scope("a").create("w", Shape.of(2), NORMAL);
    IllegalStateException refusal =
        assertThrows(IllegalStateException.class, () -> all.create("a.w", Shape.of(3), NORMAL));
    assertEquals("two parameters are named a.w; give one a scope", refusal.getMessage());
    assertEquals(List.of(first), all.list());
  }
}

package vae.autodiff.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

class NormalizationLayerTest {

  /** The formula written out for images [2, 3, 4, 6] in two groups of three channels. */
  @Test
  void everyGroupOfAnExampleHasMeanZeroAndDeviationOneBeforeScaleAndShift() {
    Parameters parameters = Parameters.of(DType.F64, Key.of(1));
    NormalizationLayer layer = NormalizationLayer.create(parameters.scope("norm"), 6, 2, 2);
    Initializer.normal(1).fill(layer.scale().value(), Key.of(2));
    Initializer.normal(1).fill(layer.shift().value(), Key.of(3));
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1);
        Tape tape = Tape.of(kernels, DType.F64)) {
      Tensor x = tape.normal(Key.of(4), Shape.of(2, 12, 6)).reshape(2, 3, 4, 6).add(7);
      Tensor y = layer.apply(x);
      assertEquals(x.shape(), y.shape());
      double[] values = x.toArray().doubles();
      double[] expected = new double[values.length];
      for (int group = 0; group < 4; group++) {
        int first = group / 2 * 72 + group % 2 * 3;
        int[] members = new int[36];
        for (int i = 0; i < 36; i++) {
          members[i] = first + i / 3 * 6 + i % 3;
        }
        double mean = Arrays.stream(members).mapToDouble(i -> values[i]).average().orElseThrow();
        double variance =
            Arrays.stream(members)
                .mapToDouble(i -> (values[i] - mean) * (values[i] - mean))
                .average()
                .orElseThrow();
        for (int i : members) {
          expected[i] =
              (values[i] - mean) / Math.sqrt(variance + 1e-5) * layer.scale().value().get(i % 6)
                  + layer.shift().value().get(i % 6);
        }
      }
      assertArrayEquals(expected, y.toArray().doubles(), 1e-12);
      tape.backward(y.square().sum());
      assertNotNull(tape.gradient(layer.scale()));
      assertNotNull(tape.gradient(layer.shift()));
    }
  }

  @Test
  void oneGroupWithoutPositionsNormalisesVectors() {
    Parameters parameters = Parameters.of(DType.F32, Key.of(1));
    NormalizationLayer layer = NormalizationLayer.create(parameters.scope("norm"), 4, 1, 0);
    assertEquals("norm.scale [4]", layer.scale().toString());
    assertEquals("norm.shift [4]", layer.shift().toString());
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1);
        Tape tape = Tape.of(kernels, DType.F32)) {
      Tensor y = layer.apply(tape.constant(Shape.of(2, 4), 1, 1, 3, 3, -20, 0, 0, 20));
      double wide = Math.sqrt(2);
      assertArrayEquals(
          new double[] {-1, -1, 1, 1, -wide, 0, 0, wide}, y.toArray().toDoubles(), 1e-5);
    }
  }
}

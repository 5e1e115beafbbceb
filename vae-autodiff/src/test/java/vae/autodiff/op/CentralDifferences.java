package vae.autodiff.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Function;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/**
 * Compares gradients with central differences in F64.
 *
 * <p>The output is weighted with fixed noise, so that every element of it counts differently. With
 * a step h the difference quotient is off by about h² f‴/6 + ε f/h; at h = 1e-5 and values near 1
 * both are below 1e-9.
 */
public final class CentralDifferences {

  private static final double STEP = 1e-5;

  private CentralDifferences() {}

  /** Fails where a gradient differs by more than the bound, relative to values above 1. */
  public static void check(
      String what, List<Parameter> inputs, Function<List<Tensor>, Tensor> function, double bound) {
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1);
        Tape tape = Tape.of(kernels, DType.F64)) {
      tape.backward(weighted(tape, inputs, function));
      List<NdArray> gradients =
          inputs.stream()
              .map(input -> tape.gradient(input))
              .map(g -> g == null ? null : g.copy())
              .toList();
      for (int p = 0; p < inputs.size(); p++) {
        NdArray value = inputs.get(p).value();
        for (int i = 0; i < value.shape().size(); i++) {
          double numeric = quotient(tape, inputs, function, value, i);
          double exact = gradients.get(p) == null ? 0 : gradients.get(p).get(i);
          assertEquals(
              numeric,
              exact,
              bound * Math.max(1, Math.abs(numeric)),
              what + ": gradient of input " + p + " at element " + i);
        }
      }
    }
  }

  private static double quotient(
      Tape tape,
      List<Parameter> inputs,
      Function<List<Tensor>, Tensor> function,
      NdArray value,
      int i) {
    double before = value.get(i);
    value.set(i, before + STEP);
    tape.reset();
    double above = weighted(tape, inputs, function).item();
    value.set(i, before - STEP);
    tape.reset();
    double below = weighted(tape, inputs, function).item();
    value.set(i, before);
    return (above - below) / (2 * STEP);
  }

  private static Tensor weighted(
      Tape tape, List<Parameter> inputs, Function<List<Tensor>, Tensor> function) {
    Tensor y = function.apply(inputs.stream().map(tape::parameter).toList());
    Tensor weights = tape.normal(Key.of(99), Shape.of(1, 1, y.shape().size()));
    return y.multiply(weights.reshape(y.shape())).sum();
  }
}

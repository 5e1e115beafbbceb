package vae.autodiff.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Convolutions;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/** Both convolutions against sums written index by index, and against each other. */
final class ConvolutionProperties {

  private static final double BOUND = 1e-11;

  /** Sizes of a convolution x [n, h, w, c] → [n, oh, ow, o]. */
  record Sizes(
      int n, int h, int w, int c, int o, int kh, int kw, int stride, int padding, long seed) {

    Shape x() {
      return Shape.of(n, h, w, c);
    }

    Shape weight() {
      return Shape.of(kh, kw, c, o);
    }

    Shape y() {
      return Shape.of(
          n, (h + 2 * padding - kh) / stride + 1, (w + 2 * padding - kw) / stride + 1, o);
    }
  }

  @Provide
  Arbitrary<Sizes> sizes() {
    Arbitrary<Integer> extents = Arbitraries.integers().between(1, 7);
    Arbitrary<Integer> channels = Arbitraries.of(1, 1, 2, 3, 5, 17);
    Arbitrary<Integer> kernels = Arbitraries.integers().between(1, 5);
    Arbitrary<int[]> images =
        Combinators.combine(extents, extents, channels, channels)
            .as((h, w, c, o) -> new int[] {h, w, c, o});
    return Combinators.combine(
            images,
            kernels,
            kernels,
            Arbitraries.integers().between(1, 3),
            Arbitraries.integers().between(0, 4),
            Arbitraries.longs())
        .as(
            (i, kh, kw, stride, morePadding, seed) -> {
              int padding = Math.min(morePadding, Math.min(kh, kw) - 1);
              int h = Math.max(i[0], kh - 2 * padding);
              int w = Math.max(i[1], kw - 2 * padding);
              return new Sizes(2, h, w, i[2], i[3], kh, kw, stride, padding, seed);
            });
  }

  private static double sum(Sizes s, Indexed x, Indexed w, int n, int p, int q, int o) {
    double sum = 0;
    for (int i = 0; i < s.kh; i++) {
      for (int j = 0; j < s.kw; j++) {
        int u = p * s.stride + i - s.padding;
        int v = q * s.stride + j - s.padding;
        for (int c = 0; c < s.c && u >= 0 && u < s.h && v >= 0 && v < s.w; c++) {
          sum += x.at(n, u, v, c) * w.at(i, j, c, o);
        }
      }
    }
    return sum;
  }

  @Property(seed = "71", tries = 300, edgeCases = EdgeCasesMode.NONE)
  void convolutionIsTheSumOverWindows(@ForAll("sizes") Sizes s) {
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Indexed.tape(kernels)) {
      Tensor x = Indexed.normal(tape, s.seed, s.x());
      Tensor w = Indexed.normal(tape, s.seed + 1, s.weight());
      Tensor b = Indexed.normal(tape, s.seed + 2, Shape.of(s.o));
      Tensor y = Convolutions.convolution(x, w, b, s.stride, s.padding, Activation.RELU);
      assertEquals(s.y(), y.shape());
      Indexed indexedX = Indexed.of(x);
      Indexed indexedW = Indexed.of(w);
      Indexed expected =
          Indexed.build(
              s.y(),
              at -> {
                double sum = sum(s, indexedX, indexedW, at[0], at[1], at[2], at[3]);
                return Math.max(0, sum + b.get(at[3]));
              });
      assertArrayEquals(expected.elements(), y.toArray().doubles(), BOUND);
    }
  }

  /** Every pixel of x adds its multiple of the kernel to y, at stride times its place. */
  @Property(seed = "72", tries = 300, edgeCases = EdgeCasesMode.NONE)
  void transposedConvolutionSpreadsTheKernel(@ForAll("sizes") Sizes s) {
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Indexed.tape(kernels)) {
      Tensor x = Indexed.normal(tape, s.seed, s.y());
      Tensor w = Indexed.normal(tape, s.seed + 1, s.weight());
      Tensor b = Indexed.normal(tape, s.seed + 2, Shape.of(s.c));
      Tensor y = transposed(s, x, w, b);
      assertEquals(s.x(), y.shape());
      double[] expected = new double[s.x().size()];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = b.get(i % s.c);
      }
      Indexed indexedX = Indexed.of(x);
      Indexed indexedW = Indexed.of(w);
      for (int tap = 0; tap < s.weight().size(); tap++) {
        int[] k = Indexed.unravel(s.weight(), tap);
        for (int pixel = 0; pixel < s.y().size() / s.o; pixel++) {
          int[] at = Indexed.unravel(s.y(), pixel * s.o);
          int u = at[1] * s.stride + k[0] - s.padding;
          int v = at[2] * s.stride + k[1] - s.padding;
          if (u >= 0 && u < s.h && v >= 0 && v < s.w) {
            expected[Indexed.flat(s.x(), at[0], u, v, k[2])] +=
                indexedX.at(at[0], at[1], at[2], k[3]) * indexedW.at(k);
          }
        }
      }
      assertArrayEquals(expected, y.toArray().doubles(), BOUND);
    }
  }

  @Property(seed = "73", tries = 300, edgeCases = EdgeCasesMode.NONE)
  void convolutionAndTransposedConvolutionAreAdjoint(@ForAll("sizes") Sizes s) {
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Indexed.tape(kernels)) {
      Tensor x = Indexed.normal(tape, s.seed, s.x());
      Tensor w = Indexed.normal(tape, s.seed + 1, s.weight());
      Tensor y = Indexed.normal(tape, s.seed + 2, s.y());
      Tensor forth = Convolutions.convolution(x, w, null, s.stride, s.padding, Activation.IDENTITY);
      double left = forth.multiply(y).sum().item();
      double right = x.multiply(transposed(s, y, w, null)).sum().item();
      assertEquals(left, right, BOUND * s.x().size());
    }
  }

  /** The transposed convolution to the sizes of x, with the output padding that this needs. */
  private static Tensor transposed(Sizes s, Tensor y, Tensor w, Tensor b) {
    int down = s.h - ((s.y().extent(1) - 1) * s.stride - 2 * s.padding + s.kh);
    int across = s.w - ((s.y().extent(2) - 1) * s.stride - 2 * s.padding + s.kw);
    int both = Math.max(down, across);
    Tensor x =
        Convolutions.transposedConvolution(y, w, b, s.stride, s.padding, both, Activation.IDENTITY);
    return x.slice(1, 0, s.h).slice(2, 0, s.w);
  }
}

package vae.core.distribution;

import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;
import vae.autodiff.tape.LinearAlgebra;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/** Every family of Gaussians with dependent coordinates, and members named by seeds. */
enum GaussianFamily {
  FULL {
    @Override
    CorrelatedGaussian member(Tape tape, int seed, int batch, int m) {
      Tensor diagonal = normal(tape, seed, "log", Shape.of(batch, m)).multiply(0.6).exp();
      Tensor below = normal(tape, seed, "factor", Shape.of(batch, m * (m - 1) / 2));
      Tensor factor = LinearAlgebra.lowerTriangle(diagonal, below.multiply(0.7));
      return new FullGaussian(normal(tape, seed, "mean", Shape.of(batch, m)), factor);
    }
  },
  LOW_RANK {
    @Override
    CorrelatedGaussian member(Tape tape, int seed, int batch, int m) {
      DiagonalGaussian own = diagonal(tape, seed, Shape.of(batch, m));
      int rank = 1 + seed % m;
      Tensor factor = normal(tape, seed, "factor", Shape.of(batch, m, rank));
      return new LowRankGaussian(own.mean(), own.logDeviation(), factor);
    }
  },
  HOUSEHOLDER {
    @Override
    CorrelatedGaussian member(Tape tape, int seed, int batch, int m) {
      Tensor vectors = normal(tape, seed, "vectors", Shape.of(batch, 1 + seed % 3, m));
      return new HouseholderGaussian(diagonal(tape, seed, Shape.of(batch, m)), vectors);
    }
  };

  /** Batch [B], event [m]. */
  abstract CorrelatedGaussian member(Tape tape, int seed, int batch, int m);

  /** With mean and log σ of the shape, [B, m] or [m]. */
  static DiagonalGaussian diagonal(Tape tape, int seed, Shape shape) {
    return new DiagonalGaussian(
        normal(tape, seed, "mean", shape), normal(tape, seed, "log", shape).multiply(0.6));
  }

  /** Normal numbers named by seed and purpose, the same in either element type but for rounding. */
  static Tensor normal(Tape tape, int seed, String purpose, Shape shape) {
    double[] out = new double[shape.size()];
    Noise.normal(Key.of(seed).fold(purpose), 0, 0, out, 0, out.length, new int[4]);
    return tape.constant(shape, out);
  }
}

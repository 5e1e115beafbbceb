package vae.autodiff.op;

import java.util.Arrays;
import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;
import vae.autodiff.kernel.ChannelGroups;
import vae.autodiff.kernel.Kernels;

/**
 * \(y = \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} \, \gamma + \beta\), fused: \(\mu\) and
 * \(\sigma^2\) are the mean and variance over the positions and the channels of a group, for each
 * example by itself.
 *
 * <p>Inputs: x [*B, *P, c] with {@code spatialAxes} axes P, scale γ [c], shift β [c] → y like x.
 * One group is layer normalisation; without spatial axes it normalises vectors.
 *
 * <p>Source: Wu and He (2018), eq. 1 to 4; one group: Ba et al. (2016), eq. 3.
 *
 * @param groups ≥ 1, divides c
 * @param spatialAxes ≥ 0, axes before the last that are normalised with it
 * @param epsilon above 0, added to the variance
 */
public record GroupNorm(int groups, int spatialAxes, double epsilon) implements Op {

  @Override
  public Shape outputShape(Shape... inputs) {
    Shape x = inputs[0];
    boolean deep = x.rank() > spatialAxes;
    if (!deep
        || !inputs[1].equals(Shape.of(x.extent(-1)))
        || !inputs[2].equals(inputs[1])
        || x.extent(-1) % groups != 0) {
      throw new ShapeException(
          "groupNorm: expected x [*, %sc], scale [c], shift [c], with c a multiple of %d, got %s"
              .formatted("p, ".repeat(spatialAxes), groups, Arrays.toString(inputs)));
    }
    return x;
  }

  private ChannelGroups groups(Shape x) {
    int positions = 1;
    for (int axis = 1; axis <= spatialAxes; axis++) {
      positions *= x.extent(x.rank() - 1 - axis);
    }
    int channels = x.extent(-1);
    return new ChannelGroups(x.size() / positions / channels, positions, channels, groups, epsilon);
  }

  @Override
  public <A> void forward(Frame<A> f) {
    if (f.shape().size() == 0) {
      return;
    }
    ChannelGroups g = groups(f.shape());
    A mean = f.scratch(g.examples() * g.channels());
    A inverse = f.scratch(g.examples() * g.channels());
    f.kernels()
        .normalization()
        .normalize(g, f.value(0), f.value(1), f.value(2), mean, inverse, f.value());
  }

  @Override
  public <A> void backward(Frame<A> f) {
    if (f.shape().size() == 0) {
      return;
    }
    ChannelGroups g = groups(f.shape());
    int sums = g.examples() * g.channels();
    A dScale = f.scratch(sums);
    A dShift = f.scratch(sums);
    A scratch = f.scratch(Math.multiplyExact(4, sums));
    A dx = f.wants(0) ? f.gradient(0) : null;
    Kernels<A> kernels = f.kernels();
    kernels
        .normalization()
        .gradient(g, f.value(0), f.value(1), f.gradient(), dScale, dShift, scratch, dx);
    if (f.wants(1)) {
      kernels.sumColumns(dScale, g.examples(), g.channels(), f.gradient(1));
    }
    if (f.wants(2)) {
      kernels.sumColumns(dShift, g.examples(), g.channels(), f.gradient(2));
    }
  }
}

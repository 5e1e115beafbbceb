package vae.autodiff.nn;

import vae.autodiff.array.Shape;
import vae.autodiff.tape.Normalization;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/**
 * Batch normalisation with learned scale γ and shift β, which start at 1 and 0.
 *
 * <p>\[ y = \gamma \, \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta \]
 *
 * <p>In training μ and σ² are the mean and the variance (divided by n) over the n rows of the
 * batch; in evaluation they are the running moments. After an accepted step those are
 *
 * <p>\[ \bar\mu \leftarrow (1 - a) \bar\mu + a \mu, \qquad \bar\sigma^2 \leftarrow (1 - a)
 * \bar\sigma^2 + a \frac{n}{n - 1} \sigma^2 \]
 *
 * <p>from 0 and 1 on: momentum and unbiased factor are PyTorch's, as is ε = 10⁻⁵. They are
 * parameters that no gradient reaches. One row has no variance: it is normalised by the running
 * moments, also in training, and leaves them as they are.
 *
 * <p>Source: Ioffe and Szegedy (2015), algorithms 1 and 2.
 *
 * @param scale γ [c]
 * @param shift β [c]
 * @param runningMean [c]
 * @param runningVariance [c]
 * @param momentum a, in (0, 1]
 */
public record BatchNormalizationLayer(
    Parameter scale,
    Parameter shift,
    Parameter runningMean,
    Parameter runningVariance,
    double momentum) {

  private static final double EPSILON = 1e-5;

  /**
   * Makes {@code scale}, {@code shift}, {@code running-mean} and {@code running-variance}, each
   * [c], in the scope.
   *
   * @param channels c ≥ 1
   */
  public static BatchNormalizationLayer create(Parameters scope, int channels, double momentum) {
    Shape shape = Shape.of(channels);
    return new BatchNormalizationLayer(
        scope.create("scale", shape, Initializer.constant(1)),
        scope.create("shift", shape, Initializer.zeros()),
        scope.create("running-mean", shape, Initializer.zeros()),
        scope.create("running-variance", shape, Initializer.constant(1)),
        momentum);
  }

  /**
   * x [*, c] → the same shape. In training the rows are all axes before the last, and the moments
   * that {@link Tape#adopt} is to make the running ones are proposed to the tape.
   */
  public Tensor apply(Tensor x, boolean training) {
    int channels = x.shape().extent(-1);
    int rows = x.shape().size() / channels;
    return training && rows > 1 ? byTheBatch(x, rows, channels) : byRunningMoments(x);
  }

  private Tensor byTheBatch(Tensor x, int rows, int channels) {
    Tape tape = x.tape();
    Tensor flat = x.reshape(rows, channels);
    Tensor constant = flat.detach();
    Tensor mean = constant.mean(0);
    Tensor squares = constant.subtract(mean).square().sum(0);
    propose(tape, runningMean, mean);
    propose(tape, runningVariance, squares.multiply(1.0 / (rows - 1)));
    // Each channel is a group of its own, and the batch one example with its rows as positions.
    return Normalization.group(
            flat, tape.parameter(scale), tape.parameter(shift), channels, 1, EPSILON)
        .reshape(x.shape());
  }

  private void propose(Tape tape, Parameter running, Tensor observed) {
    Tensor before = running(tape, running);
    tape.propose(running, before.multiply(1 - momentum).add(observed.multiply(momentum)));
  }

  private Tensor byRunningMoments(Tensor x) {
    Tape tape = x.tape();
    Tensor deviation = running(tape, runningVariance).add(EPSILON).sqrt();
    return x.subtract(running(tape, runningMean))
        .divide(deviation)
        .multiply(tape.parameter(scale))
        .add(tape.parameter(shift));
  }

  private static Tensor running(Tape tape, Parameter running) {
    return tape.parameter(running).detach();
  }
}

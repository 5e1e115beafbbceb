package vae.autodiff.nn;

import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.tape.Convolutions;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/**
 * y = f(x ⋆ W + b): images [N, H, W, in] → [N, OH, OW, out] with OH = ⌊(H + 2 padding − kernel) /
 * stride⌋ + 1 and OW alike; with a condition c, y = f(x ⋆ W + b + c ⋆ U), where each number of c is
 * a constant channel.
 *
 * @param second null where the layer takes no condition
 * @param weight W [kernel, kernel, in, out]
 * @param bias b [out]
 */
public record ConvolutionLayer(
    Parameters scope,
    Initializer initializer,
    Parameter weight,
    Parameter bias,
    int stride,
    int padding,
    Activation activation,
    ConditionWeight second) {

  /**
   * Makes the parameters {@code weight} [kernel, kernel, in, out] and {@code bias} [out] in the
   * scope.
   *
   * @param in channels of x, ≥ 1
   * @param out channels of y, ≥ 1
   * @param kernel rows and columns of a window, ≥ 1
   * @param stride pixels between two windows, ≥ 1
   * @param padding zeros around x on all sides, from 0 to kernel − 1
   */
  public static ConvolutionLayer create(
      Parameters scope,
      int in,
      int out,
      int kernel,
      int stride,
      int padding,
      Activation activation,
      Initializer weight,
      Initializer bias) {
    Fan fan = Fan.ofConvolution(kernel, stride, in, out);
    return new ConvolutionLayer(
        scope,
        weight,
        scope.create("weight", Shape.of(kernel, kernel, in, out), weight, fan),
        scope.create("bias", Shape.of(out), bias),
        stride,
        padding,
        activation,
        null);
  }

  /**
   * The same layer with the further parameter {@code condition} [kernel, kernel, c, out], which
   * starts as in a layer of in + c channels.
   *
   * @param c numbers of the condition; 0 for none, which makes no parameter
   */
  public ConvolutionLayer taking(int c) {
    if (c == 0) {
      return this;
    }
    int kernel = weight.shape().extent(0);
    int out = weight.shape().extent(3);
    Fan fan = Fan.ofConvolution(kernel, stride, weight.shape().extent(2) + c, out);
    return with(
        scope.create("condition", Shape.of(kernel, kernel, c, out), initializer, fan), null);
  }

  /** The same layer given its condition, [N, c]; itself where it takes none. */
  public ConvolutionLayer given(Tensor c) {
    return second == null ? this : with(second.weight(), c);
  }

  private ConvolutionLayer with(Parameter u, Tensor c) {
    return new ConvolutionLayer(
        scope, initializer, weight, bias, stride, padding, activation, new ConditionWeight(u, c));
  }

  /** x [N, H, W, in] → [N, OH, OW, out]. */
  public Tensor apply(Tensor x) {
    Tape tape = x.tape();
    Tensor w = tape.parameter(weight);
    Tensor b = tape.parameter(bias);
    if (second == null) {
      return Convolutions.convolution(x, w, b, stride, padding, activation);
    }
    Tensor condition = second.condition();
    int n = x.shape().extent(0);
    int c = condition.shape().extent(-1);
    Tensor channels = condition.reshape(n, 1, 1, c).broadcastTo(x.shape().withExtent(-1, c));
    Tensor u = tape.parameter(second.weight());
    return Convolutions.convolution(x, w, b, stride, padding, Activation.IDENTITY)
        .add(Convolutions.convolution(channels, u, null, stride, padding, Activation.IDENTITY))
        .activate(activation);
  }
}

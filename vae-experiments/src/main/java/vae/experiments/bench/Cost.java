package vae.experiments.bench;

import java.util.List;

/**
 * What a step asks of the machine, counted from its shapes.
 *
 * @param flops multiplications and additions of the matrix products
 * @param bytes that parameters, gradients, moments and activations must move at least, as though no
 *     cache kept anything between two kernels and every kernel were fused as far as it can be
 */
record Cost(double flops, double bytes) {

  /**
   * Transfers of a parameter in a step of Adam: read forward and backward, its gradient written and
   * read, the parameter and two moments read and written.
   */
  private static final int PARAMETER_TRANSFERS = 10;

  /**
   * Transfers of a layer's value: written, read by the next layer and in the reverse pass; its
   * gradient written and read.
   */
  private static final int VALUE_TRANSFERS = 5;

  /** Transfers of an input: read forward and for the gradient of the first weights. */
  private static final int INPUT_TRANSFERS = 2;

  /**
   * One step of training: three products a layer (forward, gradient by weights, gradient by
   * inputs), two for the first.
   *
   * @param layers from the data to the data
   */
  static Cost training(List<Layer> layers) {
    Layer first = layers.getFirst();
    double flops = -first.flops();
    double floats = INPUT_TRANSFERS * first.rows() * first.in();
    for (Layer layer : layers) {
      flops += 3 * layer.flops();
      floats += PARAMETER_TRANSFERS * layer.weights() + VALUE_TRANSFERS * layer.values();
    }
    return new Cost(flops, Float.BYTES * floats);
  }

  /** One evaluation: parameters are read, values written and read. */
  static Cost evaluation(List<Layer> layers) {
    Layer first = layers.getFirst();
    double flops = 0;
    double floats = first.rows() * first.in();
    for (Layer layer : layers) {
      flops += layer.flops();
      floats += layer.weights() + 2 * layer.values();
    }
    return new Cost(flops, Float.BYTES * floats);
  }

  Cost times(int count) {
    return new Cost(count * flops, count * bytes);
  }
}

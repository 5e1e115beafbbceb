package vae.experiments.bench;

import java.util.ArrayList;
import java.util.List;
import vae.models.posterior.InverseAutoregressive;

/**
 * One layer of a network as a matrix product [rows, in] · [in, out].
 *
 * @param rows of the left operand: examples times samples, and for a convolution times positions
 * @param values that the layer leaves for the next: rows · out, except in a transposed convolution,
 *     whose overlapping products are added
 */
record Layer(double rows, double in, double out, double values) {

  static Layer linear(double rows, int in, int out) {
    return new Layer(rows, in, out, rows * out);
  }

  /**
   * Perceptrons there and back, with a mean and a scale for each latent variable between them.
   *
   * @param examples rows of the encoder
   * @param draws rows of the decoder
   */
  static List<Layer> perceptron(
      double examples, double draws, int data, List<Integer> hidden, int latent) {
    List<Layer> layers = new ArrayList<>(network(examples, data, hidden, 2 * latent));
    layers.addAll(network(draws, latent, hidden.reversed(), data));
    return layers;
  }

  /** One perceptron. */
  static List<Layer> network(double rows, int in, List<Integer> hidden, int out) {
    List<Layer> layers = new ArrayList<>();
    int width = in;
    for (int next : hidden) {
      layers.add(linear(rows, width, next));
      width = next;
    }
    layers.add(linear(rows, width, out));
    return layers;
  }

  /**
   * Perceptrons of two stochastic layers: up to the lower, on to the upper, from there back to the
   * lower, and to the data.
   *
   * @param examples rows of the first network
   * @param draws rows of the others
   * @param below hidden widths between data and lower layer
   * @param above hidden widths between the layers
   */
  static List<Layer> hierarchical(
      double examples,
      double draws,
      int data,
      List<Integer> below,
      int lower,
      List<Integer> above,
      int upper) {
    List<Layer> layers = new ArrayList<>(network(examples, data, below, 2 * lower));
    layers.addAll(network(draws, lower, above, 2 * upper));
    layers.addAll(network(draws, upper, above.reversed(), 2 * lower));
    layers.addAll(network(draws, lower, below.reversed(), data));
    return layers;
  }

  /**
   * What an inverse autoregressive flow adds to {@link #perceptron}: the context, and the layers of
   * each step, with what their masks leave out.
   *
   * @param width of the encoder's last hidden layer
   */
  static List<Layer> autoregressive(
      double examples, double draws, int width, int latent, InverseAutoregressive.Spec flow) {
    List<Layer> layers = new ArrayList<>();
    layers.add(linear(examples, width, flow.context()));
    for (int step = 0; step < flow.steps(); step++) {
      layers.add(linear(examples, flow.context(), flow.hidden().getFirst()));
      layers.addAll(network(draws, latent, flow.hidden(), 2 * latent));
    }
    return layers;
  }

  /**
   * Convolutions of kernel 4 that halve square images of one channel, a dense layer, and their
   * mirror image. A convolution is a product by patches, its transpose one that makes patches.
   */
  static List<Layer> convolutional(
      double examples, int side, List<Integer> channels, int dense, int latent) {
    List<Layer> layers = new ArrayList<>();
    List<Layer> mirrored = new ArrayList<>();
    int extent = side;
    int maps = 1;
    for (int next : channels) {
      double large = examples * extent * extent * maps;
      extent /= 2;
      double positions = examples * extent * extent;
      int patch = 16 * maps;
      layers.add(new Layer(positions, patch, next, positions * next));
      mirrored.addFirst(new Layer(positions, next, patch, large));
      maps = next;
    }
    int features = extent * extent * maps;
    layers.add(linear(examples, features, dense));
    layers.add(linear(examples, dense, 2 * latent));
    layers.add(linear(examples, latent, dense));
    layers.add(linear(examples, dense, features));
    layers.addAll(mirrored);
    return layers;
  }

  /** Multiplications and additions of one product. */
  double flops() {
    return 2 * rows * in * out;
  }

  double weights() {
    return in * out;
  }
}

package vae.core.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.nn.Initializer;
import vae.autodiff.nn.Parameters;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/**
 * A perceptron from z to two numbers for each coordinate, of which those for a coordinate depend on
 * coordinates of lower degree alone.
 *
 * <p>Weights are multiplied by constant masks. A unit of a hidden layer has a degree too: it sees
 * inputs up to its own degree, and an output sees units below its own. With degrees 1, …, m it is
 * autoregressive; with two degrees it is the network of a coupling. A context goes to every unit of
 * the first layer.
 *
 * <p>Parameters are named {@code hidden.0.weight}, {@code hidden.0.bias}, …, {@code output.weight},
 * {@code output.bias} below the scope, and {@code context} where there is one.
 *
 * <p>Source: Germain, Gregor, Murray and Larochelle (2015), section 4.
 */
public final class MaskedNetwork {

  /**
   * What is alike in the networks of a flow.
   *
   * @param hidden widths of the hidden layers; may be empty: then the network is linear
   * @param context numbers of the context; 0 for none
   * @param startsAtZero whether the last layer starts at 0, and with it every output
   */
  public record Settings(
      List<Integer> hidden,
      int context,
      Activation activation,
      Initialization initialization,
      boolean startsAtZero) {

    public Settings {
      hidden = List.copyOf(hidden);
    }
  }

  /** Two numbers for each coordinate, [*, m] each. */
  public record Outputs(Tensor first, Tensor second) {}

  /** W [in, out] with a mask of its shape, and b [out]. */
  private record Layer(Parameter weight, NdArray mask, Parameter bias, Activation activation) {}

  private final List<Layer> layers;
  private final Optional<Parameter> context;
  private final int[] degrees;

  private MaskedNetwork(List<Layer> layers, Optional<Parameter> context, int[] degrees) {
    this.layers = layers;
    this.context = context;
    this.degrees = degrees;
  }

  /**
   * With degrees 1, …, m in the order of the coordinates or against it.
   *
   * @param size m ≥ 1
   */
  public static MaskedNetwork autoregressive(
      Parameters scope, Settings settings, int size, boolean reversed) {
    return create(
        scope, settings, IntStream.range(0, size).map(i -> reversed ? size - i : i + 1).toArray());
  }

  /**
   * @param degrees of the m coordinates, each ≥ 1
   */
  public static MaskedNetwork create(Parameters scope, Settings settings, int... degrees) {
    List<Layer> layers = new ArrayList<>();
    Initialization start = settings.initialization();
    int last = Arrays.stream(degrees).max().orElseThrow() - 1;
    int[] from = degrees.clone();
    for (int width : settings.hidden()) {
      layers.add(
          layer(
              scope.scope("hidden." + layers.size()),
              from,
              width,
              i -> hiddenDegree(i, last),
              0,
              settings.activation(),
              start.weight(from.length),
              start.bias(from.length)));
      from = IntStream.range(0, width).map(i -> hiddenDegree(i, last)).toArray();
    }
    boolean zero = settings.startsAtZero();
    layers.add(
        layer(
            scope.scope("output"),
            from,
            2 * degrees.length,
            j -> degrees[j % degrees.length],
            1,
            Activation.IDENTITY,
            zero ? Initializer.zeros() : start.weight(from.length),
            zero ? Initializer.zeros() : start.bias(from.length)));
    return new MaskedNetwork(
        List.copyOf(layers), context(scope, layers.getFirst(), settings), degrees.clone());
  }

  /** 1, 2, … up to the largest degree less one, over again; 0 where that leaves none. */
  private static int hiddenDegree(int unit, int last) {
    return last == 0 ? 0 : 1 + unit % last;
  }

  /** A mask of ones where the degrees rise by at least so much; the weight may be refused first. */
  private static Layer layer(
      Parameters scope,
      int[] from,
      int width,
      IntUnaryOperator to,
      int rise,
      Activation activation,
      Initializer weight,
      Initializer bias) {
    Shape shape = Shape.of(from.length, width);
    Parameter weights = scope.create("weight", shape, weight);
    NdArray mask = NdArray.zeros(scope.type(), shape);
    for (int i = 0; i < from.length; i++) {
      for (int j = 0; j < width; j++) {
        mask.set(i * width + j, to.applyAsInt(j) - from[i] >= rise ? 1 : 0);
      }
    }
    return new Layer(weights, mask, scope.create("bias", Shape.of(width), bias), activation);
  }

  private static Optional<Parameter> context(Parameters scope, Layer first, Settings settings) {
    int c = settings.context();
    Shape shape = Shape.of(c, first.mask().shape().extent(1));
    return c == 0
        ? Optional.empty()
        : Optional.of(scope.create("context", shape, settings.initialization().weight(c)));
  }

  /** The network on a tape, without a context. */
  public OnTape on(Tape tape) {
    return onTape(tape, null);
  }

  /**
   * The network on the context's tape.
   *
   * @param given [*S, B, c]: z is then [*, *S, B, m]
   */
  public OnTape on(Tensor given) {
    Tape tape = given.tape();
    return onTape(
        tape, given.linear(tape.parameter(context.orElseThrow()), null, Activation.IDENTITY));
  }

  private OnTape onTape(Tape tape, Tensor shift) {
    List<Tensor> weights = new ArrayList<>();
    List<Tensor> biases = new ArrayList<>();
    for (Layer layer : layers) {
      weights.add(tape.parameter(layer.weight()).multiply(tape.constant(layer.mask())));
      biases.add(tape.parameter(layer.bias()));
    }
    return new OnTape(this, weights, biases, shift);
  }

  /** The network with all that it needs from a tape: weights are masked once for any passes. */
  public static final class OnTape {

    private final MaskedNetwork network;
    private final List<Tensor> weights;
    private final List<Tensor> biases;
    private final Tensor shift;

    private OnTape(MaskedNetwork network, List<Tensor> weights, List<Tensor> biases, Tensor shift) {
      this.network = network;
      this.weights = weights;
      this.biases = biases;
      this.shift = shift;
    }

    /** z [*, m] → two numbers for each coordinate. */
    public Outputs apply(Tensor z) {
      Tensor x = z;
      for (int i = 0; i < weights.size(); i++) {
        Activation f = network.layers.get(i).activation();
        x =
            i == 0 && shift != null
                ? x.linear(weights.get(i), biases.get(i), Activation.IDENTITY)
                    .add(shift)
                    .activate(f)
                : x.linear(weights.get(i), biases.get(i), f);
      }
      int m = network.degrees.length;
      return new Outputs(x.slice(-1, 0, m), x.slice(-1, m, 2 * m));
    }

    /**
     * The outputs at the z for which {@code invert(apply(z)) = z}, in as many passes as there are
     * degrees, m for an autoregressive network: each makes the coordinates of one more degree
     * known.
     *
     * @param y where the unknown coordinates start, [*, m]
     * @param invert z from the outputs, one coordinate at a time
     */
    public Outputs applyToInverse(Tensor y, Function<Outputs, Tensor> invert) {
      int last = Arrays.stream(network.degrees).max().orElseThrow();
      Tensor z = y;
      for (int degree = 1; degree < last; degree++) {
        Tensor known = upTo(degree, y.tape());
        Outputs all = apply(z);
        // Outputs of unknown coordinates are guesses, which must not grow from pass to pass.
        z = invert.apply(new Outputs(all.first().multiply(known), all.second().multiply(known)));
      }
      return apply(z);
    }

    /** Ones for the coordinates up to the degree, [m]. */
    private Tensor upTo(int degree, Tape tape) {
      double[] ones =
          Arrays.stream(network.degrees).mapToDouble(it -> it <= degree ? 1 : 0).toArray();
      return tape.constant(Shape.of(ones.length), ones);
    }

    /** The same with parameters and context that gradients do not pass. */
    public OnTape stopGradient() {
      List<Tensor> heldWeights = weights.stream().map(Tensor::detach).toList();
      List<Tensor> heldBiases = biases.stream().map(Tensor::detach).toList();
      Tensor heldShift = shift == null ? null : shift.detach();
      boolean nothing =
          heldWeights.equals(weights) && heldBiases.equals(biases) && heldShift == shift;
      return nothing ? this : new OnTape(network, heldWeights, heldBiases, heldShift);
    }
  }
}

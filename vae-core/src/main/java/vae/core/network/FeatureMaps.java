package vae.core.network;

import java.util.ArrayList;
import java.util.List;
import vae.autodiff.kernel.Activation;
import vae.autodiff.nn.ConvolutionLayer;
import vae.autodiff.nn.Parameters;
import vae.autodiff.nn.TransposedConvolutionLayer;
import vae.core.model.ImageShape;
import vae.core.spec.SpecException;

/** Layers that take images [N, h, w, c] to images, one after another, while they are put up. */
final class FeatureMaps {

  /** Numbers that one image may have between two layers: 64 MiB in single precision. */
  private static final long MAX_NUMBERS = 1 << 24;

  private static final int IMAGE_AXES = 2;

  private final List<Step> steps = new ArrayList<>();
  private final Parameters scope;
  private final ConvolutionSettings settings;
  private int channels;
  private ConvolutionLayer first;

  /**
   * @param channels c of the first images
   */
  FeatureMaps(Parameters scope, ConvolutionSettings settings, int channels) {
    this.scope = scope;
    this.settings = settings;
    this.channels = channels;
  }

  /**
   * Images of these extents.
   *
   * @param layer whose images they are, for the complaint
   * @throws SpecException where there are more numbers than a run has room for
   */
  static ImageShape bounded(int layer, int height, int width, int channels) {
    long pixels = (long) height * width;
    if (pixels > MAX_NUMBERS / channels) {
      throw SpecException.because(
          "layers[" + layer + "].channels",
          "the feature maps of one image, %d x %d x %d, have more than %d numbers"
              .formatted(height, width, channels, MAX_NUMBERS),
          "Take fewer channels, or a larger stride before.");
    }
    return new ImageShape(height, width, channels);
  }

  /** Adds {@code convolution.i}, its normalisation and the activation. */
  void convolution(int i, ConvolutionSpec spec) {
    append(named(i), spec, spec.channels(), settings.activation());
  }

  private void append(Parameters named, ConvolutionSpec spec, int out, Activation after) {
    int in = spec.kernel() * spec.kernel() * channels;
    ConvolutionLayer layer =
        ConvolutionLayer.create(
            named,
            channels,
            out,
            spec.kernel(),
            spec.stride(),
            spec.padding(),
            fused(after),
            settings.initialization().weight(in),
            settings.initialization().bias(in));
    channels = out;
    first = first == null ? layer : first;
    steps.add((x, _) -> layer.apply(x));
    normalization(named, after);
  }

  /**
   * Adds {@code convolution.i}, transposed, its normalisation and the activation.
   *
   * @param missing rows and columns added at the end
   */
  void transposed(int i, ConvolutionSpec spec, int missing, int out) {
    add(transposed(i, spec, missing, out, fused(settings.activation())));
    normalization(named(i), settings.activation());
  }

  /** Adds {@code convolution.i}, transposed, with nothing behind it. */
  void lastTransposed(int i, ConvolutionSpec spec, int missing, int out) {
    add(transposed(i, spec, missing, out, Activation.IDENTITY));
  }

  private TransposedConvolutionLayer transposed(
      int i, ConvolutionSpec spec, int missing, int out, Activation after) {
    int window = spec.kernel() * spec.kernel() * channels;
    int in = Math.max(1, window / (spec.stride() * spec.stride()));
    TransposedConvolutionLayer layer =
        TransposedConvolutionLayer.create(
            named(i),
            channels,
            out,
            spec.kernel(),
            spec.stride(),
            spec.padding(),
            missing,
            after,
            settings.initialization().weight(in),
            settings.initialization().bias(in));
    channels = out;
    return layer;
  }

  private void add(TransposedConvolutionLayer layer) {
    steps.add((x, _) -> layer.apply(x));
  }

  private Parameters named(int i) {
    return scope.scope("convolution." + i);
  }

  /** A layer computes its activation itself where no normalisation comes between. */
  private Activation fused(Activation after) {
    return settings.normalization().normalizes() ? Activation.IDENTITY : after;
  }

  private void normalization(Parameters named, Activation after) {
    if (settings.normalization().normalizes()) {
      Parameters scope = named.scope("normalization");
      steps.add(settings.normalization().create(scope, channels, IMAGE_AXES));
      steps.add((x, _) -> x.activate(after));
    }
  }

  /**
   * Adds the blocks {@code residual.i}: y = f(x + g(x)), where g is a convolution of 3 x 3, f and
   * another convolution, each with its normalisation.
   *
   * <p>Source: He et al. (2016), eq. 1.
   */
  void residualBlocks() {
    ConvolutionSpec same = new ConvolutionSpec(channels, 3, 1, 1);
    for (int i = 0; i < settings.residualBlocks(); i++) {
      Parameters named = scope.scope("residual." + i);
      FeatureMaps branch = new FeatureMaps(named, settings, channels);
      branch.append(named.scope("first"), same, channels, settings.activation());
      branch.append(named.scope("second"), same, channels, Activation.IDENTITY);
      Step g = branch.all();
      steps.add((x, training) -> x.add(g.apply(x, training)).activate(settings.activation()));
    }
  }

  ConvolutionLayer first() {
    return first;
  }

  /** The layers as one step, with another first one. */
  Step beginningWith(ConvolutionLayer layer) {
    List<Step> all = new ArrayList<>(steps);
    all.set(0, (x, _) -> layer.apply(x));
    return composed(all);
  }

  /** The layers as one step. */
  Step all() {
    return composed(List.copyOf(steps));
  }

  private static Step composed(List<Step> all) {
    return (x, training) -> {
      for (Step step : all) {
        x = step.apply(x, training);
      }
      return x;
    };
  }
}

package vae.experiments.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import vae.autodiff.array.DType;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.KernelSet;
import vae.data.source.Dataset;
import vae.data.transform.NoBinarization;
import vae.experiments.training.Model;
import vae.experiments.training.Progress;
import vae.experiments.training.RandomStreams;
import vae.experiments.training.Regime;
import vae.experiments.training.Trainer;
import vae.models.estimator.Elbo;
import vae.models.likelihood.FixedNoise;
import vae.models.likelihood.GaussianLikelihood;

/**
 * How the time of training grows with epochs, examples and samples of z: in proportion, if cost is
 * linear.
 *
 * <p>What is trained has the shape of the digits: 64-200-200-8-200-200-64, tanh, Gaussian, batch
 * 128.
 */
public final class Scaling {

  private static final int PIXELS = 64;
  private static final List<Integer> HIDDEN = List.of(200, 200);
  private static final int LATENT = 8;
  private static final int BATCH = 128;
  private static final int EPOCHS = 4;
  private static final int EXAMPLES = 512;
  private static final int SAMPLES = 4;
  private static final int WARM_UP = 30;
  private static final int[] FACTORS = {1, 2, 4};

  private Scaling() {}

  /** What is made larger, the others staying as they are. */
  public enum Quantity {
    /** Passes over the data. */
    EPOCHS,
    /** Size of the data set. */
    EXAMPLES,
    /** L, draws of z for each example; the encoder runs once for all of them. */
    SAMPLES;

    private Training times(int factor) {
      return switch (this) {
        case EPOCHS -> new Training(factor * Scaling.EPOCHS, Scaling.EXAMPLES, Scaling.SAMPLES);
        case EXAMPLES -> new Training(Scaling.EPOCHS, factor * Scaling.EXAMPLES, Scaling.SAMPLES);
        case SAMPLES -> new Training(Scaling.EPOCHS, Scaling.EXAMPLES, factor * Scaling.SAMPLES);
      };
    }

    private int amount(int factor) {
      return switch (this) {
        case EPOCHS -> factor * Scaling.EPOCHS;
        case EXAMPLES -> factor * Scaling.EXAMPLES;
        case SAMPLES -> factor * Scaling.SAMPLES;
      };
    }
  }

  /**
   * One training.
   *
   * @param factor by which it is larger than in the first point of its kind
   * @param perUnit time by factor, relative to the first point: 1 where cost is proportional, below
   *     it where a part of the work does not grow
   */
  public record Point(Quantity quantity, int amount, int factor, double millis, double perUnit) {}

  private record Training(int epochs, int examples, int samples) {

    double millis(KernelSet kernels) {
      Model model =
          Networks.perceptron(
              PIXELS,
              HIDDEN,
              LATENT,
              Activation.TANH,
              new GaussianLikelihood(new FixedNoise(0.1)),
              new Elbo(new Elbo.Spec(samples)));
      Dataset data = MadeUpImages.dataset(examples, PIXELS);
      try (Trainer trainer =
          new Trainer(
              model,
              data,
              new NoBinarization(),
              new RandomStreams(1),
              new Regime(BATCH, epochs, DType.F32),
              kernels)) {
        long begin = System.nanoTime();
        for (int epoch = 0; epoch < epochs; epoch++) {
          trainer.epoch(Progress.UNWATCHED);
        }
        return (System.nanoTime() - begin) / 1e6;
      }
    }
  }

  /**
   * Warms up, then trains everything once a round.
   *
   * @param rounds ≥ 1
   */
  public static List<Point> measure(KernelSet kernels, int rounds) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < WARM_UP; i++) {
      new Training(EPOCHS, EXAMPLES, SAMPLES).millis(kernels);
    }
    Map<Quantity, List<List<Double>>> millis = new EnumMap<>(Quantity.class);
    for (Quantity quantity : Quantity.values()) {
      millis.put(quantity, List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
    }
    for (int round = 0; round < rounds; round++) {
      for (Quantity quantity : Quantity.values()) {
        for (int f = 0; f < FACTORS.length; f++) {
          millis.get(quantity).get(f).add(quantity.times(FACTORS[f]).millis(kernels));
        }
      }
    }
    for (Quantity quantity : Quantity.values()) {
      double first = Statistics.median(millis.get(quantity).getFirst());
      for (int f = 0; f < FACTORS.length; f++) {
        double median = Statistics.median(millis.get(quantity).get(f));
        points.add(
            new Point(
                quantity,
                quantity.amount(FACTORS[f]),
                FACTORS[f],
                median,
                median / FACTORS[f] / first));
      }
    }
    return points;
  }
}

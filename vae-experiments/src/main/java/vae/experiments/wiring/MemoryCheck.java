package vae.experiments.wiring;

import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.nn.TooManyParametersException;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.core.distribution.Draws;
import vae.core.model.Pass;
import vae.core.spec.Spec;
import vae.core.spec.SpecException;
import vae.data.source.Dataset;
import vae.experiments.evaluation.HeldOutEvaluator;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.training.Model;
import vae.experiments.training.ModelOnBatch;
import vae.experiments.training.RandomStreams;

/**
 * Refuses experiments that need more memory than there is, before it is taken.
 *
 * <p>Parameters count four times: value, gradient and two moments. The values of a step are counted
 * on a tape of shapes, where nothing is computed; they are all held until the step ends. What is
 * counted is needed for certain, so that nothing is refused that would have run.
 */
final class MemoryCheck {

  /** Value, gradient, first and second moment. */
  private static final int COPIES = 4;

  /** Two rows of this many are computed where shapes do not say what a row takes. */
  private static final int MANY_ROWS = 16;

  private static final double STEP = 1000;
  private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};

  /** A model on examples of zeros, which a tape of shapes does not hold. */
  private record Zeros(Model model, Dataset data, int rows, Optional<Key> training) {

    Pass conditioned(Tape tape) {
      Pass pass = new Pass(tape, Optional.empty(), training, model.encoder(), model.prior());
      int c = data.conditionSize();
      return c == 0 ? pass : pass.conditionedOn(tape.full(Shape.of(rows, c), 0));
    }

    ModelOnBatch on(Tape tape) {
      Pass pass = conditioned(tape);
      Shape shape = Shape.of(rows, data.dimension());
      pass = data.incomplete() ? pass.observing(tape.full(shape, 1)) : pass;
      return model.on(tape.full(shape, 0), pass);
    }

    Zeros ofRows(int other) {
      return new Zeros(model, data, other, training);
    }
  }

  private final ExperimentSpec spec;
  private final DType type;
  private final long heap;

  MemoryCheck(ExperimentSpec spec, long heap) {
    this.spec = spec;
    this.heap = heap;
    type = spec.training().dtype();
  }

  private int bytes() {
    return type == DType.F32 ? Float.BYTES : Double.BYTES;
  }

  /** Elements that all parameters together may have. */
  long mostParameters() {
    return heap / COPIES / bytes();
  }

  /** The complaint about a component whose parameters are too many. */
  SpecException tooMany(String path, TooManyParametersException e) {
    long needed = COPIES * bytes() * e.elements();
    return SpecException.because(
        path,
        ("with %s, parameters, gradients and the optimiser's state need at least %s,"
                + " and the JVM may take %s")
            .formatted(e.parameter(), size(needed), size(heap)),
        ModelFactory.SMALLER + "; or give the JVM more: " + option(needed));
  }

  /**
   * Brings the prior onto a tape of shapes alone.
   *
   * @throws vae.core.distribution.MisfitException where it does not fit the encoder or the
   *     condition
   * @throws ShapeException where its shapes do not fit
   */
  void requirePrior(Model model, Dataset data) {
    Zeros zeros = new Zeros(model, data, 1, Optional.empty());
    counted(tape -> model.generative(zeros.conditioned(tape)).prior());
  }

  /**
   * Counts a step of training, an evaluation and a likelihood estimate.
   *
   * @throws SpecException where they need more than there is
   * @throws vae.core.distribution.MisfitException where the components do not fit each other
   * @throws ShapeException where the shapes of one do not fit those of another
   */
  void require(Model model, Dataset data) {
    Key key = new RandomStreams(0).training();
    int batch = Math.min(spec.training().batchSize(), data.train().size());
    long needed = COPIES * bytes() * model.parameters().elements();
    needed =
        add(
            needed,
            "a step of training on %d examples".formatted(batch),
            new Zeros(model, data, batch, Optional.of(key)),
            on -> on.estimate(model.estimator(), key));
    int chunk =
        Math.min(HeldOutEvaluator.CHUNK, Math.max(data.validation().size(), data.test().size()));
    if (chunk > 0 && !model.estimator().claim().own().isEmpty()) {
      needed =
          add(
              needed,
              "training and an evaluation of %d examples".formatted(chunk),
              new Zeros(model, data, chunk, Optional.empty()),
              on -> on.estimate(model.estimator(), key));
    }
    if (spec.evaluation().nll().isPresent()) {
      int samples =
          Math.min(spec.evaluation().nll().get().samples(), HeldOutEvaluator.CHUNK_SAMPLES);
      add(
          needed,
          "training and a likelihood estimate of %d rows".formatted(HeldOutEvaluator.DECODER_ROWS),
          new Zeros(model, data, HeldOutEvaluator.DECODER_ROWS / samples, Optional.empty()),
          on -> {
            Draws draws = on.posterior().draw(samples, key);
            on.generative().logWeights(on.x(), draws);
          });
    }
  }

  /** What is needed already and for this too. */
  private long add(long before, String what, Zeros zeros, Consumer<ModelOnBatch> formula) {
    int rows = zeros.rows();
    try {
      long needed = before + bytes() * elements(zeros, formula);
      if (needed > heap) {
        throw tooLarge(
            what, size(needed), rows, (double) (heap - before) / (needed - before), needed);
      }
      return needed;
    } catch (ShapeException e) {
      requireTooLarge(e);
      long needed = before + atLeast(zeros, formula);
      double share = (double) (heap - before) / (needed - before);
      throw tooLarge(what, size(needed) + " (" + e.getMessage() + ")", rows, share, needed);
    }
  }

  /** Elements that a formula takes, counted without computing where that can be. */
  private long elements(Zeros zeros, Consumer<ModelOnBatch> formula) {
    Counted counted = counted(zeros, formula);
    return counted.whole() || bytes() * counted.elements() > heap
        ? counted.elements()
        : extrapolated(zeros, formula, counted.elements());
  }

  /**
   * @param whole false where the formula reads values, of which shapes have none; the elements are
   *     those before
   */
  private record Counted(long elements, boolean whole) {}

  private Counted counted(Zeros zeros, Consumer<ModelOnBatch> formula) {
    return counted(tape -> formula.accept(zeros.on(tape)));
  }

  private Counted counted(Consumer<Tape> formula) {
    Tape tape = Tape.ofShapes(type);
    try (tape) {
      formula.accept(tape);
      return new Counted(tape.allocatedElements(), true);
    } catch (IllegalStateException e) {
      return new Counted(tape.allocatedElements(), false);
    }
  }

  /** What a row takes is found by computing one and two, where they are few of all. */
  private long extrapolated(Zeros zeros, Consumer<ModelOnBatch> formula, long atLeast) {
    long one = computed(zeros.ofRows(1), formula);
    return zeros.rows() < MANY_ROWS
        ? Math.max(atLeast, one)
        : one + (zeros.rows() - 1) * (computed(zeros.ofRows(2), formula) - one);
  }

  private long computed(Zeros zeros, Consumer<ModelOnBatch> formula) {
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.AUTO, 1);
        Tape tape = Tape.of(kernels, type)) {
      formula.accept(zeros.on(tape));
      return tape.allocatedElements();
    }
  }

  /** Bytes of a formula with arrays too long for Java: from one row, or else its outputs alone. */
  private long atLeast(Zeros zeros, Consumer<ModelOnBatch> formula) {
    double outputs = (double) zeros.rows() * samples(spec.estimator()) * zeros.data().dimension();
    try {
      double row = counted(zeros.ofRows(1), formula).elements();
      return (long) (bytes() * Math.max(outputs, zeros.rows() * row));
    } catch (ShapeException e) {
      requireTooLarge(e);
      return (long) (bytes() * outputs);
    }
  }

  /** Shapes that do not fit each other are no lack of memory. */
  private static void requireTooLarge(ShapeException e) {
    if (!e.isTooLarge()) {
      throw e;
    }
  }

  /**
   * @param share of the rows or samples that would fit; 0 where it is not known
   */
  private SpecException tooLarge(String what, String size, int rows, double share, long needed) {
    int samples = samples(spec.estimator());
    boolean many = samples > rows;
    long most = (long) (share * Math.max(rows, samples));
    String advice = most < 1 ? "Take far fewer" : "Take at most " + most;
    String fix =
        rows == 1 && samples == 1
            ? "Make the layers, or the latent size, smaller"
            : advice + (many ? "" : " examples a batch, or smaller layers");
    String more = needed == 0 ? "." : "; or give the JVM more: " + option(needed);
    return SpecException.because(
        many ? "estimator.samples" : "training.batchSize",
        "%s%s needs at least %s, and the JVM may take %s"
            .formatted(
                what,
                samples > 1 ? " with %d samples each".formatted(samples) : "",
                size,
                size(heap)),
        fix + (many ? ", or smaller batches" : "") + more);
  }

  /** The value of the estimator's key {@code samples}; 1 where it has none. */
  private static int samples(Spec estimator) {
    for (RecordComponent component : estimator.getClass().getRecordComponents()) {
      if (component.getName().equals("samples") && component.getType() == int.class) {
        try {
          component.getAccessor().trySetAccessible();
          return (int) component.getAccessor().invoke(estimator);
        } catch (ReflectiveOperationException e) {
          return 1;
        }
      }
    }
    return 1;
  }

  private static String option(long needed) {
    return "VAE_JAVA_OPTS=-Xmx%dg.".formatted(1 + needed / 2 * 3 / (1L << 30));
  }

  private static String size(double bytes) {
    int unit = 0;
    double shown = bytes;
    while (shown >= STEP && unit < UNITS.length - 1) {
      shown /= STEP;
      unit++;
    }
    return String.format(Locale.ROOT, "%.3g %s", shown, UNITS[unit]);
  }
}

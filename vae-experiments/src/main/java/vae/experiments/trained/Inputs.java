package vae.experiments.trained;

import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.core.model.Batch;
import vae.core.model.LikelihoodModel;
import vae.data.format.DataException;
import vae.data.missing.MissingValues;
import vae.data.source.DataSource;
import vae.data.source.Dataset;
import vae.data.source.Examples;
import vae.data.transform.Binarization;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.training.BatchSource;

/**
 * Numbers in the form in which a run saw its own: a {@link Batch} of them.
 *
 * <p>Values are in the units of the run's data after their scaling: pixels of MNIST from 0 to 1.
 * Where the run binarizes, so is x, as its held-out data are: by the run's key for them and the
 * identity of the example. Values that are 0 or 1 already stay so. NaN is a missing value.
 *
 * <p>An example's noise, that of binarization and that of draws, is keyed by its identity. Without
 * others these are 0 … B − 1, and the example's number in the whole data for the run's own.
 */
public final class Inputs {

  private final Dataset data;
  private final Binarization binarization;
  private final LikelihoodModel.Spec likelihood;
  private final Key binarized;
  private final DType type;
  private final KernelSet kernels;
  private final float[] fill;
  private final Classes classes;
  private final int latent;

  Inputs(
      ExperimentSpec spec,
      Dataset data,
      Binarization binarization,
      Key heldOut,
      KernelSet kernels) {
    this.data = data;
    this.binarization = binarization;
    likelihood = spec.likelihood();
    binarized = binarization.heldOut(heldOut);
    type = spec.training().dtype();
    this.kernels = kernels;
    fill = fill(spec, data);
    classes = new Classes(spec, data);
    latent = spec.latentSize();
  }

  /** What the encoder saw in place of a missing value; the training mean where none was missing. */
  private static float[] fill(ExperimentSpec spec, Dataset data) {
    MissingValues.Spec missing = ((DataSource.Spec) spec.data()).missing();
    float[] fill = new float[data.dimension()];
    double[] mean = missing.toleratesNaN() || data.incomplete() ? null : data.trainMean();
    for (int j = 0; j < fill.length; j++) {
      fill[j] = mean == null ? data.train().fill(j) : (float) mean[j];
    }
    return fill;
  }

  /** d, values an example. */
  public int dimension() {
    return data.dimension();
  }

  /** c, numbers that an example is conditioned on; 0 where there is no condition. */
  public int conditionSize() {
    return data.conditionSize();
  }

  /** Whether the condition is a class, so that {@link #labels} gives it. */
  public boolean conditionedOnLabels() {
    return classes.conditioned();
  }

  /**
   * Examples of a model without a condition.
   *
   * @param x [B, d] or [B, *], d values an example; NaN where one is missing
   * @throws DataException where the model saw no such numbers in training
   */
  public Batch of(NdArray x) {
    return of("x", x, Optional.empty(), range(x));
  }

  /**
   * Examples, each with its condition.
   *
   * @param x as above
   * @param condition [B, c], such as {@link #labels} gives
   */
  public Batch of(NdArray x, NdArray condition) {
    return of("x", x, Optional.of(condition), range(x));
  }

  private static long[] range(NdArray x) {
    return LongStream.range(0, x.shape().extent(0)).toArray();
  }

  /**
   * Examples with identities of their own.
   *
   * @param name of x in messages, such as a file
   * @param condition [B, c]; empty where the model has none
   * @param identities [B]
   */
  public Batch of(String name, NdArray x, Optional<NdArray> condition, long[] identities) {
    int rows = x.shape().rank() == 0 ? 1 : x.shape().extent(0);
    if (x.shape().rank() == 0 || x.shape().inner(0) != dimension() || identities.length != rows) {
      throw new DataException(
          name,
          "expected [B, %d], %d values an example as in the run's data, got %s"
              .formatted(dimension(), dimension(), x.shape()),
          "Give data of the kind that the model was trained on.");
    }
    NdArray values = NdArray.zeros(type, Shape.of(rows, dimension()));
    NdArray observed = NdArray.zeros(type, values.shape());
    boolean complete = true;
    for (int i = 0; i < rows * dimension(); i++) {
      boolean known = !Double.isNaN(x.get(i));
      complete &= known;
      if (known) {
        requireFit(name, i, x.get(i));
        values.set(i, x.get(i));
        observed.set(i, 1);
      }
    }
    binarization.apply(kernels, values, identities, binarized);
    for (int i = 0; !complete && i < rows * dimension(); i++) {
      if (observed.get(i) == 0) {
        values.set(i, fill[i % dimension()]);
      }
    }
    requireSomething(name, observed);
    requireCondition(condition, rows);
    return new Batch(
        values, condition, complete ? Optional.empty() : Optional.of(observed), identities);
  }

  private void requireFit(String name, int i, double value) {
    boolean binary = binarization.makesBinary();
    boolean unit = binary ? binarization.needsProbabilities() : likelihood.needsUnitInterval();
    boolean bits = !binary && likelihood.needsBinaryData();
    String expected =
        !Double.isFinite(value)
            ? "a finite number, or NaN for a missing value"
            : bits && value != 0 && value != 1
                ? "0 or 1, as in the run's data"
                : unit && !(value >= 0 && value <= 1)
                    ? "a number from 0 to 1, as in the run's data"
                    : "";
    if (!expected.isEmpty()) {
      throw new DataException(
          name,
          "example %d, value %d: expected %s, got %s"
              .formatted(i / dimension(), i % dimension(), expected, (float) value),
          "Scale the values as the run's own were.");
    }
  }

  private void requireSomething(String name, NdArray observed) {
    for (int i = 0; i < observed.shape().extent(0); i++) {
      int from = i * dimension();
      if (IntStream.range(from, from + dimension()).allMatch(j -> observed.get(j) == 0)) {
        throw new DataException(
            name,
            "example %d: expected a known value, got missing ones alone".formatted(i),
            "Leave the example out; `vae sample` draws without any.");
      }
    }
  }

  /** The run's training examples, binarized as held-out ones are. */
  public Batch train() {
    return of(data.train());
  }

  /** The run's validation examples, as it saw them. */
  public Batch validation() {
    return of(data.validation());
  }

  /** The run's test examples, as it was evaluated on them. */
  public Batch test() {
    return of(data.test());
  }

  private Batch of(Examples part) {
    return rows(part, 0, part.size());
  }

  /** Some of the run's own examples. */
  Batch rows(Examples part, int from, int count) {
    int[] order = IntStream.range(from, from + count).toArray();
    return new BatchSource(part, binarization, type, kernels).gather(order, 0, count, binarized);
  }

  /**
   * The condition of these classes, one-hot, [n, c].
   *
   * @throws DataException where the model is not conditioned on labels, or saw no example of one in
   *     training
   */
  public NdArray labels(int... labels) {
    int c = conditionSize();
    NdArray condition = NdArray.zeros(type, Shape.of(labels.length, c));
    for (int i = 0; i < labels.length; i++) {
      condition.set(i * c + classes.known(labels[i]), 1);
    }
    return condition;
  }

  /** The condition of n rows that take turns through the classes of the training data. */
  public NdArray labelsInTurn(int n) {
    int[] seen = classes.seen();
    return labels(IntStream.range(0, n).map(i -> seen[i % seen.length]).toArray());
  }

  /**
   * The class of that name, or of that number.
   *
   * @throws DataException as {@link #labels} does
   */
  public int label(String name) {
    return classes.named(name);
  }

  /** Refuses a batch that is not of the model's shapes. */
  void require(Batch batch) {
    Shape x = Shape.of(batch.size(), dimension());
    if (batch.x().type() != type) {
      throw new DataException(
          "x", "expected %s numbers, got %s".formatted(type, batch.x().type()), "Use inputs().of.");
    }
    requireShape("x", x, batch.x());
    batch.observed().ifPresent(it -> requireShape("observed", x, it));
    requireCondition(batch.condition(), batch.size());
  }

  /** Refuses z that is not [n, m] of finite numbers. */
  void require(NdArray z, Optional<NdArray> condition) {
    int n = z.shape().rank() == 0 ? 1 : z.shape().extent(0);
    requireShape("z", Shape.of(n, latent), z);
    requireFinite("z", z);
    requireCondition(condition, n);
  }

  private static void requireShape(String name, Shape expected, NdArray array) {
    if (!array.shape().equals(expected)) {
      throw new DataException(name, "expected %s, got %s".formatted(expected, array.shape()), "");
    }
  }

  /** Refuses a condition where the model has none, none where it has one, and another shape. */
  void requireCondition(Optional<NdArray> condition, int rows) {
    String expected = conditionSize() == 0 ? "none" : Shape.of(rows, conditionSize()).toString();
    String got = condition.map(it -> it.shape().toString()).orElse("none");
    if (!expected.equals(got)) {
      throw new DataException(
          "condition",
          "expected %s, got %s".formatted(expected, got),
          conditionSize() == 0
              ? "The model has no condition."
              : "The model is one of p(x | condition): say what each example is conditioned on.");
    }
    condition.ifPresent(it -> requireFinite("condition", it));
  }

  private static void requireFinite(String name, NdArray array) {
    int width = array.shape().extent(1);
    for (int i = 0; i < array.shape().size(); i++) {
      if (!Double.isFinite(array.get(i))) {
        throw new DataException(
            name,
            "row %d, coordinate %d: expected a finite number, got %s"
                .formatted(i / width, i % width, array.get(i)),
            "");
      }
    }
  }
}

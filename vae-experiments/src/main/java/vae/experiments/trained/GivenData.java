package vae.experiments.trained;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.core.model.Batch;
import vae.data.format.DataException;
import vae.data.published.PinnedSet;
import vae.data.source.CsvFile;
import vae.data.source.Dataset;
import vae.data.source.Examples;
import vae.data.source.ImageFolder;
import vae.data.source.Locations;

/**
 * Examples that a person names, in pieces in which the model takes them: a file of {@code .npy},
 * {@code .npz} or {@code .csv}, a folder of images, a data set by its name, or the run's own.
 *
 * <p>Values of a file are divided by what was said, else images by 255 or the scale of the run's
 * own images, and others as the run's own were where both are bytes or both are not. Where the
 * run's data lie from 0 to 1, others are refused unless a scale was said: a wrong one is not taken
 * in silence.
 */
public final class GivenData {

  /** The largest value of a pixel. */
  private static final float BYTE = 255;

  /**
   * How a file is read.
   *
   * @param scale what its values are divided by; empty for the rule above
   * @param labels of a CSV file: none, first, last or a column's name; empty as the run's own CSV
   *     file says, else none
   * @param label the class of all examples, in place of their own
   */
  public record Reading(OptionalDouble scale, Optional<String> labels, Optional<String> label) {}

  private final TrainedModel model;
  private final String name;
  private final Examples examples;
  private final Dataset data;
  private final float divisor;
  private final boolean own;
  private final boolean bounded;
  private final Optional<String> label;

  private GivenData(
      TrainedModel model,
      String name,
      Dataset data,
      Examples examples,
      float divisor,
      boolean own,
      boolean scaled,
      Optional<String> label) {
    this.model = model;
    this.name = name;
    this.data = data;
    this.examples = examples;
    this.divisor = divisor;
    this.own = own;
    this.label = label;
    bounded = !scaled && model.data().train().within(0, 1);
    if (examples.size() == 0) {
      throw new DataException(name, "expected examples, found none", "Name another part.");
    }
    int d = model.inputs().dimension();
    if (examples.dimension() != d) {
      throw new DataException(
          name,
          "expected %d values an example as in the run's data, got %d"
              .formatted(d, examples.dimension()),
          "Give data of the kind that the model was trained on.");
    }
  }

  /** A part of the run's own data. */
  public static GivenData own(TrainedModel model, Part part) {
    Dataset data = model.data();
    return new GivenData(model, data.name(), data, part.of(data), 1, true, true, Optional.empty());
  }

  /**
   * A file, a folder of images, or a data set.
   *
   * @param part of a data set that is named
   * @throws DataException where it is missing or damaged, or not of the model's kind
   */
  public static GivenData of(
      TrainedModel model, String named, Part part, Reading reading, Locations where) {
    boolean scaled = reading.scale().isPresent();
    if (isDataset(named)) {
      Dataset data = model.loaded(Map.of("type", named), where);
      float divisor = (float) reading.scale().orElse(1);
      return new GivenData(
          model, named, data, part.of(data), divisor, false, scaled, reading.label());
    }
    DataFile file = DataFile.of(named, where, "x", "reconstruction");
    Object spec = model.experiment().spec().data();
    boolean folders =
        model.inputs().conditionedOnLabels()
            && reading.label().isEmpty()
            && spec instanceof ImageFolder.Spec images
            && images.labels() == ImageFolder.Labels.FOLDER;
    String labels =
        reading.labels().orElse(spec instanceof CsvFile.Spec csv ? csv.labels() : "none");
    int[] shape = model.data().exampleShape();
    int channels = shape.length == 3 && shape[2] == 3 ? 3 : 1;
    Dataset data = model.conditioned(file.read(where, labels, channels, folders));
    float divisor = scaled ? (float) reading.scale().getAsDouble() : divisor(model, file, data);
    return new GivenData(model, named, data, data.train(), divisor, false, scaled, reading.label());
  }

  private static boolean isDataset(String named) {
    return named.equals("digits") || PinnedSet.find(named).isPresent();
  }

  private static float divisor(TrainedModel model, DataFile file, Dataset data) {
    if (file.kind() == DataFile.Kind.IMAGES) {
      return model.experiment().spec().data() instanceof ImageFolder.Spec images
          ? (float) images.scale()
          : BYTE;
    }
    return data.ofBytes() == model.data().ofBytes() ? model.data().divisor() : 1;
  }

  /** N, the number of examples. */
  public int size() {
    return examples.size();
  }

  /** The name of the file or data set. */
  public String name() {
    return name;
  }

  /** What values were divided by; 1 where they were used as they are. */
  public float divisor() {
    return divisor;
  }

  /** The index of each example in its file or data set, [N]. */
  public long[] identities() {
    return IntStream.range(0, size()).mapToLong(examples::identity).toArray();
  }

  /** The label of each example, [N]; empty where they have none. */
  public Optional<long[]> labels() {
    return examples.labelled()
        ? Optional.of(IntStream.range(0, size()).mapToLong(examples::label).toArray())
        : Optional.empty();
  }

  /**
   * Some of the examples.
   *
   * @throws DataException where values are not such as the model knows
   */
  public Batch rows(int from, int count) {
    if (own) {
      return model.inputs().rows(examples, from, count);
    }
    int[] order = IntStream.range(from, from + count).toArray();
    float[] x = new float[Math.multiplyExact(count, examples.dimension())];
    examples.gather(order, 0, count, x);
    for (int i = 0; i < x.length; i++) {
      x[i] /= divisor;
      if (bounded && !(x[i] >= 0 && x[i] <= 1) && Float.isFinite(x[i])) {
        throw outside(from, i, x[i]);
      }
    }
    long[] identities = Arrays.stream(order).mapToLong(examples::identity).toArray();
    NdArray values = NdArray.of(Shape.of(count, examples.dimension()), x);
    return model.inputs().of(name, values, condition(order), identities);
  }

  private DataException outside(int from, int i, float value) {
    int d = examples.dimension();
    return new DataException(
        name,
        "example %d, value %d: expected a number from 0 to 1, as in the run's data, got %s"
            .formatted(from + i / d, i % d, value),
        "Say by --scale what values are divided by, 1 for as they are; the run's own were divided"
            + " by"
            + " %s.".formatted(model.data().divisor()));
  }

  private Optional<NdArray> condition(int[] order) {
    Inputs inputs = model.inputs();
    if (inputs.conditionedOnLabels()) {
      if (label.isPresent()) {
        int[] all = new int[order.length];
        Arrays.fill(all, inputs.label(label.get()));
        return Optional.of(inputs.labels(all));
      }
      if (!examples.labelled()) {
        throw new DataException(
            name,
            "expected the class of each example, found none",
            "Give the class of all with --label, or a CSV file's column of labels with --labels.");
      }
      return Optional.of(inputs.labels(Arrays.stream(order).map(this::classOf).toArray()));
    }
    if (label.isPresent()) {
      inputs.label(label.get()); // refused
    }
    int c = examples.conditionSize();
    if (c == 0) {
      return Optional.empty();
    }
    float[] values = new float[order.length * c];
    examples.gatherConditions(order, 0, order.length, values);
    return Optional.of(NdArray.of(Shape.of(order.length, c), values));
  }

  /** By the name of the class where the data have names: they may count others. */
  private int classOf(int i) {
    int label = examples.label(i);
    return label < data.classes().size() ? model.inputs().label(data.classes().get(label)) : label;
  }
}

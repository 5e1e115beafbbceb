package vae.data.source;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import vae.data.format.DataException;
import vae.data.format.ElementKind;
import vae.data.format.Elements;
import vae.data.format.MappedFile;
import vae.data.format.RawArray;
import vae.data.missing.Known;
import vae.data.missing.Mask;

/**
 * All examples of one source, as its values stood there: value = element / divisor.
 *
 * <p>Bytes stay bytes, in memory or in a mapped file, and are divided when they are gathered, by
 * one division in single precision.
 */
public final class Content {

  private static final int BYTE_VALUES = 256;
  private static final int MAX_F8 = (1 << 24) - 1;

  private final Elements elements;
  private final float divisor;
  private final int[] labels;
  private final int dimension;
  private final float[] decoded;

  /** The elements of an example that are its values; null for all. */
  private final int[] kept;

  /** What the examples were made from; null where that is not known. */
  private final FactorValues factors;

  /** Which elements are known; null for all. */
  private final Mask mask;

  private Content(
      Elements elements, float divisor, int[] labels, int[] kept, FactorValues factors, Mask mask) {
    this.elements = elements;
    this.divisor = divisor;
    this.labels = labels;
    this.kept = kept;
    this.factors = factors;
    this.mask = mask;
    dimension = kept == null ? elements.dimension() : kept.length;
    decoded = elements.kind() == ElementKind.U1 ? new float[BYTE_VALUES] : null;
    for (int b = 0; decoded != null && b < BYTE_VALUES; b++) {
      decoded[b] = b / divisor;
    }
  }

  /**
   * @param name the file, for messages
   * @param elements [examples, *example shape]
   * @param divisor what elements are divided by; finite and above 0
   * @param labels [examples], integers ≥ 0
   * @throws DataException where there are no examples, an element is not finite, or the labels are
   *     not integers ≥ 0, one an example
   */
  public static Content of(
      String name, Elements elements, float divisor, Optional<RawArray> labels) {
    return of(name, elements, divisor, labels, name, false);
  }

  /**
   * As the other overload, with labels from another file.
   *
   * @param labelsName the labels' file, for messages about them
   * @param gaps whether values may be missing, so that {@link #knowing} checks those that are known
   */
  static Content of(
      String name,
      Elements elements,
      float divisor,
      Optional<RawArray> labels,
      String labelsName,
      boolean gaps) {
    if (elements.examples() == 0 || elements.dimension() == 0) {
      throw new DataException(
          name,
          "expected at least one example of at least one value, got the shape "
              + Arrays.toString(elements.shape()),
          "The first axis counts examples.");
    }
    if (!(divisor > 0) || Float.isInfinite(divisor)) {
      throw new IllegalArgumentException("divisor: expected a finite number above 0: " + divisor);
    }
    int[] integers = labels.map(it -> integers(labelsName, it, elements.examples())).orElse(null);
    Content content = new Content(elements, divisor, integers, null, null, null);
    if (!gaps) {
      content.requireFinite(name);
    }
    return content;
  }

  /**
   * As the other overload, for an array in memory.
   *
   * @throws DataException as there, and where the array has no axis
   */
  public static Content of(
      String name, RawArray elements, float divisor, Optional<RawArray> labels) {
    RawArray examples = elements.rank() == 0 ? elements.reshape(1) : elements;
    return of(name, Elements.of(name, examples), divisor, labels);
  }

  /** The same examples with some of their values alone; its digest is that of all of them. */
  Content keeping(int[] positions) {
    return new Content(elements, divisor, labels, positions, factors, mask);
  }

  /**
   * The same examples, and what they were made from.
   *
   * @throws IllegalArgumentException where that is not one row for each example
   */
  public Content madeFrom(FactorValues values) {
    if (values.examples() != size()) {
      throw new IllegalArgumentException(
          "values: expected those of %d examples, got %d".formatted(size(), values.examples()));
    }
    return new Content(elements, divisor, labels, kept, values, mask);
  }

  private static int[] integers(String name, RawArray labels, int examples) {
    if (labels.rank() != 1 || labels.extent(0) != examples) {
      throw new DataException(
          name,
          "expected one label for each of %d examples, got labels of shape %s"
              .formatted(examples, Arrays.toString(labels.shape())),
          "Labels are one axis, in the order of the examples.");
    }
    // A float of 2^24 may have been another integer in double precision.
    float most = labels.kind().isInteger() || labels.kind() == ElementKind.F4 ? 1 << 24 : MAX_F8;
    int[] integers = new int[examples];
    for (int i = 0; i < examples; i++) {
      float label = labels.value(i);
      integers[i] = (int) label;
      if (!(label >= 0) || integers[i] != label || label > most) {
        throw new DataException(
            name,
            "label %d: expected an integer from 0 to %.0f, got %s".formatted(i, most, label),
            "Number the classes from 0.");
      }
    }
    return integers;
  }

  private void requireFinite(String name) {
    float[] example = decoded == null ? new float[dimension] : null;
    for (int i = 0; decoded == null && i < size(); i++) {
      decode(i, example, 0);
      for (int j = 0; j < dimension; j++) {
        if (!Float.isFinite(example[j])) {
          throw new DataException(
              name,
              "example %d, coordinate %d: expected a finite number, got %s"
                  .formatted(i, j, example[j]),
              DataException.FILL_IN);
        }
      }
    }
  }

  /**
   * The same examples, of which these values alone are known.
   *
   * @param first the index of example 0 in the whole source
   * @param whole examples that are known in full whatever is said of them
   * @throws DataException where nothing of an example is known, or a known value is not finite
   */
  Content knowing(String name, Known values, long first, IntPredicate whole) {
    Mask found = new Mask(size(), dimension);
    float[] example = new float[dimension];
    boolean[] known = new boolean[dimension];
    for (int i = 0; i < size(); i++) {
      decodeAll(i, example, 0);
      if (whole.test(i)) {
        Arrays.fill(known, true);
      } else {
        values.mark(first + i, example, known);
      }
      found.set(i, known);
      if (found.count(i) == 0) {
        throw new DataException(
            name,
            "example %d: expected a known value, got missing ones alone".formatted(first + i),
            "Remove the example: nothing is to be learnt from it.");
      }
      for (int j = 0; j < dimension; j++) {
        if (known[j] && !Float.isFinite(example[j])) {
          throw new DataException(
              name,
              "example %d, coordinate %d: expected a finite number, got %s"
                  .formatted(first + i, j, example[j]),
              "It counts as known: mark it as missing, remove the example, or fill it in.");
        }
      }
    }
    return found.complete() ? this : new Content(elements, divisor, labels, kept, factors, found);
  }

  /** How many values of an example are known. */
  int knownCount(int example) {
    if (mask == null || kept == null) {
      return mask == null ? dimension : mask.count(example);
    }
    return (int) Arrays.stream(kept).filter(j -> mask.known(example, j)).count();
  }

  /** Whether value j of an example is known. */
  boolean known(int example, int j) {
    return mask == null || mask.known(example, kept == null ? j : kept[j]);
  }

  /** The files that are read where they lie. */
  List<MappedFile> mappedFiles() {
    return elements.mappedFiles();
  }

  float divisor() {
    return divisor;
  }

  boolean ofBytes() {
    return decoded != null;
  }

  /** Number of examples. */
  public int size() {
    return elements.examples();
  }

  /** Values an example. */
  public int dimension() {
    return dimension;
  }

  /** Shape of one example; one axis of extent 1 where examples are single numbers. */
  public int[] exampleShape() {
    int[] shape = elements.shape();
    return kept != null || shape.length == 1
        ? new int[] {dimension}
        : Arrays.copyOfRange(shape, 1, shape.length);
  }

  /** Whether examples have labels. */
  public boolean labelled() {
    return labels != null;
  }

  int label(int example) {
    return labels[example];
  }

  /** What the examples were made from; empty where that is not known. */
  Optional<FactorValues> factors() {
    return Optional.ofNullable(factors);
  }

  /** One more than the largest label; 0 where there are none. */
  int classCount() {
    return labels == null ? 0 : 1 + Arrays.stream(labels).max().orElse(-1);
  }

  /** Decodes one example into {@code out} at {@code offset}; missing values are 0. */
  void decode(int example, float[] out, int offset) {
    if (kept != null) {
      float[] all = new float[elements.dimension()];
      decodeAll(example, all, 0);
      for (int j = 0; j < dimension; j++) {
        out[offset + j] = all[kept[j]];
      }
    } else {
      decodeAll(example, out, offset);
    }
    for (int j = 0; mask != null && j < dimension; j++) {
      if (!known(example, j)) {
        out[offset + j] = 0;
      }
    }
  }

  private void decodeAll(int example, float[] out, int offset) {
    if (decoded != null) {
      elements.look(example, decoded, out, offset);
      return;
    }
    elements.read(example, out, offset);
    for (int j = 0; j < elements.dimension(); j++) {
      out[offset + j] /= divisor;
    }
  }

  /** Adds up the known elements, undivided: exact for bytes, in the given order. */
  double[] mean(int[] examples) {
    double[] sum = new double[dimension];
    int[] counts = new int[dimension];
    float[] values = new float[elements.dimension()];
    for (int example : examples) {
      elements.read(example, values, 0);
      for (int j = 0; j < dimension; j++) {
        if (known(example, j)) {
          sum[j] += values[kept == null ? j : kept[j]];
          counts[j]++;
        }
      }
    }
    for (int j = 0; j < dimension; j++) {
      sum[j] = counts[j] == 0 ? 0 : sum[j] / counts[j] / divisor;
    }
    return sum;
  }

  static boolean isOneOf(int levels, float value) {
    double level = (double) value * (levels - 1);
    return Math.abs(level - Math.rint(level)) <= Math.max(1e-4, levels * 0x1p-22);
  }

  /** Whether elements are bytes, each of which stands for one of the levels k / (K − 1). */
  boolean everyByteIsOneOf(int levels) {
    for (int b = 0; decoded != null && b < BYTE_VALUES; b++) {
      if (!isOneOf(levels, decoded[b])) {
        return false;
      }
    }
    return decoded != null;
  }

  /** Whether any value is above the bound; stops at the first. */
  boolean exceeds(float bound) {
    float[] values = new float[dimension];
    for (int example = 0; example < size(); example++) {
      decode(example, values, 0);
      for (float value : values) {
        if (value > bound) {
          return true;
        }
      }
    }
    return false;
  }

  /** The least and the greatest known value. */
  float[] range() {
    float[] range = {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    float[] values = new float[dimension];
    for (int example = 0; example < size(); example++) {
      decode(example, values, 0);
      for (int j = 0; j < dimension; j++) {
        if (known(example, j)) {
          range[0] = Math.min(range[0], values[j]);
          range[1] = Math.max(range[1], values[j]);
        }
      }
    }
    return range;
  }

  /** Feeds what identifies the content: kind, shape, divisor, elements, labels, factors, mask. */
  void digest(MessageDigest digest) {
    String head =
        "vae-data/1 %s %s /%s %s\n"
            .formatted(
                elements.kind(),
                Arrays.toString(elements.shape()),
                Float.toHexString(divisor),
                labelled() ? "labelled" : "unlabelled");
    digest.update(head.getBytes(StandardCharsets.UTF_8));
    elements.digest(digest);
    if (labelled()) {
      digestInChunks(digest, labels.length, i -> labels[i]);
    }
    factors().ifPresent(it -> it.digest(digest));
    if (mask != null) {
      digest.update("missing\n".getBytes(StandardCharsets.UTF_8));
      mask.digest(digest);
    }
  }

  /** Feeds integers as little-endian bytes. */
  static void digestInChunks(MessageDigest digest, int count, IntUnaryOperator at) {
    ByteBuffer chunk = ByteBuffer.allocate(1 << 14).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      chunk.putInt(at.applyAsInt(i));
      if (!chunk.hasRemaining() || i == count - 1) {
        digest.update(chunk.flip());
        chunk.clear();
      }
    }
  }
}

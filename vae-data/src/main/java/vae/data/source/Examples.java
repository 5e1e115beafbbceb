package vae.data.source;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** One part of a data set, in the order of the source; immutable. */
public final class Examples {

  private final Content content;
  private final int[] rows;
  private final long firstIdentity;

  /** What the examples are conditioned on, as it is found in {@link #whole}; null for nothing. */
  private final Covariates covariates;

  private final Examples whole;

  /** What stands in for missing values, [d]; null where there are none. */
  private final float[] fill;

  /**
   * @param rows positions in the content; not copied, the caller gives it away
   * @param firstIdentity the identity of the content's example 0
   */
  Examples(Content content, int[] rows, long firstIdentity) {
    this(content, rows, firstIdentity, null);
  }

  private Examples(Content content, int[] rows, long firstIdentity, float[] fill) {
    this.content = content;
    this.rows = rows;
    this.firstIdentity = firstIdentity;
    this.fill = fill;
    covariates = null;
    whole = this;
  }

  private Examples(Content content, Examples whole, Covariates covariates, float[] fill) {
    this.content = content;
    this.covariates = covariates;
    this.whole = whole;
    this.fill = fill;
    rows = whole.rows;
    firstIdentity = whole.firstIdentity;
  }

  /** The same examples, each with its condition, and with these of their values alone. */
  Examples given(Covariates condition, int[] kept) {
    float[] filled = fill == null || kept == null ? fill : new float[kept.length];
    for (int j = 0; filled != fill && j < kept.length; j++) {
      filled[j] = fill[kept[j]];
    }
    return new Examples(content.keeping(kept), this, condition, filled);
  }

  /**
   * The same examples, of which only some values are known.
   *
   * @param partly the content as it is known, by the whole one
   */
  Examples knowing(Map<Content, Content> partly, float[] filled) {
    return new Examples(partly.get(content), rows, firstIdentity, filled);
  }

  /** Marks the examples' positions in the content, where they are of it. */
  void addRows(Content of, BitSet marked) {
    if (content == of) {
      Arrays.stream(rows).forEach(marked::set);
    }
  }

  public int size() {
    return rows.length;
  }

  /** Values an example. */
  public int dimension() {
    return content.dimension();
  }

  /** Whether examples have labels. */
  public boolean labelled() {
    return content.labelled();
  }

  /**
   * The label of example i of this part.
   *
   * @throws IllegalStateException where the data set has no labels
   */
  public int label(int i) {
    if (!labelled()) {
      throw new IllegalStateException("this data set has no labels; see Examples.labelled()");
    }
    return content.label(rows[i]);
  }

  /** The factors of variation that the examples were made from; none where they are not known. */
  public List<Factor> factors() {
    return content.factors().map(FactorValues::factors).orElse(List.of());
  }

  /**
   * The value of a factor of example i of this part.
   *
   * @param factor its place in {@link #factors}
   * @throws IllegalStateException where the factors are not known
   */
  public int factor(int i, int factor) {
    FactorValues known =
        content
            .factors()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the factors of this data set are not known; see Examples.factors()"));
    return known.of(rows[i], factor);
  }

  /**
   * The index of example i in the whole source, unique across the parts: what its noise is keyed
   * by.
   */
  public long identity(int i) {
    return firstIdentity + rows[i];
  }

  /**
   * Copies examples into a batch.
   *
   * @param indices indices into this part; those from {@code from} on are used
   * @param count number of examples
   * @param out receives [count, dimension] in row-major order from position 0
   */
  public void gather(int[] indices, int from, int count, float[] out) {
    check(indices, from, count, out.length);
    for (int row = 0; row < count; row++) {
      content.decode(rows[indices[from + row]], out, row * dimension());
    }
  }

  /** As the float overload, with the same numbers widened. */
  public void gather(int[] indices, int from, int count, double[] out) {
    check(indices, from, count, out.length);
    float[] example = new float[dimension()];
    for (int row = 0; row < count; row++) {
      content.decode(rows[indices[from + row]], example, 0);
      for (int j = 0; j < example.length; j++) {
        out[row * example.length + j] = example[j];
      }
    }
  }

  /** Whether a value of any of these examples is missing. */
  public boolean incomplete() {
    return fill != null && knownCount() < (long) size() * dimension();
  }

  /** How many values of all these examples are known. */
  public long knownCount() {
    return IntStream.range(0, size()).mapToLong(this::knownCount).sum();
  }

  /** How many values of example i are known. */
  public int knownCount(int i) {
    return content.knownCount(rows[i]);
  }

  /** Whether value j of example i is known; {@link #gather} gives 0 where it is not. */
  public boolean known(int i, int j) {
    return content.known(rows[i], j);
  }

  /** What stands in for a missing value j once data are binarized. */
  public float fill(int j) {
    return fill == null ? 0 : fill[j];
  }

  /** c, numbers that each example is conditioned on; 0 where there is no condition. */
  public int conditionSize() {
    return covariates == null ? 0 : covariates.size();
  }

  /**
   * Copies conditions into a batch.
   *
   * @param out receives [count, c] as {@link #gather} does x
   */
  public void gatherConditions(int[] indices, int from, int count, float[] out) {
    for (int row = 0; row < count; row++) {
      covariates.fill(whole, indices[from + row], out, row * covariates.size());
    }
  }

  /** The condition of example i, [c]. */
  public float[] condition(int i) {
    float[] condition = new float[covariates.size()];
    covariates.fill(whole, i, condition, 0);
    return condition;
  }

  /** Conditions to show side by side; none where there is no condition. */
  public List<float[]> shownConditions(int limit) {
    return covariates == null ? List.of() : covariates.shown(whole, limit);
  }

  /** What a condition is called in a report. */
  public String conditionName(float[] condition) {
    return covariates.name(condition);
  }

  /** Whether every known value is 0 or 1. */
  public boolean binary() {
    float[] example = new float[dimension()];
    for (int row : rows) {
      content.decode(row, example, 0);
      for (float value : example) {
        if (value != 0 && value != 1) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether every known value lies in [low, high]; true where there are no examples. */
  public boolean within(double low, double high) {
    float[] example = new float[dimension()];
    for (int row : rows) {
      content.decode(row, example, 0);
      for (int j = 0; j < example.length; j++) {
        if (content.known(row, j) && !(example[j] >= low && example[j] <= high)) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * A known value that is none of the levels k / (K − 1), up to the rounding of single precision;
   * empty where there is none.
   *
   * @param levels K ≥ 2
   */
  public OptionalDouble between(int levels) {
    if (content.everyByteIsOneOf(levels)) {
      return OptionalDouble.empty();
    }
    float[] example = new float[dimension()];
    for (int row : rows) {
      content.decode(row, example, 0);
      for (float value : example) {
        if (!Content.isOneOf(levels, value)) {
          return OptionalDouble.of(value);
        }
      }
    }
    return OptionalDouble.empty();
  }

  private void check(int[] indices, int from, int count, int length) {
    Objects.checkFromIndexSize(from, count, indices.length);
    Objects.checkFromIndexSize(0, Math.multiplyExact(count, dimension()), length);
  }

  /** The mean of each coordinate's known values; 0 where there are none. */
  double[] mean() {
    return content.mean(rows);
  }
}

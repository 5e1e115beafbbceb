package vae.experiments.evaluation;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.core.model.Quantity;

/**
 * What the metrics of a run measured on one part: values with errors, values per example, arrays.
 */
public final class Measurements {

  private static final String ARRAY = "[A-Za-z0-9._-]{1,100}";

  private final String part;
  private final SortedMap<String, Measured> values = new TreeMap<>();
  private final SortedMap<String, double[]> perExample = new TreeMap<>();
  private final SortedMap<String, NdArray> arrays = new TreeMap<>();
  private final Costs costs = new Costs();
  private String metric = "";
  private List<Quantity> declared = List.of();
  private int size;

  /**
   * @param part such as {@code test}
   */
  Measurements(String part) {
    this.part = part;
  }

  /**
   * What follows is of one metric.
   *
   * @param name of its class
   * @param quantities those it may put
   * @param examples N
   */
  void expect(String name, List<Quantity> quantities, int examples) {
    metric = name;
    declared = quantities;
    size = examples;
  }

  /** A value, with its Monte-Carlo error. */
  public void put(Quantity quantity, Measured value) {
    values.put(declared(quantity).on(part), Objects.requireNonNull(value, quantity.name()));
  }

  /**
   * The values of the examples, [N], in the order of the part: {@code evaluate --per-example}
   * writes them.
   *
   * @throws IllegalArgumentException where they are not N
   */
  public void putEach(Quantity quantity, double[] each) {
    if (each.length != size) {
      throw new IllegalArgumentException(
          "values of \"%s\" per example: expected %d, got %d"
              .formatted(quantity.name(), size, each.length));
    }
    perExample.put(declared(quantity).name(), each.clone());
  }

  /**
   * An array behind a picture: {@code evaluation.safetensors} holds it.
   *
   * @param name is put behind the quantity's: 1 to 100 of {@code A-Z a-z 0-9 . _ -}
   * @throws IllegalArgumentException where it is no such name, or taken
   */
  public void putArray(Quantity quantity, String name, NdArray array) {
    String whole = declared(quantity).name() + "." + name;
    if (!name.matches(ARRAY)
        || arrays.putIfAbsent(whole, Objects.requireNonNull(array, whole)) != null) {
      throw new IllegalArgumentException(
          "an array of \"%s\": expected a name of its own, 1 to 100 of A-Z a-z 0-9 . _ -, got \"%s\""
              .formatted(quantity.name(), name));
    }
  }

  /** As {@link #putArray(Quantity, String, NdArray)}, an array [n]. */
  public void putArray(Quantity quantity, String name, double[] values) {
    putArray(quantity, name, NdArray.of(Shape.of(values.length), values));
  }

  /** As {@link #putArray(Quantity, String, NdArray)}, an array [n, w] of at least one row. */
  public void putArray(Quantity quantity, String name, double[][] rows) {
    double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    putArray(quantity, name, NdArray.of(Shape.of(rows.length, rows[0].length), flat));
  }

  private Quantity declared(Quantity quantity) {
    if (!declared.contains(quantity)) {
      throw new IllegalArgumentException(
          "%s put the quantity \"%s\", which is none of its quantities()"
              .formatted(metric, quantity.name()));
    }
    return quantity;
  }

  /** By name, such as {@code test/rmse}. */
  public SortedMap<String, Measured> values() {
    return Collections.unmodifiableSortedMap(values);
  }

  /** [N] by the quantity's name. */
  public Map<String, double[]> perExample() {
    return Collections.unmodifiableMap(perExample);
  }

  /** By quantity and name. */
  public Map<String, NdArray> arrays() {
    return Collections.unmodifiableMap(arrays);
  }

  /** The time that each metric took. */
  public Costs costs() {
    return costs;
  }
}

package vae.experiments.evaluation;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.autodiff.array.NdArray;
import vae.core.model.Quantity;

/**
 * What the metrics of a run measured on one part: values with errors, values per example, arrays.
 */
public final class Measurements {

  private final String part;
  private final SortedMap<String, Measured> values = new TreeMap<>();
  private final SortedMap<String, double[]> perExample = new TreeMap<>();
  private final SortedMap<String, NdArray> arrays = new TreeMap<>();
  private String metric = "";
  private List<Quantity> declared = List.of();

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
   */
  void expect(String name, List<Quantity> quantities) {
    metric = name;
    declared = quantities;
  }

  /** A value, with its Monte-Carlo error. */
  public void put(Quantity quantity, Measured value) {
    values.put(declared(quantity).on(part), value);
  }

  /**
   * The values of the examples, [N], in the order of the part: {@code evaluate --per-example}
   * writes them.
   */
  public void putEach(Quantity quantity, double[] each) {
    perExample.put(declared(quantity).name(), each.clone());
  }

  /**
   * An array behind a picture: {@code evaluation.safetensors} holds it.
   *
   * @param name is put behind the quantity's
   */
  public void putArray(Quantity quantity, String name, NdArray array) {
    arrays.put(declared(quantity).name() + "." + name, array);
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
}

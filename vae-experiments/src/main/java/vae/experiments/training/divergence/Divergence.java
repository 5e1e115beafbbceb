package vae.experiments.training.divergence;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.autodiff.array.NdArray;
import vae.autodiff.tape.NonFinite;
import vae.autodiff.tape.Parameter;

/**
 * What is known of a step that met NaN or infinity.
 *
 * @param origin the operation that it comes from, where it could be traced
 * @param batch the range of the step's data
 * @param parameters their ranges before the step, by name
 */
public record Divergence(
    long step,
    String what,
    Optional<NonFinite> origin,
    Range batch,
    SortedMap<String, Range> parameters) {

  /**
   * The finite elements of an array, and how many others there are.
   *
   * @param least the smallest; NaN where there is none
   * @param most the largest; NaN where there is none
   * @param notFinite the number of NaN and infinities
   */
  public record Range(double least, double most, int notFinite) {

    static Range of(NdArray array) {
      double least = Double.NaN;
      double most = Double.NaN;
      int others = 0;
      for (int i = 0; i < array.shape().size(); i++) {
        double element = array.get(i);
        if (!Double.isFinite(element)) {
          others++;
        } else {
          least = element >= least ? least : element;
          most = element <= most ? most : element;
        }
      }
      return new Range(least, most, others);
    }
  }

  public static Divergence of(
      long step,
      String what,
      Optional<NonFinite> origin,
      NdArray batch,
      List<Parameter> parameters) {
    SortedMap<String, Range> ranges = new TreeMap<>();
    parameters.forEach(parameter -> ranges.put(parameter.name(), Range.of(parameter.value())));
    return new Divergence(step, what, origin, Range.of(batch), ranges);
  }

  /** The value, and where it comes from. */
  public String text() {
    return what + origin.map(it -> ": " + it.text()).orElse("");
  }
}

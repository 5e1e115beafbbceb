package vae.data.missing;

import java.util.Optional;
import java.util.function.Function;
import vae.core.spec.SpecException;
import vae.data.format.DataException;
import vae.data.format.RawArray;

/**
 * Which values of a data set are known; the slot {@code missing} of a data set.
 *
 * <p>A model is then trained on what is known of each example, \(\log p(x_{\mathrm{obs}})\), which
 * is right where values are missing at random: where whether a value is missing depends on known
 * values alone (Rubin, 1976).
 */
public interface MissingValues {

  /** What a data set's key says of it. */
  String DESCRIPTION = "Which values are missing; the model is trained on those that are known.";

  /** Its default, in JSON: every value is known. */
  String NONE = "{\"type\": \"none\"}";

  /** What stands in for a missing value where the encoder looks; no likelihood sees it. */
  enum Fill {
    ZERO,
    /** The mean of the coordinate over its known training values, before any binarization. */
    MEAN
  }

  interface Spec extends vae.core.spec.Spec {

    /** Whether a missing value may be NaN or infinite in the data. */
    default boolean toleratesNaN() {
      return false;
    }

    default Fill fill() {
      return Fill.ZERO;
    }

    /** Whether examples that validate and test are known in full, whatever is missing. */
    default boolean trainingOnly() {
      return false;
    }
  }

  /**
   * What is known of the examples; empty where all is.
   *
   * @param shape [n, *], n counting the examples of the whole source
   * @param arrays reads an array by the path that a spec gives
   * @throws DataException where a file is missing or damaged
   * @throws SpecException where it does not fit the data
   */
  Optional<Known> known(int[] shape, Function<String, RawArray> arrays);
}

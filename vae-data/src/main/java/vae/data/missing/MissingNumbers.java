package vae.data.missing;

import java.util.Optional;
import java.util.function.Function;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.data.format.RawArray;

/**
 * Values are missing where the data have NaN; in a CSV file, where a cell is empty or says {@code
 * NaN}, {@code NA}, {@code N/A}, {@code null}, {@code none} or {@code ?}, in letters of any case.
 */
public final class MissingNumbers implements MissingValues {

  @Describe("NaN is a missing value; in a CSV file an empty cell, NaN, NA, N/A, null, none or ?.")
  public record Spec(@Describe(FILL) @Default("\"zero\"") Fill fill) implements MissingValues.Spec {

    @Override
    public boolean toleratesNaN() {
      return true;
    }
  }

  static final String FILL =
      "What the encoder sees in place of a missing value: zero, or mean, that of the known"
          + " training values.";

  @Override
  public Optional<Known> known(int[] shape, Function<String, RawArray> arrays) {
    return Optional.of(
        (_, values, known) -> {
          for (int j = 0; j < values.length; j++) {
            known[j] = !Float.isNaN(values[j]);
          }
        });
  }
}

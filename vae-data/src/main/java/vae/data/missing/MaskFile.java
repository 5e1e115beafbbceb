package vae.data.missing;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Domain;
import vae.core.spec.SpecException;
import vae.data.format.DataException;
import vae.data.format.RawArray;

/**
 * An array of the data's shape beside the data: 1 where a value is known, 0 where it is missing.
 */
public record MaskFile(Spec spec) implements MissingValues {

  @Describe(
      "An array of the data's shape: 1 or true where a value is known, 0 where it is missing.")
  public record Spec(
      @Describe(
              "The .npy file, or archive.npz#array; absolute, or from the working or data folder.")
          String path,
      @Describe(MissingNumbers.FILL) @Default("\"zero\"") Fill fill)
      implements MissingValues.Spec {

    public Spec {
      if (path.isBlank()) {
        throw new SpecException("path", "the path of an array", "no text", "", Domain.Text.SOME);
      }
    }

    @Override
    public boolean toleratesNaN() {
      return true;
    }
  }

  @Override
  public Optional<Known> known(int[] shape, Function<String, RawArray> arrays) {
    RawArray mask = arrays.apply(spec.path());
    if (!Arrays.equals(mask.shape(), shape)) {
      throw new SpecException(
          "path",
          "a mask of the data's shape " + Arrays.toString(shape),
          Arrays.toString(mask.shape()),
          "Save one number for each value of the data: 1 where it is known, 0 where it is"
              + " missing.");
    }
    int d = mask.size() / shape[0];
    for (int i = 0; i < mask.size(); i++) {
      if (mask.value(i) != 0 && mask.value(i) != 1) {
        throw new DataException(
            spec.path(),
            "example %d, coordinate %d: expected 0 or 1, got %s"
                .formatted(i / d, i % d, mask.value(i)),
            "A mask is 1 where a value is known and 0 where it is missing.");
      }
    }
    return Optional.of(
        (example, _, known) -> {
          for (int j = 0; j < d; j++) {
            known[j] = mask.value((int) example * d + j) == 1;
          }
        });
  }
}

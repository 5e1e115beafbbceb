package vae.data.missing;

import java.util.Optional;
import java.util.function.Function;
import vae.core.spec.Describe;
import vae.data.format.RawArray;

/** Every value is known, and NaN is refused. */
public final class NothingMissing implements MissingValues {

  @Describe("Every value is known; NaN is refused.")
  public record Spec() implements MissingValues.Spec {}

  @Override
  public Optional<Known> known(int[] shape, Function<String, RawArray> arrays) {
    return Optional.empty();
  }
}

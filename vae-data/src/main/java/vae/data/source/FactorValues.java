package vae.data.source;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/** The value of every factor of variation of every example, known exactly; immutable. */
public final class FactorValues {

  private final List<Factor> factors;
  private final int[] values;

  /**
   * @param factors at least one
   * @param values [examples, factors] in row-major order; not copied, the caller gives them away
   * @throws IllegalArgumentException where there is no factor, or a value is none of its factor's
   */
  public FactorValues(List<Factor> factors, int[] values) {
    if (factors.isEmpty() || values.length % factors.size() != 0) {
      throw new IllegalArgumentException(
          "values: expected one for each of %d factors, got %d"
              .formatted(factors.size(), values.length));
    }
    for (int i = 0; i < values.length; i++) {
      Factor factor = factors.get(i % factors.size());
      if (values[i] < 0 || values[i] >= factor.count()) {
        throw new IllegalArgumentException(
            "%s of example %d: expected an integer from 0 to %d, got %d"
                .formatted(factor.name(), i / factors.size(), factor.count() - 1, values[i]));
      }
    }
    this.factors = List.copyOf(factors);
    this.values = values;
  }

  /** K ≥ 1 of them. */
  List<Factor> factors() {
    return factors;
  }

  int of(int example, int factor) {
    return values[example * factors.size() + factor];
  }

  int examples() {
    return values.length / factors.size();
  }

  /** Feeds names, counts and values. */
  void digest(MessageDigest digest) {
    for (Factor factor : factors) {
      String head = "factor " + factor.name() + " " + factor.count() + "\n";
      digest.update(head.getBytes(StandardCharsets.UTF_8));
    }
    Content.digestInChunks(digest, values.length, i -> values[i]);
  }
}

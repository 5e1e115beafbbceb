package vae.data.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How much of a data set is missing, in words for its notes. */
final class Missingness {

  /** Of data that are complete though the spec says what is missing. */
  static final String NONE = "no value is missing: data.missing has no effect";

  private Missingness() {}

  /**
   * @param train the examples that train
   * @param parts the parts with missing values, by what they are called
   */
  static List<String> notes(Examples train, Map<String, Examples> parts) {
    String shares =
        parts.entrySet().stream()
            .map(it -> share(it.getKey(), it.getValue()))
            .collect(Collectors.joining(", "));
    List<String> notes = new ArrayList<>();
    notes.add(
        shares
            + " are missing: likelihoods are those of the known values, and figures per dimension"
            + " are per known value");
    long never =
        IntStream.range(0, train.dimension())
            .filter(j -> IntStream.range(0, train.size()).noneMatch(i -> train.known(i, j)))
            .count();
    if (never > 0) {
      notes.add(
          "%d of %d coordinates are known in no training example: nothing is learnt of them"
              .formatted(never, train.dimension()));
    }
    return notes;
  }

  private static String share(String part, Examples examples) {
    double all = (double) examples.size() * examples.dimension();
    return "%.1f %% of the %s values".formatted(100 * (1 - examples.knownCount() / all), part);
  }
}

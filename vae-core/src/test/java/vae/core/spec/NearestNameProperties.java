package vae.core.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class NearestNameProperties {

  private static final List<String> KNOWN =
      List.of("diagonal", "full-covariance", "low-rank", "latentSize", "iaf");

  @Property(tries = 100, seed = "1")
  void oneSlipIsForgiven(
      @ForAll @IntRange(max = 3) int which,
      @ForAll @IntRange(max = 7) int at,
      @ForAll @IntRange(max = 3) int slip) {
    String name = KNOWN.get(which);
    String head = name.substring(0, at);
    String tail = name.substring(at);
    String mistyped =
        switch (slip) {
          case 0 -> head + tail.substring(1);
          case 1 -> head + "x" + tail;
          case 2 -> head + "x" + tail.substring(1);
          default ->
              tail.length() < 2 ? name : head + tail.charAt(1) + tail.charAt(0) + tail.substring(2);
        };
    assertEquals(Optional.of(name), NearestName.of(mistyped, KNOWN));
  }

  @Property(tries = 50, seed = "2")
  void nothingIsNearestToAStranger(
      @ForAll @AlphaChars @StringLength(min = 60, max = 300) String name) {
    assertEquals(Optional.empty(), NearestName.of(name, KNOWN));
  }

  @Example
  void caseAndSeparatorsDoNotCount() {
    assertEquals(Optional.of("full-covariance"), NearestName.of("FullCovariance", KNOWN));
    assertEquals(Optional.of("latentSize"), NearestName.of("LATENT_SIZE", KNOWN));
  }

  @Example
  void theBeginningOfOneNameIsEnough() {
    assertEquals(Optional.of("full-covariance"), NearestName.of("full", KNOWN));
    assertEquals(Optional.empty(), NearestName.of("la", KNOWN));
    assertEquals(Optional.empty(), NearestName.of("low", List.of("low-rank", "low-noise")));
  }

  @Example
  void shortNamesAreNotTakenForEachOther() {
    assertEquals(Optional.empty(), NearestName.of("elbo", KNOWN));
    assertEquals(Optional.empty(), NearestName.of("x", List.of()));
  }

  /** U6: the last part of a path or of a metric stands for the whole. */
  @Example
  void theLastPartMeansTheWhole() {
    List<String> metrics = List.of("test/elbo", "test/nll", "train/elbo");
    assertEquals(Optional.of("test/elbo"), NearestName.of("elbo", metrics));
    assertEquals(
        Optional.of("training.epochs"),
        NearestName.of("epochs", List.of("seed", "training.epochs")));
  }
}

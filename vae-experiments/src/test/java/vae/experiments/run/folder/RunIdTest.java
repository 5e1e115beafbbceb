package vae.experiments.run.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae.experiments.run.SmallRun;
import vae.experiments.spec.Resolved;

final class RunIdTest {

  private static final String DATA = "00ff";

  private final Resolved experiment = SmallRun.read(SmallRun.GAUSSIAN);

  /** A version of the numerics is a line of what is hashed: another version is another run. */
  @Test
  void isTheHashOfSpecDataAndNumerics() throws NoSuchAlgorithmException {
    String text = experiment.canonical() + "\n" + DATA + "\n" + Numerics.VERSION + "\n";
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    assertEquals(HexFormat.of().formatHex(hash).substring(0, 12), RunId.of(experiment, DATA));
  }

  @ParameterizedTest
  @CsvSource({
    "seed, 2",
    "name, other",
    "data.split.seed, 3",
    "likelihood.noise.sigma, 0.2",
    "training.epochs, 3",
    "evaluation.draws, 4"
  })
  void anyChangeOfTheSpecIsAnotherRun(String path, String value) {
    Object typed = value.matches("[0-9.]+") ? Double.valueOf(value) : value;
    Object exact = typed instanceof Double number && number % 1 == 0 ? number.longValue() : typed;
    assertNotEquals(RunId.of(experiment, DATA), RunId.of(experiment.with(path, exact), DATA), path);
  }

  @Test
  void otherDataAreAnotherRun() {
    assertNotEquals(RunId.of(experiment, DATA), RunId.of(experiment, "00fe"));
  }

  /** Defaults are written out, so leaving them out or spelling them is the same experiment. */
  @Test
  void spellingOfTheSpecDoesNotMatter() {
    Resolved terse = SmallRun.read("{\"name\": \"x\"}");
    Resolved verbose = SmallRun.read(terse.pretty().replace("\n", "\n\t "));
    assertEquals(RunId.of(terse, DATA), RunId.of(verbose, DATA));
    Resolved reordered = SmallRun.read("{\"seed\": 1, \"latentSize\": 8, \"name\": \"x\"}");
    assertEquals(RunId.of(terse, DATA), RunId.of(reordered, DATA));
  }
}

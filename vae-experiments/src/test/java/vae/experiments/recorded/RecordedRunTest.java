package vae.experiments.recorded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae.experiments.evaluation.Measured;

/** S6: every value of a run's files has its type, or the reader says which has not. */
final class RecordedRunTest {

  private static final String RESULT =
      """
      { "id": "0123456789ab", "name": "x", "status": "complete", "digest": "sha256:DIGEST",
        "metrics": {"test/elbo": {"value": -1.5, "standardError": "NaN"}, "train/elbo": 2} }
      """
          .replace("DIGEST", "0".repeat(64));

  private static final String PROVENANCE =
      """
      { "numerics": 2, "started": "2026-11-01T12:00:00Z", "finished": "2026-11-01T12:00:01Z",
        "code": {"version": "0.1.0", "commit": "f0c9b9e", "dirty": false},
        "data": {"name": "digits", "sha256": "HASH", "train": 3},
        "kernels": {"provider": "simd", "threads": 2}, "plugins": {"a.jar": "HASH"},
        "wallSeconds": 1.5 }
      """
          .replace("HASH", "0".repeat(64));

  @TempDir private Path folder;

  private RecordedRun read(String result, String provenance) throws IOException {
    Files.writeString(folder.resolve("experiment.json"), "{\"name\": \"x\", \"seed\": 1}");
    Files.writeString(folder.resolve("result.json"), result);
    Files.writeString(folder.resolve("provenance.json"), provenance);
    return RecordedRun.read(folder);
  }

  @Test
  void whatIsOfItsTypeIsRead() throws IOException {
    RecordedRun run = read(RESULT, PROVENANCE);
    assertEquals("x-0123456789ab", run.label());
    assertEquals(new Measured(-1.5, Double.NaN), run.result().metrics().get("test/elbo"));
    assertEquals(Measured.exact(2), run.result().metrics().get("train/elbo"));
    assertEquals(2, run.provenance().numerics());
    assertEquals(3, run.provenance().data().train());
    assertTrue(run.provenance().code().isBeforeEvidence());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"0123456789ab\"|\"0123456789AB\"|id",
        "\"0123456789ab\"|7|id",
        "\"x\"|\"../x\"|name",
        "\"x\"|\"a b\"|name",
        "\"complete\"|\"done\"|status",
        "\"complete\"|null|status",
        "sha256:|sha1:|digest",
        "-1.5|\"minus\"|metrics.test/elbo.value",
        "-1.5|{}|metrics.test/elbo.value",
        "\"NaN\"|\"nan\"|metrics.test/elbo.standardError",
        ": 2}|: [2]}|metrics.train/elbo",
        ": 2}|: null}|metrics.train/elbo",
        "train/elbo|train\\u001belbo|metrics",
        "\"numerics\": 2|\"numerics\": \"2}, author = {Eve\"|numerics",
        "\"numerics\": 2|\"numerics\": 2.5|numerics",
        "\"numerics\": 2|\"numerics\": 0|numerics",
        "\"numerics\": 2|\"numerics\": 9999999999|numerics",
        "2026-11-01T12:00:01Z|2026-11-01\\nmessage: x|finished",
        "2026-11-01T12:00:01Z|yesterday|finished",
        "f0c9b9e|HEAD; rm|code.commit",
        "false|\"no\"|code.dirty",
        "\"threads\": 2|\"threads\": 0|kernels.threads",
        "\"threads\": 2|\"threads\": [2]|kernels.threads",
        "simd|si\\u0007md|kernels.provider",
        "\"train\": 3|\"train\": -3|data.train",
        "\"sha256\": \"0|\"sha256\": \"x|data.sha256",
        "\"a.jar\": \"0|\"a.jar\": \"x|plugins.a.jar",
        "1.5 }|-1.5 }|wallSeconds",
        "1.5 }|\"long\" }|wallSeconds",
      })
  void anotherTypeIsRefusedWithItsPlace(String from, String to, String key) {
    RecordException refused =
        assertThrows(
            RecordException.class,
            () -> read(RESULT.replace(from, to), PROVENANCE.replace(from, to)));
    assertTrue(refused.problem().startsWith(key + ": expected "), refused.problem());
    assertTrue(refused.problem().contains(", got "), refused.problem());
    assertTrue(refused.getMessage().chars().allMatch(c -> c >= ' '), refused.getMessage());
  }

  @Test
  void aKeyThatStandsTwiceIsRefused() {
    assertThrows(
        RecordException.class,
        () -> read(RESULT.replace("\"name\"", "\"id\": \"0123456789ab\", \"name\""), PROVENANCE));
  }

  @Test
  void whatIsNoDocumentIsRefused() {
    for (String text :
        new String[] {"", "{", "[]", "7", "{} {}x", "\u0000", RESULT.replace("-1.5", "1e400")}) {
      assertThrows(RecordException.class, () -> read(text, PROVENANCE), text);
    }
  }
}

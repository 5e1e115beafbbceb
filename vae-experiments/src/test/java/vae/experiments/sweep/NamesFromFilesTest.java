package vae.experiments.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae.experiments.report.sweep.SweepReport;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.sweep.table.SweepResults;

/** Names that a plan, a record or a sweep holds are names, never paths (S5). */
final class NamesFromFilesTest {

  @TempDir private Path root;
  private SweepFolder sweep;

  @BeforeEach
  void example() throws IOException {
    sweep = SweepFixture.example(root);
  }

  private void replace(Path file, String pattern, String with) throws IOException {
    String text = Files.readString(file);
    String changed = text.replaceFirst(pattern, with);
    assertTrue(!changed.equals(text), text);
    Files.writeString(file, changed);
  }

  private Path records() throws IOException {
    try (Stream<Path> files = Files.list(sweep.results())) {
      return files.findFirst().orElseThrow();
    }
  }

  private void assertRefused(String file) throws IOException {
    List<String> before = names();
    for (RunFolderException refused :
        List.of(
            assertThrows(RunFolderException.class, () -> SweepResults.read(sweep)),
            assertThrows(RunFolderException.class, () -> SweepReport.write(sweep.path())))) {
      assertTrue(refused.getMessage().contains(file), refused.getMessage());
    }
    assertEquals(before, names(), "nothing was written");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.map(Path::toString).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../outside", "/tmp/outside", "0123456789AB", "0123456789abc", "a b"})
  void idsInThePlanAreTwelveDigits(String name) throws IOException {
    replace(sweep.plan(), "\"group\":\"[0-9a-f]{12}\"", "\"group\":\"" + name + "\"");
    assertRefused("plan.jsonl:1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../../../etc", "/etc/x-0123456789ab", "..-0123456789ab", "a/b-0123456789ab", "x"})
  void aRecordNamesARunFolder(String name) throws IOException {
    replace(records(), "\"folder\":\"[^\"]+\"", "\"folder\":\"" + name + "\"");
    assertRefused(".jsonl:1");
  }

  @Test
  void aSweepHasAName() throws IOException {
    replace(sweep.sweep(), "\"name\" : \"sigma-posterior\"", "\"name\" : \"../outside\"");
    assertRefused("sweep.json");
  }
}

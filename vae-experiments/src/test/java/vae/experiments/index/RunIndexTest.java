package vae.experiments.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vae.core.spec.SpecException;
import vae.experiments.sweep.SweepFixture;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.Trial;

final class RunIndexTest extends IndexedRuns {

  @Test
  void everyRunIsFoundWhereverItIs() throws IOException {
    assertEquals(
        List.of(
            "a complete 1",
            "b complete 2",
            "c complete 3",
            "d diverged 4",
            "e unfinished 5",
            "f complete 6",
            "g complete 8",
            "kept complete 1",
            "kept failed 2"),
        ask("name", List.of("name", "status", "seed"), 0).stream().sorted().toList());
  }

  @Test
  void conditionsCompareNumbersAsNumbers() throws IOException {
    assertEquals(
        List.of("a", "b", "g", "f"),
        names("likelihood.noise.sigma=0.10", "latentSize>1", "encoder.posterior.type=diagonal"));
    assertEquals(List.of("c"), names("latentSize>=10"));
    assertEquals(List.of("a"), names("latentSize<8"));
    assertEquals(List.of("a", "b"), names("test/elbo>-31", "test/elbo<=-20", "status=complete"));
    assertEquals(List.of("c", "d", "e"), names("likelihood.noise.sigma!=0.1"));
    assertEquals(List.of("b"), names("seed=2", "status=complete"));
  }

  @Test
  void conditionsCompareTextAndItsParts() throws IOException {
    assertEquals(List.of("kept", "kept"), names("encoder.posterior.type~covariance"));
    assertEquals(List.of("d"), names("status!=complete", "status~div"));
    assertEquals(List.of("f"), names("folder~study"));
    assertEquals(
        List.of("d", "e", "f"),
        names("started>=2026-11-05", "started<2026-11-08").stream().sorted().toList());
    assertEquals(9, names("encoder.hidden=[200,200]").size());
  }

  /** Without the key no condition on it holds; NaN is on no side of a number. */
  @Test
  void whatARunDoesNotHaveMeetsNoCondition() throws IOException {
    assertFalse(names("test/elbo!=0").contains("d"));
    assertFalse(names("test/elbo<0").contains("f"));
    assertFalse(names("test/elbo>-1e9").contains("f"));
    assertEquals(List.of("f"), names("test/elbo=NaN"));
  }

  @Test
  void rowsAreSortedEitherWayAndThoseWithoutAreLast() throws IOException {
    List<String> columns = List.of("name", "test/elbo");
    assertEquals(List.of("kept -7.0", "g -8.0", "b -20.25"), ask("-test/elbo", columns, 3));
    assertEquals(List.of("c -100.0", "a -30.5"), ask("test/elbo", columns, 2));
    assertEquals("f NaN", ask("-test/elbo", columns, 0).get(5));
    assertEquals("kept –", ask("-test/elbo", columns, 0).getLast());
    assertEquals("e", ask("-likelihood.noise.sigma", List.of("name"), 1).getFirst());
  }

  @Test
  void anUnknownKeySuggestsOne() {
    SpecException refused =
        assertThrows(SpecException.class, () -> names("likelihood.noise.sigmaa=1"));
    assertTrue(
        refused
            .getMessage()
            .startsWith(
                "--where: no run has \"likelihood.noise.sigmaa\"; did you mean"
                    + " \"likelihood.noise.sigma\"?"),
        refused::getMessage);
    SpecException end = assertThrows(SpecException.class, () -> names("sigma=1"));
    assertTrue(end.getMessage().contains("did you mean \"likelihood.noise.sigma\""));
    assertThrows(SpecException.class, () -> ask("-test/none", List.of("name"), 0));
    assertThrows(SpecException.class, () -> ask("", List.of("nam"), 0));
  }

  /** Whatever comes as key or value is a value to SQL. */
  @Test
  void nothingIsPastedIntoSql() throws IOException {
    assertEquals(List.of(), names("name='; DROP TABLE runs; --"));
    assertEquals(List.of(), names("name~%"));
    assertEquals(List.of(), names("name=\" OR 1"));
    assertThrows(SpecException.class, () -> names("1) OR (1=1"));
    assertThrows(SpecException.class, () -> ask("name; DROP TABLE runs", List.of("name"), 0));
    assertEquals(9, names().size());
  }

  @Test
  void theIndexFollowsTheFolders() throws IOException {
    everything();
    Path added = run("h", 9, 0.5, 3, -1);
    assertEquals(List.of("h"), names("likelihood.noise.sigma=0.5"));
    Files.writeString(
        added.resolve("result.json"),
        Files.readString(added.resolve("result.json")).replace("-1.0", "-1.125"));
    assertEquals(List.of("-1.125"), ask("", List.of("test/elbo"), 0, "name=h"));
    delete(added);
    assertThrows(SpecException.class, () -> names("likelihood.noise.sigmax=0.5"));
    assertEquals(List.of(), names("name=h"));
    assertEquals(List.of(), names("likelihood.noise.sigma=0.5"));
  }

  @Test
  void theIndexFollowsRecords() throws IOException {
    assertEquals(2, names("name=kept").size());
    SweepFixture more = SweepFixture.of(root, "kept");
    more.trial(1, Map.of("latentSize", 99));
    Trial done = more.trial(2, Map.of("latentSize", 99));
    more.complete(done, Map.of("test/elbo", -1));
    SweepFolder folder = more.write();
    assertEquals(
        List.of("kept.sweep#" + done.id()), ask("", List.of("folder"), 0, "latentSize=99"));
    assertEquals(List.of(), names("encoder.posterior.type=full-covariance"), "of an old plan");
    delete(folder.path());
    assertEquals(List.of(), names("name=kept"));
    assertEquals(List.of(), names("name=g"));
  }

  @Test
  void aRunThatNoOneChangedIsNotReadAgain() throws IOException {
    everything();
    long written = Files.getLastModifiedTime(index).toMillis();
    byte[] before = Files.readAllBytes(index);
    everything();
    assertEquals(written, Files.getLastModifiedTime(index).toMillis());
    assertEquals(before.length, Files.readAllBytes(index).length);
  }

  @Test
  void aRunThatCannotBeReadIsShownAsThat() throws IOException {
    Path broken = run("broken", 9, 0.5, 3, -1);
    Files.writeString(broken.resolve("result.json"), "{");
    assertEquals(
        List.of(broken.getFileName() + " unreadable"),
        ask("", List.of("folder", "status"), 0, "folder~broken"));
  }
}

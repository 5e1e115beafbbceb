package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae.experiments.sweep.HandMadeRun;

final class RunsCommandTest {

  @TempDir private Path root;

  @BeforeEach
  void makeRuns() throws IOException {
    for (int seed = 1; seed <= 3; seed++) {
      HandMadeRun.complete(
          root,
          HandMadeRun.experiment("r" + seed, seed, Map.of("likelihood.noise.sigma", 0.1 * seed)),
          Map.of("test/elbo", -10.0 / (3 * seed)));
    }
  }

  private Invocation runs(Object... arguments) {
    return Invocation.of("runs", "--runs", root, List.of(arguments));
  }

  @Test
  void theTableIsAligned() {
    Invocation shown =
        runs(
            "--columns=name,likelihood.noise.sigma,test/elbo",
            "--where=likelihood.noise.sigma>0.15",
            "--sort=-test/elbo");
    assertEquals(
        """
        name  likelihood.noise.sigma  test/elbo
        r3                       0.3  -1.111111
        r2                       0.2  -1.666667

        2 runs
        """,
        shown.out());
    assertEquals(0, shown.code(), shown.err());
  }

  @Test
  void theBestComesFirstUnlessASignSaysOtherwise() {
    String columns = "--columns=name";
    String best = "name\nr3\nr2\nr1\n\n3 runs\n";
    String worst = "name\nr1\nr2\nr3\n\n3 runs\n";
    assertEquals(best, runs(columns, "--sort=test/elbo").out());
    assertEquals(best, runs(columns, "--sort=-test/elbo").out());
    assertEquals(worst, runs(columns, "--sort=+test/elbo").out());
    assertEquals(worst, runs(columns, "--sort=seed").out());
    assertEquals(best, runs(columns, "--sort=-seed").out());
  }

  @Test
  void csvAndJsonHaveEveryDigit() {
    String columns = "--columns=name,seed,test/elbo,encoder.hidden";
    assertEquals(
        """
        name,seed,test/elbo,encoder.hidden
        r1,1,-3.3333333333333335,"[200, 200]"
        """,
        runs(columns, "--format=csv", "--limit=1").out());
    assertEquals(
        """
        [ {
          "name" : "r1",
          "seed" : 1,
          "test/elbo" : -3.3333333333333335,
          "encoder.hidden" : "[200, 200]"
        } ]
        """,
        runs(columns, "--format=json", "--where=name=r1").out());
  }

  @Test
  void whatWasAskedAboutIsShown() {
    String heading = runs("--where=latentSize=8").out().lines().findFirst().orElse("");
    assertTrue(heading.matches("folder +status +seed +latentSize +test/elbo"), heading);
  }

  @Test
  void noRunIsAnAnswer() {
    assertEquals("0 runs", runs("--where=name=x").out().lines().toList().getLast());
  }

  @ParameterizedTest
  @CsvSource({
    "--where=test/elbo>abc, expected a number to compare with",
    "--where=test/elbo=abc, expected a number to compare with",
    "--where=latentSize<=x, expected a number to compare with",
    "--where=elbo>-100, did you mean \"test/elbo\"?",
    "--where=sigma, expected KEY OPERATOR VALUE",
    "--where=latentsize=8, did you mean",
    "--where=latentsize=8, --where: no run has",
    "--sort=nothing, --sort: no run has",
    "--columns=nam, did you mean",
    "--format=yaml, 'expected table, csv or json'",
    "--limit=-1, expected at least 0"
  })
  void mistakesAreBadInput(String option, String message) {
    Invocation refused = runs(option);
    assertEquals(2, refused.code(), refused.err());
    assertTrue(refused.err().replaceAll("\\s+", " ").contains(message), refused.err());
  }

  @Test
  void aFolderThatIsNotThereIsBadInput() {
    Invocation refused = Invocation.of("runs", "--runs", root.resolve("none"));
    assertEquals(2, refused.code());
    assertTrue(refused.err().contains("there is no such folder"), refused.err());
  }
}

package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Absurd sizes are refused before their memory is taken, with what they need and what there is. */
final class BoundsTest {

  @TempDir private Path runs;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "estimator.samples=2000000000   | estimator.samples: | needs at least",
        "estimator.samples=10000000     | estimator.samples: | needs at least",
        "estimator={\"type\": \"iwae\", \"samples\": 300000000} | estimator.samples: | needs at"
            + " least",
        "likelihood={\"type\": \"categorical\", \"levels\": 17} --set=estimator.samples=10000000 |"
            + " estimator.samples: | needs at least",
        "likelihood={\"type\": \"categorical\", \"levels\": 17} --set=estimator.samples=200000 |"
            + " estimator.samples: | needs at least",
        "encoder.hidden=[30000000]      | encoder:           | need at least",
        "decoder.hidden=[2000000000]    | decoder:           | does not fit",
        "encoder.hidden=[100000,100000] | encoder:           | does not fit",
        "latentSize=2000000000          | latentSize:        | from 1 to 65536",
        "evaluation.nll.samples=2000000000 | evaluation.nll.samples: | from 1 to 1000000",
        "training.batchSize=-1          | training.batchSize: | at least 1",
      })
  void absurdSizesAreRefused(String set, String path, String problem) throws IOException {
    List<String> settings = List.of(("--set=" + set).split(" (?=--set)"));
    Invocation run = Invocation.of("run", settings, "--runs", runs);
    String err = run.err().replaceAll("\\s+", " ");
    assertEquals(2, run.code(), err);
    assertTrue(err.contains(path), err);
    assertTrue(err.contains(problem), err);
    assertFalse(err.contains("\tat "), err);
    if (problem.endsWith("at least")) {
      assertTrue(err.contains("the JVM may take"), err);
      assertTrue(err.contains("VAE_JAVA_OPTS=-Xmx"), err);
    }
    try (var left = Files.list(runs)) {
      assertEquals(0, left.count(), "no folder is made");
    }
  }

  @Test
  void moreExamplesABatchThanThereAreIsOneBatch() {
    Invocation run =
        Invocation.of(
            "run", Invocation.TINY, "--set=training.batchSize=2147483647", "--runs", runs);
    assertEquals(0, run.code(), run.err());
  }

  @Test
  void aLackOfMemoryAnywhereIsOneParagraphWithTheWayOut() {
    Throwable lack = new OutOfMemoryError("Java heap space");
    for (Throwable problem : new Throwable[] {lack, new IllegalStateException("in a part", lack)}) {
      StringWriter err = new StringWriter();
      ErrorReport.print(new PrintWriter(err), problem, false);
      assertTrue(err.toString().startsWith("vae: out of memory"), err.toString());
      assertTrue(err.toString().contains("VAE_JAVA_OPTS=-Xmx"), err.toString());
      assertEquals(ExitCode.OTHER, ErrorReport.exitCode(problem));
    }
  }
}

package vae.experiments.report.run;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae.experiments.folder.FolderException;
import vae.experiments.recorded.RecordException;
import vae.experiments.report.page.ReportException;
import vae.experiments.run.safetensors.SafeTensors;

final class MalformedRunFolderTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "experiment.json|{\"name\": |not JSON",
        "experiment.json|[1]|expected a JSON object",
        "experiment.json|{\"a\":1,\"a\":2}|not JSON",
        "provenance.json|{} x|not JSON",
        "metrics.jsonl|{\"step\":1,\"name\":\"a\",\"value\":true}|line 1: value: expected a number",
        "metrics.jsonl|{\"step\":1}|line 1: expected",
        "metrics.jsonl|{\"step\":1}x|line 1",
        "provenance.json|{\"numerics\": \"two\"}|numerics: expected a whole number",
        "result.json|{\"status\": 3}|status: expected \"complete\" or \"diverged\"",
        "result.json|{\"status\": \"complete\"}|id: expected 12 hexadecimal digits",
        "evaluation.safetensors|garbage|expected a header length",
      })
  void malformedFilesAreNamedWithWhatToDo(String name, String text, String problem)
      throws IOException {
    RunFolderFixture.small(folder).file(name, text + "\n");
    RuntimeException e = assertThrows(RuntimeException.class, () -> RunReport.write(folder));
    boolean recorded = e instanceof RecordException;
    assertTrue(
        recorded || e instanceof ReportException || e instanceof FolderException, e.toString());
    assertTrue(e.getMessage().startsWith(folder.resolve(name) + ": "), e.getMessage());
    assertTrue(e.getMessage().contains(problem), e.getMessage());
    boolean array = name.equals("evaluation.safetensors");
    String fix =
        array ? "run the experiment again" : recorded ? "Copy the file again" : "./vae verify";
    assertTrue(e.getMessage().contains(fix), e.getMessage());
    assertFalse(Files.exists(folder.resolve("report.html")), "no report on a malformed run");
  }

  @Test
  void arraysThatContradictEachOtherAreNamed() throws IOException {
    RunFolderFixture fixture = new RunFolderFixture(folder).experiment("odd");
    refused(
        fixture, SafeTensors.builder().floats("samples", new float[4], 4), "samples: expected 2");
    refused(
        fixture,
        SafeTensors.builder()
            .floats("originals", new float[4], 2, 2)
            .floats("samples", new float[6], 2, 3),
        "samples: expected vectors of 2");
    refused(
        fixture,
        SafeTensors.builder()
            .floats("originals", new float[4], 2, 2)
            .floats("reconstructions", new float[2], 1, 2),
        "reconstructions: expected 2 rows");
    refused(
        fixture,
        SafeTensors.builder()
            .floats("latent_means", new float[4], 2, 2)
            .ints("latent_labels", new int[3], 3),
        "latent_labels: expected 2 labels");
    refused(
        fixture,
        SafeTensors.builder()
            .floats("samples", new float[8], 2, 4)
            .metadata("height", "3")
            .metadata("width", "2"),
        "3 \u00d7 2 \u00d7 1");
    refused(
        fixture,
        SafeTensors.builder()
            .floats("samples", new float[8], 2, 4)
            .metadata("height", "two")
            .metadata("width", "2"),
        "metadata.height: expected an integer");
  }

  private void refused(RunFolderFixture fixture, SafeTensors.Builder arrays, String problem)
      throws IOException {
    fixture.evaluation(arrays);
    ReportException e = assertThrows(ReportException.class, () -> RunReport.write(folder));
    assertTrue(e.getMessage().contains(problem), e.getMessage());
    assertTrue(e.getMessage().contains("run the experiment again"), e.getMessage());
  }

  @Test
  void aFolderWithoutAnExperimentIsNoRunFolder() {
    ReportException e = assertThrows(ReportException.class, () -> RunReport.write(folder));
    assertTrue(e.getMessage().contains("no experiment.json"), e.getMessage());
  }
}

package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.core.spec.SpecException;
import vae.experiments.spec.SpecReader;
import vae.experiments.spec.ToyComponents;

class MainTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int vae(String... arguments) {
    return Main.execute(
        new PrintWriter(out), new PrintWriter(err), ToyComponents::catalogue, arguments);
  }

  @Test
  void anUnknownCommandSuggestsOne() {
    assertEquals(2, vae("componets"));
    assertEquals(
        """
        vae: unknown command "componets"; did you mean "components"?
             `vae --help` shows what there is.
        """,
        err.toString());
    assertEquals("", out.toString());
  }

  @Test
  void anUnknownOptionSuggestsOne() {
    assertEquals(2, vae("doctor", "--run=x"));
    assertEquals(
        """
        vae: unknown option "--run=x"; did you mean "--runs"?
             `vae doctor --help` shows what there is.
        """,
        err.toString());
  }

  @Test
  void anArgumentTooManyIsRefused() {
    assertEquals(2, vae("schema", "sweep", "x"));
    assertTrue(err.toString().startsWith("vae: unexpected argument \"x\"\n"), err.toString());
  }

  @Test
  void aMissingValueIsRefused() {
    assertEquals(2, vae("doctor", "--runs"));
    assertTrue(err.toString().startsWith("vae: Missing required parameter"), err.toString());
  }

  @Test
  void anUnknownSlotIsBadInput() {
    assertEquals(2, vae("components", "priors"));
    assertEquals(
        """
        vae: unknown slot "priors"; did you mean "prior"?
             known: binarization, callback, condition, data, decoder, divergence, encoder, estimator,
             evaluation, experiment, from, likelihood, metric, nll, noise, optimizer, posterior, prior,
             training
        """,
        err.toString());
  }

  @Test
  void componentsListsASlot() {
    assertEquals(0, vae("components", "encoder"));
    assertEquals(
        """
        encoder

          conv
            Convolutions.
              channels    list of integer       = [32, 64]              Channels of each layer.
              activation  tanh|relu|leaky-relu  = "relu"                Between layers.
              posterior   a posterior           = {"type": "diagonal"}  Family of q.

          mlp
            Fully connected layers.
              hidden      list of integer       = [200, 200]            Units of each hidden layer, first to
                                                                        last, each at least 1; an empty list
                                                                        makes a linear map from the data to
                                                                        the parameters.
              activation  tanh|relu|leaky-relu  = "tanh"                Between layers.
              posterior   a posterior           = {"type": "diagonal"}  Family of q.
        """,
        out.toString());
  }

  @Test
  void componentsListsEverySlotWithPapersWithinTheWidth() {
    assertEquals(0, vae("components"));
    String listing = out.toString();
    ToyComponents.catalogue()
        .slots()
        .forEach(slot -> assertTrue(listing.lines().anyMatch(slot::equals)));
    assertTrue(listing.contains("    Kingma and Welling (2014), eq. 10\n"));
    assertTrue(listing.lines().allMatch(line -> line.length() <= 100), listing);
  }

  @Test
  void schemaPrintsJson() {
    assertEquals(0, vae("schema"));
    assertTrue(
        out.toString().startsWith("{\n  \"$schema\": \"https://json-schema.org/draft/2020-12"));
    assertEquals("", err.toString());
  }

  @Test
  void schemaPrintsThatOfSweepsAndStudies() {
    for (String document : List.of("sweep", "study")) {
      StringWriter schema = new StringWriter();
      assertEquals(
          0, Main.execute(new PrintWriter(schema), new PrintWriter(err), "schema", document));
      assertTrue(schema.toString().contains("\n    \"base\": {"), document);
    }
    assertEquals(2, vae("schema", "trial"));
    assertTrue(err.toString().contains("schema: expected experiment, study or sweep"));
  }

  @Test
  void doctorPrintsALineForEachCheck(@TempDir Path runs) {
    assertEquals(0, vae("doctor", "--runs", runs.toString()), out.toString());
    assertTrue(out.toString().contains("ok    runs folder     " + runs), out.toString());
  }

  @Test
  void doctorFailsWhereSomethingIsWrong(@TempDir Path folder) {
    Path file = assertDoesNotThrow(() -> Files.writeString(folder.resolve("file"), ""));
    assertEquals(1, vae("doctor", "--runs", file.resolve("runs").toString()));
    assertTrue(out.toString().contains("FAIL  runs folder"), out.toString());
  }

  @Test
  void helpAndVersionGoToStdout() {
    assertEquals(0, vae("--help"));
    assertTrue(out.toString().contains("components"), out.toString());
    assertEquals(0, vae("--version"));
    assertTrue(out.toString().contains("vae "), out.toString());
    assertEquals(0, vae());
    assertEquals(0, vae("doctor", "--help"));
    assertEquals("", err.toString());
  }

  @Test
  void debugShowsWhereAnErrorCameFrom() {
    assertEquals(2, vae("components", "priors", "--debug"));
    assertTrue(err.toString().contains("\tat vae."), err.toString());
    assertEquals(2, vae("--debug", "components", "priors"));
  }

  @Test
  void anUnexpectedFailureIsOneParagraphAndOne() {
    int code =
        Main.execute(
            new PrintWriter(out),
            new PrintWriter(err),
            () -> {
              throw new IllegalStateException("broken");
            },
            "schema");
    assertEquals(1, code);
    assertEquals(
        """
        vae: IllegalStateException: broken
             This is unexpected; --debug shows where it came from.
        """,
        err.toString());
  }

  @Test
  void aSpecErrorReadsAsInTheDocumentation() {
    String json =
        "{\"name\": \"x\", \"encoder\": {\"type\": \"mlp\", \"posterior\": {\"type\":"
            + " \"full-covarience\"}}}";
    Throwable refused =
        assertThrows(
            SpecException.class, () -> new SpecReader(ToyComponents.catalogue()).read(json));
    assertEquals(
        """
        vae: line 1: encoder.posterior.type: unknown posterior "full-covarience"; did you mean
             "full-covariance"?
             known: diagonal, full-covariance, low-rank. `vae components posterior` describes them.\
        """,
        ErrorReport.paragraph(refused.getMessage()));
  }
}

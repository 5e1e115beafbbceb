package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data sets that are not there, in a process whose home folder is empty. */
class MissingDataTest {

  @TempDir private Path home;
  @TempDir private Path data;

  private void assertNamesEveryPlace(Invocation missing) {
    assertEquals(3, missing.code(), missing.err());
    String text = missing.err().replaceAll("\\s+", " ");
    for (String place :
        List.of(
            "--data " + data.resolve("mnist") + " (no folder)",
            "$VAE_DATA (not set)",
            "user cache " + home.resolve(".cache/vae/mnist") + " (no folder)",
            "system /usr/share/datasets/mnist (no folder)",
            "Fetch it with `./vae data fetch mnist`")) {
      assertTrue(text.contains(place), place + " is not in: " + text);
    }
  }

  @Test
  void verifyNamesEveryPlace() throws IOException, InterruptedException {
    assertNamesEveryPlace(Invocation.inOwnProcess(home, "data", "verify", "mnist", "--data", data));
  }

  @Test
  void aRunNamesEveryPlaceAndLeavesNothing(@TempDir Path runs)
      throws IOException, InterruptedException {
    Path spec = Invocation.EXAMPLES.resolve("mnist.json");
    assertNamesEveryPlace(
        Invocation.inOwnProcess(home, "run", spec, "--data", data, "--runs", runs));
    assertEquals(List.of(), Invocation.children(runs));
  }

  @Test
  void aStudyLeavesNothingEither(@TempDir Path runs) throws IOException {
    Path study =
        Files.writeString(
            data.resolve("study.json"),
            """
            {"name": "x", "experiment": {"type": "vary", "path": "latentSize", "values": [2]},
             "base": {"name": "x", "data": {"type": "npy", "path": "none.npy",
                      "split": {"validation": 1, "test": 1}}}}
            """);
    Invocation missing = Invocation.of("run", study, "--data", data, "--runs", runs);
    assertEquals(3, missing.code(), missing.err());
    assertTrue(missing.err().contains(data.resolve("none.npy").toString()), missing.err());
    assertEquals(List.of(), Invocation.children(runs));
  }

  @Test
  void listSaysWhatIsMissing() throws IOException, InterruptedException {
    Invocation list = Invocation.inOwnProcess(home, "data", "list", "--data", data);
    assertEquals(0, list.code(), list.err());
    List<String> lines = list.out().lines().toList();
    assertTrue(lines.get(0).startsWith("digits           bundled"), list.out());
    assertEquals("mnist            not found; `./vae data fetch mnist`", lines.get(1));
    assertEquals(
        "frey-faces       not found; you bring it, `./vae data fetch frey-faces` says from where",
        lines.get(3));
  }

  /** There is no mirror: what to do is said, and nothing is left behind. */
  @Test
  void fetchingFreyFacesSaysHowToGetThem() throws IOException, InterruptedException {
    for (String command : List.of("fetch", "verify")) {
      Invocation missing =
          Invocation.inOwnProcess(home, "data", command, "frey-faces", "--data", data);
      assertEquals(3, missing.code(), missing.err());
      String text = missing.err().replaceAll("\\s+", " ");
      assertTrue(text.contains("get frey_rawface.mat from its author's page"), text);
      assertTrue(text.contains("put it into " + data.resolve("frey-faces")), text);
      assertEquals(List.of(), Invocation.children(data));
    }
  }

  @Test
  void aDamagedSetIsNamed() throws IOException {
    Path mnist = Files.createDirectories(data.resolve("mnist"));
    for (String file :
        List.of(
            "train-images-idx3-ubyte",
            "train-labels-idx1-ubyte",
            "t10k-images-idx3-ubyte",
            "t10k-labels-idx1-ubyte")) {
      Files.writeString(mnist.resolve(file), "not pictures");
    }
    Invocation damaged = Invocation.of("data", "verify", "mnist", "--data", data);
    assertEquals(3, damaged.code());
    assertTrue(damaged.err().contains("train-images-idx3-ubyte"), damaged.err());
    assertTrue(damaged.err().contains("data fetch mnist"), damaged.err());
  }

  @Test
  void anUnknownSetSuggestsOne() {
    Invocation unknown = Invocation.of("data", "verify", "mnits");
    assertEquals(2, unknown.code());
    assertEquals(
        """
        vae: unknown data set "mnits"; did you mean "mnist"?
             known: mnist, fashion-mnist, frey-faces, static-mnist, omniglot, cifar-10
        """,
        unknown.err());
  }
}

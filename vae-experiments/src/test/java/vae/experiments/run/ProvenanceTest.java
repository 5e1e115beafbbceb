package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import vae.autodiff.kernel.KernelSet;

final class ProvenanceTest {

  @TempDir private Path root;

  private void git(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("git", "-C", root.toString(), "-c", "user.name=x", "-c", "user.email=x"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(0, process.waitFor(), command.toString());
  }

  private String dirty() throws IOException {
    JsonNode state = SourceState.of(root);
    assertTrue(state.path("commit").stringValue().matches("[0-9a-f]{40}"), state.toString());
    assertEquals(state.path("dirty").booleanValue(), state.has("dirtySha256"));
    return state.path("dirtySha256").asString("clean");
  }

  @Test
  void filesThatGitDoesNotHaveAreDirtToo() throws IOException, InterruptedException {
    assertEquals("unknown", SourceState.of(root).path("commit").stringValue());
    git("init", "-q");
    Path sources = Files.createDirectories(root.resolve("part/src/main"));
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    git("add", "-A");
    git("commit", "-q", "--no-gpg-sign", "-m", "first");
    assertEquals("clean", dirty());
    Files.writeString(root.resolve("notes.txt"), "no code");
    assertEquals("clean", dirty());
    Path added = Files.writeString(sources.resolve("New.java"), "class New {}");
    String first = dirty();
    assertNotEquals("clean", first);
    Files.writeString(added, "class New { }");
    String second = dirty();
    assertNotEquals(first, second);
    Files.writeString(root.resolve("pom.xml"), "<project></project>");
    assertNotEquals(second, dirty());
  }

  @Test
  void everythingTheContractListsIsRecorded() throws IOException {
    try (KernelSet kernels = SmallRun.scalar()) {
      Path folder = SmallRun.run(SmallRun.read(SmallRun.GAUSSIAN), kernels, root).folder();
      JsonNode json = Provenance.read(folder);
      for (String pointer :
          List.of(
              "/numerics",
              "/code/commit",
              "/code/dirty",
              "/code/version",
              "/data/sha256",
              "/data/splitSha256",
              "/java/version",
              "/machine/os",
              "/machine/cpu",
              "/machine/processors",
              "/kernels/provider",
              "/kernels/threads",
              "/determinism",
              "/dependencies",
              "/plugins",
              "/wallSeconds")) {
        assertFalse(json.at(pointer).isMissingNode(), pointer);
      }
      Instant started = Instant.parse(json.path("started").stringValue());
      assertFalse(Instant.parse(json.path("finished").stringValue()).isBefore(started));
      json.path("dependencies")
          .properties()
          .forEach(
              jar -> assertTrue(jar.getValue().stringValue().matches("[0-9a-f]{64}"), "" + jar));
    }
  }

  /** A plugin's code is no part of the id: an old result must not pass for that of new code. */
  @Test
  void aResultOfAnotherPluginOfThatNameIsRefused() throws IOException {
    Path jar = Files.writeString(root.resolve("priors.jar"), "first");
    Path folder = Files.createDirectories(root.resolve("run"));
    Files.writeString(
        folder.resolve(Provenance.FILE),
        "{\"plugins\": {\"priors.jar\": \"" + Digest.ofFile(jar) + "\"}}");
    Provenance.requireSamePlugins(folder, List.of(jar));
    Provenance.requireSamePlugins(folder, List.of());
    Files.writeString(jar, "second");
    RunFolderException refused =
        assertThrows(
            RunFolderException.class, () -> Provenance.requireSamePlugins(folder, List.of(jar)));
    assertTrue(refused.getMessage().contains("another priors.jar"), refused.getMessage());
  }
}

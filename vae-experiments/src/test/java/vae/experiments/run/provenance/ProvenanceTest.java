package vae.experiments.run.provenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.folder.Folder;
import vae.experiments.recorded.RecordedProvenance;
import vae.experiments.run.SmallRun;
import vae.experiments.run.folder.Digest;
import vae.experiments.run.folder.RunFolderException;

final class ProvenanceTest {

  private static final String OUR_POM = "<project><artifactId>vae-parent</artifactId></project>";

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

  private static void ours(Path folder) throws IOException {
    Files.writeString(folder.resolve("pom.xml"), OUR_POM);
    Files.writeString(folder.resolve("vae"), "#!/bin/sh\n");
  }

  private static String commit(Optional<Path> home) throws IOException {
    return SourceState.of(home).commit();
  }

  private String dirty() throws IOException {
    RecordedProvenance.Code state = SourceState.of(Optional.of(root));
    assertTrue(state.commit().matches("[0-9a-f]{40}"), state.toString());
    assertEquals(state.dirty(), !state.dirtySha256().isEmpty());
    return state.dirty() ? state.dirtySha256() : "clean";
  }

  @Test
  void filesThatGitDoesNotHaveAreDirtToo() throws IOException, InterruptedException {
    assertEquals("unknown", SourceState.of(Optional.of(root)).commit());
    git("init", "-q");
    Path sources = Files.createDirectories(root.resolve("part/src/main"));
    ours(root);
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
    Files.writeString(root.resolve("pom.xml"), OUR_POM + "\n");
    assertNotEquals(second, dirty());
  }

  /** S18: another's repository is not asked, whatever the working folder is. */
  @Test
  void onlyTheCheckoutOfTheProductIsAsked() throws IOException, InterruptedException {
    git("init", "-q");
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    git("add", "-A");
    git("commit", "-q", "--no-gpg-sign", "-m", "a user's own");
    assertEquals("unknown", commit(Optional.empty()));
    assertEquals("unknown", commit(Optional.of(root)));
    Path inside = Files.createDirectory(root.resolve("unpacked"));
    ours(inside);
    assertEquals("unknown", commit(Optional.of(inside)), "the commit is that of the folder above");
    Files.writeString(inside.resolve(".git"), "gitdir: ../.git\n");
    ours(root);
    assertTrue(commit(Optional.of(root)).matches("[0-9a-f]{40}"));
  }

  /** S18: with git as it is by default, each of these programs runs. */
  @Test
  void noProgramThatARepositoryNamesIsRun() throws IOException, InterruptedException {
    Path marker = root.resolve("ran");
    Path program = Files.writeString(root.resolve("program"), "#!/bin/sh\ntouch " + marker + "\n");
    assertTrue(program.toFile().setExecutable(true));
    git("init", "-q");
    ours(root);
    Files.writeString(root.resolve(".gitattributes"), "*.xml diff=theirs\n");
    git("add", "-A");
    git("commit", "-q", "--no-gpg-sign", "-m", "first");
    for (String key : List.of("diff.external", "core.fsmonitor", "diff.theirs.command")) {
      git("config", key, program.toString());
    }
    git("config", "diff.theirs.textconv", program.toString());
    Path hooks = Files.createDirectory(root.resolve("hooks"));
    Files.copy(program, hooks.resolve("post-index-change"), StandardCopyOption.COPY_ATTRIBUTES);
    git("config", "core.hooksPath", hooks.toString());
    Files.writeString(root.resolve("pom.xml"), OUR_POM + "\n");
    assertNotEquals("clean", dirty());
    assertFalse(Files.exists(marker), "a program of the repository ran");
    git("diff", "HEAD");
    assertTrue(Files.exists(marker), "the trap is none: this git runs no such program");
  }

  @Test
  void everythingTheContractListsIsRecorded() throws IOException {
    try (KernelSet kernels = SmallRun.scalar()) {
      Path folder = SmallRun.run(SmallRun.read(SmallRun.GAUSSIAN), kernels, root).folder();
      JsonNode json = Folder.open(folder).file(RecordedProvenance.FILE).json(Folder.MAX_JSON);
      assertEquals(json.toString(), RecordedProvenance.read(folder).json().toString());
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
        folder.resolve(RecordedProvenance.FILE),
        "{\"numerics\": 2, \"data\": {\"sha256\": \"%s\"}, \"plugins\": {\"priors.jar\": \"%s\"}}"
            .formatted("0".repeat(64), Digest.ofFile(jar)));
    Provenance.requireSamePlugins(folder, List.of(jar));
    Provenance.requireSamePlugins(folder, List.of());
    Files.writeString(jar, "second");
    RunFolderException refused =
        assertThrows(
            RunFolderException.class, () -> Provenance.requireSamePlugins(folder, List.of(jar)));
    assertTrue(refused.getMessage().contains("another priors.jar"), refused.getMessage());
  }
}

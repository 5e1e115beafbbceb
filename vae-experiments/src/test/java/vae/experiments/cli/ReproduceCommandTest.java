package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vae.experiments.signature.SshKeygen;

/** {@code vae verify}, {@code vae reproduce} and {@code vae cite} on runs of the command line. */
final class ReproduceCommandTest {

  /** Data sets that are fetched; examples on others need nothing but what is bundled. */
  private static final Set<String> FETCHED = Set.of("mnist", "fashion-mnist", "frey-faces");

  private static Path run;

  @TempDir private static Path runs;
  @TempDir private Path other;

  @BeforeAll
  static void run() throws IOException {
    Invocation made = Invocation.of("run", Invocation.TINY, "--runs", runs, "--threads=1");
    assertEquals(0, made.code(), made.err());
    run = Invocation.children(runs).getFirst();
    assertTrue(made.out().contains("./vae reproduce " + run), made.out());
  }

  private static String result(String key) throws IOException {
    return JsonMapper.shared()
        .readTree(Files.readString(run.resolve("result.json")))
        .path(key)
        .stringValue();
  }

  /** The run with one byte of a file changed. */
  private Path damaged(String name, int at) throws IOException {
    Path copy = other.resolve("copy");
    for (Path file : Invocation.files(run)) {
      Path to = copy.resolve(run.relativize(file).toString());
      Files.createDirectories(to.getParent());
      Files.copy(file, to);
    }
    byte[] bytes = Files.readAllBytes(copy.resolve(name));
    bytes[at] ^= 1;
    Files.write(copy.resolve(name), bytes);
    return copy;
  }

  /** S4: a pipe in the place of the spec is not waited for, and a link is not followed. */
  @Test
  void onlyARegularFileIsReadAsTheSpec() throws Exception {
    Path spec = damaged("report.html", 0).resolve("experiment.json");
    Files.delete(spec);
    assertEquals(0, new ProcessBuilder("mkfifo", spec.toString()).start().waitFor());
    assertEquals(3, Invocation.of("reproduce", spec.getParent()).code());
    Files.delete(spec);
    Files.createSymbolicLink(spec, run.resolve("experiment.json"));
    Invocation linked = Invocation.of("reproduce", spec.getParent());
    assertEquals(3, linked.code(), linked.err());
    assertTrue(linked.err().replaceAll("\\s+", " ").contains("is a symbolic link"), linked.err());
  }

  @Test
  void aRunIsVerified() throws IOException {
    Invocation verify = Invocation.of("verify", run);
    assertEquals(0, verify.code(), verify.err());
    assertTrue(verify.out().startsWith("VERIFIED   "), verify.out());
    assertEquals(result("digest"), verify.digest());
  }

  @Test
  void aFlippedBitIsFiveAndTheFilesName() throws IOException {
    Path copy = damaged("evaluation.safetensors", 5000);
    Invocation verify = Invocation.of("verify", copy);
    assertEquals(5, verify.code());
    assertTrue(
        verify.err().replaceAll("\\s+", " ").contains("evaluation.safetensors changed: expected"),
        verify.err());
    Invocation cite = Invocation.of("cite", copy);
    assertEquals(5, cite.code(), "what is not verified is not cited");
    assertEquals("", cite.out());
  }

  @Test
  void aFolderOfSomethingElseIsTwo() {
    assertEquals(2, Invocation.of("verify", other).code());
    assertEquals(2, Invocation.of("reproduce", other).code());
    assertEquals(2, Invocation.of("cite", other).code());
    assertEquals(2, Invocation.of("reproduce", run, "--from=missing").code());
    assertEquals(2, Invocation.of("cite", run, "--format=word").code());
  }

  @Test
  void aRunIsReproducedWithOtherThreadsAndKernels() throws IOException {
    Invocation again = Invocation.of("reproduce", run, "--threads=2", "--kernels=scalar", "--json");
    assertEquals(0, again.code(), again.err());
    assertTrue(again.out().startsWith("BITWISE   " + run.getFileName()), again.out());
    assertEquals(result("digest"), again.digest());
    JsonNode json = JsonMapper.shared().readTree(again.out().lines().toList().getLast());
    assertEquals("BITWISE", json.path("verdict").stringValue());
    assertEquals(result("id"), json.path("id").stringValue());
    assertEquals(2, json.path("stepsCompared").asInt(), "before and after the only step");
    assertEquals(List.of(run), Invocation.children(runs));
  }

  @Test
  void theSecondRunIsKeptWhereItIsAskedFor() throws IOException {
    Invocation again = Invocation.of("reproduce", run, "--runs", other);
    assertEquals(0, again.code(), again.err());
    assertEquals(0, Invocation.of("verify", other.resolve(run.getFileName())).code());
    assertEquals(2, Invocation.of("reproduce", run, "--runs", other).code(), "it exists already");
  }

  @Test
  void whatDiffersIsFiveAndNamed() throws IOException {
    int last = Math.toIntExact(Files.size(run.resolve("journal.bin"))) - 1;
    Path copy = damaged("journal.bin", last);
    Invocation again = Invocation.of("reproduce", copy, "--json");
    assertEquals(5, again.code());
    assertTrue(again.out().startsWith("DIFFERENT at step 1: "), again.out());
    JsonNode json = JsonMapper.shared().readTree(again.out().lines().toList().getLast());
    assertEquals("DIFFERENT", json.path("verdict").stringValue());
    assertEquals(1, json.path("step").asInt());
    assertFalse(json.path("parameter").stringValue().isEmpty());
  }

  @Test
  void damagedFilesAreFiveAndNamed() throws IOException {
    Invocation journal = Invocation.of("reproduce", damaged("journal.bin", 0));
    assertEquals(5, journal.code());
    assertTrue(journal.err().contains("journal.bin: byte 0: "), journal.err());
    Path foreign = Files.writeString(other.resolve("x.safetensors"), "no checkpoint");
    assertEquals(5, Invocation.of("reproduce", run, "--from", foreign).code());
  }

  @Test
  void theFinalCheckpointReplaysTheEvaluation() {
    Path last = run.resolve("checkpoints/final.safetensors");
    Invocation again = Invocation.of("reproduce", run, "--from", last);
    assertEquals(0, again.code(), again.err());
    assertTrue(again.out().contains("compared         1 steps"), again.out());
  }

  @Test
  void citationsAreTextOfTheirFormats() throws IOException {
    String bibtex = Invocation.of("cite", run, "--author=Noether, Emmy").out();
    assertTrue(bibtex.contains("author       = {Noether, Emmy}"), bibtex);
    assertTrue(bibtex.contains(result("digest")), bibtex);
    String cff = Invocation.of("cite", run, "--format=cff").out();
    assertTrue(cff.startsWith("cff-version: 1.2.0\n"), cff);
    String crate = Invocation.of("cite", run, "--format=ro-crate").out();
    assertEquals(
        "https://w3id.org/ro/crate/1.3/context",
        JsonMapper.shared().readTree(crate).path("@context").path(0).stringValue());
  }

  @Test
  void savedAuthorsAreInTheFolderAndItIsStillVerified() throws IOException {
    Invocation.of("reproduce", run, "--runs", other);
    Path folder = other.resolve(run.getFileName());
    assertEquals(0, Invocation.of("cite", folder, "--author=Noether, Emmy", "--save").code());
    String cff = Files.readString(folder.resolve("CITATION.cff"));
    assertTrue(cff.contains("family-names: \"Noether\""), cff);
    assertEquals(0, Invocation.of("verify", folder).code());
  }

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.walk(Invocation.EXAMPLES)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .filter(file -> !json(file).has("experiment") && !json(file).has("parameters"))
          .sorted()
          .toList()
          .stream();
    }
  }

  static Stream<Path> bundledExamples() throws IOException {
    return examples()
        .filter(file -> !FETCHED.contains(json(file).path("data").path("type").asString("")));
  }

  private static JsonNode json(Path file) {
    return JsonMapper.shared().readTree(file);
  }

  private Invocation reproduced(Path example, List<String> settings) throws IOException {
    Invocation made = Invocation.of("run", example, settings, "--runs", other);
    Assumptions.assumeTrue(made.code() != 3, "its data are not on this machine");
    assertEquals(0, made.code(), made.err());
    Path folder = Invocation.children(other).getFirst();
    assertEquals(0, Invocation.of("verify", folder).code());
    return Invocation.of("reproduce", folder, "--threads=1");
  }

  @ParameterizedTest
  @MethodSource("bundledExamples")
  void everyExampleOnBundledDataIsReproduced(Path example) throws IOException {
    Invocation again =
        reproduced(example, List.of("--set=training.epochs=2", "--set=evaluation.nll.samples=5"));
    assertEquals(0, again.code(), again.out() + again.err());
    assertTrue(again.out().startsWith("BITWISE"), again.out());
  }

  /** In full length: minutes to hours; {@code -Dvae.long=true}. */
  @ParameterizedTest
  @MethodSource("examples")
  @EnabledIfSystemProperty(named = "vae.long", matches = "true")
  void everyExampleIsReproducedInFullLength(Path example) throws IOException {
    Invocation again = reproduced(example, List.of());
    assertEquals(0, again.code(), again.out() + again.err());
    assertTrue(again.out().startsWith("BITWISE"), again.out());
  }

  /** The manifest does not list it; whoever renews the manifest removes it. */
  @Test
  void aSignedRunIsVerifiedByItsKeyUntilItsManifestIsRenewed() throws Exception {
    Path copy = damaged("report.html", 0);
    Files.copy(
        run.resolve("report.html"),
        copy.resolve("report.html"),
        StandardCopyOption.REPLACE_EXISTING);
    Path key = SshKeygen.key(other, "key", "");
    Path pub = other.resolve("key.pub");
    assertEquals(5, Invocation.of("verify", copy, "--signed-by", pub).code(), "not signed yet");
    Invocation signed = Invocation.of("cite", copy, "--author=A", "--sign", key);
    assertEquals(0, signed.code(), signed.err());
    Invocation verified = Invocation.of("verify", copy, "--signed-by", pub);
    assertEquals(0, verified.code(), verified.err());
    assertTrue(verified.out().contains("signed by        SHA256:"), verified.out());
    assertEquals(0, Invocation.of("verify", copy).code());
    Path allowed = other.resolve("allowed");
    Files.writeString(allowed, "a@example.org " + Files.readString(pub));
    List<String> bySsh =
        SshKeygen.run(
            copy.resolve("MANIFEST.sha256"),
            "ssh-keygen",
            "-Y",
            "verify",
            "-f",
            allowed,
            "-I",
            "a@example.org",
            "-n",
            "vae-run",
            "-s",
            copy.resolve("MANIFEST.sha256.sig"));
    assertEquals("0", bySsh.getFirst(), bySsh.toString());
    SshKeygen.key(other, "stranger", "");
    assertEquals(
        5, Invocation.of("verify", copy, "--signed-by", other.resolve("stranger.pub")).code());
    assertEquals(2, Invocation.of("verify", copy, "--signed-by", other.resolve("none")).code());
    assertEquals(0, Invocation.of("reproduce", copy).code());
    assertEquals(0, Invocation.of("report", copy).code());
    assertFalse(Files.exists(copy.resolve("MANIFEST.sha256.sig")), "over an earlier manifest");
    assertEquals(0, Invocation.of("verify", copy).code());
  }
}

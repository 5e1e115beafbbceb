package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.autodiff.kernel.KernelSet;
import vae.core.spec.SpecException;
import vae.experiments.reproduction.Reproduction;
import vae.experiments.run.safetensors.SafeTensors;
import vae.experiments.run.verification.UnverifiedException;
import vae.experiments.run.verification.Verdict;
import vae.experiments.run.verification.Verification;
import vae.experiments.spec.Resolved;

/** Runs that start at the parameters of another one. */
final class WarmStartTest {

  private static KernelSet kernels;

  @TempDir private Path root;
  private RunResult parent;

  @BeforeAll
  static void startThreads() {
    kernels = SmallRun.scalar();
  }

  @AfterAll
  static void endThreads() {
    kernels.close();
  }

  @BeforeEach
  void trainTheParent() throws IOException {
    parent = SmallRun.run(FragileRun.EXPERIMENT, kernels, root);
  }

  private Resolved child(String digest) {
    return FragileRun.EXPERIMENT
        .with("name", "child")
        .with("from", Map.of("run", parent.id(), "digest", digest));
  }

  private Resolved child() {
    return child(parent.digest()).with("seed", 7);
  }

  @Test
  void trainingStartsAtTheParametersOfTheParent() throws IOException {
    Map<String, float[]> first = new HashMap<>();
    RunResult result =
        new Runner(
                SmallRun.environment(kernels),
                RunSettings.in(root),
                (step, parameters) -> {
                  if (step == 0) {
                    parameters.forEach(it -> first.put(it.name(), it.value().floats().clone()));
                  }
                })
            .run(child(), false, new SmallRun.Unwatched());
    SafeTensors last = SafeTensors.read(parent.folder().resolve("checkpoints/final.safetensors"));
    assertFalse(first.isEmpty());
    first.forEach((name, values) -> assertArrayEquals(last.entry(name).floats(), values, name));
    assertNotEquals(parent.digest(), result.digest());
    assertEquals(List.of(), Verification.of(result.folder()).findings());
  }

  @Test
  void theParentIsPartOfTheIdentity() throws IOException {
    RunResult cold = SmallRun.run(child().with("from", null), kernels, root);
    RunResult warm = SmallRun.run(child(), kernels, root);
    assertNotEquals(cold.id(), warm.id());
    assertNotEquals(cold.digest(), warm.digest());
    assertFalse(Files.readString(cold.folder().resolve("experiment.json")).contains("\"from\""));
    String spec = Files.readString(warm.folder().resolve("experiment.json"));
    assertTrue(spec.contains(parent.id()) && spec.contains(parent.digest()), spec);
  }

  @Test
  void itIsReproducedWithItsParentAndAsksForItWithout() throws IOException {
    RunResult result = SmallRun.run(child(), kernels, root);
    assertInstanceOf(Verdict.Bitwise.class, reproduce(result, "again", Optional.empty()));
    Path away = Files.createDirectory(root.resolve("away")).resolve("parent");
    Files.move(parent.folder(), away);
    SpecException e =
        assertThrows(SpecException.class, () -> reproduce(result, "alone", Optional.empty()));
    assertEquals("from.run", e.path());
    for (String said : List.of(parent.id(), parent.digest(), "--from")) {
      assertTrue(e.getMessage().contains(said), e.getMessage());
    }
    assertInstanceOf(Verdict.Bitwise.class, reproduce(result, "named", Optional.of(away)));
  }

  private Verdict reproduce(RunResult result, String where, Optional<Path> from)
      throws IOException {
    Reproduction reproduction =
        new Reproduction(SmallRun.slots(), kernels, SmallRun.locations(), SmallRun.NO_REPORT);
    from.ifPresent(reproduction::lookIn);
    return reproduction.run(
        result.folder(), root.resolve(where), Optional.empty(), new SmallRun.Unwatched());
  }

  @Test
  void anotherDigestOrOtherNetworksAreRefusedBeforeAFolderIsMade() throws IOException {
    Resolved other = child("sha256:" + "0".repeat(64));
    SpecException digest =
        assertThrows(SpecException.class, () -> SmallRun.run(other, kernels, root));
    assertEquals("from.digest", digest.path());
    Resolved wider = child().with("latentSize", 2);
    SpecException shape =
        assertThrows(SpecException.class, () -> SmallRun.run(wider, kernels, root));
    assertEquals("from", shape.path());
    assertTrue(shape.getMessage().contains("parameter"), shape.getMessage());
    try (var folders = Files.list(root)) {
      assertEquals(1, folders.count());
    }
  }

  @Test
  void aDamagedParentIsRefused() throws IOException {
    Path last = parent.folder().resolve("checkpoints/final.safetensors");
    byte[] bytes = Files.readAllBytes(last);
    bytes[bytes.length - 1] ^= 1;
    Files.write(last, bytes);
    assertThrows(UnverifiedException.class, () -> SmallRun.run(child(), kernels, root));
  }
}

package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderException;
import vae.experiments.run.FragileRun.Witness;
import vae.experiments.run.folder.GrowingFile;

/** A disk that is really full; in the long form only, and where this process may mount one. */
final class FullDiskTest {

  @TempDir private Path root;

  private static boolean done(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }

  @Test
  void aFullDiskIsAnErrorAndRoomLetsTheRunGoOn() throws IOException, InterruptedException {
    assumeTrue(FragileRun.LONG, "long form only: mvn -Plong verify");
    Path disk = Files.createDirectory(root.resolve("disk"));
    Path whole = Files.createDirectory(root.resolve("whole"));
    assumeTrue(
        done("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString()),
        "may not mount a small disk");
    try (KernelSet kernels = SmallRun.scalar()) {
      RunResult expected = FragileRun.run(kernels, whole, new Witness());
      Path ballast = disk.resolve("ballast");
      int refusals = 0;
      long saved = 0;
      for (int free = 0; free <= 160; free += 4) { // KiB; the system rounds to pages
        Files.write(ballast, new byte[1024 * (220 - free)]);
        Witness witness = new Witness();
        try {
          RunResult result = FragileRun.run(kernels, disk, witness);
          assertEquals(expected.digest(), result.digest());
        } catch (IOException e) {
          refusals++;
          assertTrue(e.getMessage().startsWith(disk.toString()), e.getMessage());
          assertTrue(e.getMessage().contains("No space left on device"), e.getMessage());
        }
        witness.assertNothingLost(saved, free + " KiB free");
        saved = Math.max(saved, witness.saved());
        Files.delete(ballast);
      }
      assertTrue(refusals > 2, "refused " + refusals + " times");
      FragileRun.assertEndsLike(expected, kernels, disk, saved, "with room");
      System.out.printf("FullDiskTest: refused %d times, saved up to step %d%n", refusals, saved);
    } finally {
      done("umount", disk.toString());
    }
  }

  /** S21: the device is not opened, whatever it takes. */
  @Test
  void aLinkToADeviceIsRefused() throws IOException {
    Files.createSymbolicLink(root.resolve("metrics.jsonl"), Path.of("/dev/full"));
    GrowingFile file = new GrowingFile(Folder.open(root).file("metrics.jsonl"));
    FolderException refused = assertThrows(FolderException.class, () -> file.append("a line\n"));
    assertTrue(refused.getMessage().contains("symbolic link"), refused.getMessage());
    assertEquals(List.of(), FragileRun.names(root));
  }
}

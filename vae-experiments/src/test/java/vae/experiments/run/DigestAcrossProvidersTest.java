package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise of this product: the same experiment gives the same bits, whatever computes it.
 *
 * <p>Nothing is skipped: where the SIMD provider cannot be used, these tests fail and say why.
 */
final class DigestAcrossProvidersTest {

  /** Digests at version 1 of the numerics, of the experiments in the order of the probe. */
  private static final String GOLDEN =
      "sha256:5b2b2944da5d0c03383f714de152f42bfd83ac8caefaa46d8b0b71437b8a231b"
          + " sha256:4b5ce66cdf3dcf68ba4819b92e44b645bbde12849305745e0f8fdb04589c62ca"
          + " sha256:8702909dfdeb20c4d20fcd3b86c1b3058ac87c2d98f473dcbc849ac14e1e4295";

  private static final String CHANGED =
      "the bits of a run changed. Where that is meant, raise Numerics.VERSION, say why in"
          + " docs/numerics.md, and put the new digests in here; where it is not, find out which"
          + " operation changed";

  @TempDir private static Path folder;

  /** Plain loops on one thread: what defines the bits. */
  private static String defined;

  @BeforeAll
  static void runPlainLoops() throws IOException {
    defined = DigestProbe.digests("scalar", 1, folder.resolve("scalar1"));
  }

  private record Machine(String what, String digests) {}

  @Test
  void digestIsThatOfTheNumericsVersion() {
    assertEquals(1, Numerics.VERSION, "the digests in here are those of another version");
    assertEquals(GOLDEN, defined, CHANGED);
  }

  @Test
  void providersAndThreadsDoNotChangeTheDigest() throws IOException {
    List<Machine> machines = new ArrayList<>();
    for (int threads : new int[] {1, 2, 3}) {
      Path root = folder.resolve("simd" + threads);
      String digests = DigestProbe.digests("simd", threads, root);
      machines.add(new Machine("simd, %d threads".formatted(threads), digests));
    }
    String digests = DigestProbe.digests("scalar", 3, folder.resolve("scalar3"));
    machines.add(new Machine("scalar, 3 threads", digests));
    compare(machines);
  }

  /** Vector widths, compilers, locale, time zone, character set and working folder at once. */
  @Test
  void theMachineDoesNotChangeTheDigest() throws IOException, InterruptedException {
    List<String> turkish = List.of("-Duser.language=tr", "-Duser.country=TR");
    List<String> nepal = List.of("-Duser.timezone=Asia/Kathmandu", "-Dfile.encoding=COMPAT");
    List<String> arabic = List.of("-Duser.language=ar", "-Duser.country=EG");
    List<Machine> machines = new ArrayList<>();
    machines.add(child("256 bits, tr-TR", "simd", "-XX:UseAVX=2", turkish));
    machines.add(child("128 bits, UTC+5:45, ASCII", "simd", "-XX:UseAVX=1", nepal));
    machines.add(child("first compiler, ar-EG", "simd", "-XX:TieredStopAtLevel=1", arabic));
    compare(machines);
  }

  private Machine child(String what, String provider, String option, List<String> more)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(more);
    arguments.add(option);
    arguments.addAll(List.of(DigestProbe.class.getName(), "runs", provider, "2"));
    Path elsewhere = Files.createDirectories(folder.resolve(what.replace(':', '-')));
    Map<String, String> environment = Map.of("LC_ALL", "C");
    String printed =
        ChildJvm.output(elsewhere, environment, ChildJvm.command("", arguments)).strip();
    return new Machine(provider + ", " + option + ", " + what, printed);
  }

  private static void compare(List<Machine> machines) {
    for (Machine machine : machines) {
      String shown = machine.digests().replaceAll("(sha256:.{12})\\S*", "$1");
      System.out.printf("%-62s %s%n", machine.what(), shown);
    }
    assertAll(machines.stream().map(it -> () -> assertEquals(defined, it.digests(), it.what())));
  }
}

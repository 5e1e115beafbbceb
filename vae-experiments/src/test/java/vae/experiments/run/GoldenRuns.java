package vae.experiments.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import vae.autodiff.kernel.KernelSet;

/**
 * The golden runs, and a process that makes them and prints their digests, one per line.
 *
 * <p>Arguments: the folder of golden runs; folder of run folders; kernels; number of threads.
 */
final class GoldenRuns {

  /** Where they are, seen from the module. */
  static final Path FOLDER = Path.of("src/test/resources/vae/experiments/golden");

  private GoldenRuns() {}

  static List<Path> folders(Path golden) throws IOException {
    try (Stream<Path> folders = Files.list(golden)) {
      return folders.sorted().toList();
    }
  }

  static String spec(Path folder) throws IOException {
    return Files.readString(folder.resolve("experiment.json"));
  }

  /** The digests in the sources, by name. */
  static SortedMap<String, String> expected() throws IOException {
    SortedMap<String, String> digests = new TreeMap<>();
    for (Path folder : folders(FOLDER)) {
      String kept = Files.readString(folder.resolve("expected.txt"));
      digests.put(folder.getFileName().toString(), kept.lines().toList().get(1));
    }
    return digests;
  }

  static void main(String[] arguments) throws IOException {
    KernelSet.Choice choice = KernelSet.Choice.valueOf(arguments[2].toUpperCase(Locale.ROOT));
    try (KernelSet kernels = KernelSet.choose(choice, Integer.parseInt(arguments[3]))) {
      System.out.println(kernels);
      for (Path folder : folders(Path.of(arguments[0]))) {
        RunResult run = SmallRun.run(SmallRun.read(spec(folder)), kernels, Path.of(arguments[1]));
        System.out.println(folder.getFileName() + " " + run.digest());
      }
    }
  }
}

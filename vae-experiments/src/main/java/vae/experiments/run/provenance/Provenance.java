package vae.experiments.run.provenance;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import vae.autodiff.kernel.KernelSet;
import vae.data.source.Dataset;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderException;
import vae.experiments.recorded.RecordException;
import vae.experiments.recorded.RecordedProvenance;
import vae.experiments.run.folder.Digest;
import vae.experiments.run.folder.Numerics;
import vae.experiments.run.folder.RunFolderException;

/**
 * Where a run comes from: code, dependencies, data, machine. It explains a run and never changes
 * its bits.
 */
public final class Provenance {

  private record Build(RecordedProvenance.Code code, SortedMap<String, String> dependencies) {}

  /** Found out once: it says what was loaded, whatever happens to the files later. */
  private static Build known;

  private Provenance() {}

  private static synchronized Build build() throws IOException {
    if (known == null) {
      Optional<Path> home = Optional.ofNullable(System.getProperty("vae.home")).map(Path::of);
      known = new Build(SourceState.of(home), dependencies());
    }
    return known;
  }

  /** The code that runs here. */
  public static RecordedProvenance.Code code() throws IOException {
    return build().code();
  }

  /**
   * Everything that is known before training.
   *
   * @param folder of the run; what an interrupted session left there says when the run was started
   */
  public static RecordedProvenance of(
      Path folder, Dataset data, KernelSet kernels, List<Path> plugins) throws IOException {
    Optional<RecordedProvenance> before = known(folder);
    Machine here = Machine.here();
    return new RecordedProvenance(
        Numerics.VERSION,
        before.flatMap(RecordedProvenance::started).or(() -> Optional.of(now())),
        Optional.empty(),
        before.map(RecordedProvenance::sessions).orElse(0) + 1,
        Optional.empty(),
        build().code(),
        RecordedProvenance.data(data.describe()),
        new RecordedProvenance.Host(
            System.getProperty("java.runtime.version"),
            System.getProperty("java.vendor"),
            System.getProperty("java.vm.name"),
            here.os(),
            here.architecture(),
            here.cpu(),
            here.processors(),
            Runtime.getRuntime().maxMemory(),
            kernels.name(),
            kernels.reason(),
            kernels.threads()),
        "bitwise: independent of threads, vector width and provider",
        build().dependencies(),
        plugins(plugins));
  }

  /** Adds what is known when the run ends: the wall time is that of the last session. */
  public static RecordedProvenance ended(RecordedProvenance provenance, long begin) {
    return provenance.ended(now(), Math.round((System.nanoTime() - begin) / 1e6) / 1e3);
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }

  /** What the folder records; empty where it records nothing that can be read. */
  private static Optional<RecordedProvenance> known(Path folder) throws IOException {
    try {
      return RecordedProvenance.find(Folder.open(folder));
    } catch (FolderException | RecordException e) {
      return Optional.empty();
    }
  }

  /** SHA-256 of each plugin's jar, by file name. */
  public static SortedMap<String, String> plugins(List<Path> jars) {
    SortedMap<String, String> hashes = new TreeMap<>();
    jars.forEach(jar -> addJar(hashes, jar));
    return hashes;
  }

  /**
   * Refuses to take a run's result for that of other code: a plugin's code is no part of the run's
   * id, so that the same spec with another jar of the same name finds the old run.
   *
   * @throws RunFolderException where the run was made with other jars of these names
   */
  public static void requireSamePlugins(Path folder, List<Path> jars) throws IOException {
    Map<String, String> recorded =
        known(folder).map(RecordedProvenance::plugins).orElse(Collections.emptySortedMap());
    for (Map.Entry<String, String> jar : plugins(jars).entrySet()) {
      String known = recorded.getOrDefault(jar.getKey(), jar.getValue());
      if (!known.equals(jar.getValue())) {
        throw new RunFolderException(
            ("%s: this run was made with another %s (SHA-256 %s, now %s)."
                    + " Remove the folder to run it again, or give --runs another folder")
                .formatted(folder, jar.getKey(), known, jar.getValue()));
      }
    }
  }

  /** SHA-256 of every jar on the class path, by file name. */
  private static SortedMap<String, String> dependencies() {
    SortedMap<String, String> hashes = new TreeMap<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path jar = Path.of(entry);
      if (entry.endsWith(".jar") && Files.isRegularFile(jar)) {
        addJar(hashes, jar);
        Path library = jar.resolveSibling("lib");
        if (Files.isDirectory(library)) {
          try (Stream<Path> jars = Files.list(library)) {
            jars.filter(file -> file.toString().endsWith(".jar"))
                .forEach(file -> addJar(hashes, file));
          } catch (IOException e) {
            hashes.put(library.getFileName().toString(), "unreadable");
          }
        }
      }
    }
    return hashes;
  }

  private static void addJar(SortedMap<String, String> hashes, Path jar) {
    try {
      hashes.put(jar.getFileName().toString(), Digest.ofFile(jar));
    } catch (IOException e) {
      hashes.put(jar.getFileName().toString(), "unreadable");
    }
  }
}

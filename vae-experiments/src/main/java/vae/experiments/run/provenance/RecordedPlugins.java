package vae.experiments.run.provenance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import vae.experiments.folder.Printable;
import vae.experiments.recorded.RecordedProvenance;
import vae.experiments.run.folder.Digest;

/** The plugins that a folder says its run was made with. */
public final class RecordedPlugins {

  private RecordedPlugins() {}

  /**
   * Compares jars with those of the same names that the folder records. Reads bytes alone, so that
   * it can be asked before any code of a jar is run.
   *
   * @throws NotReproducibleException where a jar is not the recorded one
   * @throws vae.experiments.recorded.RecordException where the folder's record cannot be read
   */
  public static void requireSame(Path folder, List<Path> jars) throws IOException {
    if (jars.isEmpty()) {
      return;
    }
    SortedMap<String, String> recorded = RecordedProvenance.read(folder).plugins();
    for (Path jar : jars) {
      String known = recorded.get(jar.getFileName().toString());
      String found = Digest.ofFile(jar);
      if (known != null && !known.equals(found)) {
        throw new NotReproducibleException(
            ("%s: this plugin has SHA-256 %s; recorded by the folder %s is %s."
                    + " None of its code was run. Give the jar that the run was made with")
                .formatted(Printable.of(jar), found, Printable.of(folder), known));
      }
    }
  }
}

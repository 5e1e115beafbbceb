package vae.experiments.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderFile;
import vae.experiments.recorded.RecordedEvaluation;
import vae.experiments.recorded.RecordedRun;
import vae.experiments.run.NpzFile;
import vae.experiments.run.checkpoint.CheckpointFiles;
import vae.experiments.run.checkpoint.PanelsFile;
import vae.experiments.run.safetensors.SafeTensors;
import vae.experiments.run.safetensors.SafeTensorsEntry;

/**
 * A run as arrays for NumPy: parameters under their own names, the arrays behind the report as
 * {@code evaluation.NAME}, those of a saved evaluation as {@code evaluations.ID.NAME}, and values
 * of each example as {@code examples.NAME}; beside them the spec and a README.
 */
public final class NpzExport {

  /** What a name may hold that becomes the name of a file for whoever unpacks the archive. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:@+-]{1,200}");

  private final RecordedRun run;
  private final SortedMap<String, NpzFile.Array> arrays = new TreeMap<>();

  private NpzExport(RecordedRun run) {
    this.run = run;
  }

  /**
   * Writes the file in one step.
   *
   * @param run a finished run that was verified
   * @param examples values of each example by name; may be empty
   */
  public static void write(RecordedRun run, SortedMap<String, NpzFile.Array> examples, Path file)
      throws IOException {
    NpzExport export = new NpzExport(run);
    Folder folder = Folder.open(run.folder());
    export.parameters(folder.folder(CheckpointFiles.FOLDER).file(CheckpointFiles.FINAL));
    export.all("evaluation.", folder.file(PanelsFile.FILE));
    for (Folder each : RecordedEvaluation.folders(folder)) {
      String prefix = "evaluations." + RecordedEvaluation.read(each).id() + ".";
      export.all(prefix, each.file(RecordedEvaluation.ARRAYS));
    }
    examples.forEach((name, array) -> export.arrays.put("examples." + name, array));
    String spec = folder.file(RecordedRun.EXPERIMENT).text(Folder.MAX_JSON);
    NpzFile.write(
        file,
        Map.of("README.txt", export.readme(file), RecordedRun.EXPERIMENT, spec),
        export.arrays);
  }

  /** In a checkpoint, a colon divides the state of training from its names. */
  private void parameters(FolderFile file) throws IOException {
    for (var entry : SafeTensors.read(file).entries().entrySet()) {
      if (entry.getKey().indexOf(':') < 0) {
        add(file, entry.getKey(), entry.getValue());
      }
    }
  }

  private void all(String prefix, FolderFile file) throws IOException {
    for (var entry : SafeTensors.read(file).entries().entrySet()) {
      add(file, prefix + entry.getKey(), entry.getValue());
    }
  }

  private void add(FolderFile file, String name, SafeTensorsEntry entry) {
    if (!NAME.matcher(name).matches()) {
      throw file.malformed(
          "expected names of arrays with A-Z a-z 0-9 _ . : @ + - alone, got \"" + name + "\"");
    }
    if (arrays.put(name, new NpzFile.Array(entry.values(), entry.shape())) != null) {
      throw file.malformed("expected names of arrays of its own, got \"" + name + "\" again");
    }
  }

  private String readme(Path file) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        %s
        digest %s

        Parameters and arrays of a finished run, for NumPy:

            import numpy
            arrays = numpy.load("%s")
            weight = arrays["encoder.output.weight"]

        experiment.json is the resolved spec. Parameters have their own names. evaluation.* is what
        the report shows, evaluations.ID.* what `evaluate --save` kept, examples.* one value for
        each example of the reported part. Names, axes and formulas: docs/arrays.md.

        """
            .formatted(run.label(), run.result().digest(), file.getFileName()));
    arrays.forEach(
        (name, array) -> text.append("%s %s\n".formatted(name, Arrays.toString(array.shape()))));
    return text.toString();
  }
}

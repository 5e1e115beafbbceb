package vae.experiments.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.export.CsvExport;
import vae.experiments.export.NpzExport;
import vae.experiments.export.OnnxExport;
import vae.experiments.export.TensorBoardExport;
import vae.experiments.recorded.RecordedRun;
import vae.experiments.run.NpzFile;
import vae.experiments.run.Reevaluation;
import vae.experiments.run.RestoredRun;
import vae.experiments.run.checkpoint.CheckpointFiles;
import vae.experiments.run.verification.Verification;

/** {@code vae export}: a finished run for other tools. */
@Command(
    name = "export",
    description = {
      "Writes a finished run for other tools: npz, a file of parameters and arrays for NumPy; csv,"
          + " a folder of tables; onnx, a folder with encoder, posterior, decoder and sampler,"
          + " which takes the data.",
      "The run is verified first (exit code 5)."
    })
final class ExportCommand implements Callable<Integer> {

  /** What {@code --to} takes. */
  enum Format {
    NPZ,
    CSV,
    ONNX,
    TENSORBOARD
  }

  @Parameters(paramLabel = "RUN", description = "The run's folder.")
  private Path run;

  @Option(names = "--to", required = true, description = "Format.")
  private Format format;

  @Option(
      names = "--per-example",
      description =
          "Also evaluate the run again, for one value of each quantity for each example; takes the"
              + " data.")
  private boolean perExample;

  @Mixin private OutputFile output;

  @Mixin private ComponentOptions options;

  @ParentCommand private CommandContext vae;

  @Override
  public Integer call() throws IOException {
    if (perExample && (format == Format.ONNX || format == Format.TENSORBOARD)) {
      throw CommandException.badInput(
          "--per-example: neither onnx nor tensorboard has a place for values of examples"
              + "\nTake --to npz or csv.");
    }
    output.requireOutside(run);
    Path target =
        switch (format) {
          case NPZ -> output.file();
          case CSV, ONNX, TENSORBOARD -> output.folder();
        };
    Verification.require(run);
    RecordedRun recorded = RecordedRun.read(run);
    if ((format == Format.NPZ || format == Format.ONNX) && !recorded.result().complete()) {
      throw CommandException.badInput(
          run
              + ": this run diverged and has no trained model"
              + "\nIts curves can be exported with --to csv or tensorboard.");
    }
    switch (format) {
      case NPZ -> NpzExport.write(recorded, examples(), target);
      case CSV -> CsvExport.write(recorded, examples(), target);
      case ONNX -> onnx(recorded, target);
      case TENSORBOARD -> TensorBoardExport.write(recorded, target);
    }
    vae.out().println(target);
    return ExitCode.DONE.code();
  }

  private void onnx(RecordedRun recorded, Path target) throws IOException {
    try (KernelSet kernels = options.kernels()) {
      Reevaluation loading = new Reevaluation(options.slots(), kernels, options.locations());
      RestoredRun restored =
          loading.restored(loading.request(run, List.of()), CheckpointFiles.FINAL);
      OnnxExport.Written written = OnnxExport.of(recorded, restored, kernels);
      if (written.files().isEmpty()) {
        throw CommandException.badInput(
            "%s: nothing of this model has a form in ONNX: %s"
                .formatted(run, String.join("; ", written.leftOut().values())));
      }
      written.into(target);
      written
          .leftOut()
          .forEach(
              (file, why) ->
                  vae.err()
                      .println(ErrorReport.paragraph("%s is left out: %s".formatted(file, why))));
    }
  }

  private SortedMap<String, NpzFile.Array> examples() throws IOException {
    if (!perExample) {
      return new TreeMap<>();
    }
    try (KernelSet kernels = options.kernels()) {
      return new Reevaluation(options.slots(), kernels, options.locations())
          .evaluate(run, List.of())
          .perExample();
    }
  }
}

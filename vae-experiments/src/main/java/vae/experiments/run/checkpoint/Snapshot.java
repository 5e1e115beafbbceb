package vae.experiments.run.checkpoint;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import vae.autodiff.array.NdArray;
import vae.autodiff.tape.Parameter;
import vae.experiments.folder.FolderFile;
import vae.experiments.run.folder.GrowingFile;
import vae.experiments.run.safetensors.SafeTensors;
import vae.experiments.training.MetricSums;
import vae.experiments.training.Position;
import vae.experiments.training.Stop;

/**
 * All that a run needs to go on after a step, to be written as a {@link Checkpoint}.
 *
 * @param callbackFiles SHA-256 of the files that callbacks wrote, by name
 * @param metrics what {@code metrics.jsonl} holds by then
 * @param best the best model so far, where one was measured and the file is to hold it
 */
public record Snapshot(
    String run,
    Position position,
    SortedMap<String, String> callbackFiles,
    GrowingFile.Mark metrics,
    List<Parameter> parameters,
    SortedMap<String, NdArray> optimizer,
    Optional<Best> best) {

  /** Writes a sealed file in one step, and reads it back before it counts as saved. */
  public void write(FolderFile file) throws IOException {
    SafeTensors.Builder builder = SafeTensors.builder();
    parameters.forEach(parameter -> PanelsFile.add(builder, parameter.name(), parameter.value()));
    optimizer.forEach((name, array) -> PanelsFile.add(builder, Checkpoint.OPTIMIZER + name, array));
    position.sums().forEach((name, sum) -> builder.longs(Checkpoint.SUM + name, bits(sum), 2));
    position
        .callbacks()
        .arrays()
        .forEach((name, array) -> PanelsFile.add(builder, Checkpoint.CALLBACK + name, array));
    position.callbacks().stop().ifPresent(it -> add(it, builder));
    callbackFiles.forEach((name, sha) -> builder.metadata(Checkpoint.CALLBACK_FILE + name, sha));
    best.ifPresent(it -> add(it, builder));
    builder
        .metadata("run", run)
        .metadata("holds", Checkpoint.STATE)
        .metadata("epoch", Integer.toString(position.epoch()))
        .metadata("batch", Integer.toString(position.batch()))
        .metadata("metrics-bytes", Long.toString(metrics.bytes()))
        .metadata("metrics-sha256", metrics.sha256())
        .sealed()
        .build()
        .write(file);
    Checkpoint.read(file, run);
  }

  private static long[] bits(MetricSums.Sum sum) {
    return new long[] {Double.doubleToRawLongBits(sum.sum()), sum.count()};
  }

  private static void add(Stop stop, SafeTensors.Builder builder) {
    builder
        .metadata(Checkpoint.STOP_CALLBACK, stop.callback())
        .metadata(Checkpoint.STOP_REASON, stop.reason());
  }

  private static void add(Best best, SafeTensors.Builder builder) {
    best.parameters()
        .forEach((name, array) -> PanelsFile.add(builder, Checkpoint.BEST + name, array));
    builder
        .metadata("best-epoch", Integer.toString(best.epoch()))
        .metadata("best-bound", Double.toString(best.bound()));
  }
}

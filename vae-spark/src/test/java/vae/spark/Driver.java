package vae.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vae.autodiff.kernel.KernelSet;
import vae.data.source.Locations;
import vae.experiments.sweep.Launcher;
import vae.experiments.sweep.PlanFile;
import vae.experiments.sweep.RecordFile;
import vae.experiments.sweep.Records;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.Task;
import vae.experiments.sweep.Trial;
import vae.experiments.sweep.TrialRecord;
import vae.experiments.sweep.spark.SparkLauncher;
import vae.experiments.sweep.spark.SparkOptions;
import vae.experiments.sweep.worker.DataHashes;
import vae.experiments.sweep.worker.WorkerSettings;

/**
 * A driver in a process of its own: runs what is missing of a planned sweep and says what happens,
 * a line each.
 */
final class Driver {

  private Driver() {}

  /** Arguments: the sweep's folder, the master's URL, {@code runs} or {@code records}, batch. */
  static void main(String[] arguments) throws IOException {
    SweepFolder sweep = SweepFolder.existing(Path.of(arguments[0]));
    Records known = Records.read(sweep.results());
    List<Task> tasks = new ArrayList<>();
    for (Trial trial : PlanFile.read(sweep.plan())) {
      if (known.of(trial).isEmpty()) {
        tasks.add(Task.whole(trial));
      }
    }
    System.out.println("tasks " + tasks.size());
    WorkerSettings settings =
        new WorkerSettings(
            arguments[2].equals("runs") ? Optional.of(sweep.path()) : Optional.empty(),
            "",
            KernelSet.Choice.AUTO,
            Optional.empty(),
            List.of());
    SparkOptions options =
        new SparkOptions(
            Optional.of(arguments[1]),
            Map.of("spark.executor.memory", "768m", "spark.driver.host", "127.0.0.1"),
            Integer.parseInt(arguments[3]));
    DataHashes data = new DataHashes(TinySweep.SLOTS, Locations.standard(Optional.empty()));
    try (RecordFile records = RecordFile.in(sweep.results());
        SparkLauncher launcher = new SparkLauncher(sweep, settings, data, options)) {
      launcher.run(tasks, new Telling(records));
      System.out.println("done");
    }
  }

  /** Writes each record, then says so. */
  private record Telling(RecordFile records) implements Launcher.Watch {

    @Override
    public void begun(Task task, String worker) {
      System.out.println("begun " + task.trial().id() + " " + worker);
    }

    @Override
    public void ended(Task task, TrialRecord record) throws IOException {
      records.append(record);
      System.out.println(
          "ended %s %s %s".formatted(record.trial(), record.status(), record.message()));
    }
  }
}

package vae.experiments.sweep.slurm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.sweep.Launcher;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.Task;
import vae.experiments.sweep.TrialRecord;
import vae.experiments.sweep.worker.AttemptFolders;
import vae.experiments.sweep.worker.DataHashes;
import vae.experiments.sweep.worker.WorkOrder;
import vae.experiments.sweep.worker.WorkerSettings;

/**
 * Runs trials as tasks of SLURM job arrays, on a folder that the nodes share.
 *
 * <p>An array lives on without its driver. What ended is what has a record, whatever the queue
 * says; the queue only tells which tasks are lost: those are submitted again, twice. A driver that
 * starts anew finds the arrays of the one before by their folders, gathers what they recorded and
 * submits nothing that they still have in the queue.
 */
public record SlurmLauncher(
    SweepFolder sweep, WorkerSettings settings, DataHashes data, SlurmOptions options)
    implements Launcher {

  private static final Logger LOG = LogManager.getLogger(SlurmLauncher.class);

  private static final long LOOK_MILLIS = 500;
  private static final long QUEUE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Looks at the queue that miss a task before it counts as lost: records travel on disks. */
  private static final int MISSED = 2;

  private static final int MAX_SUBMISSIONS = 3;
  private static final String MEMORY = "--mem=2G";

  /** What makes a task the same one: the trial, and how far it is to go. */
  private record Key(String trial, Integer epochs) {

    static Key of(Task task) {
      return new Key(task.trial().id(), task.epochs());
    }
  }

  /**
   * An array and what it is to run.
   *
   * @param epochs of each trial, by id
   */
  private record Array(
      Submission submission, List<List<WorkOrder>> tasks, Map<String, Integer> epochs) {

    static Array of(Submission submission) throws IOException {
      Map<String, Integer> epochs = new HashMap<>();
      List<List<WorkOrder>> tasks = submission.tasks();
      for (List<WorkOrder> task : tasks) {
        task.forEach(it -> epochs.put(it.task().trial().id(), it.task().epochs()));
      }
      return new Array(submission, tasks, epochs);
    }
  }

  @Override
  public void run(List<Task> tasks, Watch watch) throws IOException {
    Map<Key, Task> pending = new LinkedHashMap<>();
    tasks.forEach(task -> pending.put(Key.of(task), task));
    try {
      new Gathering(pending, watch).run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the sweep was interrupted; its jobs go on, --resume gathers them", e);
    }
  }

  /**
   * A path in the language of SLURM's patterns for file names, in which a percent sign begins a
   * symbol and a backslash anywhere ends all symbols.
   *
   * @throws RunFolderException where the path has a backslash
   */
  static String pattern(Path path) {
    if (path.toString().contains("\\")) {
      throw new RunFolderException(
          "--launcher slurm: %s has a backslash, which SLURM does not read as part of a path; give"
                  .formatted(path)
              + " --runs another folder");
    }
    return path.toString().replace("%", "%%");
  }

  private final class Gathering {

    private final Map<Key, Task> pending;
    private final Watch watch;
    private final List<Array> arrays = new ArrayList<>();
    private final Map<Key, Integer> submitted = new HashMap<>();
    private final Map<Key, Integer> missed = new HashMap<>();
    private final Set<Slurm.TaskId> begun = new HashSet<>();
    private boolean cancelled;

    Gathering(Map<Key, Task> pending, Watch watch) {
      this.pending = pending;
      this.watch = watch;
    }

    void run() throws IOException, InterruptedException {
      for (Submission submission : Submission.existing(sweep)) {
        arrays.add(Array.of(submission));
      }
      gather();
      Map<Slurm.TaskId, Slurm.Queued> queue = Slurm.queue();
      Set<Key> queued = queued(queue);
      submit(pending.entrySet().stream().filter(it -> !queued.contains(it.getKey())).toList());
      long looked = 0;
      while (!pending.isEmpty() && options.waits()) {
        if (watch.interrupted()) {
          leave("its job continues; --resume gathers it");
          return;
        }
        if (watch.stop() && !cancelled) {
          cancelled = true;
          for (Array array : arrays) {
            Slurm.cancelWaiting(array.submission().name());
          }
        }
        if (System.nanoTime() - looked > QUEUE_NANOS) {
          looked = System.nanoTime();
          queue = look(queue);
        }
        Thread.sleep(LOOK_MILLIS);
        gather();
      }
      tidy(queue);
    }

    /** Looks at the queue; where its controller does not answer, at what was there before. */
    private Map<Slurm.TaskId, Slurm.Queued> look(Map<Slurm.TaskId, Slurm.Queued> before)
        throws IOException, InterruptedException {
      Map<Slurm.TaskId, Slurm.Queued> queue;
      try {
        queue = Slurm.queue();
      } catch (IOException e) {
        LOG.warn("{}; asking again", e.getMessage());
        return before;
      }
      gather();
      told(queue);
      lost(queued(queue));
      return queue;
    }

    private void gather() throws IOException {
      for (Array array : arrays) {
        List<Ended> ended = new ArrayList<>();
        for (TrialRecord record : array.submission().newRecords()) {
          Key key = new Key(record.trial(), array.epochs().get(record.trial()));
          Task task = pending.remove(key);
          if (task != null) {
            ended.add(new Ended(task, record));
          }
        }
        if (!ended.isEmpty()) {
          watch.ended(ended);
        }
      }
    }

    private Set<Key> queued(Map<Slurm.TaskId, Slurm.Queued> queue) {
      Set<Key> keys = new HashSet<>();
      for (Array array : arrays) {
        for (int i = 0; i < array.tasks().size(); i++) {
          if (queue.containsKey(new Slurm.TaskId(array.submission().name(), i))) {
            array.tasks().get(i).forEach(order -> keys.add(Key.of(order.task())));
          }
        }
      }
      return keys;
    }

    private void told(Map<Slurm.TaskId, Slurm.Queued> queue) {
      for (Array array : arrays) {
        for (int i = 0; i < array.tasks().size(); i++) {
          Slurm.TaskId id = new Slurm.TaskId(array.submission().name(), i);
          Slurm.Queued task = queue.get(id);
          if (task != null && task.state().equals("RUNNING") && begun.add(id)) {
            for (WorkOrder order : array.tasks().get(i)) {
              Task known = pending.get(Key.of(order.task()));
              if (known != null) {
                watch.begun(known, "slurm on " + task.node());
              }
            }
          }
        }
      }
    }

    /** Submits again what the queue has lost, and gives up what it lost too often. */
    private void lost(Set<Key> queued) throws IOException, InterruptedException {
      List<Map.Entry<Key, Task>> again = new ArrayList<>();
      for (Map.Entry<Key, Task> each : List.copyOf(pending.entrySet())) {
        Key key = each.getKey();
        if (queued.contains(key)) {
          missed.remove(key);
        } else if (missed.merge(key, 1, Integer::sum) >= MISSED) {
          missed.remove(key);
          if (cancelled) {
            pending.remove(key);
            watch.left(each.getValue(), "taken out of the queue");
          } else if (submitted.getOrDefault(key, 0) < MAX_SUBMISSIONS) {
            again.add(each);
          } else {
            pending.remove(key);
            String why = "SLURM ended the job %d times without a record%s";
            watch.ended(
                each.getValue(),
                TrialRecord.failed(
                    each.getValue().trial(),
                    why.formatted(MAX_SUBMISSIONS, printed(key)),
                    0,
                    "slurm"));
          }
        }
      }
      if (!again.isEmpty()) {
        LOG.warn("{} trials' jobs ended without a record; submitting them again", again.size());
        submit(again);
      }
    }

    private String printed(Key key) throws IOException {
      for (Array array : arrays.reversed()) {
        for (int i = 0; i < array.tasks().size(); i++) {
          if (array.tasks().get(i).stream().anyMatch(it -> Key.of(it.task()).equals(key))) {
            String text = array.submission().printed(i);
            return text.isEmpty() ? "" : ": " + text;
          }
        }
      }
      return "";
    }

    private void submit(List<Map.Entry<Key, Task>> all) throws IOException, InterruptedException {
      if (all.isEmpty()) {
        return;
      }
      int most = Math.toIntExact((long) Slurm.mostTasks() * options.trialsPerTask());
      for (int from = 0; from < all.size(); from += most) {
        List<WorkOrder> orders = new ArrayList<>();
        for (Map.Entry<Key, Task> each : all.subList(from, Math.min(all.size(), from + most))) {
          orders.add(data.order(each.getValue(), watch.data(each.getValue())));
          submitted.merge(each.getKey(), 1, Integer::sum);
        }
        Submission submission = Submission.write(sweep, settings, orders, options.trialsPerTask());
        Array array = Array.of(submission);
        String job = Slurm.submit(arguments(array));
        arrays.add(array);
        LOG.info("{} trials are job {} ({})", orders.size(), job, submission.name());
      }
    }

    private List<String> arguments(Array array) {
      Path log = array.submission().log().toAbsolutePath();
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "--requeue",
                  "--open-mode=append",
                  "--job-name=" + array.submission().name(),
                  "--array=0-" + (array.tasks().size() - 1),
                  "--output=" + pattern(log) + "/%a.log",
                  MEMORY));
      if (options.sbatch().stream().anyMatch(it -> it.startsWith("--mem"))) {
        arguments.remove(MEMORY);
      }
      arguments.addAll(options.sbatch());
      arguments.add(array.submission().script().toAbsolutePath().toString());
      return arguments;
    }

    private void leave(String reason) {
      pending.values().forEach(task -> watch.left(task, reason));
    }

    /** Removes arrays of which nothing is pending and nothing is in the queue. */
    private void tidy(Map<Slurm.TaskId, Slurm.Queued> queue) throws IOException {
      Set<String> alive = new HashSet<>();
      queue.keySet().forEach(id -> alive.add(id.name()));
      for (Array array : arrays) {
        boolean waits =
            array.tasks().stream()
                .flatMap(List::stream)
                .anyMatch(it -> pending.containsKey(Key.of(it.task())));
        if (!waits && (!alive.contains(array.submission().name()) || pending.isEmpty())) {
          AttemptFolders.remove(array.submission().folder());
        }
      }
    }
  }
}

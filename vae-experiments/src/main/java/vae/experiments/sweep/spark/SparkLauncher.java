package vae.experiments.sweep.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import vae.experiments.folder.DurableFile;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.spec.Json;
import vae.experiments.sweep.Launcher;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.Task;
import vae.experiments.sweep.TrialRecord;
import vae.experiments.sweep.worker.AttemptFolders;
import vae.experiments.sweep.worker.DataHashes;
import vae.experiments.sweep.worker.WorkerSettings;

/**
 * Runs trials on an Apache Spark cluster, each as a job of one task.
 *
 * <p>A job a trial, with a few more in flight than there are cores, and not one job of all trials:
 * a trial that takes its executor with it every time then fails alone, no trial begins after the
 * sweep is asked to stop, and each record is with the driver as soon as its trial has ended. A lost
 * executor's trials run again elsewhere and, on a shared folder, resume from their checkpoints.
 */
public final class SparkLauncher implements Launcher {

  private static final Logger LOG = LogManager.getLogger(SparkLauncher.class);

  private static final long POLL_MILLIS = 200;

  /** Jobs that wait, for each core, so that no core waits for the driver. */
  private static final int AHEAD = 2;

  private static final String EXECUTOR_OPTIONS = "spark.executor.extraJavaOptions";
  private static final String OUR_OPTIONS =
      "-Dguice_custom_class_loading=CHILD -Djava.awt.headless=true";

  private final SweepFolder sweep;
  private final WorkerSettings settings;
  private final DataHashes data;
  private final SparkOptions options;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Set<String> over = new HashSet<>();
  private JavaSparkContext spark;

  /** What jobs tell the thread that watches. */
  private sealed interface Event {

    record Begun(String batch, String worker) implements Event {}

    /** The batch's job is done; an error where it was given up. */
    record Ended(Batch batch, String records, Exception error) implements Event {}
  }

  private record Batch(String id, List<Task> tasks) {}

  public SparkLauncher(
      SweepFolder sweep, WorkerSettings settings, DataHashes data, SparkOptions options) {
    this.sweep = sweep;
    this.settings = settings;
    this.data = data;
    this.options = options;
  }

  @Override
  public void run(List<Task> tasks, Watch watch) throws IOException {
    if (tasks.isEmpty() || watch.stop()) {
      return;
    }
    AttemptFolders.removeTokens(sweep); // of drivers that were killed: this one owns the sweep
    Path token = AttemptFolders.token(sweep);
    DurableFile.write(token, "");
    try {
      start();
      List<Path> names = settings.plugins().stream().map(Path::getFileName).toList();
      String told = settings.withToken(token.getFileName().toString()).withPlugins(names).line();
      run(batches(tasks), new TrialsTask(told), watch);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the sweep was interrupted", e);
    } finally {
      Files.deleteIfExists(token);
      AttemptFolders.sweep(sweep, over::contains);
    }
  }

  private Deque<Batch> batches(List<Task> tasks) {
    Deque<Batch> batches = new ArrayDeque<>();
    for (int from = 0; from < tasks.size(); from += options.trialsPerTask()) {
      int to = Math.min(tasks.size(), from + options.trialsPerTask());
      batches.add(batch(tasks.subList(from, to)));
    }
    return batches;
  }

  private static Batch batch(List<Task> tasks) {
    return new Batch(tasks.getFirst().trial().id(), List.copyOf(tasks));
  }

  private void run(Deque<Batch> waiting, TrialsTask function, Watch watch)
      throws IOException, InterruptedException {
    Map<String, Batch> running = new HashMap<>();
    try (ExecutorService jobs = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        while (!running.isEmpty() || !(waiting.isEmpty() || watch.stop())) {
          if (watch.interrupted()) {
            leave(running.values(), watch);
            return;
          }
          int most = AHEAD * spark.defaultParallelism();
          while (running.size() < most && !waiting.isEmpty() && !watch.stop()) {
            Batch next = waiting.poll();
            running.put(next.id(), next);
            jobs.submit(() -> events.add(job(next, function, watch)));
          }
          Event event = events.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
          switch (event) {
            case null -> requireCluster();
            case Event.Begun(String id, String worker) -> {
              Batch batch = running.get(id);
              if (batch != null) {
                batch.tasks().forEach(task -> watch.begun(task, worker));
              }
            }
            case Event.Ended ended -> {
              running.remove(ended.batch().id());
              ended(ended, waiting, watch);
            }
          }
        }
      } catch (IOException | RuntimeException e) {
        spark.sc().cancelAllJobs();
        throw e;
      }
    }
  }

  /** What runs is given up; where run folders are kept it has left checkpoints. */
  private void leave(Collection<Batch> running, Watch watch) {
    spark.sc().cancelAllJobs();
    for (Batch batch : running) {
      batch.tasks().forEach(task -> watch.left(task, "interrupted"));
    }
  }

  /** Runs a batch to its end, in a thread of its own. */
  private Event job(Batch batch, TrialsTask function, Watch watch) {
    try {
      String orders =
          batch.tasks().stream()
              .map(task -> data.order(task, watch.data(task)).line())
              .collect(Collectors.joining("\n"));
      spark.setLocalProperty(BegunListener.BATCH, batch.id());
      spark.sc().setJobDescription("trial " + batch.id());
      String records = spark.parallelize(List.of(orders), 1).map(function).collect().getFirst();
      return new Event.Ended(batch, records, null);
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare
      return new Event.Ended(batch, "", e);
    }
  }

  private void ended(Event.Ended ended, Deque<Batch> waiting, Watch watch) throws IOException {
    Batch batch = ended.batch();
    if (ended.records().startsWith(TrialsTask.IMPOSSIBLE)) {
      throw new RunFolderException(ended.records().substring(TrialsTask.IMPOSSIBLE.length()));
    }
    if (ended.error() == null) {
      List<String> lines = ended.records().lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        TrialRecord record = TrialRecord.of(Json.mapper().readTree(lines.get(i)));
        watch.ended(batch.tasks().get(i), record);
        if (record.status().isFinal()) {
          over.add(record.trial());
        }
      }
      return;
    }
    requireCluster();
    if (batch.tasks().size() > 1) {
      LOG.warn(
          "{} trials in one task: {}; running each alone", batch.tasks().size(), ended.error());
      batch.tasks().forEach(task -> waiting.addFirst(batch(List.of(task))));
      return;
    }
    Task task = batch.tasks().getFirst();
    String why = ended.error().getMessage().lines().findFirst().orElse("");
    watch.ended(
        task, TrialRecord.failed(task.trial(), "Spark gave the trial up: " + why, 0, "spark"));
  }

  private void requireCluster() throws IOException {
    if (spark.sc().isStopped()) {
      throw new IOException(
          "the Spark cluster is lost: its master is gone, or has removed the sweep. What ended is"
              + " kept; start the sweep again with --resume");
    }
  }

  private void start() throws IOException {
    if (spark != null && !spark.sc().isStopped()) {
      return;
    }
    SparkConf conf = new SparkConf();
    options.master().ifPresent(conf::setMaster);
    options.settings().forEach(conf::set);
    if (!conf.contains("spark.master")) {
      throw new RunFolderException(
          "--launcher spark: expected --master URL, such as --master spark://host:7077");
    }
    secure(conf);
    String name = sweep.path().getFileName().toString();
    conf.setIfMissing("spark.app.name", "vae " + name);
    conf.setIfMissing("spark.ui.enabled", "false");
    conf.setIfMissing("spark.locality.wait", "0");
    conf.set("spark.ui.showConsoleProgress", "false");
    conf.set(EXECUTOR_OPTIONS, (OUR_OPTIONS + " " + conf.get(EXECUTOR_OPTIONS, "")).strip());
    List<Path> jars = new ArrayList<>(ShippedJars.find());
    spark = new JavaSparkContext(conf);
    for (Path jar : jars) {
      spark.addJar(jar.toString());
    }
    for (Path plugin : settings.plugins()) {
      spark.addFile(plugin.toAbsolutePath().toString());
    }
    spark
        .sc()
        .addSparkListener(
            new BegunListener((batch, worker) -> events.add(new Event.Begun(batch, worker))));
  }

  private static void secure(SparkConf conf) {
    Map<String, String> given = new HashMap<>();
    Stream.of(conf.getAll()).forEach(it -> given.put(it._1(), it._2()));
    SharedSecret secret = SharedSecret.of(conf.get("spark.master"), given);
    secret.settings().forEach(conf::set);
    if (!secret.warning().isEmpty()) {
      LOG.warn(secret.warning());
    }
  }

  @Override
  public void close() {
    if (spark != null) {
      spark.close();
    }
  }
}

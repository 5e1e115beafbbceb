package vae.experiments.sweep.slurm;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import vae.experiments.folder.DurableFile;
import vae.experiments.spec.Json;
import vae.experiments.sweep.RecordFile;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.TrialRecord;
import vae.experiments.sweep.worker.WorkOrder;
import vae.experiments.sweep.worker.WorkerSettings;

/**
 * One job array's folder, {@code attempts/slurm-<unique>/}; the job has its name.
 *
 * <p>{@code orders.jsonl} has an order a line and {@code tasks} the first line of each task; {@code
 * settings.json} is what workers are told, {@code job.sh} what SLURM runs, {@code java.options} the
 * JVM's options, {@code records/} what ended, a file a process, and {@code log/} what tasks printed
 * that ended badly.
 */
final class Submission {

  static final String PREFIX = "slurm-";
  private static final int UNIQUE = 12;

  private final Path folder;
  private final Map<Path, Long> read = new HashMap<>();

  private Submission(Path folder) {
    this.folder = folder;
  }

  static Submission of(SweepFolder sweep, String name) {
    return new Submission(sweep.attempts().resolve(name));
  }

  static List<Submission> existing(SweepFolder sweep) throws IOException {
    if (!Files.isDirectory(sweep.attempts())) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(sweep.attempts())) {
      return all.filter(it -> it.getFileName().toString().startsWith(PREFIX))
          .filter(it -> Files.isRegularFile(it.resolve("orders.jsonl")))
          .sorted()
          .map(Submission::new)
          .toList();
    }
  }

  /** Writes what a new array needs; the orders last, as what has none is no submission. */
  static Submission write(
      SweepFolder sweep, WorkerSettings settings, List<WorkOrder> orders, int perTask)
      throws IOException {
    String unique = UUID.randomUUID().toString().replace("-", "").substring(0, UNIQUE);
    Submission submission = of(sweep, PREFIX + unique);
    Files.createDirectories(submission.records());
    Files.createDirectories(submission.log());
    DurableFile.write(submission.settings(), settings.withToken("").line());
    DurableFile.write(submission.perTask(), Integer.toString(perTask));
    List<String> options = JobScript.options();
    DurableFile.writePrivate(submission.options(), JobScript.argumentFile(options));
    JobScript script =
        new JobScript(sweep.path(), submission.name(), submission.log(), submission.options());
    DurableFile.write(submission.script(), script.text(options));
    DurableFile.writeLines(submission.orders(), orders.stream().map(WorkOrder::line));
    return submission;
  }

  String name() {
    return folder.getFileName().toString();
  }

  private Path settings() {
    return folder.resolve("settings.json");
  }

  private Path perTask() {
    return folder.resolve("tasks");
  }

  private Path orders() {
    return folder.resolve("orders.jsonl");
  }

  Path script() {
    return folder.resolve("job.sh");
  }

  /** Options of the JVM; for its owner alone. */
  Path options() {
    return folder.resolve("java.options");
  }

  Path records() {
    return folder.resolve("records");
  }

  Path log() {
    return folder.resolve("log");
  }

  Path folder() {
    return folder;
  }

  WorkerSettings workers() throws IOException {
    return WorkerSettings.of(Files.readString(settings()));
  }

  List<List<WorkOrder>> tasks() throws IOException {
    int each = Integer.parseInt(Files.readString(perTask()).strip());
    List<WorkOrder> all = new ArrayList<>();
    try (Stream<String> lines = Files.lines(orders(), StandardCharsets.UTF_8)) {
      lines.map(WorkOrder::of).forEach(all::add);
    }
    List<List<WorkOrder>> tasks = new ArrayList<>();
    for (int from = 0; from < all.size(); from += each) {
      tasks.add(List.copyOf(all.subList(from, Math.min(all.size(), from + each))));
    }
    return tasks;
  }

  List<WorkOrder> task(int index) throws IOException {
    int each = Integer.parseInt(Files.readString(perTask()).strip());
    try (Stream<String> lines = Files.lines(orders(), StandardCharsets.UTF_8)) {
      return lines.skip((long) index * each).limit(each).map(WorkOrder::of).toList();
    }
  }

  RecordFile ownRecords() {
    return RecordFile.in(records());
  }

  /** The records that came since the last call. A line without its end is left to the next. */
  List<TrialRecord> newRecords() throws IOException {
    List<TrialRecord> found = new ArrayList<>();
    if (!Files.isDirectory(records())) {
      return found;
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(records())) {
      files = all.sorted().toList();
    }
    for (Path file : files) {
      long from = read.getOrDefault(file, 0L);
      if (Files.size(file) > from) {
        String text = after(file, from);
        int end = text.lastIndexOf('\n') + 1;
        text.substring(0, end)
            .lines()
            .map(line -> TrialRecord.of(Json.mapper().readTree(line)))
            .forEach(found::add);
        read.put(file, from + text.substring(0, end).getBytes(StandardCharsets.UTF_8).length);
      }
    }
    return found;
  }

  private static String after(Path file, long from) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      byte[] bytes = new byte[Math.toIntExact(in.length() - from)];
      in.seek(from);
      in.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** The end of what a task printed; empty where it printed nothing. */
  String printed(int index) throws IOException {
    Path file = log().resolve(index + ".log");
    if (!Files.isRegularFile(file)) {
      return "";
    }
    List<String> lines = Files.readString(file).lines().filter(it -> !it.isBlank()).toList();
    return String.join("; ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
  }
}

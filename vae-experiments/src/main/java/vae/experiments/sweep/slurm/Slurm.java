package vae.experiments.sweep.slurm;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vae.experiments.process.Command;
import vae.experiments.process.Outcome;
import vae.experiments.run.folder.RunFolderException;

/** SLURM's commands, as far as sweeps need them. */
final class Slurm {

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** A line of the queue has some 60 bytes. */
  private static final int MAX_ANSWER = 256 << 20;

  /** SLURM's own default. */
  private static final int MAX_TASKS = 1001;

  private Slurm() {}

  record TaskId(String name, int index) {}

  /**
   * Where a task is.
   *
   * @param state as squeue says, such as PENDING or RUNNING
   * @param node empty where it has none yet
   */
  record Queued(String state, String node) {}

  static String submit(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sbatch", "--parsable"));
    command.addAll(arguments);
    return run(command).strip().split(";")[0];
  }

  /** The tasks of this user's arrays that are not over, each array in its tasks. */
  static Map<TaskId, Queued> queue() throws IOException, InterruptedException {
    Map<TaskId, Queued> queue = new HashMap<>();
    String user = System.getProperty("user.name");
    String listing =
        run(List.of("squeue", "--noheader", "--array", "--user=" + user, "--format=%j|%K|%T|%N"));
    for (String line : listing.lines().toList()) {
      String[] parts = line.strip().split("\\|", -1);
      if (parts.length == 4 && parts[1].matches("[0-9]+")) {
        TaskId id = new TaskId(parts[0], Integer.parseInt(parts[1]));
        queue.put(id, new Queued(parts[2], parts[3]));
      }
    }
    return queue;
  }

  static void cancelWaiting(String name) throws IOException, InterruptedException {
    run(List.of("scancel", "--state=PENDING", "--name=" + name));
  }

  static int mostTasks() throws IOException, InterruptedException {
    for (String line : run(List.of("scontrol", "show", "config")).lines().toList()) {
      if (line.startsWith("MaxArraySize")) {
        return Math.max(1, Integer.parseInt(line.replaceAll("[^0-9]", "")) - 1);
      }
    }
    return MAX_TASKS - 1;
  }

  private static String run(List<String> words) throws IOException, InterruptedException {
    return switch (Command.of(words).keeping(MAX_ANSWER).run(PATIENCE)) {
      case Outcome.NotStarted(String reason) ->
          throw new RunFolderException(
              "--launcher slurm: %s cannot be run (%s); start the sweep where SLURM's commands are on PATH"
                  .formatted(words.getFirst(), reason));
      case Outcome.TimedOut(Duration deadline, _, _) ->
          throw new IOException(words.getFirst() + ": no answer in " + deadline.toSeconds() + " s");
      case Outcome.Exited(int code, Outcome.Printed out, Outcome.Printed err) when code != 0 ->
          throw new IOException(
              "%s: %s".formatted(String.join(" ", words), (err.text() + out.text()).strip()));
      case Outcome.Exited(_, Outcome.Printed(_, boolean cut), _) when cut ->
          throw new IOException(
              words.getFirst() + ": its answer is longer than " + MAX_ANSWER + " bytes");
      case Outcome.Exited(_, Outcome.Printed out, _) -> out.text();
    };
  }
}

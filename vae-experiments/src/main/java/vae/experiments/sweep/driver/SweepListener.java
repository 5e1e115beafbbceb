package vae.experiments.sweep.driver;

import java.util.List;
import vae.experiments.sweep.Launcher;
import vae.experiments.sweep.Task;
import vae.experiments.sweep.TrialRecord;

/** Is told how a sweep goes; by one thread at a time. */
public interface SweepListener extends Launcher.Watch, AutoCloseable {

  /** Something that a person should know, in one sentence. */
  default void told(String what) {}

  /** Tasks are about to begin; the state is that before them. */
  default void stage(List<Task> tasks, SweepState state) {}

  /** Its record is durable already. */
  @Override
  default void ended(Task task, TrialRecord record) {}

  @Override
  default void close() {}

  static SweepListener none() {
    return new SweepListener() {};
  }
}

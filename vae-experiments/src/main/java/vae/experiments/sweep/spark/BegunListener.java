package vae.experiments.sweep.spark;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/** Hears which task begins where. */
final class BegunListener extends SparkListener {

  /** The property of a job that names what it runs. */
  static final String BATCH = "vae.batch";

  private final Map<Integer, String> batches = new ConcurrentHashMap<>();
  private final BiConsumer<String, String> begun;

  BegunListener(BiConsumer<String, String> begun) {
    this.begun = begun;
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted stage) {
    String batch = stage.properties() == null ? null : stage.properties().getProperty(BATCH);
    if (batch != null) {
      batches.put(stage.stageInfo().stageId(), batch);
    }
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart start) {
    String batch = batches.get(start.stageId());
    if (batch != null) {
      begun.accept(
          batch,
          "executor %s on %s".formatted(start.taskInfo().executorId(), start.taskInfo().host()));
    }
  }

  @Override
  public void onStageCompleted(SparkListenerStageCompleted stage) {
    batches.remove(stage.stageInfo().stageId());
  }
}

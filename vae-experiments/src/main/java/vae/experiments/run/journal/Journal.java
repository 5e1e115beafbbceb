package vae.experiments.run.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.SortedMap;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Parameter;
import vae.experiments.folder.FolderFile;
import vae.experiments.folder.UnwrittenFileException;
import vae.experiments.run.folder.CorruptFileException;
import vae.experiments.training.Progress;

/**
 * {@code journal.bin}: a fingerprint of every parameter after each step of training, so that a run
 * that is made again tells at once where it goes another way.
 *
 * <p>{@link JournalLayout} says what is in the file. Of very long trainings only every 2ᵏ-th step
 * is recorded, which bounds the file. Records are kept in memory until {@link #flush}, at most
 * {@value #BUFFER} bytes and a record.
 */
public final class Journal implements AutoCloseable {

  public static final String FILE = "journal.bin";

  private static final Logger LOG = LogManager.getLogger(Journal.class);
  private static final int BUFFER = 1 << 16;

  private final FolderFile file;
  private final FileChannel channel;
  private final List<Parameter> parameters;
  private final ParameterFingerprints fingerprints;
  private final ByteBuffer records;
  private JournalLayout layout;
  private long last = -1;

  private Journal(
      FolderFile file,
      FileChannel channel,
      JournalLayout layout,
      List<Parameter> parameters,
      KernelSet kernels) {
    this.file = file;
    this.channel = channel;
    this.layout = layout;
    this.parameters = parameters;
    fingerprints = new ParameterFingerprints(kernels);
    records = ByteBuffer.allocate(BUFFER + layout.recordBytes()).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Opens the journal of a training; {@link #begin} or {@link #cutAfter} comes next. */
  public static Journal open(
      FolderFile file, List<Parameter> parameters, long steps, KernelSet kernels)
      throws IOException {
    List<String> names = parameters.stream().map(Parameter::name).toList();
    JournalLayout layout = JournalLayout.of(steps, 0, names);
    return new Journal(file, file.update(), layout, parameters, kernels);
  }

  /** Starts an empty journal at a step, whose record comes first. */
  public void begin(long step) throws IOException {
    layout = layout.from(step);
    last = -1;
    records.clear();
    cut(0);
    write(layout.header(), 0);
    record(step);
  }

  /**
   * Drops the records after a step, before training continues there. Where the file is damaged or
   * ends before the step, as after a power cut, the journal starts anew at the step.
   */
  public void cutAfter(long step) throws IOException {
    records.clear();
    try {
      JournalLayout found = JournalReader.layout(file.path(), channel);
      if (found.names().equals(layout.names())
          && found.steps() == layout.steps()
          && found.first() <= step
          && found.endOf(step) <= channel.size()) {
        layout = found;
        cut(found.endOf(step));
        last = step;
        return;
      }
      LOG.warn(
          "{} ends before step {}, where training continues: it starts anew there", file, step);
    } catch (CorruptFileException e) {
      LOG.warn("{} It starts anew at step {}, where training continues", e.getMessage(), step);
    }
    begin(step);
  }

  /**
   * Records the parameters after a step, where the journal holds a record of it. Where training
   * went back, the records of the steps that it takes again are dropped.
   */
  public void record(long step) {
    if (step <= last) {
      forgetFrom(step);
    }
    last = step;
    if (!layout.records(step)) {
      return;
    }
    records.putLong(step);
    for (int i = 0; i < parameters.size(); i++) {
      records.putLong(fingerprints.of(parameters.get(i)));
    }
    if (records.position() >= BUFFER) {
      try {
        flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void forgetFrom(long step) {
    try {
      flush();
      cut(layout.endOf(step - 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void cut(long length) throws IOException {
    file.folder().requireChangeable();
    try {
      channel.truncate(length);
    } catch (IOException e) {
      throw UnwrittenFileException.of(file.path(), e);
    }
  }

  /** Puts all records on the disk: before a checkpoint is written. */
  public void force() throws IOException {
    flush();
    try {
      channel.force(false);
    } catch (IOException e) {
      throw UnwrittenFileException.of(file.path(), e);
    }
  }

  void flush() throws IOException {
    write(records.flip(), channel.size());
    records.clear();
  }

  private void write(ByteBuffer bytes, long at) throws IOException {
    long to = at;
    if (bytes.hasRemaining()) {
      file.folder().requireChangeable();
    }
    try {
      while (bytes.hasRemaining()) {
        to += channel.write(bytes, to);
      }
    } catch (IOException e) {
      throw UnwrittenFileException.of(file.path(), e);
    }
  }

  /**
   * A progress that shows the parameters after each step to the watch, then records them, then
   * hands the step on. After the last step of an epoch that is when the epoch is done: noise that
   * is measured on the training set changes in between.
   *
   * @param perEpoch steps an epoch
   */
  public Progress recording(StepWatch watch, Progress progress, int perEpoch) {
    return new Progress() {
      @Override
      public void step(long step, long steps) {
        if (step % perEpoch != 0) {
          watch.after(step, parameters);
          record(step);
        }
        progress.step(step, steps);
      }

      @Override
      public void epoch(int epoch, long step, SortedMap<String, Double> metrics) {
        watch.after(step, parameters);
        record(step);
        progress.epoch(epoch, step, metrics);
      }
    };
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      flush();
    }
  }
}

package vae.experiments.export;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.HistogramProto;
import org.tensorflow.proto.Summary;
import vae.experiments.folder.DurableFile;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderFile;
import vae.experiments.recorded.RecordedRun;
import vae.experiments.run.checkpoint.CheckpointFiles;
import vae.experiments.run.journal.MetricsLog;
import vae.experiments.run.safetensors.SafeTensors;

/**
 * A run as an event file of TensorBoard: a scalar for each value of training at its step, and at
 * the last step the quantities of the result, the pictures of the report and a histogram of each
 * parameter.
 *
 * <p>Times of single values are not recorded: all events have the time when the run began.
 */
public final class TensorBoardExport {

  private static final String VERSION = "brain.Event:2";
  private static final int BUCKETS = 30;
  private static final List<String> PICTURES = List.of("reconstructions", "samples", "traversal");

  /** Bytes of a picture, at most. */
  private static final long MAX_PICTURE = 64 << 20;

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private final RecordFile out;
  private final double time;
  private long last;

  private TensorBoardExport(RecordFile out, double time) {
    this.out = out;
    this.time = time;
  }

  /**
   * Writes the file into a folder, which is made where it is missing.
   *
   * @param run a finished run that was verified
   */
  public static void write(RecordedRun run, Path folder) throws IOException {
    Instant began = run.provenance().started().orElse(Instant.EPOCH);
    String name = "events.out.tfevents.%d.%s".formatted(began.getEpochSecond(), run.label());
    DurableFile.Content content =
        channel -> {
          RecordFile out = new RecordFile(channel);
          new TensorBoardExport(out, began.toEpochMilli() / 1e3).all(run);
          out.end();
        };
    ExportFolder.write(folder, new TreeMap<>(Map.of(name, content)));
  }

  private void all(RecordedRun run) throws IOException {
    Folder folder = Folder.open(run.folder());
    out.add(Event.newBuilder().setWallTime(time).setFileVersion(VERSION).build().toByteArray());
    try {
      MetricsLog.read(
          folder.file(MetricsLog.FILE),
          line -> {
            last = Math.max(last, line.step());
            event(line.step(), scalar(line.name(), line.value()));
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    run.result()
        .measured()
        .forEach((name, value) -> event(last, scalar("result/" + name, value.value())));
    for (String name : PICTURES) {
      FolderFile picture = folder.file("figures/" + name + ".png");
      if (picture.exists()) {
        event(last, Summary.Value.newBuilder().setTag(name).setImage(image(picture)));
      }
    }
    if (run.result().complete()) {
      histograms(folder.folder(CheckpointFiles.FOLDER).file(CheckpointFiles.FINAL));
    }
  }

  private void event(long step, Summary.Value.Builder value) {
    Event event =
        Event.newBuilder()
            .setWallTime(time)
            .setStep(step)
            .setSummary(Summary.newBuilder().addValue(value))
            .build();
    try {
      out.add(event.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Summary.Value.Builder scalar(String tag, double value) {
    return Summary.Value.newBuilder().setTag(tag).setSimpleValue((float) value);
  }

  /** Its size stands behind the signature, in the chunk that begins every PNG. */
  private static Summary.Image image(FolderFile picture) throws IOException {
    byte[] bytes = picture.bytes(MAX_PICTURE);
    if (bytes.length < 32 || !Arrays.equals(bytes, 0, PNG.length, PNG, 0, PNG.length)) {
      throw picture.malformed("expected a picture in PNG");
    }
    ByteBuffer header = ByteBuffer.wrap(bytes);
    return Summary.Image.newBuilder()
        .setWidth(header.getInt(16))
        .setHeight(header.getInt(20))
        .setColorspace(4) // RGBA
        .setEncodedImageString(ByteString.copyFrom(bytes))
        .build();
  }

  private void histograms(FolderFile checkpoint) throws IOException {
    SafeTensors.read(checkpoint)
        .entries()
        .forEach(
            (name, entry) -> {
              if (name.indexOf(':') < 0 && entry.size() > 0) {
                event(
                    last,
                    Summary.Value.newBuilder()
                        .setTag("parameters/" + name)
                        .setHisto(histogram(entry.toDoubles())));
              }
            });
  }

  /** Buckets of equal width; numbers that are not finite are in none. */
  private static HistogramProto histogram(double[] all) {
    double[] values = Arrays.stream(all).filter(Double::isFinite).toArray();
    double min = Arrays.stream(values).min().orElse(0);
    double max = Arrays.stream(values).max().orElse(0);
    double width = (max - min) / BUCKETS;
    double[] counts = new double[width > 0 ? BUCKETS : 1];
    for (double value : values) {
      counts[width > 0 ? Math.min(BUCKETS - 1, (int) ((value - min) / width)) : 0]++;
    }
    HistogramProto.Builder histogram =
        HistogramProto.newBuilder()
            .setMin(min)
            .setMax(max)
            .setNum(values.length)
            .setSum(Arrays.stream(values).sum())
            .setSumSquares(Arrays.stream(values).map(it -> it * it).sum());
    for (int i = 0; i < counts.length; i++) {
      boolean end = i == counts.length - 1;
      histogram.addBucketLimit(end ? max : min + (i + 1) * width).addBucket(counts[i]);
    }
    return histogram.build();
  }
}

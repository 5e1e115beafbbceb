package vae.experiments.report.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderException;
import vae.experiments.folder.FolderFile;
import vae.experiments.folder.LineReader;
import vae.experiments.recorded.RecordedEvaluation;
import vae.experiments.recorded.RecordedProvenance;
import vae.experiments.recorded.RecordedResult;
import vae.experiments.report.page.ReportException;
import vae.experiments.run.folder.CorruptFileException;
import vae.experiments.run.safetensors.SafeTensors;

/** Reads the files of a run folder; a missing file is an empty part, a malformed one an error. */
public final class RunFolderReader {

  /** Bytes of a line of metrics.jsonl, at most; they have about a hundred. */
  private static final int MAX_METRIC = 1 << 16;

  private static final Pattern FRAME = Pattern.compile("epoch-([0-9]{1,9})[.]safetensors");

  /** Frames of a film strip that a page shows, at most. */
  private static final int MAX_FRAMES = 12;

  private final Folder folder;

  private RunFolderReader(Folder folder) {
    this.folder = folder;
  }

  /**
   * @throws ReportException if there is no run in {@code folder}, or a file of it is malformed
   */
  public static RunData read(Folder folder) throws IOException {
    return new RunFolderReader(folder).data();
  }

  /** The curves of a run, to be compared with those of others; empty where it has none. */
  public static Optional<LearningCurves> curves(Folder folder) throws IOException {
    return new RunFolderReader(folder).curves(true);
  }

  /** The evaluation of a run; empty where it has none. */
  public static Optional<Evaluation> evaluation(Folder folder) throws IOException {
    return new RunFolderReader(folder).evaluation();
  }

  private RunData data() throws IOException {
    JsonNode experiment =
        json("experiment.json")
            .orElseThrow(
                () ->
                    new ReportException(
                        folder.path(),
                        "no run folder: it has no experiment.json",
                        "Give a folder that `./vae run` made, such as runs/<name>-<id>"));
    return new RunData(
        String.valueOf(folder.real().getFileName()),
        experiment,
        RecordedProvenance.find(folder),
        RecordedResult.find(folder),
        curves(false),
        evaluation(),
        frames(),
        RecordedEvaluation.of(folder));
  }

  private Optional<LearningCurves> curves(boolean compared) throws IOException {
    FolderFile file = folder.file("metrics.jsonl");
    if (!file.exists()) {
      return Optional.empty();
    }
    LearningCurves.Collector collector = new LearningCurves.Collector(compared);
    try (LineReader lines = file.lines(MAX_METRIC)) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        if (line.isBlank()) {
          continue;
        }
        try {
          collector.add(lines.json(line));
        } catch (FolderException e) {
          if (!lines.terminated()) {
            return Optional.of(collector.curves(true));
          }
          throw e;
        } catch (IllegalArgumentException e) {
          throw lines.malformed(e.getMessage());
        }
      }
    }
    return Optional.of(collector.curves(false));
  }

  private Optional<Evaluation> evaluation() throws IOException {
    String name = "evaluation.safetensors";
    return folder.file(name).exists() ? Optional.of(arrays(name)) : Optional.empty();
  }

  private Evaluation arrays(String name) throws IOException {
    try {
      return Evaluation.of(SafeTensors.read(folder.file(name)));
    } catch (CorruptFileException e) {
      throw malformed(name, e.problem() + " at byte " + e.offset(), e);
    } catch (IllegalArgumentException e) {
      throw malformed(name, e);
    }
  }

  /** Frames of the first film strip that a callback wrote: all, or as many over its length. */
  private List<Frame> frames() throws IOException {
    SortedMap<Integer, String> all = new TreeMap<>();
    Optional<Folder> callbacks = folder.findFolder("callbacks");
    Optional<String> first = Optional.empty();
    if (callbacks.isPresent()) {
      first =
          callbacks.get().folders().stream().filter(it -> it.endsWith("-sample-sheet")).findFirst();
    }
    if (first.isPresent()) {
      for (String name : callbacks.get().folder(first.get()).files(it -> true)) {
        Matcher frame = FRAME.matcher(name);
        if (frame.matches()) {
          all.put(Integer.parseInt(frame.group(1)), "callbacks/" + first.get() + "/" + name);
        }
      }
    }
    List<Frame> frames = new ArrayList<>();
    List<Integer> epochs = List.copyOf(all.keySet());
    int count = Math.min(MAX_FRAMES, epochs.size());
    for (int i = 0; i < count; i++) {
      int epoch = epochs.get(count == 1 ? 0 : (int) ((long) i * (epochs.size() - 1) / (count - 1)));
      frames.add(new Frame(epoch, arrays(all.get(epoch))));
    }
    return frames;
  }

  private Optional<JsonNode> json(String name) throws IOException {
    FolderFile file = folder.file(name);
    return file.exists() ? Optional.of(file.object(Folder.MAX_JSON)) : Optional.empty();
  }

  private ReportException malformed(String name, IllegalArgumentException cause) {
    return malformed(name, cause.getMessage(), cause);
  }

  private ReportException malformed(String name, String problem, Exception cause) {
    String fix =
        name.equals("evaluation.safetensors")
            ? "Remove the file and run the experiment again to make it anew"
            : "Copy the file again from where the run was made; `./vae verify`"
                + " checks the folder";
    return new ReportException(folder.file(name).path(), problem, fix, cause);
  }
}

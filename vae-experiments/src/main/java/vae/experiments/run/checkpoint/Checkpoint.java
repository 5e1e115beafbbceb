package vae.experiments.run.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.tape.Parameter;
import vae.experiments.folder.FolderFile;
import vae.experiments.run.folder.CallbackFiles;
import vae.experiments.run.folder.CorruptFileException;
import vae.experiments.run.folder.GrowingFile;
import vae.experiments.run.safetensors.SafeTensors;
import vae.experiments.run.safetensors.SafeTensorsEntry;
import vae.experiments.training.CallbackState;
import vae.experiments.training.MetricSums;
import vae.experiments.training.Position;
import vae.experiments.training.Stop;

/**
 * What a run was after a step, read from one safetensors file that is sealed with the hash of its
 * bytes: a file of which any byte was changed or lost is refused.
 *
 * <p>Parameters keep their names. Before the names of others stand {@code optimizer:} for the
 * optimiser's arrays, {@code best:} for the parameters of the best model so far, {@code
 * callback:<index>-<type>:} for what callbacks keep, and {@code sum:} for the sums of the epoch's
 * metrics so far, two I64: the bits of the sum, and the count. The metadata say the run's id, the
 * epochs done, the steps done of the next one ({@code batch}), length and hash of {@code
 * metrics.jsonl} at that step, and the hashes of the files that callbacks had written ({@code
 * callback-file:<index>-<type>/<name>}).
 */
public final class Checkpoint {

  static final String OPTIMIZER = "optimizer:";
  public static final String BEST = "best:";
  static final String SUM = "sum:";
  static final String CALLBACK = "callback:";

  /** Metadata of a training that a callback ends with the present epoch. */
  static final String STOP_CALLBACK = "stop-callback";

  static final String STOP_REASON = "stop-reason";

  /** Before the names of files that callbacks wrote, in the metadata. */
  static final String CALLBACK_FILE = "callback-file:";

  /** What a checkpoint holds from which training can go on. */
  static final String STATE = "state";

  private final Path file;
  private final SafeTensors content;
  private final SortedMap<String, NdArray> arrays = new TreeMap<>();
  private final SortedMap<String, MetricSums.Sum> sums = new TreeMap<>();

  private Checkpoint(Path file, SafeTensors content) {
    this.file = file;
    this.content = content;
  }

  /**
   * Reads a checkpoint of the run.
   *
   * @throws CorruptFileException where the file is damaged or of another run
   */
  public static Checkpoint read(FolderFile file, String id) throws IOException {
    return of(file.path(), SafeTensors.read(file), id);
  }

  /** Reads a checkpoint that a person named, as {@link #read(FolderFile, String)} does. */
  public static Checkpoint read(Path file, String id) throws IOException {
    return of(file, SafeTensors.read(file), id);
  }

  /** The same of what was read from the file. */
  public static Checkpoint of(Path file, SafeTensors content, String id) {
    Checkpoint checkpoint = new Checkpoint(file, content);
    if (!content.sealed()) {
      throw checkpoint.unexpected("the hash of its bytes in the metadata", "none");
    }
    String of = content.metadata().getOrDefault("run", "none");
    if (!of.equals(id)) {
      throw new CorruptFileException(file, 0, "is a checkpoint of run " + of + ", not of " + id);
    }
    checkpoint.epoch();
    content.entries().forEach(checkpoint::take);
    return checkpoint;
  }

  private void take(String name, SafeTensorsEntry entry) {
    if (entry.type() == SafeTensorsEntry.Type.I64 && name.startsWith(SUM) && entry.size() == 2) {
      long[] bits = entry.longs();
      MetricSums.Sum sum = new MetricSums.Sum(Double.longBitsToDouble(bits[0]), bits[1]);
      sums.put(name.substring(SUM.length()), sum);
      return;
    }
    arrays.put(name, array(file, name, entry));
  }

  /**
   * The elements of a parameter or another array of real numbers.
   *
   * @throws CorruptFileException where they are none
   */
  public static NdArray array(Path file, String name, SafeTensorsEntry entry) {
    Shape shape = Shape.of(entry.shape());
    return switch (entry.type()) {
      case F32 -> NdArray.of(shape, entry.floats());
      case F64 -> NdArray.of(shape, entry.doubles());
      default ->
          throw new CorruptFileException(
              file, 0, "expected real numbers in " + name + ", got " + entry.type());
    };
  }

  private CorruptFileException unexpected(String expected, String got) {
    return new CorruptFileException(file, 0, "expected " + expected + ", got " + got);
  }

  private int number(String key, String what) {
    String text = content.metadata().getOrDefault(key, "none");
    if (!text.matches("[0-9]{1,9}")) {
      throw unexpected(what, text);
    }
    return Integer.parseInt(text);
  }

  public int epoch() {
    return number("epoch", "the number of an epoch");
  }

  /**
   * Refuses a checkpoint from which a run with these parameters cannot go on.
   *
   * @throws CorruptFileException where part of the state is missing, or a parameter is of another
   *     shape or type
   */
  public void requireState(List<Parameter> parameters) {
    String holds = content.metadata().getOrDefault("holds", "none");
    if (!holds.equals(STATE)) {
      throw unexpected("the state of a run", holds);
    }
    parameters.forEach(this::saved);
    position();
    metrics();
    best();
    callbackFiles();
  }

  /** Where training stood. */
  public Position position() {
    int batch = number("batch", "the number of a step in its epoch");
    return new Position(epoch(), batch, sums, new CallbackState(after(CALLBACK), stop()));
  }

  /** What a callback asked for that ends training with the present epoch. */
  public Optional<Stop> stop() {
    String callback = content.metadata().get(STOP_CALLBACK);
    return callback == null
        ? Optional.empty()
        : Optional.of(new Stop(callback, content.metadata().getOrDefault(STOP_REASON, "")));
  }

  /** What {@code metrics.jsonl} held. */
  public GrowingFile.Mark metrics() {
    String bytes = content.metadata().getOrDefault("metrics-bytes", "none");
    String sha256 = content.metadata().getOrDefault("metrics-sha256", "none");
    if (!bytes.matches("[0-9]{1,18}") || !sha256.matches("[0-9a-f]{64}")) {
      throw unexpected("length and hash of metrics.jsonl", bytes + " and " + sha256);
    }
    return new GrowingFile.Mark(Long.parseLong(bytes), sha256);
  }

  /**
   * SHA-256 of the files that callbacks had written, by name.
   *
   * @throws CorruptFileException where a name is none of a callback's file
   */
  public SortedMap<String, String> callbackFiles() {
    SortedMap<String, String> files = new TreeMap<>();
    content
        .metadata()
        .tailMap(CALLBACK_FILE)
        .forEach(
            (name, sha256) -> {
              if (name.startsWith(CALLBACK_FILE)) {
                String file = name.substring(CALLBACK_FILE.length());
                if (!CallbackFiles.isOne(file)) {
                  throw unexpected("the name of a callback's file", file);
                }
                files.put(file, sha256);
              }
            });
    return files;
  }

  /** The best model so far, where one was measured. */
  public Optional<Best> best() {
    String bound = content.metadata().get("best-bound");
    if (bound == null) {
      return Optional.empty();
    }
    try {
      int epoch = number("best-epoch", "the epoch of the best model");
      return Optional.of(new Best(epoch, Double.parseDouble(bound), after(BEST)));
    } catch (NumberFormatException e) {
      throw unexpected("the bound of the best model", bound);
    }
  }

  /**
   * The bound of a model that was the best one.
   *
   * @throws CorruptFileException where the file holds none
   */
  public double bound() {
    String bound = content.metadata().getOrDefault("bound", "none");
    try {
      return Double.parseDouble(bound);
    } catch (NumberFormatException e) {
      throw unexpected("the bound of the best model", bound);
    }
  }

  public SortedMap<String, NdArray> optimizer() {
    return after(OPTIMIZER);
  }

  private SortedMap<String, NdArray> after(String prefix) {
    SortedMap<String, NdArray> found = new TreeMap<>();
    arrays.forEach(
        (name, array) -> {
          if (name.startsWith(prefix)) {
            found.put(name.substring(prefix.length()), array);
          }
        });
    return found;
  }

  /**
   * Overwrites the parameters' elements.
   *
   * @throws CorruptFileException where a parameter is missing or of another shape or type
   */
  public void restore(List<Parameter> parameters) {
    parameters.forEach(this::saved);
    parameters.forEach(parameter -> parameter.value().set(saved(parameter)));
  }

  private NdArray saved(Parameter parameter) {
    NdArray saved = arrays.get(parameter.name());
    if (saved == null
        || saved.type() != parameter.value().type()
        || !saved.shape().equals(parameter.shape())) {
      throw unexpected("parameter " + parameter, String.valueOf(saved));
    }
    return saved;
  }
}

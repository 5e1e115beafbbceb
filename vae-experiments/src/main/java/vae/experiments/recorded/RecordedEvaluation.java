package vae.experiments.recorded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.evaluation.Measured;
import vae.experiments.folder.Folder;
import vae.experiments.quantity.Quantities;
import vae.experiments.spec.Leaves;
import vae.experiments.spec.PrettyJson;

/**
 * A further evaluation of a run that {@code evaluate --save} kept in the run's folder: the content
 * of {@code evaluations/<id>/evaluation.json}.
 *
 * @param id 12 hexadecimal digits, which name the folder
 * @param run the digest of the run, and so of the model that was evaluated
 * @param numerics the numerics version that it was computed with
 * @param part of the data, such as {@code test}
 * @param settings the resolved section {@code evaluation}
 * @param metrics by name
 * @param further quantities, by name
 * @param quantities what the metrics are
 * @param arrays SHA-256 of {@link #ARRAYS}
 * @param digest of all the rest
 * @param tree the file as it was read
 */
public record RecordedEvaluation(
    String id,
    String run,
    int numerics,
    String part,
    ObjectNode settings,
    SortedMap<String, Measured> metrics,
    SortedMap<String, Measured> further,
    Quantities quantities,
    String arrays,
    String digest,
    JsonNode tree) {

  /** The folder of saved evaluations in a run's. */
  public static final String FOLDER = "evaluations";

  /** The file's name in the evaluation's folder. */
  public static final String FILE = "evaluation.json";

  /** Arrays of metrics, and the values of each example. */
  public static final String ARRAYS = "arrays.safetensors";

  /** Evaluations of one run, at most. */
  public static final int MAX_EVALUATIONS = 200;

  /** The key of the digest, which is of all other keys. */
  public static final String DIGEST = "digest";

  /** Bytes of {@link #FILE}, at most. */
  private static final long MAX_BYTES = 1 << 18;

  private static final String METRICS = "metrics";
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern PART = Pattern.compile("test|validation|train");

  /** Metrics and further quantities by name: all that was measured. */
  public SortedMap<String, Measured> measured() {
    SortedMap<String, Measured> all = new TreeMap<>(further);
    all.putAll(metrics);
    return all;
  }

  /**
   * In words, the settings that differ from those of the run's own evaluation, such as {@code
   * nll.samples 5000, metrics: ais (chains 16, temperatures 500), probe}.
   *
   * @param experiment the run's
   */
  public String changes(JsonNode experiment) {
    Map<String, JsonNode> before = settings(experiment.path("evaluation"));
    Map<String, JsonNode> now = settings(settings);
    List<String> changes = new ArrayList<>();
    now.forEach(
        (path, value) -> {
          if (!value.equals(before.get(path))) {
            changes.add(path.equals(METRICS) ? metrics(value) : setting(path, value));
          }
        });
    before.keySet().stream()
        .filter(it -> now.keySet().stream().noneMatch(path -> isWithin(path, it)))
        .forEach(it -> changes.add("no " + it));
    return changes.isEmpty() ? "the settings of the run" : String.join(", ", changes);
  }

  /** Whether a path is another one, or leads to a value inside it. */
  private static boolean isWithin(String path, String other) {
    return path.startsWith(other)
        && (path.length() == other.length() || ".[".indexOf(path.charAt(other.length())) >= 0);
  }

  /** The settings by path; the list of metrics is one of them. */
  private static Map<String, JsonNode> settings(JsonNode evaluation) {
    Map<String, JsonNode> settings = Leaves.of(evaluation);
    settings.keySet().removeIf(it -> it.startsWith(METRICS + "["));
    JsonNode metrics = evaluation.path(METRICS);
    if (metrics.isArray() && !metrics.isEmpty()) {
      settings.put(METRICS, metrics);
    } else {
      settings.remove(METRICS);
    }
    return settings;
  }

  private static String setting(String path, JsonNode value) {
    return path + " " + PrettyJson.shortened(value);
  }

  /** Each metric's type, with its other settings in brackets. */
  private static String metrics(JsonNode list) {
    return list.valueStream()
        .map(
            metric -> {
              String type = metric.path("type").asString("unknown");
              String rest =
                  Leaves.of(metric).entrySet().stream()
                      .filter(it -> !it.getKey().equals("type"))
                      .map(it -> setting(it.getKey(), it.getValue()))
                      .collect(Collectors.joining(", "));
              return rest.isEmpty() ? type : "%s (%s)".formatted(type, rest);
            })
        .collect(Collectors.joining(", ", METRICS + ": ", ""));
  }

  /**
   * The folders of a run's evaluations by name; none where nothing was saved.
   *
   * @throws vae.experiments.folder.FolderException where {@link #FOLDER} is anything but a folder,
   *     or holds too many
   */
  public static List<Folder> folders(Folder run) throws IOException {
    Optional<Folder> all = run.findFolder(FOLDER);
    List<Folder> found = new ArrayList<>();
    if (all.isPresent()) {
      List<String> names = all.get().folders();
      if (names.size() > MAX_EVALUATIONS) {
        throw run.file(FOLDER)
            .malformed("expected at most %d evaluations".formatted(MAX_EVALUATIONS));
      }
      for (String name : names) {
        found.add(all.get().folder(name));
      }
    }
    return found;
  }

  /**
   * The evaluations of a run by id.
   *
   * @throws RecordException where one cannot be read
   */
  public static List<RecordedEvaluation> of(Folder run) throws IOException {
    List<RecordedEvaluation> evaluations = new ArrayList<>();
    for (Folder each : folders(run)) {
      evaluations.add(read(each));
    }
    return evaluations;
  }

  /**
   * Reads one.
   *
   * @param folder of the evaluation
   * @throws RecordException where the file is missing or a value is not of its type
   */
  public static RecordedEvaluation read(Folder folder) throws IOException {
    RecordJson json = RecordJson.read(folder, FILE, MAX_BYTES);
    long numerics = json.whole("numerics", 1);
    if (numerics > Integer.MAX_VALUE) {
      throw json.value("numerics").wrong("a small number");
    }
    return new RecordedEvaluation(
        json.text("id", RecordedResult.ID, "12 hexadecimal digits"),
        json.text("run", RecordedResult.DIGEST, RecordedResult.A_DIGEST),
        (int) numerics,
        json.text("part", PART, "\"test\", \"validation\" or \"train\""),
        (ObjectNode) json.object("settings").json(),
        json.entries("metrics", RecordedResult::measured),
        json.entries(RecordedResult.FURTHER, RecordedResult::measured),
        RecordedResult.quantities(json),
        json.text("arrays", HASH, "64 hexadecimal digits"),
        json.text(DIGEST, RecordedResult.DIGEST, RecordedResult.A_DIGEST),
        json.json());
  }

  /** The digest of an evaluation: SHA-256 over the canonical text of all but the digest itself. */
  public static String digest(JsonNode evaluation) {
    return RecordedResult.digestWithout(evaluation, DIGEST);
  }
}

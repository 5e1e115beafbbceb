package vae.experiments.recorded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.evaluation.Measured;
import vae.experiments.folder.Folder;
import vae.experiments.quantity.Quantities;
import vae.experiments.spec.CanonicalJson;

/**
 * The content of {@code result.json}.
 *
 * @param id 12 hexadecimal digits
 * @param complete whether it was trained and evaluated; else it met NaN or infinity
 * @param digest {@code sha256:} and 64 hexadecimal digits
 * @param message why a run diverged; empty otherwise
 * @param further quantities that are not in the first digest, by name; see {@link #FURTHER}
 * @param evidence the second digest; empty where a version before 0.2.0 wrote the file
 * @param stopped where and why a callback ended training; empty where it went to its last epoch
 * @param kept which earlier epoch's parameters it ended with; empty for those of the last
 */
public record RecordedResult(
    String id,
    String name,
    boolean complete,
    String digest,
    String message,
    SortedMap<String, Measured> metrics,
    SortedMap<String, Measured> further,
    Quantities quantities,
    Optional<String> evidence,
    Optional<RecordedStop> stopped,
    Optional<RecordedKept> kept,
    JsonNode tree) {

  public static final String FILE = "result.json";

  /**
   * The key of quantities beside {@code metrics}: what a version after 0.1.0 measures by default is
   * kept here, so that the first digest and the lines of {@code metrics.jsonl} stay what they are.
   */
  public static final String FURTHER = "further";

  /** The key of what metrics are whose names no version knows: see {@link Quantities#json}. */
  public static final String QUANTITIES = "quantities";

  /** The key of the second digest. */
  public static final String EVIDENCE = "evidence";

  static final Pattern ID = Pattern.compile("[0-9a-f]{12}");
  static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");
  static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final Pattern STATUS = Pattern.compile("complete|diverged");
  static final String A_DIGEST = "\"sha256:\" and 64 hexadecimal digits";

  /** How the run ended, as the file says it: {@code complete} or {@code diverged}. */
  public String status() {
    return complete ? "complete" : "diverged";
  }

  /** Metrics and further quantities by name: all that was measured. */
  public SortedMap<String, Measured> measured() {
    SortedMap<String, Measured> all = new TreeMap<>(further);
    all.putAll(metrics);
    return all;
  }

  /** A metric or a further quantity; empty where there is none of that name. */
  public Optional<Measured> measured(String name) {
    return Optional.ofNullable(metrics.getOrDefault(name, further.get(name)));
  }

  public static Optional<RecordedResult> find(Folder folder) throws IOException {
    return folder.file(FILE).exists() ? Optional.of(read(folder.path())) : Optional.empty();
  }

  /**
   * Reads the result of a run.
   *
   * @throws RecordException where the file is missing or a value is not of its type
   */
  public static RecordedResult read(Path folder) throws IOException {
    RecordJson json = RecordJson.read(folder, FILE);
    String status = json.text("status", STATUS, "\"complete\" or \"diverged\"");
    return new RecordedResult(
        json.text("id", ID, "12 hexadecimal digits"),
        json.text("name", NAME, "1 to 100 of A-Z a-z 0-9 . _ -, no dot in front"),
        status.equals("complete"),
        json.text("digest", DIGEST, A_DIGEST),
        json.prose("message"),
        json.entries("metrics", RecordedResult::measured),
        json.entries(FURTHER, RecordedResult::measured),
        quantities(json),
        json.optionalText(EVIDENCE, DIGEST, A_DIGEST),
        RecordedStop.of(json),
        RecordedKept.of(json),
        json.json());
  }

  static Quantities quantities(RecordJson json) {
    try {
      return Quantities.of(json.json().path(QUANTITIES));
    } catch (IllegalArgumentException e) {
      throw json.value(QUANTITIES).wrong("what metrics are (" + e.getMessage() + ")");
    }
  }

  static Measured measured(RecordJson json) {
    if (!json.json().isObject()) {
      return Measured.exact(json.number());
    }
    double value = json.value("value").number();
    RecordJson error = json.value("standardError");
    if (error.json().isNull()) {
      return Measured.unmeasured(value);
    }
    double known = error.number(); // "NaN" before 0.2.0
    if (known < 0) {
      throw error.wrong("a number that is not negative, or null where it was not measured");
    }
    return new Measured(value, known);
  }

  /**
   * The second digest of a result: SHA-256 over the canonical text (RFC 8785) of all that its file
   * says but this digest itself, and so over standard errors and further quantities, which the
   * first digest leaves out.
   */
  public static String evidence(JsonNode result) {
    return digestWithout(result, EVIDENCE);
  }

  /** SHA-256 over the canonical text of an object without one of its keys. */
  static String digestWithout(JsonNode object, String key) {
    ObjectNode rest = (ObjectNode) object.deepCopy();
    rest.remove(key);
    byte[] text = CanonicalJson.of(rest).getBytes(StandardCharsets.UTF_8);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

package vae.experiments.recorded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.folder.Folder;
import vae.experiments.spec.Json;

/**
 * The content of {@code provenance.json}: where a run comes from.
 *
 * @param numerics the numerics version, ≥ 1
 * @param started when the run began; empty where that is not recorded
 * @param finished when it ended; empty where that is not recorded
 * @param sessions number of processes that worked on it, ≥ 1
 * @param wallSeconds of the last session; empty where that is not recorded
 * @param determinism what its bits do not depend on, in words; empty where that is not recorded
 * @param dependencies SHA-256 of each jar, by file name
 * @param plugins SHA-256 of each plugin's jar, by file name
 */
public record RecordedProvenance(
    int numerics,
    Optional<Instant> started,
    Optional<Instant> finished,
    int sessions,
    Optional<Double> wallSeconds,
    Code code,
    Data data,
    Host machine,
    String determinism,
    SortedMap<String, String> dependencies,
    SortedMap<String, String> plugins) {

  public static final String FILE = "provenance.json";

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern JAR = Pattern.compile("[0-9a-f]{64}|unreadable");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,40}|[0-9a-f]{64}|unknown");
  private static final String A_HASH = "64 hexadecimal digits";

  /**
   * The version that wrote a run.
   *
   * @param version such as {@code 0.2.0}, or words where it was no release
   * @param commit hexadecimal digits, or {@code unknown}
   * @param dirty whether the sources differed from the commit
   * @param dirtySha256 hash of the difference; empty where there was none
   */
  public record Code(String version, String commit, boolean dirty, String dirtySha256) {

    private static final Pattern BEFORE_EVIDENCE = Pattern.compile("0\\.[01](\\.[0-9]+)?(-.*)?");

    /** Whether this is a release before 0.2.0, which wrote some things differently. */
    public boolean isBeforeEvidence() {
      return BEFORE_EVIDENCE.matcher(version).matches();
    }

    /** Whether both are the same sources, as far as is known. */
    public boolean isSameAs(Code other) {
      boolean unknown = commit.equals("unknown") || other.commit.equals("unknown");
      return version.equals(other.version)
          && (unknown || commit.equals(other.commit) && dirtySha256.equals(other.dirtySha256));
    }

    public String words() {
      return version
          + (commit.equals("unknown") ? "" : ", commit " + commit)
          + (dirty ? " with local changes" : "");
    }
  }

  /**
   * The data of a run.
   *
   * @param name of the data set; empty where that is not recorded
   * @param splitSha256 of the split
   * @param validation number of examples to validate
   * @param facts all that is recorded of the data, these among it, by key and in order
   */
  public record Data(
      String name,
      String sha256,
      String splitSha256,
      long train,
      long validation,
      long test,
      ObjectNode facts) {}

  /**
   * Java, machine and kernels, in words.
   *
   * @param vendor who made it; empty where that is not recorded
   * @param processors their number; −1 where that is not recorded
   * @param heapBytes memory for the JVM's objects; −1 where that is not recorded
   * @param threads their number; −1 where that is not recorded
   */
  public record Host(
      String javaVersion,
      String vendor,
      String vm,
      String os,
      String architecture,
      String cpu,
      long processors,
      long heapBytes,
      String provider,
      String reason,
      long threads) {}

  public static Optional<RecordedProvenance> find(Folder folder) throws IOException {
    return folder.file(FILE).exists() ? Optional.of(read(folder.path())) : Optional.empty();
  }

  /**
   * Reads the provenance of a run.
   *
   * @throws RecordException where the file is missing or a value is not of its type
   */
  public static RecordedProvenance read(Path folder) throws IOException {
    RecordJson json = RecordJson.read(folder, FILE);
    long numerics = json.whole("numerics", 1);
    long sessions = json.whole("sessions", 1, 1);
    if (numerics > Integer.MAX_VALUE || sessions > Integer.MAX_VALUE) {
      throw json.value(numerics > sessions ? "numerics" : "sessions").wrong("a small number");
    }
    Optional<Instant> started = json.instant("started");
    Optional<Instant> finished = json.instant("finished");
    return new RecordedProvenance(
        (int) numerics,
        started,
        finished,
        (int) sessions,
        json.duration("wallSeconds"),
        code(json.value("code")),
        data(json.object("data")),
        host(json),
        json.line("determinism", ""),
        json.entries("dependencies", it -> it.text(JAR, A_HASH)),
        json.entries("plugins", it -> it.text(JAR, A_HASH)));
  }

  private static Code code(RecordJson json) {
    return new Code(
        json.line("version", "unknown"),
        json.optionalText("commit", COMMIT, "a commit in hexadecimal digits, or \"unknown\"")
            .orElse("unknown"),
        json.truth("dirty"),
        json.optionalText("dirtySha256", HASH, A_HASH).orElse(""));
  }

  public static Data data(Map<String, Object> facts) {
    ObjectNode json = Json.mapper().valueToTree(facts);
    return new Data(
        json.path("name").asString(""),
        json.path("sha256").asString(""),
        json.path("splitSha256").asString(""),
        json.path("train").asLong(-1),
        json.path("validation").asLong(0),
        json.path("test").asLong(0),
        json);
  }

  private static Data data(RecordJson json) {
    return new Data(
        json.line("name", ""),
        json.text("sha256", HASH, A_HASH),
        json.optionalText("splitSha256", HASH, A_HASH).orElse(""),
        json.whole("train", 1, -1),
        json.whole("validation", 0, 0),
        json.whole("test", 0, 0),
        (ObjectNode) json.json());
  }

  private static Host host(RecordJson json) {
    RecordJson java = json.value("java");
    RecordJson machine = json.value("machine");
    RecordJson kernels = json.value("kernels");
    return new Host(
        java.line("version", "unknown"),
        java.line("vendor", ""),
        java.line("vm", "Java"),
        machine.line("os", "unknown"),
        machine.line("architecture", ""),
        machine.line("cpu", "unknown"),
        machine.whole("processors", 1, -1),
        machine.whole("heapBytes", 1, -1),
        kernels.line("provider", "unknown"),
        kernels.line("reason", ""),
        kernels.whole("threads", 1, -1));
  }

  /** The same of a run that ended, after a last session of that many seconds. */
  public RecordedProvenance ended(Instant when, double seconds) {
    return new RecordedProvenance(
        numerics,
        started,
        Optional.of(when),
        sessions,
        Optional.of(seconds),
        code,
        data,
        machine,
        determinism,
        dependencies,
        plugins);
  }

  /** The content of the file; what is not known is left out. */
  public ObjectNode json() {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("numerics", numerics);
    started.ifPresent(time -> json.put("started", time.toString()));
    json.put("sessions", sessions);
    ObjectNode ran = json.putObject("code");
    ran.put("version", code.version).put("commit", code.commit).put("dirty", code.dirty);
    if (!code.dirtySha256.isEmpty()) {
      ran.put("dirtySha256", code.dirtySha256);
    }
    json.set("data", data.facts.deepCopy());
    ObjectNode java = json.putObject("java");
    java.put("version", machine.javaVersion);
    java.put("vendor", machine.vendor);
    java.put("vm", machine.vm);
    ObjectNode host = json.putObject("machine");
    host.put("os", machine.os);
    host.put("architecture", machine.architecture);
    host.put("cpu", machine.cpu);
    put(host, "processors", machine.processors);
    put(host, "heapBytes", machine.heapBytes);
    ObjectNode kernels = json.putObject("kernels");
    kernels.put("provider", machine.provider);
    kernels.put("reason", machine.reason);
    put(kernels, "threads", machine.threads);
    json.put("determinism", determinism);
    dependencies.forEach(json.putObject("dependencies")::put);
    plugins.forEach(json.putObject("plugins")::put);
    finished.ifPresent(time -> json.put("finished", time.toString()));
    wallSeconds.ifPresent(seconds -> json.put("wallSeconds", seconds));
    return json;
  }

  private static void put(ObjectNode json, String key, long number) {
    if (number >= 0) {
      json.put(key, number);
    }
  }
}

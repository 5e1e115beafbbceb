package vae.experiments.sweep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderException;
import vae.experiments.folder.FolderFile;
import vae.experiments.recorded.RecordException;
import vae.experiments.recorded.RecordedProvenance;
import vae.experiments.run.folder.Numerics;
import vae.experiments.run.folder.RunId;
import vae.experiments.spec.CanonicalJson;
import vae.experiments.spec.Json;

/**
 * {@code data.json}: which data a sweep's trials train on, by the hash of their content; one for
 * each different {@code data} in the plan.
 *
 * <p>It stands beside the plan, because a trial's id says where its data are and not what they
 * hold. The first hash of a {@code data} counts, and any other is refused from then on. Sweeps of
 * version 0.1.0 have no such file: theirs follows from their finished runs.
 */
public final class SweepData {

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final String SPEC = "spec";
  private static final String SHA256 = "sha256";

  /** Stands for data of which nothing is known but that they are others. */
  private static final String OTHER = "unknown";

  private final SweepFolder folder;
  private final int numerics;
  private final SequencedMap<String, String> hashes = new LinkedHashMap<>();
  private boolean saved;

  private SweepData(SweepFolder folder, int numerics) {
    this.folder = folder;
    this.numerics = numerics;
  }

  /** Nothing known, of a sweep that has not begun. */
  public static SweepData none(SweepFolder folder) {
    return new SweepData(folder, Numerics.VERSION);
  }

  /**
   * What the sweep's folder holds.
   *
   * @throws FolderException where the file is not what was written
   */
  public static SweepData read(SweepFolder folder) throws IOException {
    SweepData data = new SweepData(folder, folder.numerics());
    if (Folder.find(folder.path()).isPresent() && folder.file(folder.data()).exists()) {
      data.parse(folder.file(folder.data()));
      data.saved = true;
    }
    return data;
  }

  private void parse(FolderFile file) throws IOException {
    for (JsonNode each : file.object(Folder.MAX_JSON).path("data")) {
      String hash = each.path(SHA256).asString("");
      if (!each.path(SPEC).isObject() || !HASH.matcher(hash).matches()) {
        throw file.malformed("expected for each \"spec\" its \"sha256\" of 64 digits");
      }
      hashes.put(key(each.path(SPEC)), hash);
    }
    if (hashes.isEmpty()) {
      throw file.malformed("expected a list \"data\"");
    }
  }

  private static String key(JsonNode spec) {
    try {
      return CanonicalJson.of(spec);
    } catch (IllegalArgumentException e) {
      return spec.toString();
    }
  }

  private static String key(Trial trial) {
    return key(trial.experiment().path("data"));
  }

  /** Whether {@code data.json} holds all that is known: records were checked against it. */
  public boolean isSaved() {
    return saved;
  }

  /** Hashes by the canonical text of the trials' {@code data}. */
  public synchronized Map<String, String> hashes() {
    return Map.copyOf(hashes);
  }

  /** The hash that the trial's data must have; empty where none of its trials has begun. */
  public synchronized Optional<String> of(Trial trial) {
    return Optional.ofNullable(hashes.get(key(trial)));
  }

  /**
   * Takes the hash of the trial's data where none is known yet.
   *
   * @param where they were found, for the complaint; empty for here
   * @throws ChangedDataException where the sweep's are others
   */
  public synchronized void require(Trial trial, String found, String where) {
    String known = hashes.putIfAbsent(key(trial), found);
    if (known == null) {
      saved = false;
    } else if (!known.equals(found)) {
      throw changed(trial, where.isEmpty() ? "" : " " + where, found);
    }
  }

  /** The complaint about other data. */
  public ChangedDataException changed(Trial trial, String where, String found) {
    return new ChangedDataException(
        ("%s: the data %s%s are not those of the sweep: expected SHA-256 %s, got %s. Results on"
                + " both must not be mixed: restore the data, or give the sweep another \"name\"")
            .formatted(
                folder.path(),
                trial.experiment().path("data"),
                where,
                of(trial).orElse("none"),
                found),
        found);
  }

  /**
   * Learns from a trial's record, where no trial on the same data was met before.
   *
   * @return the hash of the data that it trained on, where they are not the sweep's
   */
  public Optional<String> learned(Trial trial, TrialRecord record) {
    if (of(trial).isEmpty()) {
      hash(trial, record).ifPresent(made -> require(trial, made, ""));
    }
    return other(trial, record);
  }

  /** The hash that a record speaks of, or its run folder; empty where neither does. */
  private Optional<String> hash(Trial trial, TrialRecord record) {
    if (!record.data().isEmpty() || record.folder().isEmpty()) {
      return Optional.of(record.data()).filter(it -> !it.isEmpty());
    }
    return recorded(folder.runs().resolve(record.folder()))
        .filter(it -> record.folder().endsWith("-" + id(trial, it)));
  }

  /** The hash of the data that a run folder records. */
  public static Optional<String> recorded(Path run) {
    try {
      return RecordedProvenance.find(Folder.open(run)).map(it -> it.data().sha256());
    } catch (FolderException | RecordException | IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The hash of the data that a record's trial trained on, where they are not the sweep's.
   *
   * @return empty where they are, or where nothing tells
   */
  private Optional<String> other(Trial trial, TrialRecord record) {
    Optional<String> known = of(trial);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    if (!record.data().isEmpty()) {
      return Optional.of(record.data()).filter(it -> !it.equals(known.get()));
    }
    if (record.folder().isEmpty() || record.folder().endsWith("-" + id(trial, known.get()))) {
      return Optional.empty();
    }
    return Optional.of(hash(trial, record).orElse(OTHER));
  }

  /**
   * Whether a run folder of this name is the trial's on the sweep's data, where these are known.
   */
  public boolean isOwn(Trial trial, String run) {
    return of(trial).map(it -> run.endsWith("-" + id(trial, it))).orElse(true);
  }

  private String id(Trial trial, String hash) {
    return RunId.of(CanonicalJson.of(trial.experiment()), hash, numerics);
  }

  /** Writes what is known, where that is not in the file yet. */
  public synchronized void save() throws IOException {
    if (!saved && !hashes.isEmpty()) {
      ObjectNode json = Json.mapper().createObjectNode();
      ArrayNode all = json.putArray("data");
      hashes.forEach(
          (spec, hash) -> {
            ObjectNode each = all.addObject();
            each.set(SPEC, Json.mapper().readTree(spec));
            each.put(SHA256, hash);
          });
      folder.file(folder.data()).write(json.toPrettyString() + "\n");
      saved = true;
    }
  }
}

package vae.experiments.sweep;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.run.folder.RunId;
import vae.experiments.spec.CanonicalJson;
import vae.experiments.spec.Json;
import vae.experiments.spec.Resolved;

/**
 * One run of a sweep: an experiment with every default written out, and how it came about.
 *
 * <p>Its identity is its content, never its place in the plan.
 *
 * @param id the first 12 hexadecimal digits of SHA-256 over the canonical experiment and the
 *     numerics version
 * @param group the same without the seed: trials of one group differ in nothing but the seed
 * @param parameters what the sweep sets, by path, in the order of the sweep; without the seed
 */
public record Trial(
    String id,
    String group,
    SequencedMap<String, JsonNode> parameters,
    long seed,
    JsonNode experiment) {

  private static final String SEED = "seed";
  private static final Pattern ID = Pattern.compile("[0-9a-f]{12}");

  public Trial {
    parameters = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(parameters));
  }

  public static Trial of(Resolved experiment, Map<String, JsonNode> parameters) {
    JsonNode tree = experiment.tree();
    return new Trial(
        id(experiment.canonical()),
        groupOf(tree),
        new LinkedHashMap<>(parameters),
        experiment.spec().seed(),
        tree);
  }

  /**
   * The id of a trial from its resolved experiment.
   *
   * @throws IllegalArgumentException where the JSON has no canonical form
   */
  public static String idOf(JsonNode experiment) {
    return id(CanonicalJson.of(experiment));
  }

  /**
   * The group of a trial from its resolved experiment: the id that it has without the seed.
   *
   * @throws IllegalArgumentException where the JSON has no canonical form
   */
  public static String groupOf(JsonNode experiment) {
    return idOf(((ObjectNode) experiment.deepCopy()).without(SEED));
  }

  public int epochs() {
    return experiment.path("training").path("epochs").asInt(0);
  }

  private static String id(String canonical) {
    return RunId.of(canonical.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Ids come from files and name other files.
   *
   * @throws IllegalArgumentException where the text is no id of a trial or group
   */
  static void requireId(String id) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "expected an id of 12 hexadecimal digits, got \"" + id + "\"");
    }
  }

  public ObjectNode json() {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("trial", id).put("group", group).put(SEED, seed);
    ObjectNode values = json.putObject("parameters");
    parameters.forEach(values::set);
    json.set("experiment", experiment);
    return json;
  }

  /**
   * What {@link #json} wrote.
   *
   * @throws IllegalArgumentException where a part is missing, or an id is none
   */
  public static Trial of(JsonNode json) {
    if (!json.path("experiment").isObject() || json.path("trial").asString("").isEmpty()) {
      throw new IllegalArgumentException("expected a trial with its experiment");
    }
    requireId(json.path("trial").asString());
    requireId(json.path("group").asString(""));
    SequencedMap<String, JsonNode> parameters = new LinkedHashMap<>();
    json.path("parameters").properties().forEach(e -> parameters.put(e.getKey(), e.getValue()));
    return new Trial(
        json.path("trial").asString(),
        json.path("group").asString(""),
        parameters,
        json.path(SEED).asLong(0),
        json.path("experiment"));
  }
}

package vae.experiments.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import vae.core.spec.SpecException;
import vae.core.wiring.Catalogue;

/**
 * Reads experiments, and any other record, from JSON.
 *
 * <pre>{@code
 * Resolved base = new SpecReader(catalogue).read(Path.of("digits.json"));
 * Resolved other = base.with("estimator.samples", 5).with("encoder.posterior.type", "full-covariance");
 * }</pre>
 *
 * <p>Unknown and duplicate keys, wrong types, values out of range and unknown components are
 * refused with the file, the line, the path, what was expected and how to fix it.
 */
public final class SpecReader {

  /** Characters of a setting that its complaint repeats. */
  private static final int MAX_SHOWN = 200;

  private final Structure structure;
  private final Binder binder;
  private final Settings settings;
  private final SpecWriter writer;

  public SpecReader(Catalogue catalogue) {
    structure = new Structure(catalogue);
    binder = new Binder(structure);
    settings = new Settings(structure, binder);
    writer = new SpecWriter(structure);
  }

  public Resolved read(String json) {
    return read(SpecSource.text(json), List.of());
  }

  public Resolved read(Path file) {
    return read(SpecSource.file(file), List.of());
  }

  /**
   * The experiment with some of its values set, in order.
   *
   * @param set each {@code path=value}, the value as JSON or else a string without quotes
   * @throws SpecException at the first thing that is wrong
   */
  public Resolved read(SpecSource source, List<String> set) {
    JsonText.Document document = changed(ExperimentSpec.class, source, set);
    return resolve(bind(document, ExperimentSpec.class), document.origins());
  }

  public Resolved resolve(ExperimentSpec spec) {
    return resolve(spec, new Origins(""));
  }

  private Resolved resolve(ExperimentSpec spec, Origins origins) {
    JsonNode tree = writer.tree(spec);
    return new Resolved(spec, tree, CanonicalJson.of(tree), this, origins);
  }

  /**
   * Any record that follows the rules of specs, such as a sweep.
   *
   * @param set each {@code path=value}
   * @throws SpecException at the first thing that is wrong
   */
  public <R extends Record> R read(Class<R> type, SpecSource source, List<String> set) {
    return bind(changed(type, source, set), type);
  }

  private JsonText.Document changed(
      Class<? extends Record> type, SpecSource source, List<String> set) {
    JsonText.Document document = JsonText.parse(source);
    for (String each : set) {
      int equals = each.indexOf('=');
      if (equals < 1) {
        String fix = "For example --set estimator.samples=5.";
        throw new SpecException("", "path=value", "\"" + each + "\"", fix).at("--set");
      }
      String text = each.substring(equals + 1);
      String place =
          "--set " + (each.length() <= MAX_SHOWN ? each : each.substring(0, MAX_SHOWN) + "…");
      change(document, type, each.substring(0, equals), it -> Settings.parse(text, it), place);
    }
    return document;
  }

  /**
   * Where the value at the path is written, such as {@code mine.json:7}; the document where the
   * value is not in it.
   */
  public static String place(SpecSource source, String path) {
    return JsonText.parse(source).origins().of(path);
  }

  /**
   * The document as it stands.
   *
   * @throws SpecException where the text is not JSON
   */
  public static JsonNode tree(SpecSource source) {
    return JsonText.parse(source).tree();
  }

  /**
   * True where the document is an object with the key: tells one kind of document from another.
   *
   * @throws SpecException where the text is not JSON
   */
  public static boolean hasKey(SpecSource source, String key) {
    return JsonText.parse(source).tree().has(key);
  }

  Resolved vary(ObjectNode tree, String path, Object value) {
    JsonText.Document document = new JsonText.Document(tree, new Origins(""));
    JavaValues values = new JavaValues(writer);
    change(
        document, ExperimentSpec.class, path, it -> values.json(value), "with(\"" + path + "\")");
    return resolve(bind(document, ExperimentSpec.class), document.origins());
  }

  Draft draft(ObjectNode tree) {
    return new Draft(this, structure, settings, tree);
  }

  Resolved resolve(ObjectNode tree) {
    return resolve(binder.document(ExperimentSpec.class, tree), new Origins(""));
  }

  private void change(
      JsonText.Document document,
      Class<? extends Record> type,
      String path,
      Function<ValueType, JsonNode> value,
      String place) {
    if (!(document.tree() instanceof ObjectNode root)) {
      return; // binding says so
    }
    try {
      settings.set(root, type, path, value);
    } catch (SpecException e) {
      throw e.at(place);
    }
    document.origins().replaced(path, place);
  }

  private <R extends Record> R bind(JsonText.Document document, Class<R> type) {
    try {
      return binder.document(type, document.tree());
    } catch (SpecException e) {
      throw e.at(document.origins().of(e.path()));
    }
  }

  public SpecWriter writer() {
    return writer;
  }

  public Structure structure() {
    return structure;
  }
}

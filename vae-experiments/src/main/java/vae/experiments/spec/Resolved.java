package vae.experiments.spec;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import vae.core.spec.SpecException;

/**
 * An experiment with every default written out: the form that is kept, compared and hashed.
 *
 * <p>Immutable; equal exactly where the canonical texts are.
 */
public final class Resolved {

  private final ExperimentSpec spec;
  private final JsonNode tree;
  private final String canonical;
  private final SpecReader reader;
  private final Origins origins;

  Resolved(
      ExperimentSpec spec, JsonNode tree, String canonical, SpecReader reader, Origins origins) {
    this.spec = spec;
    this.tree = tree;
    this.canonical = canonical;
    this.reader = reader;
    this.origins = origins;
  }

  public ExperimentSpec spec() {
    return spec;
  }

  /** The experiment as JSON; a copy of the caller's own. */
  public JsonNode tree() {
    return tree.deepCopy();
  }

  /** The canonical text; its UTF-8 bytes are hashed. */
  public String canonical() {
    return canonical;
  }

  /** The text for people, as it is kept in {@code experiment.json}. */
  public String pretty() {
    return PrettyJson.of(tree);
  }

  /**
   * The same experiment but for one value.
   *
   * <p>{@code with("estimator.samples", 5)}, {@code with("encoder.posterior.type", "iaf")}, {@code
   * with("prior", new MixturePrior.Spec(10))}. Setting a component's type keeps the keys that the
   * new type has too where they differ from the old type's defaults.
   *
   * @param path of the value, such as {@code encoder.hidden[1]}
   * @param value a number, string, boolean, enum, list, map, spec, JSON, or null for none
   * @throws SpecException where there is no such path or the experiment refuses the value
   */
  public Resolved with(String path, Object value) {
    return reader.vary((ObjectNode) tree.deepCopy(), path, value);
  }

  /** A copy to change in several places before it is resolved again. */
  public Draft draft() {
    return reader.draft((ObjectNode) tree.deepCopy());
  }

  /**
   * A complaint about this experiment with the place where the value at its path is written, such
   * as {@code mine.json:7}: for what is found out only when data and components meet.
   */
  public SpecException located(SpecException complaint) {
    return complaint.location().isEmpty() ? complaint.at(origins.of(complaint.path())) : complaint;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Resolved that && canonical.equals(that.canonical);
  }

  @Override
  public int hashCode() {
    return canonical.hashCode();
  }

  @Override
  public String toString() {
    return canonical;
  }
}

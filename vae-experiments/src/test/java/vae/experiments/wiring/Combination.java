package vae.experiments.wiring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import vae.core.wiring.Catalogue;
import vae.core.wiring.Component;
import vae.experiments.run.SmallRun;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.spec.Resolved;
import vae.experiments.spec.SpecKey;
import vae.experiments.spec.Structure;
import vae.experiments.spec.ValueType;

/**
 * A model of small parts, one for each axis, and two steps to train it by.
 *
 * @param values in the order of the axes
 */
record Combination(List<String> values) {

  private static final Catalogue CATALOGUE = SmallRun.slots().catalogue();
  private static final Structure STRUCTURE = new Structure(CATALOGUE);
  private static final String REGULARIZED = "+regularized";
  private static final String COLUMNS = "columns";

  /** Small values for keys whose defaults would only cost time. */
  private static final Map<String, String> SMALL =
      Map.of(
          "samples", "3",
          "groups", "2",
          "levels", "4",
          "hidden", "[8]",
          "upperHidden", "[6]",
          "layers", "[{\"channels\": 2}]",
          "pseudoInputs", "3",
          "components", "3");

  /** What is chosen, and among what: the components of the catalogue, all of them. */
  enum Axis {
    ENCODER(alsoRegularized("encoder")),
    DECODER(alsoRegularized("decoder")),
    POSTERIOR(names("posterior").toList()),
    PRIOR(names("prior").toList()),
    /** With the noise of the Gaussian's. */
    LIKELIHOOD(
        names("likelihood")
            .flatMap(
                it -> it.equals("gaussian") ? names("noise").map(n -> it + "/" + n) : Stream.of(it))
            .toList()),
    ESTIMATOR(names("estimator").toList()),
    CONDITION(names("condition").toList()),
    /** The others take values from files. */
    MISSING(List.of("none", "at-random"));

    private final List<String> choices;

    Axis(List<String> choices) {
      this.choices = choices;
    }

    List<String> choices() {
      return choices;
    }
  }

  private static List<String> alsoRegularized(String slot) {
    return Stream.concat(names(slot), Stream.of("mlp" + REGULARIZED, "gated-mlp" + REGULARIZED))
        .toList();
  }

  /** The number of choices for each axis. */
  static int[] sizes() {
    return Stream.of(Axis.values()).mapToInt(it -> it.choices().size()).toArray();
  }

  /** Of a row of indices into the axes' choices. */
  static Combination of(int[] row) {
    return new Combination(
        IntStream.range(0, row.length)
            .mapToObj(i -> Axis.values()[i].choices().get(row[i]))
            .toList());
  }

  private static Stream<String> names(String slot) {
    return CATALOGUE.components(slot).stream().map(Component::name);
  }

  String get(Axis axis) {
    return values.get(axis.ordinal());
  }

  /**
   * @param table of numbers from 0 to 1: images have no columns that a condition could take
   */
  ExperimentSpec spec(String table) {
    String likelihood = get(Axis.LIKELIHOOD);
    int noise = likelihood.indexOf('/') + 1;
    String data =
        get(Axis.CONDITION).equals(COLUMNS)
            ? "\"type\": \"csv\", \"path\": \"" + table + "\""
            : "\"type\": \"digits\", \"limit\": 8";
    String json =
        """
        { "name": "combination", "latentSize": 4,
          "data": {%s, "split": {"validation": 0, "test": 5}, "binarization": {"type": "none"},
                   "missing": {"type": "%s"}},
          "condition": {"type": "%s"%s},
          "prior": %s, "encoder": %s, "decoder": %s, "likelihood": %s, "estimator": %s,
          "training": {"epochs": 1, "batchSize": 4} }
        """
            .formatted(
                data,
                get(Axis.MISSING),
                get(Axis.CONDITION),
                get(Axis.CONDITION).equals(COLUMNS) ? ", \"columns\": [\"0\", \"5\"]" : "",
                component("prior", get(Axis.PRIOR), "diagonal", ""),
                component("encoder", get(Axis.ENCODER), get(Axis.POSTERIOR), ""),
                component("decoder", get(Axis.DECODER), "", ""),
                component(
                    "likelihood",
                    noise == 0 ? likelihood : likelihood.substring(0, noise - 1),
                    "",
                    noise == 0
                        ? ""
                        : ", \"noise\": "
                            + component("noise", likelihood.substring(noise), "", "")),
                component("estimator", get(Axis.ESTIMATOR), "", ""));
    Resolved experiment = SmallRun.read(json);
    return experiment.spec().likelihood().needsBinaryData()
        ? experiment.with("data.binarization.type", "threshold").spec()
        : experiment.spec();
  }

  /** A component with small parts, of which all encoders have this posterior. */
  private static String component(String slot, String name, String posterior, String more) {
    boolean regularized = name.endsWith(REGULARIZED);
    String type = name.replace(REGULARIZED, "");
    Component component =
        CATALOGUE.find(CATALOGUE.specType(slot).orElseThrow(), type).orElseThrow();
    List<String> keys = new ArrayList<>();
    for (SpecKey key : STRUCTURE.keys(component.specType())) {
      if (SMALL.containsKey(key.name())) {
        keys.add(nested(key, SMALL.get(key.name())));
      } else if (key.type() instanceof ValueType.OfSlot inner) {
        switch (inner.name()) {
          case "posterior" -> keys.add(nested(key, component("posterior", posterior, "", "")));
          case "encoder", "decoder" ->
              keys.add(nested(key, component(inner.name(), "mlp", posterior, "")));
          default -> {}
        }
      }
    }
    if (regularized) {
      keys.add("normalization\": {\"type\": \"batch\"}, \"dropout\": 0.2");
    }
    StringBuilder json = new StringBuilder("{\"type\": \"" + type + "\"" + more);
    keys.forEach(it -> json.append(", \"").append(it));
    return json.append("}").toString();
  }

  private static String nested(SpecKey key, String json) {
    return key.name() + "\": " + json;
  }

  @Override
  public String toString() {
    return String.join(" ", values);
  }
}

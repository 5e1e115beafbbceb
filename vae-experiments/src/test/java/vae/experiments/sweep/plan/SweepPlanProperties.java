package vae.experiments.sweep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vae.experiments.spec.PrettyJson;
import vae.experiments.spec.Resolved;
import vae.experiments.spec.SpecReader;
import vae.experiments.spec.SpecSource;
import vae.experiments.sweep.Trial;
import vae.experiments.wiring.Slots;

/** What is true of every plan, over sweeps drawn at random. */
final class SweepPlanProperties {

  private static final Slots SLOTS = Slots.load(null);
  private static final SweepReader READER = new SweepReader(SLOTS);
  private static final SpecReader EXPERIMENTS = new SpecReader(SLOTS.catalogue());

  private static final String BASE =
      """
      {"name": "small", "seed": 7, "latentSize": 4, "training": {"epochs": 8},
       "likelihood": {"type": "gaussian", "noise": {"type": "fixed", "sigma": 0.1}}}\
      """;

  /** Values that each of these may have; the order of paths is theirs. */
  private static final Map<String, List<String>> LISTED =
      new LinkedHashMap<>(
          Map.of(
              "latentSize", List.of("2", "4", "8", "16"),
              "estimator.samples", List.of("1", "2", "5"),
              "likelihood.noise.sigma", List.of("0.05", "0.1", "2e-1", "1"),
              "encoder.posterior",
                  List.of(
                      "{\"type\": \"diagonal\"}",
                      "{\"type\": \"full-covariance\"}",
                      "{\"type\": \"low-rank\", \"rank\": 2}"),
              "encoder.hidden", List.of("[8]", "[8, 4]", "[]"),
              "encoder.activation", List.of("\"relu\"", "\"tanh\"")));

  private static final Map<String, String> RANGES =
      Map.of(
          "likelihood.noise.sigma",
              "{\"min\": 0.01, \"max\": 1, \"distribution\": \"log-uniform\"}",
          "optimizer.learningRate", "{\"min\": 0.0001, \"max\": 0.01}",
          "latentSize", "{\"min\": 2, \"max\": 32, \"distribution\": \"log-integer\"}",
          "training.batchSize", "{\"min\": 16, \"max\": 64, \"distribution\": \"integer\"}",
          "encoder.activation", "{\"values\": [\"relu\", \"tanh\"]}");

  @Provide
  Arbitrary<Map<String, List<String>>> grids() {
    Arbitrary<Set<String>> paths =
        Arbitraries.of(new TreeSet<>(LISTED.keySet())).set().ofMaxSize(3);
    return paths.flatMap(
        chosen -> {
          Arbitrary<Map<String, List<String>>> grid = Arbitraries.just(new LinkedHashMap<>());
          for (String path : chosen) {
            Arbitrary<List<String>> some =
                Arbitraries.of(LISTED.get(path)).list().uniqueElements().ofMinSize(1);
            grid =
                grid.flatMap(
                    before ->
                        some.map(
                            values -> {
                              Map<String, List<String>> after = new LinkedHashMap<>(before);
                              after.put(path, values);
                              return after;
                            }));
          }
          return grid;
        });
  }

  @Provide
  Arbitrary<List<Long>> seeds() {
    return Arbitraries.longs().between(-3, 9).list().uniqueElements().ofMinSize(1).ofMaxSize(3);
  }

  @Provide
  Arbitrary<Set<String>> ranges() {
    return Arbitraries.of(new TreeSet<>(RANGES.keySet())).set().ofMinSize(1);
  }

  private static String sweep(String method, List<Long> seeds, Map<String, String> parameters) {
    String inside =
        parameters.entrySet().stream()
            .map(it -> "\"%s\": %s".formatted(it.getKey(), it.getValue()))
            .collect(Collectors.joining(",\n"));
    return "{\"name\": \"s\", \"method\": %s, \"seeds\": %s,\n\"parameters\": {%s},\n\"base\": %s}"
        .formatted(method, seeds, inside, BASE);
  }

  private static String grid(List<Long> seeds, Map<String, List<String>> values) {
    Map<String, String> parameters = new LinkedHashMap<>();
    values.forEach((path, all) -> parameters.put(path, "{\"values\": " + all + "}"));
    return sweep("{\"type\": \"grid\"}", seeds, parameters);
  }

  private static Sweep read(String json) {
    return READER.read(SpecSource.text("s.json", json), List.of());
  }

  private static List<String> lines(List<Trial> trials) {
    return trials.stream().map(trial -> trial.json().toString()).toList();
  }

  private static Set<String> ids(Sweep sweep) {
    return sweep.trials().stream().map(Trial::id).collect(Collectors.toCollection(TreeSet::new));
  }

  @Property(tries = 12, seed = "1")
  void aGridIsTheProductOfItsValuesAndSeeds(
      @ForAll("grids") Map<String, List<String>> values, @ForAll("seeds") List<Long> seeds) {
    int product = seeds.size();
    for (List<String> each : values.values()) {
      product *= each.size();
    }
    Sweep sweep = read(grid(seeds, values));
    assertEquals(product, sweep.trials().size());
    assertEquals(product, ids(sweep).size());
    assertEquals(
        product / seeds.size(), sweep.trials().stream().map(Trial::group).distinct().count());
  }

  @Property(tries = 12, seed = "2")
  void theOrderOfParametersValuesAndSeedsChangesNoId(
      @ForAll("grids") Map<String, List<String>> values,
      @ForAll("seeds") List<Long> seeds,
      @ForAll long shuffle) {
    List<String> paths = new ArrayList<>(values.keySet());
    Random random = new Random(shuffle);
    Collections.shuffle(paths, random);
    Map<String, List<String>> shuffled = new LinkedHashMap<>();
    for (String path : paths) {
      List<String> some = new ArrayList<>(values.get(path));
      Collections.shuffle(some, random);
      shuffled.put(path, some);
    }
    assertEquals(ids(read(grid(seeds, values))), ids(read(grid(seeds.reversed(), shuffled))));
  }

  @Property(tries = 12, seed = "3")
  void everyTrialIsTheBaseWithItsParametersSet(
      @ForAll("grids") Map<String, List<String>> values, @ForAll("seeds") List<Long> seeds) {
    for (Trial trial : read(grid(seeds, values)).trials()) {
      assertEquals(trial, alone(trial));
    }
  }

  /** As {@code vae run BASE --set …} would have it. */
  private static Trial alone(Trial trial) {
    List<String> set = new ArrayList<>();
    trial.parameters().forEach((path, value) -> set.add(path + "=" + value));
    set.add("seed=" + trial.seed());
    Resolved experiment = EXPERIMENTS.read(SpecSource.text(BASE), set);
    return Trial.of(experiment, trial.parameters());
  }

  @Property(tries = 12, seed = "4")
  void extendingKeepsTheFrozenLinesAndTheirOrder(
      @ForAll("grids") Map<String, List<String>> values,
      @ForAll("seeds") List<Long> seeds,
      @ForAll long shuffle) {
    Map<String, List<String>> fewer = new LinkedHashMap<>();
    values.forEach((path, all) -> fewer.put(path, all.subList(all.size() / 2, all.size())));
    List<String> frozen = lines(read(grid(seeds.subList(0, 1), fewer)).trials());
    List<Trial> asRead =
        frozen.stream().map(line -> Trial.of(JsonMapper.shared().readTree(line))).toList();
    assertEquals(frozen, lines(asRead));
    Sweep larger = read(grid(seeds, values));
    PlanExtension extension = PlanExtension.of(larger, asRead);
    assertEquals(frozen, lines(extension.trials()).subList(0, frozen.size()));
    assertEquals(larger.trials().size(), extension.trials().size());
    assertEquals(extension.added().isEmpty(), extension.isSame());
    assertEquals(
        ids(larger),
        extension.trials().stream().map(Trial::id).collect(Collectors.toCollection(TreeSet::new)));
  }

  @Property(tries = 12, seed = "5")
  void moreTrialsBeginWithTheSameOnes(
      @ForAll("ranges") Set<String> paths,
      @ForAll("seeds") List<Long> seeds,
      @ForAll @IntRange(min = 1, max = 12) int few,
      @ForAll @IntRange(min = 1, max = 12) int more,
      @ForAll boolean random) {
    Map<String, String> parameters = new LinkedHashMap<>();
    paths.forEach(path -> parameters.put(path, RANGES.get(path)));
    String method =
        random
            ? "{\"type\": \"random\", \"trials\": %d, \"seed\": 5}"
            : "{\"type\": \"sobol\", \"trials\": %d}";
    List<String> short_ = lines(read(sweep(method.formatted(few), seeds, parameters)).trials());
    List<String> long_ =
        lines(read(sweep(method.formatted(few + more), seeds, parameters)).trials());
    assertEquals(short_, long_.subList(0, short_.size()));
  }

  @Property(tries = 12, seed = "6")
  void drawsDoNotDependOnTheOrderOfParametersAndAreWhatSettingThemGives(
      @ForAll("ranges") Set<String> paths, @ForAll boolean random) {
    Map<String, String> parameters = new LinkedHashMap<>();
    Map<String, String> reversed = new LinkedHashMap<>();
    paths.forEach(path -> parameters.put(path, RANGES.get(path)));
    new ArrayList<>(paths).reversed().forEach(path -> reversed.put(path, RANGES.get(path)));
    String method =
        random ? "{\"type\": \"random\", \"trials\": 9}" : "{\"type\": \"sobol\", \"trials\": 9}";
    Sweep sweep = read(sweep(method, List.of(1L), parameters));
    assertEquals(ids(sweep), ids(read(sweep(method, List.of(1L), reversed))));
    sweep.trials().forEach(trial -> assertEquals(trial, alone(trial)));
  }

  @Property(tries = 12, seed = "7")
  void theFrozenSweepPlansTheSameBytes(
      @ForAll("grids") Map<String, List<String>> values, @ForAll("seeds") List<Long> seeds) {
    Sweep sweep = read(grid(seeds, values));
    assertEquals(lines(sweep.trials()), lines(read(grid(seeds, values)).trials()));
    String frozen = PrettyJson.of(sweep.json());
    Sweep again = read(frozen);
    assertEquals(lines(sweep.trials()), lines(again.trials()));
    assertEquals(frozen, PrettyJson.of(again.json()));
    JsonNode numerics = sweep.json().get("numerics");
    assertTrue(numerics.isInt());
  }
}

package vae.experiments.sweep.plan;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import vae.core.model.Quantity;
import vae.core.spec.SpecException;
import vae.experiments.run.folder.Numerics;
import vae.experiments.spec.DottedPath;
import vae.experiments.spec.PrettyJson;
import vae.experiments.spec.Resolved;
import vae.experiments.spec.SpecReader;
import vae.experiments.spec.SpecSource;
import vae.experiments.sweep.Goal;
import vae.experiments.sweep.Trial;
import vae.experiments.wiring.ModelFactory;

/** The reading of one sweep: its file, its base, its plan, and the place of every complaint. */
final class Reading {

  private static final String BASE = "base.";
  private static final String SET = "--set ";

  private static final int MAX_PARAMETERS = 1000;

  private final SpecReader reader;
  private final ModelFactory factory;
  private final MetricNames names;
  private final SpecSource source;
  private final List<String> own = new ArrayList<>();
  private final List<String> ofBase = new ArrayList<>();

  Reading(
      SpecReader reader,
      ModelFactory factory,
      MetricNames names,
      SpecSource source,
      List<String> set) {
    this.reader = reader;
    this.factory = factory;
    this.names = names;
    this.source = source;
    for (String each : set) {
      if (each.startsWith(BASE)) {
        ofBase.add(each.substring(BASE.length()));
      } else {
        own.add(each);
      }
    }
  }

  Sweep sweep() {
    SweepSpec spec = reader.read(SweepSpec.class, source, own);
    Resolved base = base(spec);
    try {
      return plan(spec, base);
    } catch (SpecException e) {
      throw e.location().isEmpty() ? e.at(place(e.path())) : e;
    }
  }

  private Sweep plan(SweepSpec spec, Resolved base) {
    List<SearchAxis> axes = axes(spec.parameters());
    Method method = factory.create(Method.class, "method", spec.method());
    List<Long> seeds = spec.seeds().orElse(List.of(base.spec().seed()));
    Goal goal = goal(spec, base);
    boolean pauses = method.rungs(Integer.MAX_VALUE).isPresent();
    MetricCheck check = new MetricCheck(names, goal.metric(), pauses);
    List<Trial> trials = new Planner(base, axes, method.cells(axes), seeds, check).trials();
    spec.runCap()
        .filter(cap -> trials.size() > cap)
        .ifPresent(
            cap -> {
              throw SpecException.because(
                  "run_cap",
                  "the plan has %d trials, the cap is %d".formatted(trials.size(), cap),
                  "Raise the cap, or list fewer values or seeds.");
            });
    Optional<Rungs> rungs = check.rungs(method);
    return sweep(spec, goal, rungs, trials, json(spec, base, seeds, goal));
  }

  private static Sweep sweep(
      SweepSpec spec, Goal goal, Optional<Rungs> rungs, List<Trial> trials, ObjectNode json) {
    return new Sweep(spec.name(), goal, spec.metric().isPresent(), rungs, trials, json);
  }

  /**
   * A frozen sweep with the trials of its plan: nothing is planned again. A sweep that is frozen
   * names its metric.
   */
  Sweep frozen(List<Trial> trials) {
    SweepSpec spec = reader.read(SweepSpec.class, source, own);
    Resolved base = base(spec);
    Goal goal = goal(spec, base);
    Method method = factory.create(Method.class, "method", spec.method());
    int leastEpochs =
        trials.stream().mapToInt(Trial::epochs).min().orElse(base.spec().training().epochs());
    List<Long> seeds = spec.seeds().orElse(List.of(base.spec().seed()));
    Optional<Rungs> rungs = method.rungs(leastEpochs);
    return sweep(spec, goal, rungs, trials, json(spec, base, seeds, goal));
  }

  private static Goal goal(SweepSpec spec, Resolved base) {
    return spec.metric()
        .map(it -> new Goal(it.name(), it.goal() == SweepSpec.Goal.MAXIMIZE))
        .orElseGet(() -> new Goal(Quantity.ELBO.on(MetricNames.chosenOn(base.spec())), true));
  }

  private static List<SearchAxis> axes(Map<String, SearchParameter> parameters) {
    if (parameters.size() > MAX_PARAMETERS) {
      String problem = "a sweep has at most %d parameters, these are %d";
      throw SpecException.because(
          "parameters", problem.formatted(MAX_PARAMETERS, parameters.size()), "");
    }
    List<SearchAxis> axes = new ArrayList<>();
    parameters.forEach((label, parameter) -> axes.add(new SearchAxis(label, parameter)));
    for (SearchAxis axis : axes) {
      axis.paths().forEach(path -> requireVariable(axis, path));
      axis.conditions().keySet().forEach(path -> requireVariable(axis, path));
    }
    return axes;
  }

  private static void requireVariable(SearchAxis axis, String path) {
    if (path.equals("seed")) {
      String fix =
          "List the seeds of the trainings as \"seeds\": [1, 2, 3], beside \"parameters\".";
      throw SpecException.because(axis.place(), "the seed is no parameter", fix);
    }
    if (path.equals("name")) {
      String fix = "Every trial has the name of its base, and an id of its own.";
      throw SpecException.because(axis.place(), "the name is no parameter", fix);
    }
  }

  private ObjectNode json(SweepSpec spec, Resolved base, List<Long> seeds, Goal goal) {
    ObjectNode json = reader.writer().tree(spec);
    json.set("base", base.tree());
    json.putArray("seeds")
        .addAll(seeds.stream().map(json::numberNode).map(JsonNode.class::cast).toList());
    json.set("metric", goal.json());
    json.put("numerics", Numerics.VERSION);
    json.removeIf(JsonNode::isNull);
    json.get("parameters").forEach(it -> ((ObjectNode) it).removeIf(JsonNode::isNull));
    return json;
  }

  private Resolved base(SweepSpec spec) {
    return spec.base().isString() ? file(spec.base().stringValue()) : inline(named(spec));
  }

  /** An experiment that is written in a sweep has the sweep's name where it has none of its own. */
  private static JsonNode named(SweepSpec spec) {
    return spec.base() instanceof ObjectNode base && !base.has("name")
        ? base.deepCopy().put("name", spec.name())
        : spec.base();
  }

  /** Complaints about the file name its own place. */
  private Resolved file(String relative) {
    Path path;
    try {
      path = Path.of(source.name()).resolveSibling(relative);
    } catch (InvalidPathException e) {
      String got = "\"" + relative + "\"";
      throw new SpecException("base", "the path of a file", got, "").at(place("base"));
    }
    if (Files.notExists(path)) {
      String fix = "A path is relative to the folder of the sweep's file.";
      throw SpecException.because("base", "there is no file " + path, fix).at(place("base"));
    }
    try {
      return reader.read(SpecSource.file(path), ofBase);
    } catch (SpecException e) {
      throw e.location().startsWith(SET) ? e.at(setOnBase(e)) : e;
    }
  }

  private Resolved inline(JsonNode base) {
    try {
      return reader.read(SpecSource.text(PrettyJson.line(base)), ofBase);
    } catch (SpecException e) {
      SpecException inSweep = e.under("base");
      boolean set = e.location().startsWith(SET);
      throw inSweep.at(set ? setOnBase(e) : place(inSweep.path()));
    }
  }

  private static String setOnBase(SpecException e) {
    return SET + BASE + e.location().substring(SET.length());
  }

  /** Where the value is written: in the file, or in the setting that replaced it. */
  private String place(String path) {
    for (String each : own.reversed()) {
      String set = each.substring(0, each.indexOf('='));
      if (DottedPath.isWithin(set, path)) {
        return SET + each;
      }
    }
    return SpecReader.place(source, path);
  }
}

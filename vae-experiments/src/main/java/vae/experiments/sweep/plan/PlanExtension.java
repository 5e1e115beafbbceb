package vae.experiments.sweep.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import vae.core.spec.SpecException;
import vae.experiments.spec.CanonicalJson;
import vae.experiments.sweep.Trial;

/**
 * A frozen plan and what its sweep's file plans now: the frozen trials as they are, and behind them
 * those that are new.
 *
 * @param trials the frozen ones in their order, then the new ones in theirs
 * @param frozen how many of them are frozen
 */
public record PlanExtension(List<Trial> trials, int frozen) {

  public PlanExtension {
    trials = List.copyOf(trials);
  }

  /**
   * Puts what is new behind what is frozen.
   *
   * @throws SpecException where the sweep no longer plans some of the frozen trials
   */
  public static PlanExtension of(Sweep sweep, List<Trial> frozen) {
    Map<String, Trial> planned = new LinkedHashMap<>();
    sweep.trials().forEach(trial -> planned.put(trial.id(), trial));
    List<Trial> lost = frozen.stream().filter(it -> !planned.containsKey(it.id())).toList();
    if (!lost.isEmpty()) {
      throw refused(sweep, frozen, lost);
    }
    List<Trial> trials = new ArrayList<>(frozen);
    frozen.forEach(trial -> planned.remove(trial.id()));
    trials.addAll(planned.values());
    return new PlanExtension(trials, frozen.size());
  }

  private static SpecException refused(Sweep sweep, List<Trial> frozen, List<Trial> lost) {
    Set<String> experiments = new HashSet<>();
    sweep.trials().forEach(trial -> experiments.add(CanonicalJson.of(trial.experiment())));
    boolean otherNumerics =
        lost.stream().allMatch(it -> experiments.contains(CanonicalJson.of(it.experiment())));
    String problem =
        otherNumerics
            ? "the plan of sweep \"%s\" was frozen by a version of vae that computes other bits"
                .formatted(sweep.name())
            : "%d of the %d frozen trials of sweep \"%s\" are no longer planned, such as %s"
                .formatted(lost.size(), frozen.size(), sweep.name(), shown(lost.getFirst()));
    return SpecException.because(
        "",
        problem,
        "Give the sweep another \"name\"; or `--resume` continues the frozen plan"
            + (otherNumerics ? " in that version." : "."));
  }

  private static String shown(Trial trial) {
    StringBuilder text = new StringBuilder(trial.id()).append(" (");
    for (Map.Entry<String, JsonNode> each : trial.parameters().entrySet()) {
      text.append(each.getKey()).append(" = ").append(CanonicalJson.of(each.getValue()));
      text.append(", ");
    }
    return text.append("seed ").append(trial.seed()).append(")").toString();
  }

  public List<Trial> added() {
    return trials.subList(frozen, trials.size());
  }

  public boolean isSame() {
    return frozen == trials.size();
  }
}

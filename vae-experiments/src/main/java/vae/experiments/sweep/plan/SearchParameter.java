package vae.experiments.sweep.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import vae.core.spec.Describe;
import vae.core.spec.Domain;
import vae.core.spec.Spec;
import vae.core.spec.SpecException;
import vae.experiments.spec.PrettyJson;

/** What one parameter of a sweep may be: listed values, a range to draw from, or linked values. */
@Describe("Listed values, a range to draw from, or linked values.")
public record SearchParameter(
    @Describe("Listed values, any JSON that the path may hold.") Optional<List<JsonNode>> values,
    @Describe("Smallest value of a range; random and sobol only.") Optional<Double> min,
    @Describe("Largest value of a range; random and sobol only.") Optional<Double> max,
    @Describe("How the range is drawn from; uniform where null.")
        Optional<SearchScale> distribution,
    @Describe("Linked values under a free label: each case sets several paths.")
        Optional<List<Map<String, JsonNode>>> cases,
    @Describe("Applies only where each path has the value, or one of the values.")
        Optional<Map<String, JsonNode>> when)
    implements Spec {

  private static final String FORMS =
      "Write {\"values\": […]}, {\"min\": …, \"max\": …} or {\"cases\": [{\"path\": value, …}]}.";

  public SearchParameter {
    values = values.map(List::copyOf);
    boolean range = min.isPresent() || max.isPresent() || distribution.isPresent();
    long forms = Stream.of(values.isPresent(), range, cases.isPresent()).filter(it -> it).count();
    if (forms != 1) {
      String got = forms == 0 ? "none of them" : "several";
      throw new SpecException("", "one of values, a range, and cases", got, FORMS);
    }
    values.ifPresent(SearchParameter::requireValues);
    cases.ifPresent(SearchParameter::requireCases);
    if (range) {
      requireBounds(min, max, distribution.orElse(SearchScale.UNIFORM));
    }
    if (when.isPresent() && when.get().isEmpty()) {
      String fix = "Leave the key out where the parameter always applies.";
      throw new SpecException("when", "at least one condition", "{}", fix);
    }
    when.orElse(Map.of()).forEach((path, value) -> Canonical.of(value, "when." + path));
  }

  private static void requireValues(List<JsonNode> values) {
    if (values.isEmpty()) {
      String fix = "Remove the parameter to leave it at the base's value.";
      throw new SpecException("values", "at least one value", "[]", fix, new Domain.Size(1));
    }
    Set<String> before = new HashSet<>();
    for (int i = 0; i < values.size(); i++) {
      if (!before.add(Canonical.of(values.get(i), "values[" + i + "]"))) {
        String problem = PrettyJson.shortened(values.get(i)) + " is listed twice";
        String fix = "The same value gives the same run: keep one of the two.";
        throw SpecException.because("values[" + i + "]", problem, fix);
      }
    }
  }

  private static void requireCases(List<Map<String, JsonNode>> cases) {
    if (cases.isEmpty()) {
      String fix = "Remove the parameter instead.";
      throw new SpecException("cases", "at least one case", "[]", fix, new Domain.Size(1));
    }
    for (int i = 0; i < cases.size(); i++) {
      if (cases.get(i).isEmpty()) {
        String fix = "For example {\"estimator.samples\": 5, \"training.epochs\": 100}.";
        throw new SpecException("cases[" + i + "]", "the values of this case by path", "{}", fix);
      }
      int here = i;
      cases
          .get(i)
          .forEach((path, value) -> Canonical.of(value, "cases[%d].%s".formatted(here, path)));
    }
  }

  private static void requireBounds(
      Optional<Double> min, Optional<Double> max, SearchScale distribution) {
    String fix = "A range has both bounds.";
    double least = min.orElseThrow(() -> new SpecException("min", "a number", "nothing", fix));
    double most = max.orElseThrow(() -> new SpecException("max", "a number", "nothing", fix));
    distribution.require(least, most);
  }

  SearchScale drawn() {
    return distribution.orElse(SearchScale.UNIFORM);
  }
}

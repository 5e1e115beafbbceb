package vae.experiments.likelihood;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.evaluation.ImportanceSampled;
import vae.experiments.evaluation.Measured;
import vae.experiments.quantity.LikelihoodQuantities;
import vae.experiments.quantity.Quantities;

/**
 * Importance sampling, annealed importance sampling and its gap side by side, and one number for
 * log p(x) only where they agree.
 *
 * <p>Two views agree where they differ by at most two standard errors of the difference, and by
 * what the lower one may be too low: the first-order bias of its few samples and, of AIS, the BDMC
 * gap. A gap above {@value #WIDE_GAP} nat bounds nothing that anyone would report.
 */
public final class LikelihoodPanel {

  /** The gap from which on an agreement with AIS means nothing, in nats. */
  static final double WIDE_GAP = 1;

  /** Standard errors that two views may be apart. */
  private static final double ERRORS = 2;

  /** The share of examples with a high Pareto k̂ that is a likely reason. */
  private static final double MANY = 0.05;

  private final String part;
  private final View.Values values;
  private final Optional<View> sampled;
  private final Optional<View> annealed;
  private final Optional<View> gap;

  private LikelihoodPanel(String part, View.Values values) {
    this.part = part;
    this.values = values;
    sampled = View.sampled(values);
    annealed = View.annealed(values);
    gap = View.gap(values);
  }

  /** The panel of a part; empty where none of its views was measured. */
  public static Optional<LikelihoodPanel> of(String part, SortedMap<String, Measured> measured) {
    LikelihoodPanel panel =
        new LikelihoodPanel(part, it -> Optional.ofNullable(measured.get(it.on(part))));
    return panel.views().isEmpty() ? Optional.empty() : Optional.of(panel);
  }

  public static List<LikelihoodPanel> all(SortedMap<String, Measured> measured) {
    return Quantities.PARTS.stream().flatMap(it -> of(it, measured).stream()).toList();
  }

  private List<View> views() {
    return Stream.of(sampled, annealed, gap).flatMap(Optional::stream).toList();
  }

  /** A line of the panel: what, its value, and what is known of it. */
  public record Row(String title, String value, String detail) {}

  /** {@code test log p(x)}. */
  public String title() {
    return part + " log p(x)";
  }

  /** The views and, last, the verdict. */
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    views().forEach(it -> rows.add(new Row(it.title(), it.text(), it.detail())));
    rows.add(
        number()
            .map(it -> new Row(title(), View.text(it), agreement()))
            .orElseGet(() -> new Row(title(), "no single number", String.join("; ", reasons()))));
    return rows;
  }

  private String agreement() {
    return "cite this: the views agree on the first %d examples"
        .formatted(sampled.get().examples());
  }

  /** The value that the views agree on, that of the smaller error; empty where they do not. */
  public Optional<Measured> number() {
    return reasons().isEmpty()
        ? Optional.of(uncertainty(sampled.get()) < uncertainty(annealed.get()) ? sampled : annealed)
            .map(it -> it.get().value())
        : Optional.empty();
  }

  private static double uncertainty(View view) {
    return error(view) + view.bias();
  }

  private static double error(View view) {
    return view.value().standardError().orElse(Double.NaN);
  }

  /** Why there is no single number, with what to do; none where there is one. */
  public List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    views().stream()
        .filter(it -> !Double.isFinite(it.value().value()))
        .forEach(it -> reasons.add("%s is %s".formatted(it.title(), it.value().value())));
    if (!reasons.isEmpty()) {
      return reasons;
    }
    if (sampled.isEmpty() || annealed.isEmpty()) {
      String missing = sampled.isEmpty() ? "importance-sampling" : "ais";
      reasons.add(
          "one view alone is not checked: list {\"type\": \"%s\"} in evaluation.metrics as well"
              .formatted(missing));
    } else if (sampled.get().examples() != annealed.get().examples()) {
      reasons.add(
          "the views are of %d and %d examples: give both metrics the same number"
              .formatted(sampled.get().examples(), annealed.get().examples()));
    } else if (Double.isNaN(error(sampled.get()) + error(annealed.get()))) {
      reasons.add("an error was not measured: take more examples");
    } else {
      disagreement(sampled.get(), annealed.get()).ifPresent(reasons::add);
    }
    if (hasWideGap()) {
      reasons.add(
          "the BDMC gap is wide, %s nats on simulated data: too few temperatures for AIS"
              .formatted(gap.get().text()));
    }
    return reasons;
  }

  private boolean hasWideGap() {
    return gap.isPresent()
        && gap.get().value().value() - ERRORS * gap.get().value().standardError().orElse(0)
            > WIDE_GAP;
  }

  private Optional<String> disagreement(View sampled, View annealed) {
    double above = annealed.value().value() - sampled.value().value();
    double error = Math.hypot(error(sampled), error(annealed));
    double slack = above > 0 ? sampled.bias() : annealed.bias() + boundedGap();
    if (Math.abs(above) <= ERRORS * error + slack) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "importance sampling is %.2f nats %s AIS, %.0f times their errors: %s",
            Math.abs(above),
            above > 0 ? "below" : "above",
            Math.abs(above) / error,
            above > 0 ? whySamplingIsLow() : whyAnnealingIsLow()));
  }

  private double boundedGap() {
    return hasWideGap() ? 0 : gap.map(it -> Math.max(0, it.value().value())).orElse(0.0);
  }

  private String whySamplingIsLow() {
    double heavy = values.number(LikelihoodQuantities.SAMPLED_HEAVY).orElse(0);
    OptionalDouble effective = values.number(LikelihoodQuantities.SAMPLED_EFFECTIVE);
    if (heavy > MANY) {
      return "Pareto k is too high in %.0f %% of the examples, so the posterior is too narrow to sample from"
          .formatted(100 * heavy);
    }
    return effective.orElse(0) < ImportanceSampled.POOR
        ? "few effective samples carry it, so K is too small"
        : "its weights look sound, so check AIS with \"bdmc\" and more chains";
  }

  private String whyAnnealingIsLow() {
    if (hasWideGap()) {
      return "AIS has not arrived, as the gap says";
    }
    return gap.isPresent()
        ? "AIS may not arrive on data that the model does not resemble, or one of both is no lower"
            + " bound"
        : "AIS may have too few temperatures, which \"bdmc\" would tell, or one of both is no lower"
            + " bound";
  }

  /** The panels as JSON; empty where there are none. */
  public static Optional<ArrayNode> json(SortedMap<String, Measured> measured) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    all(measured).forEach(it -> json.add(it.json()));
    return json.isEmpty() ? Optional.empty() : Optional.of(json);
  }

  private ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("part", part);
    ArrayNode each = json.putArray("views");
    for (View view : views()) {
      ObjectNode it = each.addObject().put("name", view.name());
      put(it, view.value());
      it.put("bias", view.bias()).put("examples", view.examples()).put("detail", view.detail());
    }
    number().ifPresentOrElse(it -> put(json.putObject("logP"), it), () -> json.putNull("logP"));
    ArrayNode why = json.putArray("reasons");
    reasons().forEach(why::add);
    return json;
  }

  private static void put(ObjectNode json, Measured measured) {
    json.put("value", measured.value());
    measured
        .standardError()
        .ifPresentOrElse(it -> json.put("standardError", it), () -> json.putNull("standardError"));
  }
}

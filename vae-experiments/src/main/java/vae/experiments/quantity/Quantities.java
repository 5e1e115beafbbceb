package vae.experiments.quantity;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import vae.core.model.Claim;
import vae.core.model.Quantity;
import vae.core.model.Quantity.Better;
import vae.core.model.Quantity.Shown;
import vae.core.model.Quantity.Unit;

/**
 * The quantities of a run, found by the names of its metrics.
 *
 * <p>The {@link #STANDARD} ones are measured by this program and known in files of every version.
 * Those that an estimator or a metric brings are recorded beside the values, so that files alone
 * say how to show them; a name of neither kind is a quantity of which only the name is known.
 */
public final class Quantities {

  /** The estimate of −log p(x) by importance sampling. */
  public static final Quantity NLL =
      new Quantity("nll", "NLL", Unit.NATS, Better.SMALLER, Shown.EVERYWHERE);

  /** Latent coordinates whose posterior mean varies over data. */
  public static final Quantity ACTIVE_UNITS =
      new Quantity("active-units", "active units", Unit.COORDINATES, Better.NEITHER, Shown.SUMMARY);

  /** The mean of the effective sample sizes behind {@link #NLL}. */
  public static final Quantity EFFECTIVE =
      detail("nll-effective-samples", "effective samples", Better.LARGER);

  /** K of {@link #NLL}. */
  public static final Quantity SAMPLES = detail("nll-samples", "NLL samples", Better.NEITHER);

  public static final Quantity SMALLEST =
      detail("nll-effective-samples-smallest", "smallest effective samples", Better.LARGER);

  public static final Quantity POOR =
      detail("nll-effective-samples-poor", "share of poor estimates", Better.SMALLER);

  /** −log₂ p(x) / d of {@link #NLL}, where data are discrete. */
  public static final Quantity BITS =
      detail("nll-bits-per-dimension", "NLL in bits/dim", Better.SMALLER);

  /** The mean over examples of Pareto k̂ of the weights behind {@link #NLL}. */
  public static final Quantity SHAPE =
      detail("nll-pareto-k", "Pareto k of the weights", Better.SMALLER);

  /** The share of examples whose k̂ is too high for K. */
  public static final Quantity HEAVY =
      detail("nll-pareto-k-high", "share of high Pareto k", Better.SMALLER);

  /** Draws of z for each example behind a rate that has no closed form. */
  public static final Quantity RATE_DRAWS =
      detail("rate-draws", "draws of z behind the rate", Better.NEITHER);

  /** Draws of z for each example behind posterior means that have no closed form. */
  public static final Quantity MEAN_DRAWS =
      detail("posterior-mean-draws", "draws of z behind posterior means", Better.NEITHER);

  /** Steps of an epoch that were not finite and left out. */
  public static final Quantity SKIPPED = count("skipped", "skipped steps");

  public static final Quantity ROLLED_BACK = count("rolled-back", "returns to the epoch's start");

  /** Parts of the data, in the order in which they are reported on. */
  public static final List<String> PARTS = List.of("test", "validation", "train");

  private static final List<Quantity> KNOWN =
      List.of(
          Quantity.ELBO,
          NLL,
          Quantity.RATE,
          Quantity.DISTORTION,
          ACTIVE_UNITS,
          EFFECTIVE,
          SAMPLES,
          SMALLEST,
          POOR,
          BITS,
          SHAPE,
          HEAVY,
          RATE_DRAWS,
          MEAN_DRAWS,
          SKIPPED,
          ROLLED_BACK);

  /** Those of every run. */
  public static final Quantities STANDARD = new Quantities(new TreeMap<>());

  private static final int MAX_TITLE = 200;

  private final SortedMap<String, Quantity> own;

  private Quantities(SortedMap<String, Quantity> own) {
    this.own = own;
  }

  private static Quantity detail(String name, String title, Better better) {
    return new Quantity(name, title, Unit.NUMBER, better, Shown.DETAILS);
  }

  private static Quantity count(String name, String title) {
    return new Quantity(name, title, Unit.COUNT, Better.SMALLER, Shown.DETAILS);
  }

  private static Optional<Quantity> standard(String name) {
    return KNOWN.stream().filter(it -> it.name().equals(name)).findFirst();
  }

  public static boolean isStandard(String name) {
    return standard(name).isPresent();
  }

  /** Those of a run with this estimator. */
  public static Quantities of(Claim claim) {
    return of(Stream.concat(claim.bound().stream(), claim.parts().stream()).toList());
  }

  /** The standard ones and these; a standard name keeps its quantity. */
  public static Quantities of(Collection<Quantity> quantities) {
    return STANDARD.and(quantities);
  }

  /**
   * These and others. Where both have a name with different titles, as bounds with different K, its
   * title is the name.
   */
  public Quantities and(Quantities others) {
    return others.own.isEmpty() || others.own.equals(own) ? this : and(others.own.values());
  }

  public Quantities and(Collection<Quantity> more) {
    SortedMap<String, Quantity> all = new TreeMap<>(own);
    for (Quantity each : more) {
      if (standard(each.name()).isEmpty()) {
        all.merge(each.name(), each, (a, b) -> a.title().equals(b.title()) ? a : untitled(a));
      }
    }
    return new Quantities(all);
  }

  private static Quantity untitled(Quantity it) {
    return new Quantity(it.name(), it.name(), it.unit(), it.better(), it.shown());
  }

  /** The quantity of a metric, such as {@code test/elbo}, or of a quantity's own name. */
  public Quantity of(String metric) {
    String name = Quantity.nameIn(metric);
    return standard(name)
        .or(() -> Optional.ofNullable(own.get(name)))
        .orElseGet(() -> detail("unknown", line(name), Better.NEITHER));
  }

  /** A name that may come from a stranger's file, as a title. */
  private static String line(String name) {
    String line = name.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
    return line.isEmpty() ? "unknown" : line.substring(0, Math.min(MAX_TITLE, line.length()));
  }

  /** A metric for people: {@code test ELBO} for {@code test/elbo}. */
  public String title(String metric) {
    int slash = metric.lastIndexOf('/');
    String title = of(metric).title();
    return slash < 0 ? title : metric.substring(0, slash) + " " + title;
  }

  /** A heading with the unit in brackets: {@code test/elbo (nats)}. */
  public String withUnit(String heading, String metric) {
    String unit = of(metric).unit().symbol();
    return unit.isEmpty() ? heading : heading + " (" + unit + ")";
  }

  /** The metrics that are shown at least there, the most prominent ones first. */
  public List<String> shown(Collection<String> metrics, Shown at) {
    return metrics.stream()
        .filter(it -> of(it).shown().compareTo(at) <= 0)
        .sorted(Comparator.comparing((String it) -> of(it).shown()).thenComparing(this::place))
        .toList();
  }

  /** The same of the first part of {@link #PARTS} that has any. */
  public List<String> shownOfReported(Collection<String> metrics, Shown at) {
    return PARTS.stream()
        .map(part -> metrics.stream().filter(it -> it.startsWith(part + "/")).toList())
        .map(ofPart -> shown(ofPart, at))
        .filter(found -> !found.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private int place(String metric) {
    int known = KNOWN.indexOf(of(metric));
    int part = PARTS.indexOf(metric.replaceFirst("/.*", ""));
    return (known < 0 ? KNOWN.size() : known) + (part < 0 ? PARTS.size() : part) * 100;
  }

  /** Those that are not standard by name, as they are recorded; empty for none. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    own.forEach(
        (name, it) ->
            json.putObject(name)
                .put("title", it.title())
                .put("unit", text(it.unit()))
                .put("better", text(it.better()))
                .put("shown", text(it.shown())));
    return json;
  }

  /**
   * What {@link #json} wrote.
   *
   * @param json may be missing: the standard ones
   * @throws IllegalArgumentException where a value is none of its kind
   */
  public static Quantities of(JsonNode json) {
    if (json.isMissingNode()) {
      return STANDARD;
    }
    SortedMap<String, Quantity> own = new TreeMap<>();
    for (Map.Entry<String, JsonNode> each : json.properties()) {
      JsonNode it = each.getValue();
      own.put(
          each.getKey(),
          new Quantity(
              each.getKey(),
              it.path("title").asString(""),
              constant(Unit.class, it.path("unit")),
              constant(Better.class, it.path("better")),
              constant(Shown.class, it.path("shown"))));
    }
    return of(own.values());
  }

  private static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static <E extends Enum<E>> E constant(Class<E> type, JsonNode json) {
    return Arrays.stream(type.getEnumConstants())
        .filter(it -> text(it).equals(json.asString("")))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of %s, got %s"
                        .formatted(Arrays.toString(type.getEnumConstants()), json)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Quantities it && own.equals(it.own);
  }

  @Override
  public int hashCode() {
    return own.hashCode();
  }

  @Override
  public String toString() {
    return own.toString();
  }
}

package vae.experiments.evaluation;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The time that each metric took to measure, added up: for people alone, in no file and no digest.
 */
public final class Costs {

  private final Map<String, Duration> spent = new LinkedHashMap<>();

  /**
   * Measures something and adds the time that it took.
   *
   * @param name of its first quantity, such as {@code nll}
   */
  public <T> T of(String name, Supplier<T> measurement) {
    long begin = System.nanoTime();
    T measured = measurement.get();
    spent.merge(name, Duration.ofNanos(System.nanoTime() - begin), Duration::plus);
    return measured;
  }

  /** Adds others to these. */
  public void add(Costs others) {
    others.spent.forEach((name, time) -> spent.merge(name, time, Duration::plus));
  }

  /** By the name of the first quantity, in the order in which they were measured first. */
  public Map<String, Duration> spent() {
    return Collections.unmodifiableMap(spent);
  }

  /** In words, such as {@code elbo 0.31 s, nll 12.1 s}; empty where nothing was measured. */
  public static String words(Map<String, Duration> spent) {
    return spent.entrySet().stream()
        .map(
            it ->
                String.format(Locale.ROOT, "%s %.3g s", it.getKey(), it.getValue().toNanos() / 1e9))
        .collect(Collectors.joining(", "));
  }
}

package vae.experiments.likelihood;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import vae.core.model.Quantity;
import vae.experiments.evaluation.Measured;
import vae.experiments.quantity.LikelihoodQuantities;

/** One number where the views of log p(x) agree, and a reason where they do not. */
final class LikelihoodPanelTest {

  private final SortedMap<String, Measured> values = new TreeMap<>();

  private LikelihoodPanelTest put(Quantity quantity, double value, double error) {
    values.put(quantity.on("test"), new Measured(value, error));
    return this;
  }

  private LikelihoodPanelTest sampled(double value, double error) {
    return put(LikelihoodQuantities.SAMPLED, value, error)
        .put(LikelihoodQuantities.SAMPLED_EXAMPLES, 100, 0);
  }

  private LikelihoodPanelTest annealed(double value, double error) {
    return put(LikelihoodQuantities.ANNEALED, value, error)
        .put(LikelihoodQuantities.ANNEALED_EXAMPLES, 100, 0);
  }

  private LikelihoodPanelTest gap(double value, double error) {
    return put(LikelihoodQuantities.GAP, value, error);
  }

  private LikelihoodPanel panel() {
    return LikelihoodPanel.of("test", values).orElseThrow();
  }

  private String reason() {
    assertTrue(panel().number().isEmpty());
    return String.join("; ", panel().reasons());
  }

  @Test
  void viewsThatAgreeGiveTheNumberOfTheSmallerError() {
    sampled(-85.31, 0.05).annealed(-85.25, 0.02).gap(0.03, 0.01);
    assertEquals(new Measured(-85.25, 0.02), panel().number().orElseThrow());
    assertEquals(
        List.of("importance sampling", "AIS", "BDMC gap", "test log p(x)"),
        panel().rows().stream().map(LikelihoodPanel.Row::title).toList());
    assertEquals("-85.250 ± 0.020", panel().rows().getLast().value());
    assertEquals(
        "cite this: the views agree on the first 100 examples", panel().rows().getLast().detail());
  }

  /** Twice the error of the difference, and what few samples explain. */
  @ParameterizedTest
  @CsvSource({"-85.50, 0, false", "-85.39, 0, true", "-85.50, 0.2, true"})
  void theyAgreeWithinTheirErrors(double value, double bias, boolean agree) {
    sampled(value, 0.05).annealed(-85.25, 0.05);
    put(LikelihoodQuantities.SAMPLED_BIAS, bias, 0);
    assertEquals(agree, panel().number().isPresent(), () -> panel().reasons().toString());
  }

  @Test
  void aHighParetoKIsTheReasonWhereSamplingIsLow() {
    sampled(826.3, 0.3).annealed(991.4, 0.6).gap(0.9, 0.1);
    put(LikelihoodQuantities.SAMPLED_HEAVY, 0.98, 0);
    assertTrue(reason().contains("165.10 nats below AIS"), reason());
    assertTrue(reason().contains("too narrow"), reason());
  }

  @Test
  void fewEffectiveSamplesAreTheReasonWhereParetoKIsNot() {
    sampled(-90, 0.1).annealed(-85, 0.1);
    put(LikelihoodQuantities.SAMPLED_HEAVY, 0.01, 0);
    put(LikelihoodQuantities.SAMPLED_EFFECTIVE, 3, 0);
    assertTrue(reason().contains("K is too small"), reason());
  }

  @Test
  void aWideGapGivesNoNumberThoughTheViewsAgree() {
    sampled(-85.3, 0.1).annealed(-85.3, 0.1).gap(5, 0.5);
    assertTrue(reason().contains("too few temperatures"), reason());
  }

  /** A narrow gap is part of the error of AIS; a wide one excuses nothing. */
  @Test
  void whereAnnealingIsLowItsGapSaysSo() {
    sampled(-85, 0.1).annealed(-85.7, 0.1).gap(0.6, 0.05);
    assertTrue(panel().number().isPresent());
    gap(8, 0.5);
    assertTrue(reason().contains("AIS has not arrived"), reason());
    values.keySet().removeIf(it -> it.contains("bdmc"));
    assertTrue(reason().contains("no lower bound"), reason());
  }

  @Test
  void oneViewOtherExamplesAndUnknownErrorsGiveNoNumber() {
    sampled(-85, 0.1);
    assertTrue(reason().contains("\"ais\""), reason());
    annealed(-85, 0.1).put(LikelihoodQuantities.ANNEALED_EXAMPLES, 50, 0);
    assertTrue(reason().contains("100 and 50"), reason());
    annealed(-85, Double.NaN);
    assertTrue(reason().contains("not measured"), reason());
  }

  @Test
  void whatIsNotFiniteGivesNoNumber() {
    sampled(-85, 0.1).annealed(Double.NaN, Double.NaN);
    assertEquals("AIS is NaN", reason());
    assertEquals(
        "NaN", LikelihoodPanel.json(values).orElseThrow().at("/0/views/1/value").asString());
  }

  @Test
  void jsonHasTheViewsAndTheNumberOrNull() {
    sampled(-85.31, 0.05).annealed(-85.25, 0.02);
    JsonNode panel = LikelihoodPanel.json(values).orElseThrow().get(0);
    assertEquals(-85.25, panel.at("/logP/value").doubleValue());
    assertEquals("importance-sampling", panel.at("/views/0/name").stringValue());
    annealed(-80, 0.02);
    panel = LikelihoodPanel.json(values).orElseThrow().get(0);
    assertTrue(panel.get("logP").isNull());
    assertEquals(1, panel.get("reasons").size());
    assertTrue(LikelihoodPanel.json(new TreeMap<>()).isEmpty());
  }
}

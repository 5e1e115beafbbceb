package vae.experiments.sweep.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae.core.spec.SpecException;
import vae.experiments.sweep.SweepFixture;

final class GroupComparisonTest {

  @TempDir private static Path root;

  private static SweepResults results;

  @BeforeAll
  static void read() throws IOException {
    results = SweepResults.read(SweepFixture.example(root));
  }

  private static GroupComparison comparison(String metric, String baseline, String sort) {
    List<String> metrics = metric.isEmpty() ? List.of() : List.of(metric);
    return GroupComparison.of(results, new GroupComparison.Choice(metrics, false, baseline, sort));
  }

  @Test
  void theUsualMetricsBeginWithTheSweeps() {
    assertEquals(
        List.of("test/elbo", "test/nll", "test/rate", "test/distortion", "test/active-units"),
        comparison("", "", "").metrics());
    GroupComparison all =
        GroupComparison.of(results, new GroupComparison.Choice(List.of(), true, "", ""));
    assertEquals(List.copyOf(results.metrics()), all.metrics());
  }

  @Test
  void anotherPartIsTakenWhereThereIsNoTest() throws IOException {
    SweepFixture sweep = SweepFixture.of(root, "validated").metric("validation/nll", "minimize");
    sweep.complete(
        sweep.trial(1, Map.of()), Map.of("validation/elbo", -2, "validation/nll", 1, "train/x", 3));
    GroupComparison usual =
        GroupComparison.of(SweepResults.read(sweep.write()), GroupComparison.Choice.USUAL);
    assertEquals(List.of("validation/nll", "validation/elbo"), usual.metrics());
  }

  @Test
  void theEndOfAMetricsNameIsEnough() {
    assertEquals(List.of("test/rate"), comparison("rate", "", "").metrics());
  }

  @Test
  void anUnknownMetricSuggestsOneAndListsAll() {
    SpecException refused = assertThrows(SpecException.class, () -> comparison("test/ebo", "", ""));
    assertEquals(
        """
        --metric: unknown metric "test/ebo"; did you mean "test/elbo"?
        known: test/active-units, test/distortion, test/elbo, test/nll, test/rate\
        """,
        refused.getMessage());
    assertThrows(SpecException.class, () -> comparison("", "", "test/none"));
  }

  @Test
  void bestComesFirstWhereOneDirectionIsBetter() {
    assertEquals(labels(2, 1, 0, 3), labels(comparison("", "", "test/elbo")));
    assertEquals(labels(2, 1, 0, 3), labels(comparison("", "", "test/nll")));
    assertEquals(labels(2, 1, 0, 3), labels(comparison("", "", "test/rate")));
    assertEquals(labels(0, 1, 2, 3), labels(comparison("", "", "")));
  }

  @Test
  void noDirectionIsBetterOfARate() {
    GroupComparison usual = comparison("", "", "");
    assertTrue(usual.best("test/rate").isEmpty());
    assertEquals(results.groups().get(2), usual.best("test/nll").orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sigma=0.2, posterior=diagonal",
        "posterior=diagonal,sigma=0.20",
        "likelihood.noise.sigma=0.2, encoder.posterior.type=diagonal",
        "noise.sigma=2e-1,posterior=diagonal"
      })
  void aBaselineIsFoundByItsValues(String text) {
    assertEquals(results.groups().get(2), comparison("", text, "").baseline().orElseThrow());
  }

  @Test
  void aBaselineIsFoundByItsId() {
    Group group = results.groups().get(1);
    assertEquals(group, comparison("", group.id(), "").baseline().orElseThrow());
    String prefix = group.id().substring(0, 6);
    assertEquals(group, comparison("", prefix, "").baseline().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sigma=0.3", "sigma", "", " ", "=", "posterior=diagonal,sigma=x", "0.1"})
  void whatIsNoGroupIsRefusedWithThoseThatAre(String text) {
    if (!text.isEmpty()) {
      SpecException refused = assertThrows(SpecException.class, () -> comparison("", text, ""));
      assertTrue(refused.getMessage().startsWith("--baseline: no group is \""), refused::toString);
      assertTrue(refused.getMessage().contains(results.groups().get(3).id()), refused::toString);
    }
  }

  @Test
  void severalGroupsAreNoBaseline() {
    SpecException refused =
        assertThrows(SpecException.class, () -> comparison("", "sigma=0.1", ""));
    assertTrue(refused.getMessage().contains("fits 2 groups"), refused::toString);
  }

  private static List<String> labels(int... groups) {
    return Arrays.stream(groups).mapToObj(i -> results.groups().get(i).label()).toList();
  }

  private static List<String> labels(GroupComparison comparison) {
    return comparison.groups().stream().map(Group::label).toList();
  }
}

package vae.experiments.quantity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae.core.model.Quantity;
import vae.core.model.Quantity.Better;
import vae.core.model.Quantity.Shown;
import vae.core.model.Quantity.Unit;
import vae.experiments.spec.Json;

/** A metric is shown by its quantity, also where only a file knows it. */
final class QuantitiesTest {

  private static final Quantity IWAE = Quantity.bound("iwae", "IWAE bound, K = 5");

  @Test
  void whatIsRecordedIsWhatIsRead() {
    Quantities own =
        Quantities.of(
            List.of(IWAE, new Quantity("rmse", "RMSE", Unit.DATA, Better.SMALLER, Shown.SUMMARY)));
    assertEquals(own, Quantities.of(own.json()));
    assertEquals("test IWAE bound, K = 5", Quantities.of(own.json()).title("test/iwae"));
  }

  @Test
  void standardOnesAreNotRecordedAndKeepTheirMeaning() {
    Quantity upsideDown = new Quantity("elbo", "?", Unit.NUMBER, Better.SMALLER, Shown.DETAILS);
    Quantities with = Quantities.of(List.of(upsideDown));
    assertTrue(with.json().isEmpty());
    assertEquals(Quantity.ELBO, with.of("test/elbo"));
  }

  @Test
  void aNameThatNobodyKnowsIsStillShownByItsName() {
    assertEquals("odd name", Quantities.STANDARD.of("test/odd name").title());
    assertEquals(Better.NEITHER, Quantities.STANDARD.of("").better());
  }

  @Test
  void boundsOfOneNameAndDifferentTitlesGoByTheName() {
    Quantities other = Quantities.of(List.of(Quantity.bound("iwae", "IWAE bound, K = 50")));
    assertEquals("iwae", Quantities.of(List.of(IWAE)).and(other).of("test/iwae").title());
  }

  @Test
  void theMostProminentComeFirstAndOnlyOfThePartThatIsReportedOn() {
    Quantities all = Quantities.of(List.of(IWAE));
    List<String> metrics =
        List.of("test/distortion", "test/elbo", "test/iwae", "test/nll-samples", "train/elbo");
    assertEquals(
        List.of("test/elbo", "test/iwae", "test/distortion"),
        all.shownOfReported(metrics, Shown.SUMMARY));
    assertEquals(List.of("train/iwae"), all.shownOfReported(List.of("train/iwae"), Shown.SUMMARY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'iwae': {'title': 'a\\nb', 'unit': 'nats', 'better': 'larger', 'shown': 'details'}}",
        "{'iwae': {'title': 'a', 'unit': 'miles', 'better': 'larger', 'shown': 'details'}}",
        "{'a/b': {'title': 'a', 'unit': 'nats', 'better': 'larger', 'shown': 'details'}}",
        "{'iwae': 3}"
      })
  void whatAFileSaysOfThemIsChecked(String json) {
    var read = Json.mapper().readTree(json.replace('\'', '"'));
    assertThrows(IllegalArgumentException.class, () -> Quantities.of(read));
  }
}

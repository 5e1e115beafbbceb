package vae.data.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vae.data.missing.NothingMissing;
import vae.data.transform.DynamicBinarization;
import vae.data.transform.NoBinarization;

final class DigitsTest {

  private static final Locations NOWHERE =
      Locations.of(Optional.empty(), Map.of(), Path.of("nowhere"));

  private static Dataset load(SplitSpec split, int limit) {
    Digits.Spec spec =
        new Digits.Spec(new NoBinarization.Spec(), split, limit, new NothingMissing.Spec());
    return new Digits(spec).load(NOWHERE);
  }

  @Test
  void theBundledDigitsAreThere() {
    Dataset digits = load(new SplitSpec(0, 0, 0), 0);
    assertEquals(1797, digits.train().size());
    assertArrayEquals(new int[] {8, 8}, digits.exampleShape());
    float[] first = new float[64];
    digits.train().gather(new int[] {0}, 0, 1, first);
    assertEquals(5 / 16f, first[2]);
    assertEquals(0, digits.train().label(0));
    assertEquals(8, digits.train().label(1796));
    digits.fitFor(new DynamicBinarization());
    assertNotNull(Digits.class.getResource("digits.ATTRIBUTION.txt"));
  }

  /**
   * Held so that published numbers stay comparable. Both digests were computed from the bundled
   * file by a second implementation of the key, the permutation and the digest.
   */
  @Test
  void theDefaultSplitStaysWhatItIs() {
    Dataset digits = load(new SplitSpec(180, 180, 0), 0);
    assertEquals(1437, digits.train().size());
    Map<String, Object> description = digits.describe();
    assertEquals(
        "d8141f79f24a5b52cacb63d44eaec211957cc788b05243b0d22e6719a6bbaa9f",
        description.get("splitSha256"));
    assertEquals(
        "cf43955510de6d307903a8717e3ca595c471ee306095fc2f3cd97faf6815414a",
        description.get("sha256"));
    assertEquals(digits.sha256(), load(new SplitSpec(5, 5, 9), 0).sha256());
  }

  @Test
  void everyDigitIsInEveryPart() {
    Dataset digits = load(new SplitSpec(180, 180, 0), 100);
    assertEquals(100, digits.train().size());
    for (Examples part : new Examples[] {digits.train(), digits.validation(), digits.test()}) {
      int[] counts = new int[10];
      for (int i = 0; i < part.size(); i++) {
        counts[part.label(i)]++;
      }
      for (int count : counts) {
        assertTrue(count > 0);
      }
    }
  }
}

package vae.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import vae.core.spec.SpecException;
import vae.core.wiring.ModelSites;

final class ImageShapeTest {

  @Test
  void twoOrThreeAxesAreAnImage() {
    assertEquals(Optional.of(new ImageShape(28, 20, 1)), ImageShape.of(28, 20));
    assertEquals(Optional.of(new ImageShape(32, 30, 3)), ImageShape.of(32, 30, 3));
    assertEquals(2880, new ImageShape(32, 30, 3).size());
  }

  @Test
  void vectorsAndVolumesAreNone() {
    assertEquals(Optional.empty(), ImageShape.of(784));
    assertEquals(Optional.empty(), ImageShape.of(4, 4, 4, 3));
  }

  /** Taken for an image of 3 rows they would train, badly and without a word. */
  @Test
  void planesAreNone() {
    assertEquals(Optional.empty(), ImageShape.of(3, 32, 32));
    assertEquals(Optional.empty(), ImageShape.of(1, 28, 28));
    assertEquals(Optional.of(new ImageShape(4, 4, 4)), ImageShape.of(4, 4, 4));
  }

  @Test
  void extentsAreAtLeastOne() {
    assertThrows(IllegalArgumentException.class, () -> new ImageShape(0, 2, 1));
    assertThrows(IllegalArgumentException.class, () -> new ImageShape(2, 2, 0));
  }

  @Test
  void whatNeedsAnImageSaysSoWhereThereIsNone() {
    Sizes vectors = ModelSites.of(13, 2, 1).sizes();
    SpecException refusal = assertThrows(SpecException.class, vectors::requireImage);
    assertEquals("type", refusal.path());
    assertEquals(
        "convolutions need images, and an example of these data is a vector of 13 numbers",
        refusal.problem());
  }
}

package vae.autodiff.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ShapeTest {

  private static void refused(String message, Executable action) {
    assertEquals(message, assertThrows(ShapeException.class, action).getMessage());
  }

  @Test
  void aScalarHasNoAxesAndOneElement() {
    assertSame(Shape.SCALAR, Shape.of());
    assertEquals(0, Shape.SCALAR.rank());
    assertEquals(1, Shape.SCALAR.size());
    assertEquals("[]", Shape.SCALAR.toString());
  }

  @Test
  void sizeIsTheProductOfTheExtents() {
    assertEquals(24, Shape.of(2, 3, 4).size());
    assertEquals(0, Shape.of(2, 0, 4).size());
    assertEquals(6, Shape.of(2, 3, 4).outer(2));
    assertEquals(12, Shape.of(2, 3, 4).inner(0));
  }

  @Test
  void negativeAxesCountFromTheEnd() {
    assertEquals(4, Shape.of(2, 3, 4).extent(-1));
    assertEquals(0, Shape.of(2, 3, 4).axis(-3));
    refused("shape: axis 3 does not exist in shape [2, 3, 4]", () -> Shape.of(2, 3, 4).extent(3));
    refused(
        "sum: axis -4 does not exist in shape [2, 3, 4]", () -> Shape.of(2, 3, 4).axis("sum", -4));
  }

  @Test
  void moreElementsThanAnArrayHoldsAreRefused() {
    String message = " has more elements than a Java array holds";
    refused("shape [65536, 65536]" + message, () -> Shape.of(65536, 65536));
    refused("shape [2147483647]" + message, () -> Shape.of(Integer.MAX_VALUE));
    int most = Integer.MAX_VALUE;
    refused(
        "shape [2147483647, 2147483647, 2147483647]" + message, () -> Shape.of(most, most, most));
    refused("shape [32768, 65536]" + message, () -> Shape.of(65536).prepend(32768));
    assertEquals(1 << 30, Shape.of(1 << 15, 1 << 15).size());
  }

  @Test
  void negativeExtentsAreRefused() {
    refused("shape [2, -1] has a negative extent", () -> Shape.of(2, -1));
  }

  @Test
  void shapesAreValues() {
    int[] extents = {2, 3};
    Shape shape = Shape.of(extents);
    extents[0] = 7;
    shape.extents()[1] = 7;
    assertEquals(Shape.of(2, 3), shape);
    assertEquals(Shape.of(2, 3).hashCode(), shape.hashCode());
    assertNotEquals(Shape.of(3, 2), shape);
    assertNotEquals(Shape.of(2, 3, 1), shape);
  }

  @Test
  void shapesAreExtendedAndCutAtBothEnds() {
    Shape shape = Shape.of(2, 3);
    assertEquals(Shape.of(5, 2, 3), shape.prepend(5));
    assertEquals(Shape.of(2, 3, 4, 1), shape.append(Shape.of(4, 1)));
    assertEquals(Shape.of(2), shape.dropLast(1));
    assertEquals(Shape.SCALAR, shape.dropLast(2));
    assertEquals(Shape.of(2, 9), shape.withExtent(-1, 9));
    assertEquals(Shape.of(2, 3), shape);
  }
}

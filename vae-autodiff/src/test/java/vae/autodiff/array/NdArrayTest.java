package vae.autodiff.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class NdArrayTest {

  @Test
  void givenElementsAreNotCopiedAndCopiesAre() {
    double[] elements = {1, 2};
    NdArray array = NdArray.of(Shape.of(2), elements);
    NdArray copy = array.copy();
    assertSame(elements, array.storage());
    array.set(0, 5);
    assertArrayEquals(new double[] {5, 2}, array.toDoubles());
    assertArrayEquals(new double[] {1, 2}, copy.doubles());
  }

  @Test
  void floatElementsAreRounded() {
    NdArray array = NdArray.zeros(DType.F32, Shape.of(1));
    array.set(0, 0.1);
    assertEquals((double) 0.1f, array.get(0));
    assertEquals("F32 [1]", array.toString());
  }

  @Test
  void theNumberOfElementsIsChecked() {
    ShapeException refusal =
        assertThrows(ShapeException.class, () -> NdArray.of(Shape.of(2, 2), new float[3]));
    assertEquals("shape [2, 2] has 4 elements, 3 were given", refusal.getMessage());
  }

  @Test
  void onlyAnArrayLikeItOverwritesIt() {
    NdArray array = NdArray.zeros(DType.F64, Shape.of(2));
    array.set(NdArray.of(Shape.of(2), new double[] {3, 4}));
    assertArrayEquals(new double[] {3, 4}, array.doubles());
    NdArray floats = NdArray.zeros(DType.F32, Shape.of(2));
    ShapeException refusal = assertThrows(ShapeException.class, () -> array.set(floats));
    assertEquals("cannot copy F32 [2] into F64 [2]", refusal.getMessage());
    NdArray longer = NdArray.zeros(DType.F64, Shape.of(3));
    assertThrows(ShapeException.class, () -> array.set(longer));
  }

  @Test
  void rowsAreTheLinesAlongTheLastAxis() {
    NdArray array = NdArray.of(Shape.of(1, 2, 3), new double[] {1, 2, 3, 4, 5, 6});
    assertArrayEquals(new double[][] {{1, 2, 3}, {4, 5, 6}}, array.toRows());
  }
}

package vae.experiments.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import vae.autodiff.kernel.KernelSet;

class ScalingTest {

  @Test
  void eachQuantityDoublesTwice() {
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.AUTO, 1)) {
      List<Scaling.Point> points = Scaling.measure(kernels, 1);
      assertEquals(9, points.size());
      for (int i = 0; i < points.size(); i++) {
        Scaling.Point point = points.get(i);
        Scaling.Point first = points.get(i - i % 3);
        assertEquals(Scaling.Quantity.values()[i / 3], point.quantity());
        assertEquals(1 << i % 3, point.factor());
        assertEquals(point.factor() * first.amount(), point.amount());
        assertTrue(point.millis() > 0);
        assertEquals(point.millis() / point.factor() / first.millis(), point.perUnit(), 1e-12);
      }
    }
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
    assertEquals(2, Statistics.median(List.of(9.0, 1.0, 2.0)));
    assertEquals(2.5, Statistics.median(List.of(9.0, 1.0, 2.0, 3.0)));
  }
}

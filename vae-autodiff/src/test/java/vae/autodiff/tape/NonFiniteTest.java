package vae.autodiff.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;

/** NaN and infinity are traced to the operation that made them. */
class NonFiniteTest {

  private final KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1);
  private final Tape tape = Tape.of(kernels, DType.F32);
  private final Parameter weight =
      new Parameter("net.hidden.0.weight", NdArray.of(Shape.of(2, 2), new float[] {1, 2, 3, 4}));

  @AfterEach
  void close() {
    tape.close();
    kernels.close();
  }

  private static NonFinite origin(Tensor tensor) {
    return NonFinite.inValue(tensor).orElseThrow();
  }

  private Tensor layer(double... x) {
    Tensor data = tape.constant(Shape.of(1, 2), x);
    return data.linear(tape.parameter(weight), null, Activation.IDENTITY);
  }

  @Test
  void finiteValuesHaveNoOrigin() {
    Tensor loss = layer(1, 2).square().sum();
    assertTrue(NonFinite.inValue(loss).isEmpty());
    assertTrue(NonFinite.inGradient(loss).isEmpty());
  }

  @Test
  void theFirstOperationIsNamedAndNotThoseThatPassItOn() {
    NonFinite origin = origin(layer(1, 2).multiply(100).exp().log().square().sum());
    assertEquals("exp", origin.op());
    assertEquals("net.hidden.0", origin.layer());
    assertFalse(origin.within());
    assertEquals(Double.POSITIVE_INFINITY, origin.value());
    assertEquals("exp made infinity of finite numbers, after net.hidden.0", origin.text());
  }

  @Test
  void anOperationWithTheParameterIsInTheLayer() {
    NonFinite origin =
        origin(layer(3e38, 3e38).tanh().sum().log().sum().add(layer(3e38, 3e38).sum()));
    assertEquals("linear made infinity of finite numbers, in net.hidden.0", origin.text());
  }

  @Test
  void anInfinityThatIsMaskedAwayIsNotTheOrigin() {
    Tensor masked = tape.constant(Shape.of(2), -1, 1).log();
    Tensor safe = masked.where(tape.constant(Shape.of(2), 0, 1), tape.full(Shape.of(2), 1));
    assertTrue(NonFinite.inValue(safe.sum()).isEmpty());
    NonFinite origin = origin(safe.sum().subtract(layer(1, 1).sum()).sqrt().sum());
    assertEquals("sqrt", origin.op());
  }

  @Test
  void leavesThatHoldItAreNamed() {
    assertEquals("a constant holds NaN", origin(tape.scalar(Double.NaN).square()).text());
    weight.value().set(1, Double.NEGATIVE_INFINITY);
    NonFinite origin = origin(layer(1, 0).detach().square().sum());
    assertEquals("a parameter of net.hidden.0 holds minus infinity", origin.text());
  }

  @Test
  void aGradientIsTracedToTheOperationThatPassedItBack() {
    weight.value().set(0, 0);
    weight.value().set(2, 0);
    Tensor loss = layer(1, 1).abs().sqrt().sum();
    assertTrue(Double.isFinite(loss.item()));
    NonFinite origin = NonFinite.inGradient(loss).orElseThrow();
    assertEquals("sqrt", origin.op());
    assertEquals(NonFinite.Pass.BACKWARD, origin.pass());
    assertEquals("sqrt passed back infinity of finite numbers, after net.hidden.0", origin.text());
  }

  @Test
  void aTapeOfShapesCountsAndComputesNothing() {
    try (Tape shapes = Tape.ofShapes(DType.F32)) {
      for (Tape each : new Tape[] {tape, shapes}) {
        Tensor x = each.full(Shape.of(3, 2), 1).add(each.constant(Shape.of(2), 1, 2));
        Tensor noise = each.normal(Key.of(1).rows(new long[] {1, 2, 3}), Shape.of(4, 3, 2));
        Tensor y = x.add(noise).matmul(each.parameter(weight)).tanh();
        assertEquals(Shape.of(4, 3), y.logSumExp(-1).shape());
      }
      assertTrue(shapes.allocatedElements() >= 3 * 2 + 2 + 3 * 2 + 4 * 3 * 2 * 4 + 4 * 3);
      assertTrue(shapes.allocatedElements() <= tape.allocatedElements(), "never too much");
      Tensor large = shapes.full(Shape.of(1 << 30), 1).exp().sum();
      assertEquals(1, large.shape().size());
      assertTrue(shapes.allocatedElements() > 2L << 30);
      assertThrows(IllegalStateException.class, large::item);
    }
  }
}

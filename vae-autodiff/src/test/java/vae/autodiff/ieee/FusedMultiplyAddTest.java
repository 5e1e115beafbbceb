package vae.autodiff.ieee;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import vae.autodiff.ieee.FusedMultiplyAdd.Kind;

final class FusedMultiplyAddTest {

  @Test
  void flagOfTheJvmDecides() {
    assertEquals(Kind.HARDWARE, FusedMultiplyAdd.kind(Optional.of("true")));
    assertEquals(Kind.SOFTWARE, FusedMultiplyAdd.kind(Optional.of("false")));
    assertEquals(Kind.UNKNOWN, FusedMultiplyAdd.kind(Optional.empty()));
  }

  /** 1 + 2⁻²⁴ is a tie in float and 1 + 2⁻⁵³ is one in double; what is below them decides. */
  @Test
  void sumIsRoundedOnce() {
    assertEquals(Math.nextUp(1f), FusedMultiplyAdd.fma(1 + 0x1p-23f, 0x1p-24f, 1));
    assertEquals(1f, FusedMultiplyAdd.fma(1 - 0x1p-24f, 0x1p-24f, 1));
    assertEquals(Math.nextUp(1.0), FusedMultiplyAdd.fma(1 + 0x1p-52, 0x1p-53, 1));
    assertEquals(1.0, FusedMultiplyAdd.fma(1 - 0x1p-53, 0x1p-53, 1));
  }
}

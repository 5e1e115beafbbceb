package vae.autodiff.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import vae.autodiff.ieee.FusedMultiplyAdd.Kind;

final class SlowJvmTest {

  private static final String HOTSPOT = "OpenJDK 64-Bit Server VM";

  private static Optional<String> slow(String name, String mode, String tier) {
    return SlowJvm.compiler(name, mode, Optional.of(tier));
  }

  @Test
  void hotSpotWithBothCompilersIsNotSlow() {
    assertEquals(Optional.empty(), slow(HOTSPOT, "mixed mode, sharing", "4"));
    assertEquals(Optional.empty(), slow("Java HotSpot(TM) 64-Bit Server VM", "mixed mode", "4"));
    assertEquals(Optional.empty(), SlowJvm.warning(Optional.empty(), Kind.HARDWARE));
    assertEquals(Optional.empty(), SlowJvm.warning(Optional.empty(), Kind.UNKNOWN));
  }

  @Test
  void whatSlowsItIsNamedInALine() {
    assertTrue(slow(HOTSPOT, "interpreted mode, sharing", "4").get().contains("-Xint"));
    assertTrue(slow(HOTSPOT, "mixed mode, sharing", "3").get().contains("C2"));
    assertTrue(
        SlowJvm.compiler("Eclipse OpenJ9 VM", "JRE 25", Optional.empty()).get().contains("OpenJ9"));
    assertEquals(
        Optional.of(
            "this JVM is many times slower than others, with the same results: the C2 compiler is"
                + " off; exact fma in software"),
        SlowJvm.warning(Optional.of("the C2 compiler is off"), Kind.SOFTWARE));
    assertTrue(SlowJvm.warning(Optional.empty(), Kind.SOFTWARE).get().endsWith("fma in software"));
  }
}

package vae.autodiff.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MachineLimitsTest {

  @Test
  void limitsArePositiveAndFinite() {
    MachineLimits limits = MachineLimits.measure(2).orElseThrow();
    assertEquals(2, limits.threads());
    assertTrue(limits.gigaflops() > 0 && Double.isFinite(limits.gigaflops()), limits::toString);
    assertTrue(
        limits.gigabytesPerSecond() > 0 && Double.isFinite(limits.gigabytesPerSecond()),
        limits::toString);
  }

  /** After many steps each of the 14 chains is at 1, whatever it started from. */
  @Test
  void chainsAreComputed() {
    assertEquals(14, LimitLoops.chains(100));
  }

  @Test
  void theTriadIsComputed() {
    float[] a = new float[128];
    float[] b = new float[128];
    float[] c = new float[128];
    b[70] = 2;
    c[70] = 4;
    c[127] = 1;
    LimitLoops.triad(a, b, c, 64, 128);
    assertEquals(14, a[70]);
    assertEquals(3, a[127]);
    assertEquals(0, a[69]);
  }

  @Test
  void absurdThreadsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> MachineLimits.measure(0));
    assertThrows(IllegalArgumentException.class, () -> MachineLimits.measure(1025));
  }
}

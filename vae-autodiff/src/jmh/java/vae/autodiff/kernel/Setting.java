package vae.autodiff.kernel;

import java.util.Locale;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The kernels that are timed: provider and threads. */
@State(Scope.Benchmark)
public class Setting {

  /** {@code simd} or {@code scalar}. */
  @Param("simd")
  public String provider;

  /** Threads of the team. */
  @Param("1")
  public int threads;

  private KernelSet set;

  /** Starts the team. */
  @Setup(Level.Trial)
  public void start() {
    set = KernelSet.choose(KernelSet.Choice.valueOf(provider.toUpperCase(Locale.ROOT)), threads);
  }

  /** Ends it. */
  @TearDown(Level.Trial)
  public void end() {
    set.close();
  }

  Kernels<float[]> kernels() {
    return set.f32();
  }

  /** Values from {@code least} to 1 − {@code least}, in no order that a processor could learn. */
  static float[] filled(int size, float least) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = least + i * 0.37f % (1 - 2 * least);
    }
    return values;
  }
}

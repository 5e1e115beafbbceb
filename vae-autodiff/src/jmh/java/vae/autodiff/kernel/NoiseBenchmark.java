package vae.autodiff.kernel;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import vae.autodiff.random.Key;

/** Random numbers of the shapes of training steps and images. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class NoiseBenchmark {

  /** Samples x rows x numbers. */
  @Param({"1x128x20", "5x20x50", "50x20x50", "1x128x784"})
  public String shape;

  private final Key key = Key.of(3);
  private int samples;
  private int rows;
  private int count;
  private float[] y;

  /** Makes the output. */
  @Setup(Level.Trial)
  public void prepare() {
    String[] extents = shape.split("x");
    samples = Integer.parseInt(extents[0]);
    rows = Integer.parseInt(extents[1]);
    count = Integer.parseInt(extents[2]);
    y = new float[samples * rows * count];
  }

  /** Standard normal numbers. */
  @Benchmark
  public float[] normal(Setting setting) {
    setting.kernels().noise().normal(key, samples, rows, count, y);
    return y;
  }

  /** Uniform numbers. */
  @Benchmark
  public float[] uniform(Setting setting) {
    setting.kernels().noise().uniform(key, samples, rows, count, y);
    return y;
  }

  /** Zeros and ones; of probabilities that are zeros and ones after the first call. */
  @Benchmark
  public float[] bernoulli(Setting setting) {
    setting.kernels().noise().bernoulli(key, samples * rows, count, y, 0);
    return y;
  }
}

package vae.autodiff.kernel;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a training step does beside matrix products: likelihoods, the optimiser, sums. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class StepBenchmark {

  private static final int ROWS = 128;
  private static final int COLUMNS = 784;
  private static final int N = ROWS * COLUMNS;

  private final float[] x = Setting.filled(N, -3);
  private final float[] data = Setting.filled(N, 0);
  private final float[] dy = Setting.filled(N, -1);
  private final float[] y = new float[N];
  private final float[] w = Setting.filled(N, -1);
  private final float[] m = new float[N];
  private final float[] v = new float[N];
  private final float[] residual = new float[N];

  /** log p of 128 rows of 784 bits. */
  @Benchmark
  public float[] bernoulli(Setting setting) {
    setting.kernels().rows().bernoulliLogits(x, data, ROWS, ROWS, COLUMNS, y, null);
    return y;
  }

  /** The same with what its gradient is made of. */
  @Benchmark
  public float[] bernoulliAndGradient(Setting setting) {
    setting.kernels().rows().bernoulliLogits(x, data, ROWS, ROWS, COLUMNS, y, residual);
    return residual;
  }

  /** The squared distance of a Gaussian likelihood. */
  @Benchmark
  public float[] gaussian(Setting setting) {
    setting.kernels().rows().squaredDistance(x, data, ROWS, ROWS, COLUMNS, y);
    return y;
  }

  /** Its gradient. */
  @Benchmark
  public float[] gaussianGradient(Setting setting) {
    setting.kernels().rows().squaredDistanceGradient(x, data, dy, ROWS, ROWS, COLUMNS, y);
    return y;
  }

  /** 100,352 draws from Gaussians, given their noise. */
  @Benchmark
  public float[] draw(Setting setting) {
    setting.kernels().gaussian().draw(x, dy, data, 1, N, residual, y);
    return y;
  }

  /** A step of Adam on 100,352 parameters. */
  @Benchmark
  public float[] adam(Setting setting) {
    setting.kernels().optimizers().adam(w, dy, m, v, N, new AdamStep(0.9, 0.999, 1e-9, 1, 1e-8));
    return w;
  }

  /** Columns of 128 x 784 added up: the gradient of a bias. */
  @Benchmark
  public float[] sumColumns(Setting setting) {
    setting.kernels().sumColumns(x, ROWS, COLUMNS, y);
    return y;
  }

  /** Bias and tanh on 128 x 784. */
  @Benchmark
  public float[] biasTanh(Setting setting) {
    setting.kernels().biasActivation(Activation.TANH, dy, residual, ROWS, COLUMNS);
    return residual;
  }
}

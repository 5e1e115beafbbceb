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

/** Functions of one variable and their gradients on 16,000 elements. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class UnaryBenchmark {

  private static final int N = 16_000;

  /** Any of {@link Unary}. */
  @Param({"EXP", "LOG", "TANH", "SIGMOID", "SOFTPLUS", "SQUARE", "AFFINE"})
  public Unary function;

  private final float[] y = new float[N];
  private final float[] dx = new float[N];
  private float[] x;
  private float[] dy;

  /** Makes the arguments, positive for logarithms and roots. */
  @Setup(Level.Trial)
  public void prepare() {
    x = Setting.filled(N, function == Unary.LOG || function == Unary.SQRT ? 0 : -6);
    dy = Setting.filled(N, -1);
  }

  /** y = f(x). */
  @Benchmark
  public float[] value(Setting setting) {
    setting.kernels().unary(function, 0.5, 0.25, x, y, 0, N);
    return y;
  }

  /** dx = dx + dy f'(x). */
  @Benchmark
  public float[] gradient(Setting setting) {
    setting.kernels().unaryGradient(function, 0.5, 0.25, x, y, dy, dx, 0, N);
    return dx;
  }
}

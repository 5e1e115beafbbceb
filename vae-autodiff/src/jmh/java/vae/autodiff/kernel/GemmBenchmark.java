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

/** Matrix products of the shapes of training steps, in all forms that occur. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class GemmBenchmark {

  /** Form and m x n x k: n plain, t transposed, for the left and the right operand. */
  @Param({
    "nn-512x512x512",
    "nn-128x400x784",
    "nn-128x784x400",
    "nn-128x40x400",
    "nn-128x400x20",
    "nt-128x400x784",
    "nt-128x400x40",
    "tn-784x400x128",
    "tn-400x784x128",
    "tn-20x400x128",
    "nn-1000x200x200",
    "nt-1000x200x200",
    "tn-200x200x1000",
    "nn-20x200x784"
  })
  public String shape;

  private boolean transposeA;
  private boolean transposeB;
  private int m;
  private int n;
  private int k;
  private float[] a;
  private float[] b;
  private float[] c;

  /** Makes the operands. */
  @Setup(Level.Trial)
  public void prepare() {
    transposeA = shape.charAt(0) == 't';
    transposeB = shape.charAt(1) == 't';
    String[] extents = shape.substring(3).split("x");
    m = Integer.parseInt(extents[0]);
    n = Integer.parseInt(extents[1]);
    k = Integer.parseInt(extents[2]);
    a = Setting.filled(m * k, -1);
    b = Setting.filled(k * n, -1);
    c = new float[m * n];
  }

  /** C = op(A) op(B); 2 m n k flops. */
  @Benchmark
  public float[] product(Setting setting) {
    MatrixView<float[]> left = new MatrixView<>(a, 0, transposeA ? m : k, transposeA);
    MatrixView<float[]> right = new MatrixView<>(b, 0, transposeB ? k : n, transposeB);
    setting.kernels().gemm(m, n, k, left, right, MatrixView.of(c, 0, n), false);
    return c;
  }
}

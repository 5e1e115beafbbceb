package vae.autodiff.kernel.simd;

import java.util.Arrays;
import vae.autodiff.kernel.ConvolutionGeometry;
import vae.autodiff.kernel.ConvolutionKernels;
import vae.autodiff.kernel.Team;

/**
 * Convolutions by vector instructions, shared among a team of threads: each is a {@link
 * PatchProduct} that reads its patches from {@link PaddedLines}, a block of lines at a time.
 *
 * <p>The bits are those of {@link vae.autodiff.kernel.scalar.ScalarFloatConvolutions}; where an
 * element is NaN, which NaN it is may differ. Threads share the pixels of a result, or the rows of
 * the weight's gradient. An instance may be used by several threads at once. It keeps scratch
 * memory, a packed copy of the weight and some blocks of lines for each calling thread, and some
 * 100 kB for each thread of the team, and allocates nothing once that is there.
 */
final class VectorConvolutions implements ConvolutionKernels<float[]> {

  /** Multiplications that make a part worth handing to another thread: about five microseconds. */
  private static final long WORTH_A_THREAD = 150_000;

  private final Team team;
  private final long worth;
  private final ThreadLocal<Call> calls;

  /**
   * Convolutions on a team.
   *
   * @param divisor 1; more shares smaller convolutions too, for tests
   */
  VectorConvolutions(Team team, int divisor) {
    this.team = team;
    this.worth = Math.max(1, WORTH_A_THREAD / divisor);
    this.calls = ThreadLocal.withInitial(() -> new Call(team.threads()));
  }

  @Override
  public void convolve(ConvolutionGeometry g, float[] x, float[] w, float[] y, boolean accumulate) {
    if (isEmpty(g, y, g.narrowSize(), accumulate)) {
      return;
    }
    boolean narrow = NarrowPart.suits(g.outChannels());
    Call call = calls.get();
    call.prepareWindows(g, narrow);
    if (!narrow) {
      call.packWindows(g, w);
    }
    share(
        g,
        g.batch() * g.outHeight(),
        1,
        (part, from, to) -> {
          if (narrow) {
            call.narrow(part).convolve(g, call.steps, x, w, y, accumulate, from, to);
          } else {
            call.wide(part).convolve(g, call.steps, x, call.weights, y, accumulate, from, to);
          }
        });
  }

  @Override
  public void transposed(
      ConvolutionGeometry g, float[] y, float[] w, float[] x, boolean accumulate) {
    if (isEmpty(g, x, g.wideSize(), accumulate)) {
      return;
    }
    boolean narrow = NarrowPart.suits(g.channels());
    Phases phases = new Phases(g);
    Call call = calls.get();
    call.preparePhases(g, phases, w, narrow);
    share(
        g,
        g.batch() * phases.lines(),
        1,
        (part, from, to) -> {
          if (narrow) {
            NarrowPart own = call.narrow(part);
            own.transposed(g, phases, call.steps, y, call.weights, x, accumulate, from, to);
          } else {
            WidePart own = call.wide(part);
            own.transposed(g, phases, call.steps, y, call.weights, x, accumulate, from, to);
          }
        });
  }

  @Override
  public void weightGradient(ConvolutionGeometry g, float[] x, float[] dy, float[] dw) {
    if (isEmpty(g, dw, g.weightSize(), true) || g.outPixels() == 0) {
      return;
    }
    Call call = calls.get();
    boolean narrow = NarrowPart.suits(g);
    if (!narrow) {
      call.prepareWindows(g, false);
    }
    int n = narrow ? NarrowPart.vectors(g) : g.windowSize();
    int unit = narrow ? 1 : PatchProduct.ROWS;
    int most = parts(g, n, unit) == 1 ? 1 : call.blocks.length;
    int lines = g.batch() * g.outHeight();
    for (int line = 0; line < lines; ) {
      int count = 0;
      while (count < most && line < lines) {
        line = call.block(count).of(g, line);
        count++;
      }
      int blocks = count;
      share(g, blocks, 1, (part, from, to) -> call.load(g, narrow, x, dy, from, to));
      share(
          g,
          n,
          unit,
          (part, from, to) -> {
            if (narrow) {
              call.narrow(part).weightGradient(g, call.blocks, blocks, dy, dw, from, to);
            } else {
              call.wide(part).weightGradient(g, call.steps, call.blocks, blocks, dw, from, to);
            }
          });
    }
  }

  /** Whether nothing is to be multiplied; then the result is complete. */
  private static boolean isEmpty(
      ConvolutionGeometry g, float[] result, int size, boolean accumulate) {
    boolean empty = size == 0 || g.weightSize() == 0;
    if (empty && !accumulate) {
      Arrays.fill(result, 0, size, 0);
    }
    return empty;
  }

  /** What computes the lines, rows or vectors [from, to) with the scratch of a part. */
  private interface Share {
    void run(int part, int from, int to);
  }

  private int parts(ConvolutionGeometry g, int n, int unit) {
    return Math.clamp(g.multiplications() / worth, 1, Math.min(team.threads(), (n - 1) / unit + 1));
  }

  /** Shares n lines, rows or vectors among the team, in multiples of {@code unit}. */
  private void share(ConvolutionGeometry g, int n, int unit, Share share) {
    int size = (((n - 1) / unit) / parts(g, n, unit) + 1) * unit;
    team.run(
        (n - 1) / size + 1,
        part -> share.run(part, part * size, part * size + Math.min(size, n - part * size)));
  }

  /** What the parts of one calling thread's convolution share, and the scratch of each. */
  private static final class Call {

    /** Blocks that the threads of a team load before they all read them. */
    private static final int BLOCKS = 16;

    private final WidePart[] wide;
    private final NarrowPart[] narrow;
    private final PixelBlock[] blocks = new PixelBlock[BLOCKS];
    private float[] weights = {};
    private int[] steps = {};

    Call(int threads) {
      this.wide = new WidePart[threads];
      this.narrow = new NarrowPart[threads];
    }

    WidePart wide(int part) {
      if (wide[part] == null) {
        wide[part] = new WidePart();
      }
      return wide[part];
    }

    NarrowPart narrow(int part) {
      if (narrow[part] == null) {
        narrow[part] = new NarrowPart();
      }
      return narrow[part];
    }

    PixelBlock block(int i) {
      if (blocks[i] == null) {
        blocks[i] = new PixelBlock();
      }
      return blocks[i];
    }

    /** Loads the blocks [from, to). */
    void load(ConvolutionGeometry g, boolean narrow, float[] x, float[] dy, int from, int to) {
      for (int i = from; i < to; i++) {
        blocks[i].load(g, x);
        if (!narrow) {
          blocks[i].pack(g, dy);
        }
      }
    }

    private void reserve(int stepsSize, int weightsSize) {
      if (steps.length < stepsSize) {
        steps = new int[stepsSize];
      }
      if (weights.length < weightsSize) {
        weights = new float[weightsSize];
      }
    }

    /** The steps of the windows. */
    void prepareWindows(ConvolutionGeometry g, boolean narrow) {
      reserve(g.windowSize(), 0);
      if (narrow) {
        Windows.steps(g, Windows.planes(g), steps);
      } else {
        Windows.steps(g, steps);
      }
    }

    /** The weight in panels. */
    void packWindows(ConvolutionGeometry g, float[] w) {
      int columns = g.outChannels();
      reserve(0, PatchProduct.panelSize(g.windowSize(), columns));
      PatchProduct.pack(w, 0, columns, g.windowSize(), columns, weights, 0);
    }

    /** The steps and the weight of all phases, one phase after the other. */
    void preparePhases(ConvolutionGeometry g, Phases phases, float[] w, boolean narrow) {
      int k = g.kernelHeight() * g.kernelWidth() * g.outChannels();
      reserve(k, narrow ? g.weightSize() : PatchProduct.panelSize(k, g.channels()));
      if (narrow) {
        phases.planeSteps(steps);
        phases.factors(w, weights);
      } else {
        phases.steps(steps);
        phases.pack(w, weights);
      }
    }
  }
}

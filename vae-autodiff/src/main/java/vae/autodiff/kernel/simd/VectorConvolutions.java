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
 * memory, a packed copy of the weight for each calling thread and some 100 kB for each thread of
 * the team, and allocates nothing once that is there.
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
    if (g.narrowSize() == 0) {
      return;
    }
    Call call = calls.get();
    call.windowSteps(g);
    call.reservePanels(PatchProduct.panelSize(g.windowSize(), g.outChannels()));
    PatchProduct.pack(w, 0, g.outChannels(), g.windowSize(), g.outChannels(), call.panels, 0);
    int lines = g.batch() * g.outHeight();
    int share = share(lines, g, 1);
    team.run(
        (lines - 1) / share + 1,
        part -> {
          int to = Math.min(lines, (part + 1) * share);
          call.part(part).convolve(g, call, x, y, accumulate, part * share, to);
        });
  }

  @Override
  public void transposed(
      ConvolutionGeometry g, float[] y, float[] w, float[] x, boolean accumulate) {
    if (g.wideSize() == 0) {
      return;
    }
    Call call = calls.get();
    Phases phases = new Phases(g);
    call.phaseSteps(g, phases, w);
    int lines = g.batch() * phases.lines();
    int share = share(lines, g, 1);
    team.run(
        (lines - 1) / share + 1,
        part -> {
          int to = Math.min(lines, (part + 1) * share);
          call.part(part).transposed(g, phases, call, y, x, accumulate, part * share, to);
        });
  }

  @Override
  public void weightGradient(ConvolutionGeometry g, float[] x, float[] dy, float[] dw) {
    if (g.weightSize() == 0 || g.outPixels() == 0) {
      return;
    }
    Call call = calls.get();
    call.windowSteps(g);
    int share = share(g.windowSize(), g, PatchProduct.ROWS);
    team.run(
        (g.windowSize() - 1) / share + 1,
        part -> {
          int to = Math.min(g.windowSize(), (part + 1) * share);
          call.part(part).weightGradient(g, call, x, dy, dw, part * share, to);
        });
  }

  /** How many of n lines or rows a thread takes: a multiple of {@code unit}. */
  private int share(int n, ConvolutionGeometry g, int unit) {
    int units = (n - 1) / unit + 1;
    int parts = Math.clamp(g.multiplications() / worth, 1, Math.min(team.threads(), units));
    return ((units - 1) / parts + 1) * unit;
  }

  /** What the parts of one calling thread's convolution share, and the scratch of each. */
  private static final class Call {
    private final Part[] parts;
    private float[] panels = {};
    private int[] steps = {};

    Call(int threads) {
      this.parts = new Part[threads];
    }

    Part part(int part) {
      if (parts[part] == null) {
        parts[part] = new Part();
      }
      return parts[part];
    }

    void reservePanels(int size) {
      if (panels.length < size) {
        panels = new float[size];
      }
    }

    private void reserveSteps(int size) {
      if (steps.length < size) {
        steps = new int[size];
      }
    }

    /** From a window's beginning to its elements, in the order of the weight's rows. */
    void windowSteps(ConvolutionGeometry g) {
      reserveSteps(g.windowSize());
      int pitch = windowColumns(g) * g.channels();
      int row = g.kernelWidth() * g.channels();
      for (int i = 0; i < g.kernelHeight(); i++) {
        for (int e = 0; e < row; e++) {
          steps[i * row + e] = i * pitch + e;
        }
      }
    }

    /** Steps and panels of all phases, one phase after the other. */
    void phaseSteps(ConvolutionGeometry g, Phases phases, float[] w) {
      int size = g.outChannels();
      reserveSteps(g.kernelHeight() * g.kernelWidth() * size);
      reservePanels(
          PatchProduct.panelSize(g.kernelHeight() * g.kernelWidth() * size, g.channels()));
      Arrays.fill(panels, 0);
      int at = 0;
      for (int i0 = 0; i0 < phases.down(); i0++) {
        for (int j0 = 0; j0 < phases.across(); j0++) {
          int k = phases.taps(i0, j0) * size;
          int panel = PatchProduct.panelSize(at, g.channels());
          int tap = 0;
          for (int i = i0; i < g.kernelHeight(); i += g.stride()) {
            for (int j = j0; j < g.kernelWidth(); j += g.stride()) {
              int begin = phases.tap(i, j) * size;
              for (int o = 0; o < size; o++) {
                steps[at + tap * size + o] = begin + o;
              }
              int from = (i * g.kernelWidth() + j) * g.channels() * size;
              PatchProduct.packTransposed(
                  w, from, size, g.channels(), panels, panel, k, tap * size);
              tap++;
            }
          }
          at += k;
        }
      }
    }
  }

  private static int windowColumns(ConvolutionGeometry g) {
    return (g.outWidth() - 1) * g.stride() + g.kernelWidth();
  }

  /** One thread's scratch. */
  private static final class Part {
    private final PaddedLines windows = new PaddedLines();
    private final PatchProduct product = new PatchProduct();
    private int[] pixels = {};
    private float[] panels = {};

    private void windowsOf(ConvolutionGeometry g) {
      windows.of(
          g.height(),
          g.width(),
          g.channels(),
          g.outHeight(),
          g.stride(),
          -g.padding(),
          g.kernelHeight(),
          -g.padding(),
          windowColumns(g));
    }

    void convolve(
        ConvolutionGeometry g,
        Call call,
        float[] x,
        float[] y,
        boolean accumulate,
        int from,
        int to) {
      windowsOf(g);
      product.steps = call.steps;
      product.firstStep = 0;
      product.k = g.windowSize();
      product.b = call.panels;
      product.bOffset = 0;
      product.columns = g.outChannels();
      product.c = y;
      int step = g.stride() * g.channels();
      for (int line = from, end; line < to; line = end) {
        end = windows.load(x, line, to, g.outWidth());
        product.a = windows.values;
        product.reserve((end - line) * g.outWidth());
        for (int l = line; l < end; l++) {
          for (int q = 0; q < g.outWidth(); q++) {
            int pixel = l * g.outWidth() + q;
            product.row(windows.begins[l - line] + q * step, pixel * g.outChannels());
          }
        }
        product.multiply(accumulate);
      }
      product.c = null;
    }

    void transposed(
        ConvolutionGeometry g,
        Phases phases,
        Call call,
        float[] y,
        float[] x,
        boolean accumulate,
        int from,
        int to) {
      phases.windows(windows);
      product.steps = call.steps;
      product.b = call.panels;
      product.columns = g.channels();
      product.c = x;
      for (int line = from, end; line < to; line = end) {
        end = windows.load(y, line, to, phases.pixels());
        product.a = windows.values;
        product.firstStep = 0;
        for (int i = 0; i < phases.down(); i++) {
          for (int j = 0; j < phases.across(); j++) {
            product.k = phases.taps(i, j) * g.outChannels();
            product.bOffset = PatchProduct.panelSize(product.firstStep, g.channels());
            phases.rows(i, j, line, end, windows.begins, product);
            product.multiply(accumulate);
            product.firstStep += product.k;
          }
        }
      }
      product.c = null;
    }

    void weightGradient(
        ConvolutionGeometry g, Call call, float[] x, float[] dy, float[] dw, int from, int to) {
      windowsOf(g);
      product.reserve(to - from);
      for (int row = from; row < to; row++) {
        product.row(call.steps[row], row * g.outChannels());
      }
      product.firstStep = 0;
      product.bOffset = 0;
      product.columns = g.outChannels();
      product.c = dw;
      int lines = g.batch() * g.outHeight();
      for (int line = 0, end; line < lines; line = end) {
        end = windows.load(x, line, lines, g.outWidth());
        pixelsOf(g, dy, line, end);
        product.a = windows.values;
        product.steps = pixels;
        product.b = panels;
        product.k = (end - line) * g.outWidth();
        product.multiply(true);
      }
      product.c = null;
    }

    /** Where the windows of these lines begin, and the panels of their pixels' gradients. */
    private void pixelsOf(ConvolutionGeometry g, float[] dy, int line, int end) {
      int count = (end - line) * g.outWidth();
      int size = PatchProduct.panelSize(count, g.outChannels());
      if (pixels.length < count) {
        pixels = new int[count];
      }
      if (panels.length < size) {
        panels = new float[size];
      }
      int step = g.stride() * g.channels();
      for (int l = line; l < end; l++) {
        for (int q = 0; q < g.outWidth(); q++) {
          pixels[(l - line) * g.outWidth() + q] = windows.begins[l - line] + q * step;
        }
      }
      int first = line * g.outWidth() * g.outChannels();
      PatchProduct.pack(dy, first, g.outChannels(), count, g.outChannels(), panels, 0);
    }
  }
}

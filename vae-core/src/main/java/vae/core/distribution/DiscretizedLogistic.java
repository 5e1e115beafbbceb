package vae.core.distribution;

import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/**
 * Independent logistic variables rounded to the grid k / (K − 1) on [0, 1].
 *
 * <p>With \(a, b = (x \pm \tfrac12 w - f) / s\) and \(w = 1/(K-1)\), a level's mass is
 *
 * <p>\[ \log p(x) = \log \sigma(a) + \log \sigma(-b) + \log(1 - e^{-w/s}); \]
 *
 * <p>the lowest level has \(\log \sigma(a)\) and the highest \(\log \sigma(-b)\), so the tails
 * belong to them and the masses sum to 1. Data between two levels are rounded to the nearer one.
 * Batch [*S, B], event [d].
 *
 * <p>Source: Kingma et al. (2016), section 5; Salimans et al. (2017), section 2.1.
 */
public final class DiscretizedLogistic implements Observation {

  /** Half a step of the uniform noise: puts it into the open interval. */
  private static final double HALF_STEP = 0x1p-25;

  /** Beyond this many scales the logistic function is 0 or 1 in double precision. */
  private static final double SATURATION = 40;

  private final Tensor location;
  private final Tensor logScale;
  private final Grid grid;

  /**
   * @param location f [*S, B, d], in units of the data
   * @param logScale log s, a scalar
   * @param levels K ≥ 2
   */
  public DiscretizedLogistic(Tensor location, Tensor logScale, int levels) {
    this.location = Arguments.rows("location", location);
    this.logScale = Arguments.shaped("logScale", logScale, Shape.SCALAR);
    grid = new Grid(levels);
  }

  /**
   * The location at which the mean is the given one.
   *
   * @param mean in (0, 1)
   * @param scale s &gt; 0
   * @param levels K ≥ 2
   */
  public static double locationFor(double mean, double scale, int levels) {
    Grid grid = new Grid(levels);
    double reach = 1 + SATURATION * scale;
    return Bisection.solve(f -> Expectation.of(grid, f, scale).mean, mean, -reach, reach);
  }

  @Override
  public boolean isDiscrete() {
    return true;
  }

  @Override
  public Shape rows() {
    return location.shape();
  }

  /** Logistic draws by inversion, rounded; gradients do not pass. */
  @Override
  public Draws draw(int samples, Key key) {
    Tape tape = location.tape();
    double[] f = location.toArray().toDoubles();
    double scale = StrictMath.exp(logScale.item());
    double[] draws = BatchNoise.uniform(tape, key, samples, location.shape()).toArray().toDoubles();
    for (int i = 0; i < draws.length; i++) {
      double u = draws[i] + HALF_STEP;
      double logistic = f[i % f.length] + scale * (StrictMath.log(u) - StrictMath.log1p(-u));
      draws[i] = grid.value(grid.nearest(logistic));
    }
    return Draws.of(this, tape.constant(location.shape().prepend(samples), draws));
  }

  @Override
  public Tensor logProbEach(Tensor x) {
    Tape tape = location.tape();
    int[] level = grid.nearest(x);
    double[] value = new double[level.length];
    double[] aboveLowest = new double[level.length];
    double[] belowHighest = new double[level.length];
    double[] between = new double[level.length];
    for (int i = 0; i < level.length; i++) {
      value[i] = grid.value(level[i]);
      aboveLowest[i] = level[i] > 0 ? 1 : 0;
      belowHighest[i] = level[i] < grid.levels() - 1 ? 1 : 0;
      between[i] = aboveLowest[i] * belowHighest[i];
    }
    Tensor inverse = logScale.negate().exp();
    Tensor distance = tape.constant(x.shape(), value).subtract(location);
    Tensor a = distance.add(0.5 * grid.step()).multiply(inverse);
    Tensor b = distance.add(-0.5 * grid.step()).multiply(inverse);
    return a.negate()
        .softplus()
        .multiply(tape.constant(x.shape(), belowHighest))
        .add(b.softplus().multiply(tape.constant(x.shape(), aboveLowest)))
        .negate()
        .add(logWidth().multiply(tape.constant(x.shape(), between)));
  }

  /** \(\log(1 - e^{-\delta}) = \log\delta - \delta/2 + L(\delta)\) with δ = w / s. */
  private Tensor logWidth() {
    Tensor logDelta = logScale.negate().add(StrictMath.log(grid.step()));
    Tensor delta = logDelta.exp();
    return logDelta.subtract(delta.multiply(0.5)).add(LogSinhc.value(delta));
  }

  /** In double precision; gradients pass to location and scale, by derivatives in closed form. */
  @Override
  public Tensor mean() {
    double[] f = location.toArray().toDoubles();
    double scale = StrictMath.exp(logScale.item());
    double[] means = new double[f.length];
    double[] byLocation = new double[f.length];
    double[] byLogScale = new double[f.length];
    for (int i = 0; i < f.length; i++) {
      Expectation expectation = Expectation.of(grid, f[i], scale);
      means[i] = expectation.mean;
      byLocation[i] = expectation.byLocation;
      byLogScale[i] = expectation.byLogScale;
    }
    Tape tape = location.tape();
    Shape shape = location.shape();
    return tape.constant(shape, means)
        .add(zero(location).multiply(tape.constant(shape, byLocation)))
        .add(zero(logScale).multiply(tape.constant(shape, byLogScale)));
  }

  /** 0 with the gradient of x. */
  private static Tensor zero(Tensor x) {
    return x.subtract(x.detach());
  }

  /**
   * \(w \sum_{k=1}^{K-1} P(x \ge k w) = w \sum_k 1 / (1 + e^{u_k})\) with \(u_k = (k w - w/2 -
   * f)/s\), and its derivatives by f and by log s.
   */
  private record Expectation(double mean, double byLocation, double byLogScale) {

    /** The exponentials by their constant ratio. */
    static Expectation of(Grid grid, double f, double scale) {
      double w = grid.step();
      double surelyBelow = Math.floor((f - SATURATION * scale) / w + 0.5);
      int first = (int) Math.min(Math.max(surelyBelow, 0), grid.levels() - 1);
      double sum = first;
      double slope = 0;
      double moment = 0;
      double power = StrictMath.exp(((first + 0.5) * w - f) / scale);
      double ratio = StrictMath.exp(w / scale);
      for (int k = first + 1; k < grid.levels(); k++) {
        double above = 1 / (1 + power);
        sum += above;
        slope += above * (1 - above);
        moment += above * (1 - above) * ((k - 0.5) * w - f) / scale;
        power *= ratio;
      }
      return new Expectation(w * sum, w * slope / scale, w * moment);
    }
  }
}

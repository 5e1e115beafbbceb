package vae.autodiff.kernel;

/**
 * Steps of optimizers on n elements, in place: w are parameters, g their gradient, the others what
 * the optimizer keeps.
 *
 * <p>Running means that fall below 1e-30 in magnitude become 0 wherever a method says that it
 * <em>flushes</em> them: denormal numbers slow the arithmetic three-fold. It is a defined step of
 * the algorithm, in both element types.
 */
public interface OptimizerKernels<A> {

  /**
   * One step of Adam: m ← β₁m + (1−β₁)g, flushed; v ← β₂v + (1−β₂)g²; w ← w − rate · m / (√v ·
   * scale + ε).
   */
  void adam(A w, A g, A m, A v, int n, AdamStep step);

  /** The same step on several arrays, of which threads then share the elements of all at once. */
  default void adam(AdamArrays<A> arrays, AdamStep step) {
    for (int i = 0; i < arrays.count(); i++) {
      adam(
          arrays.value(i),
          arrays.gradient(i),
          arrays.firstMoment(i),
          arrays.secondMoment(i),
          arrays.size(i),
          step);
    }
  }

  /**
   * One step of Adamax: m ← β₁m + (1−β₁)g, flushed; u ← max(β₂u, |g| + ε); w ← w − rate · m / u.
   *
   * @param step its scale is not used
   */
  void adamax(A w, A g, A m, A u, int n, AdamStep step);

  /** One step of SGD: velocity ← momentum · velocity + g; w ← w − rate · velocity. */
  void momentum(A w, A g, A velocity, int n, double momentum, double rate);

  /** w ← w − rate · g, by one fma. */
  void descend(A w, A g, int n, double rate);

  /** Divides a gradient by its size: v ← keep · v + take · g², flushed; g ← g / (√v + ε). */
  void rootScale(A g, A v, int n, double keep, double take, double epsilon);

  /**
   * Divides a gradient by its deviation: v ← keep · v + (1 − keep) g² and mean ← keep · mean + (1 −
   * keep) g, both flushed; g ← g / (√max(v − mean², 0) + ε).
   */
  void centeredRootScale(A g, A v, A mean, int n, double keep, double epsilon);

  /** Σ x², squared and added up in double precision: a lane sum. */
  double sumOfSquares(A x, int n);
}

package vae.models.posterior;

import vae.autodiff.tape.Tensor;
import vae.core.distribution.FlowStep;

/**
 * A step of a planar flow, \(f(z) = z + \hat u \tanh(w^\top z + b)\), one for each example.
 *
 * <p>\[ \hat u = u + (m(w^\top u) - w^\top u) \frac{w}{\lVert w \rVert^2}, \qquad m(a) = -1 +
 * \log(1 + e^a), \qquad \det J = h^2 + (1 + w^\top \hat u)(1 - h^2), \quad h = \tanh(w^\top z + b)
 * \]
 *
 * <p>so that \(1 + w^\top \hat u = \log(1 + e^{w^\top u}) > 0\): the map increases along w and has
 * an inverse. The determinant is a sum of positive terms, which cancel nowhere. The constraint has
 * no limit at w = 0; below \(\lVert w \rVert = 10^{-3}\), \(\hat u\) is scaled by \(10^6 \lVert w
 * \rVert^2\), and w = 0 leaves z as it is.
 *
 * <p>Source: Rezende and Mohamed (2015), section 4.1 and appendix A.1.
 *
 * @param shift û [*S, B, m]
 * @param w [*S, B, m]
 * @param b [*S, B, 1]
 * @param slope \(1 + w^\top \hat u\) [*S, B, 1]
 */
record PlanarStep(Tensor shift, Tensor w, Tensor b, Tensor slope) implements FlowStep {

  /** \(\lVert w \rVert^2\) below which û shrinks. */
  private static final double SMALL = 1e-6;

  /** Of any u [*S, B, m]. */
  static PlanarStep of(Tensor u, Tensor w, Tensor b) {
    Tensor product = u.multiply(w).sumKeeping(-1);
    Tensor positive = product.softplus();
    Tensor norm = w.square().sumKeeping(-1);
    Tensor divisor = norm.clamp(SMALL, Double.POSITIVE_INFINITY);
    Tensor scale = norm.divide(divisor); // 1, but for a small w
    Tensor along = positive.add(-1).subtract(product).divide(divisor);
    Tensor slope = scale.negate().add(1).add(scale.multiply(positive));
    return new PlanarStep(u.multiply(scale).add(w.multiply(along)), w, b, slope);
  }

  @Override
  public Image forward(Tensor z) {
    Tensor bend = z.multiply(w).sumKeeping(-1).add(b).tanh(); // [S, *S, B, 1]
    Tensor square = bend.square();
    Tensor volume = square.add(slope.multiply(square.negate().add(1)));
    return new Image(z.add(shift.multiply(bend)), volume.log().sum(-1));
  }

  @Override
  public PlanarStep stopGradient() {
    return new PlanarStep(shift.detach(), w.detach(), b.detach(), slope.detach());
  }
}

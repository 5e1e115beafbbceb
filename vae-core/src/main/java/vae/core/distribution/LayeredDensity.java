package vae.core.distribution;

import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;

/**
 * Two layers \(z = (z_1, z_2)\), of which one is drawn given the other: \(p(z) = p(z_2)\, p(z_1
 * \mid z_2)\) from the top down, or \(p(z_1)\, p(z_2 \mid z_1)\) from the bottom up.
 *
 * <p>z is the concatenation, \(z_1\) of the lower layer in front. The density is the sum of two;
 * the mean and the marginals are not known. Each layer's noise is a stream of its own: {@code
 * lower} and {@code upper} of the key. A layer may itself have two.
 *
 * <p>Source: Burda, Grosse and Salakhutdinov (2016), section 2.
 *
 * @param first what is drawn first: batch [*B]
 * @param second what is drawn given the first
 * @param secondSize numbers in a draw of the second, ≥ 1
 */
public record LayeredDensity(Distribution first, Conditional second, Order order, int secondSize)
    implements HasDensity {

  /** Which layer is drawn first. */
  public enum Order {
    /** z₁, then z₂ given z₁. */
    BOTTOM_UP("lower", "upper"),
    /** z₂, then z₁ given z₂. */
    TOP_DOWN("upper", "lower");

    private final String firstKey;
    private final String secondKey;

    Order(String firstKey, String secondKey) {
      this.firstKey = firstKey;
      this.secondKey = secondKey;
    }
  }

  @Override
  public Shape batchShape() {
    return first.batchShape();
  }

  @Override
  public Shape eventShape() {
    return Shape.of(firstSize() + secondSize);
  }

  private int firstSize() {
    return first.eventShape().size();
  }

  /** m₁, numbers in z₁. */
  public int lowerSize() {
    return order == Order.BOTTOM_UP ? firstSize() : secondSize;
  }

  /** z₁ of z [*, m], [*, m₁]. */
  public Tensor lower(Tensor z) {
    return z.slice(-1, 0, lowerSize());
  }

  /** z₂ of z [*, m], [*, m₂]. */
  public Tensor upper(Tensor z) {
    return z.slice(-1, lowerSize(), firstSize() + secondSize);
  }

  @Override
  public Draws draw(int samples, Key key) {
    Draws a = first.draw(samples, key.fold(order.firstKey));
    return new OwnDraws(this, a, second.given(withRows(a.z())).draw(1, key.fold(order.secondKey)));
  }

  /** Draws [S, *B, k]; those of a single distribution as [S, 1, k], as their noise has one row. */
  private Tensor withRows(Tensor draws) {
    Shape shape = draws.shape();
    return batchShape().rank() == 0 ? draws.reshape(shape.extent(0), 1, shape.extent(1)) : draws;
  }

  @Override
  public Tensor logProb(Tensor z) {
    Tensor lower = lower(z);
    Tensor upper = upper(z);
    Tensor a = order == Order.BOTTOM_UP ? lower : upper;
    Tensor b = order == Order.BOTTOM_UP ? upper : lower;
    Tensor whole = HasDensity.of(first).logProb(a);
    Tensor part = HasDensity.of(second.given(matrix(a))).logProb(matrix(b));
    return whole.add(part.reshape(whole.shape()));
  }

  private static Tensor matrix(Tensor z) {
    return z.shape().rank() == 1 ? z.reshape(z.shape().prepend(1)) : z;
  }

  /**
   * Where coordinates in deviations from their mean lie: \(z_2 = u_2\), and \(z_1\) is the mean
   * given \(z_2\) plus \(u_1\) of its deviations. For pictures; u itself where that is not known.
   *
   * @param u [N, m]
   */
  public Tensor placed(Tensor u) {
    Tensor z2 =
        first instanceof LayeredDensity layers ? layers.placed(upper(u)) : upper(u); // [N, m₂]
    if (order == Order.TOP_DOWN && second.given(z2) instanceof HasMarginals known) {
      DiagonalGaussian each = known.marginals();
      Tensor z1 = lower(u).multiply(each.logDeviation().exp()).add(each.mean());
      return Tensor.concat(-1, z1, z2);
    }
    return u;
  }

  /**
   * Draws with the density of each layer.
   *
   * @param a of the first, z [S, *B, k]
   * @param b of the second, z [1, S, *B, l], or [1, S, 1, l] where the batch is []
   * @param z [S, *B, m]
   */
  private record OwnDraws(LayeredDensity q, Draws a, Draws b, Tensor z) implements Draws {

    OwnDraws(LayeredDensity q, Draws a, Draws b) {
      this(q, a, b, joined(q, a.z(), b.z()));
    }

    private static Tensor joined(LayeredDensity q, Tensor a, Tensor b) {
      Tensor beside = b.reshape(a.shape().withExtent(-1, q.secondSize));
      return q.order == Order.BOTTOM_UP
          ? Tensor.concat(-1, a, beside)
          : Tensor.concat(-1, beside, a);
    }

    @Override
    public Tensor logProb() {
      return b.logProb().reshape(z.shape().dropLast(1)).add(a.logProb());
    }

    /** Beside a prior from the top down, the ratio of each layer. */
    @Override
    public Tensor logRatio(HasDensity p) {
      if (!(p instanceof LayeredDensity prior)
          || prior.order != Order.TOP_DOWN
          || prior.lowerSize() != q.lowerSize()) {
        return Draws.super.logRatio(p);
      }
      Draws lower = q.order == Order.BOTTOM_UP ? a : b;
      Draws upper = q.order == Order.BOTTOM_UP ? b : a;
      Shape batch = z.shape().dropLast(1);
      Tensor z2 = upper.z().reshape(batch.append(Shape.of(upper.z().shape().extent(-1))));
      Tensor above = upper.logRatio(HasDensity.of(prior.first)).reshape(batch);
      Tensor below = lower.logRatio(HasDensity.of(prior.second.given(z2))).reshape(batch);
      return below.add(above);
    }

    /** Gradients still pass from z of the second to that of the first, on which it depends. */
    @Override
    public Draws stopGradient() {
      return isConstant() ? this : at(a.stopGradient(), q.second.stopGradient(), b.z(), z);
    }

    @Override
    public Draws detached() {
      Tensor held = z.detach();
      return held == z ? this : at(a.detached(), q.second, b.z().detach(), held);
    }

    private boolean isConstant() {
      return !z.tape().differentiates() && !z.tape().isDifferentiable(z);
    }

    /** The same draws with the density of the second taken anew from z of the first. */
    private Draws at(Draws first, Conditional second, Tensor drawn, Tensor all) {
      LayeredDensity same = new LayeredDensity(q.first, second, q.order, q.secondSize);
      HasDensity density = HasDensity.of(second.given(q.withRows(first.z())));
      return new OwnDraws(same, first, Draws.of(density, drawn), all);
    }
  }
}

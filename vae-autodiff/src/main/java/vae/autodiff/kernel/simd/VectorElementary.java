package vae.autodiff.kernel.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;
import static vae.autodiff.kernel.scalar.ElementaryCoefficients.*;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * The float functions of {@link vae.autodiff.kernel.scalar.Elementary}, lane by lane and bit for
 * bit, for vectors of any length.
 *
 * <p>Each method repeats the scalar one statement by statement; a selection becomes a blend. No
 * {@code MIN} or {@code MAX}, whose zeros and NaNs differ between machines, and no transcendental
 * operator of the Vector API, whose bits nobody defines.
 *
 * <p>Speed rests on C2 inlining each method whole into its caller's loop. It inlines no method
 * above 325 bytecodes, and none but the Vector API's own once a compilation holds 18,000 nodes,
 * which is some 45 vector operations; what is not inlined boxes its vectors and runs ten times
 * slower. So the private methods here come early in their callers, and a loop should call one
 * function of this class, near its beginning.
 */
public final class VectorElementary {

  private static final float MIN_NORMAL = Float.MIN_NORMAL;
  private static final float INFINITY = Float.POSITIVE_INFINITY;
  private static final float NAN = Float.intBitsToFloat(NAN_BITS);

  private VectorElementary() {}

  public static FloatVector exp(FloatVector x) {
    FloatVector c = x.blend(EXP_HIGH, x.compare(GT, EXP_HIGH));
    c = c.blend(EXP_LOW, c.compare(LT, EXP_LOW));
    FloatVector shifted = shifted(c);
    return scale(expReduced(reduce(c, shifted)), shifted).blend(NAN, x.compare(NE, x));
  }

  /** e^x − 1 without cancellation near zero. */
  public static FloatVector expm1(FloatVector x) {
    FloatVector c = x.blend(EXP_HIGH, x.compare(GT, EXP_HIGH));
    c = c.blend(EXPM1_LOW, c.compare(LT, EXPM1_LOW));
    FloatVector shifted = shifted(c);
    FloatVector p = expm1Reduced(reduce(c, shifted));
    IntVector exponent = shifted.reinterpretAsInts().lanewise(LSHL, 23);
    FloatVector half = exponent.add(HALF_BITS).reinterpretAsFloats();
    FloatVector y = half.fma(p, half.sub(0.5f));
    y = y.add(y);
    y = y.blend(x, x.abs().compare(LT, EXPM1_TINY));
    return y.blend(NAN, x.compare(NE, x));
  }

  /** Natural logarithm; −∞ at ±0, NaN below. */
  public static FloatVector log(FloatVector x) {
    VectorMask<Float> subnormal = x.compare(LT, MIN_NORMAL);
    IntVector bits = x.blend(x.mul(0x1p23f), subnormal).reinterpretAsInts();
    IntVector k = bits.sub(TWO_THIRDS_BITS);
    FloatVector f = bits.sub(k.and(EXPONENT_BITS)).reinterpretAsFloats().sub(1f);
    FloatVector y = f.mul(f).fma(logReduced(f), f);
    FloatVector origin = broadcast(x.species(), ROUND).blend(ROUND + 23, subnormal);
    FloatVector e = k.lanewise(ASHR, 23).add(ROUND_BITS).reinterpretAsFloats().sub(origin);
    y = e.fma(broadcast(x.species(), LN2), y);
    y = x.blend(y, x.compare(LT, INFINITY));
    y = y.blend(-INFINITY, x.compare(EQ, 0f));
    return broadcast(x.species(), NAN).blend(y, x.compare(GE, 0f));
  }

  /** log(1 + x) without cancellation near zero; −∞ at −1, NaN below. */
  public static FloatVector log1p(FloatVector x) {
    VectorSpecies<Float> species = x.species();
    IntVector k = x.add(1f).reinterpretAsInts().sub(TWO_THIRDS_BITS);
    IntVector exponent = k.and(EXPONENT_BITS);
    FloatVector fourth = exponent.neg().add(FOUR_BITS).reinterpretAsFloats();
    FloatVector less = fourth.fma(broadcast(species, 0.25f), broadcast(species, -1f));
    FloatVector f = x.reinterpretAsInts().sub(exponent).reinterpretAsFloats().add(less);
    FloatVector y = f.mul(f).fma(logReduced(f), f);
    FloatVector e = k.lanewise(ASHR, 23).add(ROUND_BITS).reinterpretAsFloats().sub(ROUND);
    y = e.fma(broadcast(species, LN2), y);
    y = x.blend(y, x.compare(LT, INFINITY));
    y = y.blend(x, x.compare(EQ, 0f));
    y = y.blend(-INFINITY, x.compare(EQ, -1f));
    return broadcast(species, NAN).blend(y, x.compare(GE, -1f));
  }

  public static FloatVector tanh(FloatVector x) {
    VectorSpecies<Float> species = x.species();
    FloatVector a = x.abs();
    FloatVector c = a.blend(TANH_HIGH, a.compare(GT, TANH_HIGH));
    c = c.add(c);
    FloatVector shifted = shifted(c);
    FloatVector e = scaleNormal(expReduced(reduce(c, shifted)), shifted);
    FloatVector large = broadcast(species, 1f).sub(broadcast(species, 2f).div(e.add(1f)));

    FloatVector v = a.mul(a);
    FloatVector p = v.fma(broadcast(species, TANH_4), broadcast(species, TANH_3));
    p = p.fma(v, broadcast(species, TANH_2));
    p = p.fma(v, broadcast(species, TANH_1));
    p = p.fma(v, broadcast(species, TANH_0));
    FloatVector small = a.mul(v).fma(p, a);

    FloatVector y = large.blend(small, a.compare(LT, TANH_SMALL));
    IntVector sign = x.reinterpretAsInts().and(SIGN_BIT);
    y = y.reinterpretAsInts().or(sign).reinterpretAsFloats();
    return y.blend(NAN, x.compare(NE, x));
  }

  public static FloatVector sigmoid(FloatVector x) {
    return sigmoid(x, decay(x)).blend(NAN, x.compare(NE, x));
  }

  /** The same from z = e^−|x|, but for the bits of a NaN. */
  static FloatVector sigmoid(FloatVector x, FloatVector z) {
    FloatVector one = broadcast(x.species(), 1f);
    FloatVector above = one.blend(z, x.compare(LT, 0f));
    FloatVector below = one.add(z);
    FloatVector inverse = one.div(below);
    FloatVector y = above.mul(inverse);
    FloatVector minus = y.neg();
    FloatVector rest = minus.fma(z.sub(below.sub(one)), minus.fma(below, above));
    return rest.fma(inverse, y);
  }

  /** log(1 + e^x) without overflow or cancellation. */
  public static FloatVector softplus(FloatVector x) {
    return softplus(x, decay(x)).blend(NAN, x.compare(NE, x));
  }

  /** The same from t = e^−|x|, but for the bits of a NaN. */
  static FloatVector softplus(FloatVector x, FloatVector t) {
    VectorSpecies<Float> species = x.species();
    FloatVector q = t.fma(broadcast(species, SOFTPLUS_8), broadcast(species, SOFTPLUS_7));
    q = q.fma(t, broadcast(species, SOFTPLUS_6));
    q = q.fma(t, broadcast(species, SOFTPLUS_5));
    q = q.fma(t, broadcast(species, SOFTPLUS_4));
    q = q.fma(t, broadcast(species, SOFTPLUS_3));
    q = q.fma(t, broadcast(species, SOFTPLUS_2));
    q = q.fma(t, broadcast(species, SOFTPLUS_1));
    q = q.fma(t, broadcast(species, SOFTPLUS_0));
    FloatVector zero = broadcast(species, 0f);
    return zero.blend(x, x.compare(GT, zero)).add(t.mul(t).fma(q, t));
  }

  /** e^−|x|, what the logistic function and its integral share; a NaN stays one. */
  static FloatVector decay(FloatVector x) {
    FloatVector c = x.reinterpretAsInts().or(SIGN_BIT).reinterpretAsFloats();
    c = c.blend(EXP_LOW, c.compare(LT, EXP_LOW));
    FloatVector shifted = shifted(c);
    return scaleDown(expReduced(reduce(c, shifted)), shifted);
  }

  public static FloatVector erf(FloatVector x) {
    VectorSpecies<Float> species = x.species();
    FloatVector a = x.abs();
    FloatVector c = a.blend(ERF_HIGH, a.compare(GT, ERF_HIGH));
    FloatVector q = logErfc(c);
    FloatVector shifted = shifted(q);
    FloatVector e = scaleNormal(expReduced(reduce(q, shifted)), shifted);
    FloatVector large = broadcast(species, 1f).sub(e);

    FloatVector v = a.mul(a);
    FloatVector p = v.fma(broadcast(species, ERF_6), broadcast(species, ERF_5));
    p = p.fma(v, broadcast(species, ERF_4));
    p = p.fma(v, broadcast(species, ERF_3));
    p = p.fma(v, broadcast(species, ERF_2));
    p = p.fma(v, broadcast(species, ERF_1));
    p = p.fma(v, broadcast(species, ERF_0));
    FloatVector small = a.fma(p, a);

    FloatVector y = large.blend(small, a.compare(LT, ERF_SMALL));
    IntVector sign = x.reinterpretAsInts().and(SIGN_BIT);
    y = y.reinterpretAsInts().or(sign).reinterpretAsFloats();
    return y.blend(NAN, x.compare(NE, x));
  }

  /** Standard normal distribution function; GELU is x Φ(x). */
  public static FloatVector normalCdf(FloatVector x) {
    VectorSpecies<Float> species = x.species();
    FloatVector one = broadcast(species, 1f);
    FloatVector a = x.abs();
    a = a.blend(TAIL_HIGH, a.compare(GT, TAIL_HIGH));

    FloatVector fourth = a.mul(0.25f);
    FloatVector d = one.add(fourth);
    FloatVector s = one.div(d);
    FloatVector rest = inverseRest(fourth, d, s);
    FloatVector twice = s.add(s);
    FloatVector y = twice.sub(one);
    FloatVector p = tailSlope(y);

    FloatVector c = a.mul(a).mul(-0.5f);
    FloatVector shifted = shifted(c);
    FloatVector m = expm1Reduced(reduceSquare(a, c, shifted));

    FloatVector first = broadcast(species, TAIL_0);
    FloatVector high = p.fma(y, first);
    FloatVector low = p.fma(y, first.sub(high).add(TAIL_0_LOW));
    FloatVector g = high.mul(s);
    low = low.fma(s, high.fma(rest.mul(twice.add(one)), high.fma(s, g.neg())));

    IntVector exponent = shifted.reinterpretAsInts().lanewise(LSHL, 23);
    FloatVector power = exponent.add(UP_64_BITS).reinterpretAsFloats();
    FloatVector tail = g.add(m.fma(low, m.fma(g, low))).mul(power).mul(DOWN_64);
    FloatVector result = one.sub(tail).blend(tail, x.compare(LT, 0f));
    return result.blend(NAN, x.compare(NE, x));
  }

  /** x / log 2 rounded to an integer, in the low bits. */
  private static FloatVector shifted(FloatVector x) {
    return x.fma(broadcast(x.species(), LOG2_E), broadcast(x.species(), ROUND));
  }

  private static FloatVector reduce(FloatVector x, FloatVector shifted) {
    FloatVector n = shifted.sub(broadcast(x.species(), ROUND));
    FloatVector r = n.fma(broadcast(x.species(), MINUS_LN2_HIGH), x);
    return n.fma(broadcast(x.species(), MINUS_LN2_LOW), r);
  }

  /** −a²/2 − n log 2, where c is the first term rounded. */
  private static FloatVector reduceSquare(FloatVector a, FloatVector c, FloatVector shifted) {
    FloatVector n = shifted.sub(broadcast(a.species(), ROUND));
    FloatVector lost = a.mul(-0.5f).fma(a, c.neg());
    FloatVector r = n.fma(broadcast(a.species(), MINUS_LN2_HIGH), c);
    return r.add(n.fma(broadcast(a.species(), MINUS_LN2_LOW), lost));
  }

  private static FloatVector expReduced(FloatVector r) {
    FloatVector one = broadcast(r.species(), 1f);
    return expRest(r).fma(r, one).fma(r, one);
  }

  private static FloatVector expm1Reduced(FloatVector r) {
    return r.mul(r).fma(expRest(r), r);
  }

  private static FloatVector expRest(FloatVector r) {
    VectorSpecies<Float> species = r.species();
    FloatVector q = r.fma(broadcast(species, EXP_4), broadcast(species, EXP_3));
    q = q.fma(r, broadcast(species, EXP_2));
    q = q.fma(r, broadcast(species, EXP_1));
    return q.fma(r, broadcast(species, EXP_0));
  }

  private static FloatVector logReduced(FloatVector f) {
    VectorSpecies<Float> species = f.species();
    FloatVector p = f.fma(broadcast(species, LOG_7), broadcast(species, LOG_6));
    p = p.fma(f, broadcast(species, LOG_5));
    p = p.fma(f, broadcast(species, LOG_4));
    p = p.fma(f, broadcast(species, LOG_3));
    p = p.fma(f, broadcast(species, LOG_2));
    p = p.fma(f, broadcast(species, LOG_1));
    p = p.fma(f, broadcast(species, LOG_0));
    return p.fma(f, broadcast(species, -0.5f));
  }

  /** log erfc(a) for {@code ERF_SMALL} ≤ a ≤ {@code ERF_HIGH}. */
  private static FloatVector logErfc(FloatVector a) {
    VectorSpecies<Float> species = a.species();
    FloatVector q = a.fma(broadcast(species, ERFC_7), broadcast(species, ERFC_6));
    q = q.fma(a, broadcast(species, ERFC_5));
    q = q.fma(a, broadcast(species, ERFC_4));
    q = q.fma(a, broadcast(species, ERFC_3));
    q = q.fma(a, broadcast(species, ERFC_2));
    q = q.fma(a, broadcast(species, ERFC_1));
    q = q.fma(a, broadcast(species, ERFC_0));
    return q.mul(a);
  }

  private static FloatVector inverseRest(FloatVector v, FloatVector d, FloatVector s) {
    FloatVector one = broadcast(v.species(), 1f);
    FloatVector minus = s.neg();
    return s.mul(minus.fma(v.add(one.sub(d)), minus.fma(d, one)));
  }

  /** The polynomial of the normal tail without its lowest coefficient, divided by y. */
  private static FloatVector tailSlope(FloatVector y) {
    VectorSpecies<Float> species = y.species();
    FloatVector p = y.fma(broadcast(species, TAIL_10), broadcast(species, TAIL_9));
    p = p.fma(y, broadcast(species, TAIL_8));
    p = p.fma(y, broadcast(species, TAIL_7));
    p = p.fma(y, broadcast(species, TAIL_6));
    p = p.fma(y, broadcast(species, TAIL_5));
    p = p.fma(y, broadcast(species, TAIL_4));
    p = p.fma(y, broadcast(species, TAIL_3));
    p = p.fma(y, broadcast(species, TAIL_2));
    return p.fma(y, broadcast(species, TAIL_1));
  }

  /** m·2ⁿ, n in the low bits of {@code shifted}, rounded once even where it is subnormal. */
  private static FloatVector scale(FloatVector m, FloatVector shifted) {
    IntVector n = shifted.reinterpretAsInts();
    IntVector one = IntVector.broadcast(n.species(), ONE_BITS);
    IntVector half = n.lanewise(ASHR, 1);
    FloatVector first = half.lanewise(LSHL, 23).add(one).reinterpretAsFloats();
    FloatVector second = n.sub(half).lanewise(LSHL, 23).add(one).reinterpretAsFloats();
    return m.mul(first).mul(second);
  }

  /** The same for n ≤ 0, in fewer steps. */
  private static FloatVector scaleDown(FloatVector m, FloatVector shifted) {
    IntVector exponent = shifted.reinterpretAsInts().lanewise(LSHL, 23);
    FloatVector power = exponent.add(UP_64_BITS).reinterpretAsFloats();
    return m.mul(power).mul(DOWN_64);
  }

  /** m·2ⁿ, n in the low bits of {@code shifted}, where the result is a normal number. */
  private static FloatVector scaleNormal(FloatVector m, FloatVector shifted) {
    IntVector exponent = shifted.reinterpretAsInts().lanewise(LSHL, 23);
    return m.reinterpretAsInts().add(exponent).reinterpretAsFloats();
  }
}

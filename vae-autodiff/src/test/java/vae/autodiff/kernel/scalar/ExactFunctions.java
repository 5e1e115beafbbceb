package vae.autodiff.kernel.scalar;

import static java.math.BigDecimal.ONE;
import static java.math.BigDecimal.TWO;
import static java.math.BigDecimal.ZERO;
import static java.math.BigDecimal.valueOf;

import java.math.BigDecimal;
import java.math.MathContext;

/** The functions in decimal arithmetic of as many digits as asked for, by their textbook series. */
record ExactFunctions(MathContext digits) {

  /** Enough for arguments down to 10⁻⁵⁰ under cancellation. */
  static final ExactFunctions ORDINARY = new ExactFunctions(new MathContext(110));

  /** Taylor's series of x/2ᵏ, squared k times. */
  BigDecimal exp(BigDecimal x) {
    MathContext more = new MathContext(digits.getPrecision() + 15);
    int halvings = Math.max(0, Math.getExponent(x.doubleValue()) + 9);
    BigDecimal r = x.divide(TWO.pow(halvings), more);
    BigDecimal sum = ONE;
    BigDecimal term = ONE;
    for (int k = 1; significant(term, sum, more); k++) {
      term = term.multiply(r, more).divide(valueOf(k), more);
      sum = sum.add(term, more);
    }
    for (int k = 0; k < halvings; k++) {
      sum = sum.multiply(sum, more);
    }
    return sum;
  }

  /** log(m 2ᵉ) = e log 2 + 2 artanh((m − 1)/(m + 1)). */
  BigDecimal log(BigDecimal x) {
    int e = (int) Math.rint((x.precision() - x.scale()) / 0.30103);
    BigDecimal m = e > 0 ? x.divide(TWO.pow(e), digits) : x.multiply(TWO.pow(-e), digits);
    while (m.doubleValue() < 0.71) {
      m = m.multiply(TWO);
      e--;
    }
    BigDecimal whole = artanh(ONE.divide(valueOf(3), digits)).multiply(valueOf(e), digits);
    BigDecimal part = artanh(m.subtract(ONE).divide(m.add(ONE), digits));
    return whole.add(part).multiply(TWO, digits);
  }

  private BigDecimal artanh(BigDecimal y) {
    BigDecimal square = y.multiply(y, digits);
    BigDecimal power = y;
    BigDecimal sum = y;
    for (int k = 3; significant(power, sum, digits); k += 2) {
      power = power.multiply(square, digits);
      sum = sum.add(power.divide(valueOf(k), digits), digits);
    }
    return sum;
  }

  BigDecimal expm1(BigDecimal x) {
    return exp(x).subtract(ONE);
  }

  BigDecimal log1p(BigDecimal x) {
    return log(ONE.add(x));
  }

  BigDecimal tanh(BigDecimal x) {
    BigDecimal e = exp(x.multiply(TWO));
    return e.subtract(ONE).divide(e.add(ONE), digits);
  }

  BigDecimal sigmoid(BigDecimal x) {
    return ONE.divide(ONE.add(exp(x.negate())), digits);
  }

  BigDecimal softplus(BigDecimal x) {
    return log(ONE.add(exp(x)));
  }

  /** Twice Φ(√2 x) − ½, by the series below. */
  BigDecimal erf(BigDecimal x) {
    return aboveHalf(x.multiply(TWO.sqrt(digits), digits)).multiply(TWO);
  }

  /** The series needs digits for its largest term and for the smallness of the tail. */
  static BigDecimal normalCdf(BigDecimal x) {
    double a = x.doubleValue();
    int precision = 60 + (int) (0.45 * a * a);
    return valueOf(0.5).add(new ExactFunctions(new MathContext(precision)).aboveHalf(x));
  }

  /** Φ(x) − ½ = Σ (−1)ᵏ x²ᵏ⁺¹ / (2ᵏ k! (2k + 1)) / √(2π). */
  private BigDecimal aboveHalf(BigDecimal x) {
    BigDecimal factor = x.multiply(x, digits).divide(valueOf(-2), digits);
    BigDecimal power = x;
    BigDecimal sum = x;
    BigDecimal floor = ONE.movePointLeft(digits.getPrecision());
    for (int k = 1; power.abs().compareTo(floor) > 0; k++) {
      power = power.multiply(factor, digits).divide(valueOf(k), digits);
      sum = sum.add(power.divide(valueOf(2L * k + 1), digits), digits);
    }
    return sum.divide(TWO.multiply(pi()).sqrt(digits), digits);
  }

  /** Stirling's series forty steps further up, taken back by the recurrence. */
  BigDecimal lgamma(BigDecimal x) {
    BigDecimal product = ONE;
    BigDecimal y = x;
    for (int k = 0; k < 40; k++) {
      product = product.multiply(y, digits);
      y = y.add(ONE);
    }
    BigDecimal sum = y.subtract(valueOf(0.5)).multiply(log(y), digits).subtract(y);
    sum = sum.add(log(TWO.multiply(pi())).divide(TWO, digits));
    BigDecimal[] bernoulli = bernoulli(40);
    for (int k = 1; k <= 20; k++) {
      BigDecimal power = y.pow(2 * k - 1, digits).multiply(valueOf(2L * k * (2 * k - 1)));
      sum = sum.add(bernoulli[2 * k].divide(power, digits));
    }
    return sum.subtract(log(product));
  }

  /** The derivative of the same. */
  BigDecimal digamma(BigDecimal x) {
    BigDecimal steps = ZERO;
    BigDecimal y = x;
    for (int k = 0; k < 40; k++) {
      steps = steps.add(ONE.divide(y, digits));
      y = y.add(ONE);
    }
    BigDecimal sum = log(y).subtract(ONE.divide(TWO.multiply(y), digits));
    BigDecimal[] bernoulli = bernoulli(40);
    for (int k = 1; k <= 20; k++) {
      BigDecimal power = y.pow(2 * k, digits).multiply(valueOf(2L * k));
      sum = sum.subtract(bernoulli[2 * k].divide(power, digits));
    }
    return sum.subtract(steps);
  }

  /** B₀ … B at {@code last}, from Σ C(n + 1, j) Bⱼ = 0. */
  private BigDecimal[] bernoulli(int last) {
    BigDecimal[] b = new BigDecimal[last + 1];
    b[0] = ONE;
    for (int n = 1; n <= last; n++) {
      BigDecimal choose = ONE;
      BigDecimal sum = ZERO;
      for (int j = 0; j < n; j++) {
        sum = sum.add(choose.multiply(b[j]), digits);
        choose = choose.multiply(valueOf(n + 1 - j)).divide(valueOf(j + 1), digits);
      }
      b[n] = sum.negate().divide(valueOf(n + 1), digits);
    }
    return b;
  }

  /** Machin: π = 16 arctan(1/5) − 4 arctan(1/239). */
  private BigDecimal pi() {
    return arctanInverse(5)
        .multiply(valueOf(16))
        .subtract(arctanInverse(239).multiply(valueOf(4)), digits);
  }

  private BigDecimal arctanInverse(int n) {
    BigDecimal power = ONE.divide(valueOf(n), digits);
    BigDecimal sum = power;
    for (int k = 3; significant(power, sum, digits); k += 2) {
      power = power.divide(valueOf(-(long) n * n), digits);
      sum = sum.add(power.divide(valueOf(k), digits), digits);
    }
    return sum;
  }

  private static boolean significant(BigDecimal term, BigDecimal sum, MathContext context) {
    BigDecimal floor = sum.abs().movePointLeft(context.getPrecision());
    return term.abs().compareTo(floor) > 0;
  }
}

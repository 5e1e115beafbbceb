package vae.autodiff.ieee;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The software's fma against {@code Math.fma}, bit by bit.
 *
 * <p>{@code -Dvae.long=true} takes a hundred times as many triples; without the instruction {@code
 * Math.fma} is slow, and fewer are taken.
 */
final class SoftwareFmaTest {

  private static final int TRIPLES = triples();
  private static final double[] LIMITS = limits();

  /** How the three numbers of a case are drawn. */
  enum Draw {
    /** Every bit by chance: all magnitudes, subnormals, infinities, NaNs. */
    ANY_BITS {
      @Override
      void fill(SplittableRandom random, double[] abc) {
        for (int i = 0; i < 3; i++) {
          abc[i] = Double.longBitsToDouble(random.nextLong());
        }
      }
    },
    /** Numbers of a training run. */
    NEAR_ONE {
      @Override
      void fill(SplittableRandom random, double[] abc) {
        for (int i = 0; i < 3; i++) {
          abc[i] = scaled(random, random.nextInt(-8, 9));
        }
      }
    },
    /** c is the product but for its last bits: nearly all of the sum cancels. */
    CANCELLING {
      @Override
      void fill(SplittableRandom random, double[] abc) {
        NEAR_ONE.fill(random, abc);
        abc[2] = -(abc[0] * abc[1]) * (1 + random.nextInt(-3, 4) * 0x1p-52);
      }
    },
    /** Few bits each, exponents apart by about the precision: sums on and beside ties. */
    TIES {
      @Override
      void fill(SplittableRandom random, double[] abc) {
        int apart = random.nextInt(20, 120);
        abc[0] = few(random);
        abc[1] = few(random);
        abc[2] = few(random) * Math.scalb(1.0, random.nextBoolean() ? apart : -apart);
      }
    },
    /** Products and sums at either end of the range. */
    EXTREME {
      @Override
      void fill(SplittableRandom random, double[] abc) {
        int exponent = random.nextInt(-1074, 1023);
        int target = random.nextBoolean() ? 1015 : -1060;
        abc[0] = scaled(random, exponent);
        abc[1] = scaled(random, target - exponent + random.nextInt(-20, 20));
        abc[2] = scaled(random, target + random.nextInt(-60, 60));
      }
    };

    abstract void fill(SplittableRandom random, double[] abc);

    /** The same kind of case in the range of floats. */
    float toFloat(SplittableRandom random, double x) {
      return switch (this) {
        case ANY_BITS -> Float.intBitsToFloat(random.nextInt());
        case EXTREME -> (float) Math.scalb(x, -Math.getExponent(x) * 7 / 8);
        case TIES -> (float) Math.scalb(x, -Math.getExponent(x) / 2);
        default -> (float) x;
      };
    }

    private static double scaled(SplittableRandom random, int exponent) {
      double x = Math.scalb(1 + random.nextDouble(), exponent);
      return random.nextBoolean() ? x : -x;
    }

    /** A mantissa of some leading and some trailing bits. */
    private static double few(SplittableRandom random) {
      long lead = random.nextLong(1, 64);
      double x = lead + random.nextLong(-4, 5) * Math.scalb(1.0, -random.nextInt(10, 47));
      return random.nextBoolean() ? x : -x;
    }
  }

  @ParameterizedTest
  @EnumSource
  void doublesAreThoseOfTheProcessor(Draw draw) {
    SplittableRandom random = new SplittableRandom(draw.ordinal());
    double[] abc = new double[3];
    for (int i = 0; i < TRIPLES; i++) {
      draw.fill(random, abc);
      check(abc[0], abc[1], abc[2]);
    }
  }

  @ParameterizedTest
  @EnumSource
  void floatsAreThoseOfTheProcessor(Draw draw) {
    SplittableRandom random = new SplittableRandom(1000 + draw.ordinal());
    double[] abc = new double[3];
    for (int i = 0; i < TRIPLES; i++) {
      draw.fill(random, abc);
      float a = draw.toFloat(random, abc[0]);
      float b = draw.toFloat(random, abc[1]);
      float c = draw.toFloat(random, abc[2]);
      check(a, b, c);
      check(a, b, Math.nextUp(-a * b));
      check(a, b, Math.scalb(c, random.nextInt(-60, 60)));
    }
  }

  /** Zeros, the smallest, the largest, infinities and NaN with their neighbours, every triple. */
  @Test
  void limitsAreThoseOfTheProcessor() {
    for (double a : LIMITS) {
      for (double b : LIMITS) {
        for (double c : LIMITS) {
          check(a, b, c);
          check((float) a, (float) b, (float) c);
        }
      }
    }
  }

  /** A reference that is neither the processor's nor ours, for numbers that are finite. */
  @Test
  void resultIsTheRoundedExactSum() {
    SplittableRandom random = new SplittableRandom(7);
    double[] abc = new double[3];
    for (int i = 0; i < 5_000; i++) {
      Draw.values()[1 + i % 3].fill(random, abc);
      BigDecimal product = new BigDecimal(abc[0]).multiply(new BigDecimal(abc[1]));
      double exact = product.add(new BigDecimal(abc[2])).doubleValue();
      assertEquals(exact, SoftwareFma.fma(abc[0], abc[1], abc[2]) + 0.0);
    }
  }

  @Test
  void zerosHaveTheSignOfTheSum() {
    assertEquals(-0f, SoftwareFma.fma(-0f, 1f, -0f));
    assertEquals(0f, SoftwareFma.fma(-0f, 1f, 0f));
    assertEquals(0f, SoftwareFma.fma(2f, 3f, -6f));
    assertEquals(-0f, SoftwareFma.fma(-Float.MIN_VALUE, 0.25f, 0f));
    assertEquals(-0.0, SoftwareFma.fma(-0.0, 1.0, -0.0));
    assertEquals(0.0, SoftwareFma.fma(2.0, 3.0, -6.0));
    assertEquals(-0.0, SoftwareFma.fma(-Double.MIN_VALUE, 0.25, 0.0));
  }

  @Test
  void infinityOutweighsAProductThatOverflows() {
    double huge = Double.MAX_VALUE;
    assertEquals(Double.NEGATIVE_INFINITY, SoftwareFma.fma(huge, huge, Double.NEGATIVE_INFINITY));
    assertTrue(Double.isNaN(SoftwareFma.fma(Double.POSITIVE_INFINITY, 0.0, 1.0)));
    assertTrue(Float.isNaN(SoftwareFma.fma(Float.POSITIVE_INFINITY, 0f, 1f)));
  }

  private static int triples() {
    if (FusedMultiplyAdd.kind() == FusedMultiplyAdd.Kind.SOFTWARE) {
      return 20_000;
    }
    return Boolean.getBoolean("vae.long") ? 20_000_000 : 200_000;
  }

  private static void check(double a, double b, double c) {
    double expected = Math.fma(a, b, c);
    double actual = SoftwareFma.fma(a, b, c);
    if (Double.doubleToLongBits(expected) != Double.doubleToLongBits(actual)) {
      fail("fma(%a, %a, %a) is %a, got %a".formatted(a, b, c, expected, actual));
    }
  }

  private static void check(float a, float b, float c) {
    float expected = Math.fma(a, b, c);
    float actual = SoftwareFma.fma(a, b, c);
    if (Float.floatToIntBits(expected) != Float.floatToIntBits(actual)) {
      fail("fma(%a, %a, %a) is %a, got %a".formatted(a, b, c, expected, actual));
    }
  }

  private static double[] limits() {
    DoubleStream positive =
        DoubleStream.of(
            0,
            Double.MIN_VALUE,
            Double.MIN_NORMAL,
            0x1p-1000,
            0x1p-538,
            0x1p-537,
            0x1p-484,
            Float.MIN_VALUE,
            Float.MIN_NORMAL,
            0x1p-75,
            0x1p-74,
            0x1p-24,
            0x1p-53,
            1,
            0x1p27,
            Float.MAX_VALUE,
            0x1p512,
            0x1p990,
            Double.MAX_VALUE,
            Double.POSITIVE_INFINITY);
    double[] some =
        positive.flatMap(x -> DoubleStream.of(x, Math.nextUp(x), Math.nextDown(x))).toArray();
    return Stream.of(some, DoubleStream.of(some).map(x -> -x).toArray())
        .flatMapToDouble(DoubleStream::of)
        .distinct()
        .toArray();
  }
}

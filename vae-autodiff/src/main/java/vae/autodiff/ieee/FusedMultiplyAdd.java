package vae.autodiff.ieee;

import java.util.Optional;

/**
 * a·b + c, rounded once: by the processor where the JVM uses its instruction, else by exact
 * software.
 *
 * <p>Both give the same bits. {@link Math#fma(float, float, float)} is exact everywhere too, but
 * without the instruction it adds decimal numbers in memory and takes about a microsecond; {@link
 * SoftwareFma} takes some nanoseconds. The choice is made once, when this class is initialised, and
 * is a constant to the compilers: with the instruction, hot code is that of {@code Math.fma} alone.
 */
public final class FusedMultiplyAdd {

  /** Where a product and a sum are fused. */
  public enum Kind {
    /** One instruction of the processor. */
    HARDWARE("fma in hardware"),
    /** {@link SoftwareFma}: the same bits from several instructions. */
    SOFTWARE("exact fma in software"),
    /** This JVM does not say; {@code Math.fma} is used. */
    UNKNOWN("fma of this JVM");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** What a person reads: "fma in hardware". */
    public String label() {
      return label;
    }
  }

  private static final Kind KIND = kind(HotSpotFlag.value("UseFMA"));
  private static final boolean SOFTWARE = KIND == Kind.SOFTWARE;

  private FusedMultiplyAdd() {}

  /** What {@link #fma} uses in this JVM. */
  public static Kind kind() {
    return KIND;
  }

  /** a·b + c, rounded once to the nearest float, ties to even; IEEE 754 for special values. */
  public static float fma(float a, float b, float c) {
    return SOFTWARE ? SoftwareFma.fma(a, b, c) : Math.fma(a, b, c);
  }

  /** a·b + c, rounded once to the nearest double, ties to even; IEEE 754 for special values. */
  public static double fma(double a, double b, double c) {
    return SOFTWARE ? SoftwareFma.fma(a, b, c) : Math.fma(a, b, c);
  }

  static Kind kind(Optional<String> flag) {
    return flag.map(value -> Boolean.parseBoolean(value) ? Kind.HARDWARE : Kind.SOFTWARE)
        .orElse(Kind.UNKNOWN);
  }
}

package vae.autodiff.random;

/**
 * The constants of {@link GaussianTransform}, for kernels that compute the same by vectors.
 *
 * <p>The polynomials come from Remez's exchange in 60 digits, their coefficients rounded one after
 * another and the rest refitted; {@code coefficients.py} among the test resources prints them.
 */
public final class GaussianCoefficients {

  /** Bits of 2/3: u is m·2ᵉ with m in [2/3, 4/3). */
  public static final int TWO_THIRDS = 0x3F2AAAAB;

  /** Sign and exponent of a float. */
  public static final int EXPONENT = 0xFF800000;

  public static final float LN2 = 0x1.62e43p-1f;

  // (log(1+f) - f + f^2/2) / f^3 on |f| <= 1/3; error 2^-27.7 of log(1+f).
  public static final float LOG_0 = 0x1.555506p-2f;
  public static final float LOG_1 = -0x1.ffff18p-3f;
  public static final float LOG_2 = 0x1.99cfd8p-3f;
  public static final float LOG_3 = -0x1.559834p-3f;
  public static final float LOG_4 = 0x1.1ee106p-3f;
  public static final float LOG_5 = -0x1.f39618p-4f;
  public static final float LOG_6 = 0x1.1e26ecp-3f;
  public static final float LOG_7 = -0x1.0701f2p-3f;

  // sin(2 pi t) / t in t^2 on |t| <= 1/8; error 2^-25.1 of the sine.
  public static final float SIN_0 = 0x1.921fb6p2f;
  public static final float SIN_1 = -0x1.4abc26p5f;
  public static final float SIN_2 = 0x1.4681b2p6f;
  public static final float SIN_3 = -0x1.335036p6f;

  // cos(2 pi t) in t^2 on |t| <= 1/8; error 2^-31.2.
  public static final float COS_1 = -0x1.3bd3ccp4f;
  public static final float COS_2 = 0x1.03c1aep6f;
  public static final float COS_3 = -0x1.55b146p6f;
  public static final float COS_4 = 0x1.d47d48p5f;

  private GaussianCoefficients() {}
}

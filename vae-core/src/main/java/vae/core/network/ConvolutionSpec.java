package vae.core.network;

import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;

/** One convolution with a square kernel, or its transpose. */
@Describe("One convolution with a square kernel.")
public record ConvolutionSpec(
    @Describe("feature maps, from 1 to 65536") int channels,
    @Default("4") @Describe("height and width of the kernel, from 1 to 1024") int kernel,
    @Default("2") @Describe("step of the kernel, from 1 to its size") int stride,
    @Default("1") @Describe("zeros around the image, from 0 to below the kernel's size")
        int padding) {

  private static final int MAX_CHANNELS = 65536;
  private static final int MAX_KERNEL = 1024;

  public ConvolutionSpec {
    Require.between("channels", channels, 1, MAX_CHANNELS);
    Require.between("kernel", kernel, 1, MAX_KERNEL);
    Require.between("stride", stride, 1, kernel);
    Require.between("padding", padding, 0, kernel - 1);
  }

  /** Whether an extent, with its padding, is at least that of the kernel. */
  boolean fits(int extent) {
    return extent + 2 * padding >= kernel;
  }

  /**
   * The extent that the convolution makes of this one: \(\lfloor (n + 2p - k) / s \rfloor + 1\).
   */
  int shrunk(int extent) {
    return (extent + 2 * padding - kernel) / stride + 1;
  }

  /** The extent that the transposed convolution makes of this one: \((n - 1) s - 2p + k\). */
  int grown(int extent) {
    return (extent - 1) * stride - 2 * padding + kernel;
  }

  /** What {@link #grown} of {@link #shrunk} misses, from 0 to below the stride. */
  int missing(int extent) {
    return extent - grown(shrunk(extent));
  }
}

package vae.autodiff.kernel;

/**
 * Normalisation over groups of channels: fused moments, scale and shift, and their gradients.
 *
 * <p>Arrays are [examples, positions, channels]; a group is {@link ChannelGroups#groupSize}
 * neighbouring channels at all positions of one example. Sums over a group are fixed: each channel
 * is one chain over the positions in order, starting from +0, and the channels of the group are
 * added in 16 logical lanes as in {@link Kernels#sumInto}. The mean comes first; the variance is
 * the mean of the squared differences from it, in a second pass. The definition is the scalar
 * provider.
 */
public interface NormalizationKernels<A> {

  /**
   * y = x̂ · scale + shift by one fma, with x̂ = (x − mean) · inverse.
   *
   * @param scale [channels]
   * @param shift [channels]
   * @param mean receives each channel's mean, that of its group, [examples, channels]
   * @param inverse receives 1 / √(variance + ε) likewise
   */
  void normalize(ChannelGroups g, A x, A scale, A shift, A mean, A inverse, A y);

  /**
   * The gradients of {@link #normalize}, whose moments are computed again.
   *
   * <p>With \(\delta = dy \cdot scale\), \(a\) its mean over the group and \(b\) the mean of
   * \(\delta \hat x\): \(dx \mathrel{+}= inverse \cdot (\delta - a - \hat x\, b)\).
   *
   * @param dScale receives Σ dy · x̂ over the positions of each example, [examples, channels]
   * @param dShift receives Σ dy likewise
   * @param scratch overwritten, 4 · examples · channels
   * @param dx added to; null where it is not wanted
   */
  void gradient(ChannelGroups g, A x, A scale, A dy, A dScale, A dShift, A scratch, A dx);
}

package vae.autodiff.kernel;

/**
 * Arrays [examples, positions, channels] whose channels are normalised in groups of neighbours.
 *
 * @param groups divides {@code channels}
 * @param epsilon added to the variance, above 0
 */
public record ChannelGroups(int examples, int positions, int channels, int groups, double epsilon) {

  public int groupSize() {
    return channels / groups;
  }
}

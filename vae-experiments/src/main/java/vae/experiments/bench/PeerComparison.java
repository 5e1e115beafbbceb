package vae.experiments.bench;

import java.util.List;

/** A workload beside a peer's, measured in turn. */
public record PeerComparison(
    List<Pair> pairs, double medianRatio, double lowestRatio, double highestRatio) {

  /**
   * One round of each.
   *
   * @param ratio theirs by ours: above 1, ours is faster
   */
  public record Pair(double ours, double theirs, double ratio) {

    static Pair of(double ours, double theirs) {
      return new Pair(ours, theirs, theirs / ours);
    }
  }

  static PeerComparison of(List<Pair> pairs) {
    List<Double> ratios = pairs.stream().map(Pair::ratio).sorted().toList();
    return new PeerComparison(
        List.copyOf(pairs), Statistics.median(ratios), ratios.getFirst(), ratios.getLast());
  }
}

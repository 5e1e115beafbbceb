package vae.data.synthetic;

import java.util.Locale;

/**
 * A set of points in the plane: its centroid is 0, its farthest point from there is at distance 1,
 * and no rotation takes it to itself, so that its angle can be seen.
 */
enum Silhouette {
  /** Half of a disc. */
  HALF_DISC {
    @Override
    boolean contains(double u, double v) {
      double up = v * HALF_DISC_REACH + HALF_DISC_CENTRE;
      double along = u * HALF_DISC_REACH;
      return up >= 0 && along * along + up * up <= 1;
    }
  },
  /** An isosceles triangle with corners (0, 1) and (±0.55, −0.5). */
  TRIANGLE {
    @Override
    boolean contains(double u, double v) {
      return v >= -0.5 && Math.abs(u) <= 0.55 * (1 - v) / 1.5;
    }
  },
  /** A letter L. */
  ELL {
    @Override
    boolean contains(double u, double v) {
      double along = u * ELL_REACH + ELL_ALONG;
      double up = v * ELL_REACH + ELL_UP;
      return along >= 0 && up >= 0 && (along <= 0.4 ? up <= 1.4 : along <= 0.9 && up <= 0.4);
    }
  };

  /** The centroid of the upper half of the unit disc, 4/(3π), and its distance to a corner. */
  private static final double HALF_DISC_CENTRE = 0.4244131815783876;

  private static final double HALF_DISC_REACH = 1.0863362963178067;

  /** The centroid of [0, 0.4] × [0, 1.4] ∪ [0.4, 0.9] × [0, 0.4], and its distance to (0, 1.4). */
  private static final double ELL_ALONG = 0.242 / 0.76;

  private static final double ELL_UP = 0.432 / 0.76;
  private static final double ELL_REACH = 0.8904580352073722;

  /** Whether the point belongs to it. */
  abstract boolean contains(double u, double v);

  /** As data and reports call it. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

package outside;

import java.util.Optional;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.data.format.ElementKind;
import vae.data.format.RawArray;
import vae.data.source.Content;
import vae.data.source.DataSource;
import vae.data.source.Dataset;
import vae.data.source.Locations;
import vae.data.source.SplitSpec;

/** Points on a spiral in the plane. */
public record Spiral(Spec spec) implements DataSource {

  @Describe("Points on a spiral in the plane.")
  public record Spec(
      @Default("2.0") @Describe("turns, above 0") double turns,
      @Default("96") @Describe("examples, at least 10; a third of them test") int examples)
      implements DataSource.Spec {
    public Spec {
      Require.positive("turns", turns);
      Require.atLeast("examples", examples, 10);
    }

    @Override
    public SplitSpec split() {
      return new SplitSpec(0, examples / 3, 1);
    }
  }

  @Override
  public Dataset load(Locations where) {
    float[] points = new float[2 * spec.examples()];
    for (int i = 0; i < spec.examples(); i++) {
      double radius = (i + 1.0) / spec.examples();
      double angle = 2 * StrictMath.PI * spec.turns() * radius;
      points[2 * i] = (float) (radius * StrictMath.cos(angle));
      points[2 * i + 1] = (float) (radius * StrictMath.sin(angle));
    }
    RawArray array = RawArray.ofFloats(new int[] {spec.examples(), 2}, ElementKind.F4, points);
    return Dataset.split(
        "spiral", Content.of("spiral", array, 1, Optional.empty()), spec.split(), 0);
  }
}

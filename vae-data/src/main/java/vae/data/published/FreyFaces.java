package vae.data.published;

import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.spec.Since;
import vae.data.format.Limits;
import vae.data.missing.MissingValues;
import vae.data.source.Content;
import vae.data.source.DataSource;
import vae.data.source.Dataset;
import vae.data.source.Locations;
import vae.data.source.SplitSpec;
import vae.data.transform.Binarization;

/**
 * One face in 1,965 frames of a film, images of 28 × 20 pixels, 0 … 255 divided by 255.
 *
 * <p>Not bundled and without a mirror, since no licence is stated: put {@code frey_rawface.mat} of
 * its author's page, or the same as {@code freyfaces.npy}, into the folder {@code frey-faces} of
 * one of the {@link Locations}. The content is verified on every load. There is no official test
 * part, and neighbouring frames are alike: test images drawn at random have near neighbours among
 * the training images. Source: Roweis, Saul and Hinton (2002), "Global coordination of local linear
 * models".
 */
public record FreyFaces(Spec spec) implements DataSource {

  @Describe(
      value = "One face in 1965 frames of 28 × 20 pixels divided by 255; you bring the file.",
      source = "Roweis, Saul and Hinton (2002), Global coordination of local linear models")
  public record Spec(
      @Describe("How values become zeros and ones.") @Default("{\"type\": \"none\"}")
          Binarization.Spec binarization,
      @Describe("Which examples train, validate and test.")
          @Default("{\"validation\": 200, \"test\": 200, \"seed\": 0}")
          SplitSpec split,
      @Describe("Use only the first N training examples; 0 for all.") @Default("0") int limit,
      @Describe(MissingValues.DESCRIPTION) @Default(MissingValues.NONE) @Since("0.2.0")
          MissingValues.Spec missing)
      implements DataSource.Spec {
    public Spec {
      Require.atLeast("limit", limit, 0);
    }
  }

  private static final float WHITE = 255;

  @Override
  public Dataset load(Locations where) {
    Content content = UnmirroredSet.FREY_FACES.load(where, WHITE, Limits.standard());
    return Dataset.split(UnmirroredSet.FREY_FACES.name(), content, spec.split(), spec.limit());
  }
}

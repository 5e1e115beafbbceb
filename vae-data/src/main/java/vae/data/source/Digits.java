package vae.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.spec.Since;
import vae.data.format.Csv;
import vae.data.format.DataException;
import vae.data.format.Fingerprint;
import vae.data.format.Limits;
import vae.data.format.RawArray;
import vae.data.missing.MissingValues;
import vae.data.transform.Binarization;

/**
 * Handwritten digits that come with the product: 1,797 images of 8 × 8 pixels, 0 … 16 divided by
 * 16, with labels.
 *
 * <p>The test part of "Optical Recognition of Handwritten Digits" of the UCI Machine Learning
 * Repository, CC BY 4.0. By default 1,437 examples train, 180 validate and 180 test, drawn once and
 * for all by a permutation of its own seed. Source: Alpaydin and Kaynak (1998).
 */
public record Digits(Spec spec) implements DataSource {

  @Describe(
      value = "Handwritten digits, 1797 images of 8 × 8 pixels divided by 16; bundled, CC BY 4.0.",
      source = "Alpaydin and Kaynak (1998), UCI Machine Learning Repository")
  public record Spec(
      @Describe("How values become zeros and ones.") @Default("{\"type\": \"none\"}")
          Binarization.Spec binarization,
      @Describe("Which examples train, validate and test.")
          @Default("{\"validation\": 180, \"test\": 180, \"seed\": 0}")
          SplitSpec split,
      @Describe("Use only the first N training examples; 0 for all.") @Default("0") int limit,
      @Describe(MissingValues.DESCRIPTION) @Default(MissingValues.NONE) @Since("0.2.0")
          MissingValues.Spec missing)
      implements DataSource.Spec {
    public Spec {
      Require.atLeast("limit", limit, 0);
    }
  }

  private static final String RESOURCE = "digits.csv.gz";
  private static final Fingerprint PINNED =
      new Fingerprint(264_712, "6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8");
  private static final int SIDE = 8;
  private static final float BLACK = 16;

  /**
   * @param where not used: the data are bundled
   */
  @Override
  public Dataset load(Locations where) {
    Csv.Options options = new Csv.Options(false, "last");
    Csv.Table table = Csv.parse(RESOURCE, bundled(), options, Limits.standard());
    float[] pixels = table.values().floats();
    byte[] bytes = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      bytes[i] = (byte) pixels[i];
    }
    int[] shape = {table.values().extent(0), SIDE, SIDE};
    Content content = Content.of(RESOURCE, RawArray.ofBytes(shape, bytes), BLACK, table.labels());
    return Dataset.split("digits", content, spec.split(), spec.limit());
  }

  private static byte[] bundled() {
    try (InputStream packed = Digits.class.getResourceAsStream(RESOURCE)) {
      byte[] text = new GZIPInputStream(packed).readNBytes((int) PINNED.bytes() + 1);
      String sha256 = HexFormat.of().formatHex(Fingerprint.sha256Digest().digest(text));
      PINNED.require(RESOURCE, new Fingerprint(text.length, sha256), "Build the product again.");
      return text;
    } catch (IOException e) {
      throw DataException.of(RESOURCE, -1, e);
    }
  }
}

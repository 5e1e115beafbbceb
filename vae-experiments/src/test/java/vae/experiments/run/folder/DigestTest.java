package vae.experiments.run.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.tape.Parameter;

final class DigestTest {

  private static List<Parameter> parameters(float changed) {
    return List.of(
        new Parameter("b.weight", NdArray.of(Shape.of(1, 2), new float[] {1.5f, changed})),
        new Parameter("a.bias", NdArray.of(Shape.of(1), new double[] {-0.0})));
  }

  private static SortedMap<String, Double> metrics(double elbo) {
    return new TreeMap<>(Map.of("test/elbo", elbo, "test/rate", 2.0));
  }

  /** The bytes follow from the description alone, so other tools can check a digest. */
  @Test
  void bytesAreThoseOfTheDescription() throws IOException, NoSuchAlgorithmException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write("a.bias\0".getBytes(StandardCharsets.UTF_8));
    bytes.write(little(4).putInt(1).array());
    bytes.write(little(8).putDouble(-0.0).array());
    bytes.write("b.weight\0".getBytes(StandardCharsets.UTF_8));
    bytes.write(little(8).putInt(1).putInt(2).array());
    bytes.write(little(8).putFloat(1.5f).putFloat(-2).array());
    bytes.write("test/elbo\0".getBytes(StandardCharsets.UTF_8));
    bytes.write(little(8).putDouble(-30.25).array());
    bytes.write("test/rate\0".getBytes(StandardCharsets.UTF_8));
    bytes.write(little(8).putDouble(2).array());
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
    assertEquals(
        "sha256:" + HexFormat.of().formatHex(hash), Digest.of(parameters(-2), metrics(-30.25)));
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void orderOfParametersDoesNotMatter() {
    List<Parameter> parameters = parameters(3);
    assertEquals(Digest.of(parameters, metrics(1)), Digest.of(parameters.reversed(), metrics(1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 22, 23, 30, 31})
  void oneFlippedBitOfOneParameterChangesIt(int bit) {
    float flipped = Float.intBitsToFloat(Float.floatToIntBits(1.25f) ^ (1 << bit));
    assertNotEquals(
        Digest.of(parameters(1.25f), metrics(1)), Digest.of(parameters(flipped), metrics(1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 51, 52, 62, 63})
  void oneFlippedBitOfOneMetricChangesIt(int bit) {
    double flipped = Double.longBitsToDouble(Double.doubleToLongBits(-31.5) ^ (1L << bit));
    assertNotEquals(
        Digest.of(parameters(1), metrics(-31.5)), Digest.of(parameters(1), metrics(flipped)));
  }

  @Test
  void namesShapesAndTypesAreInIt() {
    NdArray row = NdArray.of(Shape.of(1, 2), new float[] {0, 0});
    NdArray column = NdArray.of(Shape.of(2, 1), new float[] {0, 0});
    NdArray doubles = NdArray.of(Shape.of(1, 2), new double[] {0, 0});
    String digest = Digest.of(List.of(new Parameter("w", row)), metrics(1));
    assertNotEquals(digest, Digest.of(List.of(new Parameter("v", row)), metrics(1)));
    assertNotEquals(digest, Digest.of(List.of(new Parameter("w", column)), metrics(1)));
    assertNotEquals(digest, Digest.of(List.of(new Parameter("w", doubles)), metrics(1)));
    assertNotEquals(
        digest, Digest.of(List.of(new Parameter("w", row)), new TreeMap<>(Map.of("x", 1.0))));
    assertTrue(digest.matches("sha256:[0-9a-f]{64}"), digest);
  }

  @Test
  void hashOfAFileIsThatOfItsBytes(@TempDir Path folder) throws IOException {
    Path empty = Files.createFile(folder.resolve("empty"));
    assertEquals(
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Digest.ofFile(empty));
  }
}

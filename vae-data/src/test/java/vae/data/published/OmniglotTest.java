package vae.data.published;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.data.format.DataException;
import vae.data.format.FileBytes;
import vae.data.format.MatBytes;
import vae.data.missing.NothingMissing;
import vae.data.source.Dataset;
import vae.data.source.Locations;
import vae.data.source.SplitSpec;
import vae.data.transform.NoBinarization;

/** Two training images and a test image of 2 by 2, of three alphabets, in a MATLAB file by hand. */
final class OmniglotTest {

  private static final MatBytes MATLAB = new MatBytes(false, false);
  private static final int DOUBLE = 6;

  @TempDir Path folder;

  /** Stored as doubles. */
  private static byte[] matrix(String name, int rows, double... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Double.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      bytes.putDouble(value);
    }
    int[] shape = {rows, values.length / rows};
    return MATLAB.compressed(MATLAB.matrix(DOUBLE, 9, name, shape, bytes.array()));
  }

  /** Whole numbers, which MATLAB stores as bytes whatever their class. */
  private static byte[] bytes(String name, int rows, int... values) {
    byte[] data = new byte[values.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) values[i];
    }
    int[] shape = {rows, values.length / rows};
    return MATLAB.compressed(MATLAB.matrix(DOUBLE, 2, name, shape, data));
  }

  private Dataset load(byte[] data, byte[] target) throws Exception {
    Path set = Files.createDirectories(folder.resolve("omniglot"));
    byte[] test = bytes("testdata", 4, 0, 1, 0, 1);
    byte[] testTarget = bytes("testtarget", 3, 1, 0, 0);
    FileBytes.write(set, "chardata.mat", MATLAB.file(data, target, test, testTarget));
    Locations where =
        new Locations(
            Optional.of(folder), Optional.empty(), folder.resolve("x"), folder.resolve("y"));
    Omniglot.Spec spec =
        new Omniglot.Spec(
            new NoBinarization.Spec(), new SplitSpec(0, 1, 0), 0, new NothingMissing.Spec());
    return new Omniglot(spec, 2, 1, 2, 3).load(where);
  }

  private static byte[] images() {
    return matrix("data", 4, 0, 0.25, 0.5, 1, 1, 0, 0, 0);
  }

  private static byte[] targets(int... values) {
    return bytes("target", 3, values);
  }

  /** The file's pixels go down the columns. */
  @Test
  void imagesAreUprightAndLabelsAreThePlacesOfTheOnes() throws Exception {
    Dataset data = load(images(), targets(0, 0, 1, 0, 1, 0));
    assertArrayEquals(new int[] {2, 2}, data.exampleShape());
    float[] x = new float[8];
    data.train().gather(new int[] {0, 1}, 0, 2, x);
    assertArrayEquals(new float[] {0, 0.5f, 0.25f, 1, 1, 0, 0, 0}, x);
    assertEquals(2, data.train().label(0));
    assertEquals(1, data.train().label(1));
    assertEquals(0, data.test().label(0));
  }

  private void refused(String problem, byte[] data, byte[] target) {
    DataException e = assertThrows(DataException.class, () -> load(data, target));
    assertTrue(e.getMessage().contains(problem), e.getMessage());
  }

  @Test
  void otherShapesValuesAndTargetsAreRefused() {
    byte[] good = targets(0, 0, 1, 0, 1, 0);
    refused("expected 2 columns of 4", matrix("data", 4, 0, 0, 0, 0), good);
    refused("from 0 to 1, got 2.0", matrix("data", 4, 0, 2, 0, 0, 0, 0, 0, 0), good);
    refused("from 0 to 1, got NaN", matrix("data", 4, 0, Double.NaN, 0, 0, 0, 0, 0, 0), good);
    refused("one 1 among zeros in column 2", images(), targets(0, 0, 1, 0, 0, 0));
    refused("one 1 among zeros in column 1", images(), targets(0, 1, 1, 0, 1, 0));
    refused("a variable \"target\"", images(), bytes("other", 1, 0));
  }

  /** Dimensions that no file of this size holds are refused before memory is taken. */
  @Test
  void hugeDimensionsAreRefused() {
    byte[] huge =
        MATLAB.compressed(MATLAB.matrix(DOUBLE, 9, "data", new int[] {784, 100_000}, new byte[8]));
    refused("bytes of data, got 8", huge, targets(0, 0, 1, 0, 1, 0));
  }
}

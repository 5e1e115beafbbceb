package vae.data.published;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.data.format.DataException;
import vae.data.format.ElementKind;
import vae.data.format.FileBytes;
import vae.data.format.Fingerprint;
import vae.data.format.Limits;
import vae.data.format.MatBytes;
import vae.data.missing.NothingMissing;
import vae.data.source.Content;
import vae.data.source.Dataset;
import vae.data.source.Locations;
import vae.data.source.SplitSpec;
import vae.data.transform.NoBinarization;

final class UnmirroredSetTest {

  private static final byte[] PIXELS = {0, 51, 102, (byte) 153, (byte) 204, (byte) 255};
  private static final MatBytes MATLAB = new MatBytes(true, false);

  @TempDir Path folder;

  private final UnmirroredSet set =
      new UnmirroredSet(
          "toy-faces",
          List.of("toy-faces", "toyfaces"),
          "raw.mat",
          "ff",
          "toy.npy",
          3,
          1,
          2,
          new Fingerprint(6, HexFormat.of().formatHex(Fingerprint.sha256Digest().digest(PIXELS))),
          "https://example.invalid/");

  private Locations here() {
    return new Locations(
        Optional.of(folder), Optional.empty(), folder.resolve("x"), folder.resolve("y"));
  }

  private Path put(String name, String file, byte[] bytes) throws IOException {
    return FileBytes.write(Files.createDirectories(folder.resolve(name)), file, bytes);
  }

  private static byte[] npy(int... shape) {
    return FileBytes.npy(1, ElementKind.U1, false, false, shape, 0, 51, 102, 153, 204, 255);
  }

  private static byte[] mat(byte[] pixels) {
    return MATLAB.file(MATLAB.compressed(MATLAB.matrix("ff", new int[] {2, 3}, pixels)));
  }

  @Test
  void everyContainerHoldsTheSameImages() throws IOException {
    Path last = put("toyfaces", "toy.npy.gz", FileBytes.gzip(npy(3, 2)));
    assertEquals(last, set.verify(here()));
    String sha256 = load().sha256();
    Path third = put("toyfaces", "raw.mat", mat(PIXELS));
    assertEquals(third, set.verify(here()));
    assertEquals(sha256, load().sha256());
    Path second = put("toy-faces", "toy.npy", npy(3, 1, 2));
    assertEquals(second, set.verify(here()));
    assertEquals(sha256, load().sha256());
    Path first = put("toy-faces", "raw.mat.gz", FileBytes.gzip(mat(PIXELS)));
    assertEquals(first, set.verify(here()));
    Dataset data = load();
    assertEquals(sha256, data.sha256());
    assertArrayEquals(new int[] {1, 2}, data.exampleShape());
    float[] out = new float[6];
    data.train().gather(new int[] {0, 1, 2}, 0, 3, out);
    assertArrayEquals(new float[] {0, 0.2f, 0.4f, 0.6f, 0.8f, 1}, out);
  }

  private Dataset load() {
    Content content = set.load(here(), 255, Limits.standard());
    return Dataset.split("toy", content, new SplitSpec(0, 0, 0), 0);
  }

  @Test
  void anotherContentIsRefused() throws IOException {
    byte[] other = PIXELS.clone();
    other[5]--;
    put("toy-faces", "raw.mat", mat(other));
    DataException e = assertThrows(DataException.class, () -> set.verify(here()));
    assertTrue(e.problem().contains("SHA-256 " + set.content().sha256()), e.getMessage());
    assertThrows(DataException.class, () -> set.load(here(), 255, Limits.standard()));
    put("toy-faces", "raw.mat", MATLAB.file(MATLAB.matrix("ff", new int[] {1, 2}, new byte[2])));
    e = assertThrows(DataException.class, () -> set.verify(here()));
    assertTrue(e.problem().contains("expected 6 unsigned bytes"), e.getMessage());
    Files.delete(folder.resolve("toy-faces/raw.mat"));
    double[] numbers = {0, 51, 102, 153, 204, 255};
    put(
        "toy-faces",
        "toy.npy",
        FileBytes.npy(1, ElementKind.F4, false, false, new int[] {6}, numbers));
    assertThrows(DataException.class, () -> set.verify(here()));
  }

  @Test
  void aMissingSetSaysWhereToGetItAndWhereToPutIt() {
    DataException e = assertThrows(DataException.class, () -> set.locate(here()));
    assertEquals(
        ("toy-faces: found none of toy-faces/raw.mat, toy-faces/toy.npy, toyfaces/raw.mat,"
                + " toyfaces/toy.npy in the places looked in: $VAE_DATA (not set); --data %1$s;"
                + " user cache %1$s/x; system %1$s/y."
                + " No licence lets others pass it on, so there is no mirror: get raw.mat from its"
                + " author's page, https://example.invalid/, and put it into %1$s/toy-faces.")
            .formatted(folder),
        e.getMessage());
  }

  @Test
  void freyFacesAreTheAuthors() {
    String data = System.getenv("VAE_DATA");
    assumeTrue(
        data != null && Files.isDirectory(Path.of(data, "freyfaces")),
        "set VAE_DATA to a folder that holds freyfaces/frey_rawface.mat or"
            + " freyfaces/freyfaces.npy");
    Locations where =
        new Locations(
            Optional.empty(), Optional.of(Path.of(data)), folder.resolve("x"), folder.resolve("y"));
    FreyFaces.Spec spec =
        new FreyFaces.Spec(
            new NoBinarization.Spec(), new SplitSpec(200, 200, 0), 0, new NothingMissing.Spec());
    Dataset faces = new FreyFaces(spec).load(where);
    assertArrayEquals(new int[] {28, 20}, faces.exampleShape());
    assertEquals(1565, faces.train().size());
    assertEquals(
        UnmirroredSet.FREY_FACES.locate(where),
        PinnedSet.find("frey-faces").orElseThrow().verify(where));
  }
}

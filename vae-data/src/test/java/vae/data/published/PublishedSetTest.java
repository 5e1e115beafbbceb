package vae.data.published;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.data.format.DataException;
import vae.data.format.FileBytes;
import vae.data.format.Limits;
import vae.data.missing.NothingMissing;
import vae.data.source.Dataset;
import vae.data.source.Locations;
import vae.data.source.SplitSpec;
import vae.data.transform.NoBinarization;

final class PublishedSetTest {

  @TempDir Path folder;

  private Locations here() {
    return new Locations(
        Optional.of(folder), Optional.empty(), folder.resolve("x"), folder.resolve("y"));
  }

  @Test
  void aCompleteFolderIsLoadedAndVerified() throws IOException {
    ToySet.write(Files.createDirectories(folder.resolve("toy")));
    PublishedSet set = ToySet.published();
    assertEquals(folder.resolve("toy"), set.verify(here()));
    Dataset data = set.load(here(), 255, new SplitSpec(0, 2, 0), 0, Limits.standard());
    assertArrayEquals(new int[] {1, 2}, data.exampleShape());
    float[] out = new float[4];
    data.train().gather(new int[] {1, 0}, 0, 2, out);
    assertArrayEquals(new float[] {0.2f, 0.4f, 0, 1}, out);
    assertEquals(1, data.test().label(1));
    assertEquals(4, data.test().identity(1));
  }

  @Test
  void aFileWithAnotherContentIsRefused() throws IOException {
    Path toy = Files.createDirectories(folder.resolve("toy"));
    ToySet.write(toy);
    byte[] other = ToySet.FILES.get("test-labels").clone();
    other[other.length - 1] = 3;
    FileBytes.write(toy, "test-labels.gz", FileBytes.gzip(other));
    PublishedSet set = ToySet.published();
    DataException e = assertThrows(DataException.class, () -> set.verify(here()));
    assertTrue(e.getMessage().contains("./vae data fetch toy"), e.getMessage());
    SplitSpec split = new SplitSpec(0, 2, 0);
    assertThrows(DataException.class, () -> set.load(here(), 255, split, 0, Limits.standard()));
  }

  @Test
  void mnistIsTheOfficialOne() {
    String data = System.getenv("VAE_DATA");
    assumeTrue(
        data != null && Files.isDirectory(Path.of(data, "mnist")),
        "set VAE_DATA to a folder that holds mnist/train-images-idx3-ubyte.gz and the other three");
    Locations where =
        new Locations(
            Optional.empty(), Optional.of(Path.of(data)), folder.resolve("x"), folder.resolve("y"));
    SplitSpec split = new SplitSpec(0, 10_000, 0);
    Dataset mnist =
        new PublishedImages(
                new PublishedImages.Mnist(
                    new NoBinarization.Spec(), split, 0, new NothingMissing.Spec()))
            .load(where);
    assertEquals(60_000, mnist.train().size());
    assertEquals(0, mnist.validation().size());
    assertEquals(10_000, mnist.test().size());
    assertArrayEquals(new int[] {28, 28}, mnist.exampleShape());
    assertEquals(5, mnist.train().label(0));
    assertEquals(7, mnist.test().label(0));
    double mean = 0;
    for (double coordinate : mnist.trainMean()) {
      mean += coordinate / mnist.dimension();
    }
    assertEquals(0.1307, mean, 5e-5); // the mean pixel that everyone normalises MNIST by
    SplitSpec held = new SplitSpec(10_000, 10_000, 0);
    Dataset quick =
        new PublishedImages(
                new PublishedImages.Mnist(
                    new NoBinarization.Spec(), held, 100, new NothingMissing.Spec()))
            .load(where);
    assertEquals(100, quick.train().size());
    assertEquals(10_000, quick.validation().size());
    assertEquals(mnist.sha256(), quick.sha256());
    assertEquals(
        PublishedSet.MNIST.locate(where), PinnedSet.find("mnist").orElseThrow().verify(where));
  }
}

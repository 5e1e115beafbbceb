package vae.data.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.core.spec.Describe;
import vae.core.spec.Spec;
import vae.core.spec.SpecException;
import vae.core.wiring.Catalogue;
import vae.core.wiring.Component;
import vae.core.wiring.Factories;
import vae.core.wiring.ModelSites;
import vae.data.format.DataException;
import vae.data.format.ElementKind;
import vae.data.format.FileBytes;
import vae.data.missing.NothingMissing;
import vae.data.published.Cifar10;
import vae.data.published.FreyFaces;
import vae.data.published.Omniglot;
import vae.data.published.PublishedImages;
import vae.data.published.StaticMnist;
import vae.data.source.CsvFile;
import vae.data.source.DataSource;
import vae.data.source.Dataset;
import vae.data.source.Digits;
import vae.data.source.IdxFile;
import vae.data.source.ImageFolder;
import vae.data.source.Locations;
import vae.data.source.NpyFile;
import vae.data.source.SplitSpec;
import vae.data.synthetic.LinearGaussian;
import vae.data.synthetic.Pinwheel;
import vae.data.synthetic.Shapes;
import vae.data.transform.Binarization;
import vae.data.transform.DynamicBinarization;
import vae.data.transform.NoBinarization;
import vae.data.transform.StaticBinarization;
import vae.data.transform.ThresholdBinarization;

final class DataWiringTest {

  private static final Binarization.Spec NONE = new NoBinarization.Spec();
  private static final SplitSpec SPLIT = new SplitSpec(1, 1, 0);

  @TempDir Path folder;

  private static DataSource source(DataSource.Spec spec) {
    Factories factories = new Factories(List.of(new DataModule(), new BinarizationModule()));
    return factories.site(ModelSites.rethrown()).make(DataSource.class, "data", spec);
  }

  private Dataset load(DataSource.Spec spec) {
    return source(spec)
        .load(
            new Locations(
                Optional.of(folder), Optional.empty(), folder.resolve("x"), folder.resolve("y")));
  }

  @Test
  void everySpecMakesItsComponent() {
    SplitSpec official = new SplitSpec(0, 10_000, 0);
    List<DataSource.Spec> specs =
        List.of(
            new Digits.Spec(NONE, SPLIT, 0, new NothingMissing.Spec()),
            new PublishedImages.Mnist(NONE, official, 0, new NothingMissing.Spec()),
            new PublishedImages.FashionMnist(NONE, official, 0, new NothingMissing.Spec()),
            new FreyFaces.Spec(NONE, SPLIT, 0, new NothingMissing.Spec()),
            new StaticMnist.Spec(0, new NothingMissing.Spec()),
            new Omniglot.Spec(NONE, SPLIT, 0, new NothingMissing.Spec()),
            new Cifar10.Spec(NONE, SPLIT, 0, new NothingMissing.Spec()),
            new ImageFolder.Spec(
                "a", 1, ImageFolder.Labels.NONE, 255, NONE, SPLIT, 0, new NothingMissing.Spec()),
            new NpyFile.Spec("a.npy", "", 1, NONE, SPLIT, 0, new NothingMissing.Spec()),
            new CsvFile.Spec("a.csv", false, "none", 1, NONE, SPLIT, 0, new NothingMissing.Spec()),
            new IdxFile.Spec("a", "", 255, NONE, SPLIT, 0, new NothingMissing.Spec()),
            new LinearGaussian.Spec(3, 2, 1, 4, 1, 1, 0, new NothingMissing.Spec()),
            new Pinwheel.Spec(3, 1, 1, 0, 4, 1, 1, 0, new NothingMissing.Spec()),
            new Shapes.Spec(8, 3, 6, 40, 32, 4, 1, 1, 0, NONE, new NothingMissing.Spec()));
    assertEquals(specs.size(), new DataModule().list().size());
    for (DataSource.Spec spec : specs) {
      assertEquals(spec.getClass().getEnclosingClass(), source(spec).getClass());
      assertInstanceOf(NoBinarization.Spec.class, spec.binarization());
    }
  }

  @Test
  void everyBinarizationIsMade() {
    Factories factories = new Factories(List.of(new DataModule(), new BinarizationModule()));
    for (Binarization.Spec spec :
        List.of(
            new DynamicBinarization.Spec(),
            new StaticBinarization.Spec(1),
            new ThresholdBinarization.Spec(0.5))) {
      Binarization made =
          factories.site(ModelSites.rethrown()).make(Binarization.class, "data.binarization", spec);
      assertEquals(spec.getClass().getEnclosingClass(), made.getClass());
    }
  }

  @Test
  void everyKeyIsDescribed() {
    Catalogue catalogue = Catalogue.of(List.of(new DataModule(), new BinarizationModule()));
    for (String slot : catalogue.slots()) {
      assertFalse(catalogue.components(slot).isEmpty());
      for (Component component : catalogue.components(slot)) {
        Class<? extends Spec> spec = component.specType();
        assertNotNull(spec.getAnnotation(Describe.class), spec.getName());
        for (RecordComponent key : spec.getRecordComponents()) {
          assertNotNull(key.getAnnotation(Describe.class), spec.getName() + "." + key.getName());
        }
      }
    }
  }

  @Test
  void theSameNumbersComeFromEveryFormat() {
    double[] values = {0, 1, 2, 3, 4, 5, 6, 7};
    int[] shape = {4, 2};
    FileBytes.write(folder, "x.npy", FileBytes.npy(1, ElementKind.F8, false, false, shape, values));
    FileBytes.write(folder, "x.idx", FileBytes.idx(ElementKind.F4, shape, values));
    FileBytes.write(folder, "x.csv", "0,1,5\n2,3,6\n4,5,7\n6,7,8\n".getBytes());
    double[] labels = {5, 6, 7, 8};
    FileBytes.write(
        folder, "y.npy", FileBytes.npy(1, ElementKind.I8, false, false, new int[] {4}, labels));
    FileBytes.write(folder, "y.idx", FileBytes.idx(ElementKind.U1, new int[] {4}, labels));
    List<DataSource.Spec> specs =
        List.of(
            new NpyFile.Spec("x.npy", "y.npy", 2, NONE, SPLIT, 0, new NothingMissing.Spec()),
            new IdxFile.Spec("x.idx", "y.idx", 2, NONE, SPLIT, 0, new NothingMissing.Spec()),
            new CsvFile.Spec("x.csv", false, "last", 2, NONE, SPLIT, 0, new NothingMissing.Spec()));
    for (DataSource.Spec spec : specs) {
      Dataset data = load(spec);
      float[] row = new float[2];
      for (int i = 0; i < data.train().size(); i++) {
        data.train().gather(new int[] {i}, 0, 1, row);
        long identity = data.train().identity(i);
        assertEquals(identity, row[0]);
        assertEquals(identity + 0.5f, row[1]);
        assertEquals(5 + identity, data.train().label(i));
      }
    }
  }

  @Test
  void drawingFromValuesAboveOneIsRefused() {
    FileBytes.write(folder, "x.csv", "0,1\n2,3\n4,5\n".getBytes());
    Dataset data =
        load(
            new CsvFile.Spec(
                "x.csv",
                false,
                "none",
                1,
                new DynamicBinarization.Spec(),
                SPLIT,
                0,
                new NothingMissing.Spec()));
    SpecException e =
        assertThrows(SpecException.class, () -> data.fitFor(new DynamicBinarization()));
    assertEquals("binarization", e.path());
  }

  @Test
  void missingFilesAreDataErrorsAndBadKeysSpecErrors() {
    assertThrows(
        DataException.class,
        () -> load(new NpyFile.Spec("no.npy", "", 1, NONE, SPLIT, 0, new NothingMissing.Spec())));
    assertThrows(
        DataException.class,
        () -> load(new NpyFile.Spec("no.npz#x", "", 1, NONE, SPLIT, 0, new NothingMissing.Spec())));
    assertThrows(
        DataException.class,
        () -> load(new PublishedImages.Mnist(NONE, SPLIT, 0, new NothingMissing.Spec())));
    assertThrows(
        DataException.class,
        () -> load(new FreyFaces.Spec(NONE, SPLIT, 0, new NothingMissing.Spec())));
    assertThrows(
        SpecException.class,
        () -> new NpyFile.Spec("", "", 1, NONE, SPLIT, 0, new NothingMissing.Spec()));
    assertThrows(
        SpecException.class,
        () -> new NpyFile.Spec("a", "", 0, NONE, SPLIT, 0, new NothingMissing.Spec()));
    assertThrows(
        SpecException.class, () -> new Digits.Spec(NONE, SPLIT, -1, new NothingMissing.Spec()));
  }
}

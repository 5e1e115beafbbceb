package vae.data.wiring;

import vae.core.wiring.Site;
import vae.core.wiring.SlotModule;
import vae.data.source.CsvFile;
import vae.data.source.DataSource;
import vae.data.source.Digits;
import vae.data.source.FreyFaces;
import vae.data.source.IdxFile;
import vae.data.source.ImageFolder;
import vae.data.source.NpyFile;
import vae.data.source.PublishedImages;
import vae.data.synthetic.LinearGaussian;
import vae.data.synthetic.Pinwheel;
import vae.data.transform.Binarization;

/** The slot {@code data}. */
public final class DataModule extends SlotModule<DataSource> {

  /** Names the slot. */
  public DataModule() {
    super("data", DataSource.class, DataSource.Spec.class);
  }

  @Override
  protected void components() {
    component(
        "digits", Digits.Spec.class, (spec, at) -> new Digits(spec, made(spec.binarization(), at)));
    component(
        "mnist",
        PublishedImages.Mnist.class,
        (spec, at) -> new PublishedImages(spec, made(spec.binarization(), at)));
    component(
        "fashion-mnist",
        PublishedImages.FashionMnist.class,
        (spec, at) -> new PublishedImages(spec, made(spec.binarization(), at)));
    component(
        "frey-faces",
        FreyFaces.Spec.class,
        (spec, at) -> new FreyFaces(spec, made(spec.binarization(), at)));
    component(
        "npy", NpyFile.Spec.class, (spec, at) -> new NpyFile(spec, made(spec.binarization(), at)));
    component(
        "csv", CsvFile.Spec.class, (spec, at) -> new CsvFile(spec, made(spec.binarization(), at)));
    component(
        "idx", IdxFile.Spec.class, (spec, at) -> new IdxFile(spec, made(spec.binarization(), at)));
    component(
        "images",
        ImageFolder.Spec.class,
        (spec, at) -> new ImageFolder(spec, made(spec.binarization(), at)));
    component("linear-gaussian", LinearGaussian.Spec.class, (spec, _) -> new LinearGaussian(spec));
    component("pinwheel", Pinwheel.Spec.class, (spec, _) -> new Pinwheel(spec));
  }

  private static Binarization made(Binarization.Spec spec, Site at) {
    return at.make(Binarization.class, "binarization", spec);
  }
}

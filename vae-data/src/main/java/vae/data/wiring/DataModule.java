package vae.data.wiring;

import vae.core.wiring.SlotModule;
import vae.data.published.Cifar10;
import vae.data.published.FreyFaces;
import vae.data.published.Omniglot;
import vae.data.published.PublishedImages;
import vae.data.published.StaticMnist;
import vae.data.source.CsvFile;
import vae.data.source.DataSource;
import vae.data.source.Digits;
import vae.data.source.IdxFile;
import vae.data.source.ImageFolder;
import vae.data.source.NpyFile;
import vae.data.synthetic.LinearGaussian;
import vae.data.synthetic.Pinwheel;
import vae.data.synthetic.Shapes;

public final class DataModule extends SlotModule<DataSource> {

  public DataModule() {
    super("data", DataSource.class, DataSource.Spec.class);
  }

  @Override
  protected void components() {
    component("digits", Digits.Spec.class, (spec, _) -> new Digits(spec));
    component("mnist", PublishedImages.Mnist.class, (spec, _) -> new PublishedImages(spec));
    component(
        "fashion-mnist",
        PublishedImages.FashionMnist.class,
        (spec, _) -> new PublishedImages(spec));
    component("frey-faces", FreyFaces.Spec.class, (spec, _) -> new FreyFaces(spec));
    component("static-mnist", StaticMnist.Spec.class, (spec, _) -> new StaticMnist(spec));
    component("omniglot", Omniglot.Spec.class, (spec, _) -> new Omniglot(spec));
    component("cifar-10", Cifar10.Spec.class, (spec, _) -> new Cifar10(spec));
    component("npy", NpyFile.Spec.class, (spec, _) -> new NpyFile(spec));
    component("csv", CsvFile.Spec.class, (spec, _) -> new CsvFile(spec));
    component("idx", IdxFile.Spec.class, (spec, _) -> new IdxFile(spec));
    component("images", ImageFolder.Spec.class, (spec, _) -> new ImageFolder(spec));
    component("linear-gaussian", LinearGaussian.Spec.class, (spec, _) -> new LinearGaussian(spec));
    component("pinwheel", Pinwheel.Spec.class, (spec, _) -> new Pinwheel(spec));
    component("shapes", Shapes.Spec.class, (spec, _) -> new Shapes(spec));
  }
}

package vae.data.wiring;

import vae.core.wiring.SlotModule;
import vae.data.source.CsvFile;
import vae.data.source.DataSource;
import vae.data.source.Digits;
import vae.data.source.FashionMnist;
import vae.data.source.FreyFaces;
import vae.data.source.IdxFile;
import vae.data.source.ImageFolder;
import vae.data.source.Mnist;
import vae.data.source.NpyFile;
import vae.data.synthetic.LinearGaussian;
import vae.data.synthetic.Pinwheel;

/** The slot {@code data}. */
public final class DataModule extends SlotModule<DataSource> {

  /** Names the slot. */
  public DataModule() {
    super("data", DataSource.class, DataSource.Spec.class);
  }

  @Override
  protected void components() {
    component("digits", Digits.Spec.class, Digits.Factory.class);
    component("mnist", Mnist.Spec.class, Mnist.Factory.class);
    component("fashion-mnist", FashionMnist.Spec.class, FashionMnist.Factory.class);
    component("frey-faces", FreyFaces.Spec.class, FreyFaces.Factory.class);
    component("npy", NpyFile.Spec.class, NpyFile.Factory.class);
    component("csv", CsvFile.Spec.class, CsvFile.Factory.class);
    component("idx", IdxFile.Spec.class, IdxFile.Factory.class);
    component("images", ImageFolder.Spec.class, ImageFolder.Factory.class);
    component("linear-gaussian", LinearGaussian.Spec.class, LinearGaussian.Factory.class);
    component("pinwheel", Pinwheel.Spec.class, Pinwheel.Factory.class);
  }
}

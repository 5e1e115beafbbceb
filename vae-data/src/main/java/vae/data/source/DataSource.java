package vae.data.source;

import vae.core.spec.SpecException;
import vae.data.format.DataException;
import vae.data.missing.MissingValues;
import vae.data.missing.NothingMissing;
import vae.data.transform.Binarization;
import vae.data.transform.NoBinarization;

/** Where examples come from; the slot {@code data}. */
public interface DataSource {

  /** What every spec of the slot {@code data} implements. */
  interface Spec extends vae.core.spec.Spec {

    /** How values become zeros and ones; {@code {"type": "none"}} where they do not. */
    default Binarization.Spec binarization() {
      return new NoBinarization.Spec();
    }

    /** Which values are known; {@code {"type": "none"}} where all are. */
    default MissingValues.Spec missing() {
      return new NothingMissing.Spec();
    }

    /** Which examples train, validate and test. */
    SplitSpec split();
  }

  /**
   * Reads the data set, its values as they are, and checks that it is what it should be.
   *
   * @param where the folders to look in
   * @throws DataException where the data are missing or damaged
   * @throws SpecException where the split does not fit the data
   */
  Dataset load(Locations where);
}

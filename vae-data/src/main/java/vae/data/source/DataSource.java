package vae.data.source;

import vae.core.spec.SpecException;
import vae.data.format.DataException;
import vae.data.transform.Binarization;

/** Where examples come from; the slot {@code data}. */
public interface DataSource {

  /** What every spec of the slot {@code data} implements. */
  interface Spec extends vae.core.spec.Spec {

    /** How values become zeros and ones; {@code {"type": "none"}} where they do not. */
    Binarization.Spec binarization();

    /** Which examples train, validate and test. */
    SplitSpec split();
  }

  /**
   * Reads the data set and checks that it is what it should be.
   *
   * @param where the folders to look in
   * @throws DataException where the data are missing or damaged
   * @throws SpecException where the split or the binarization does not fit the data
   */
  Dataset load(Locations where);

  /**
   * What the spec's binarization describes; {@link #load} leaves values as they are, the caller
   * applies this to each batch.
   */
  Binarization binarization();
}

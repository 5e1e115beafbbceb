package vae.experiments.trained;

import vae.data.source.Dataset;
import vae.data.source.Examples;

/** A part of a data set. */
public enum Part {
  TRAIN,
  VALIDATION,
  TEST;

  Examples of(Dataset data) {
    return switch (this) {
      case TRAIN -> data.train();
      case VALIDATION -> data.validation();
      case TEST -> data.test();
    };
  }
}

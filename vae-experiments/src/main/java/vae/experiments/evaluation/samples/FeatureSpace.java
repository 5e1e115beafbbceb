package vae.experiments.evaluation.samples;

import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.experiments.evaluation.PosteriorMoments;
import vae.experiments.training.ModelOnBatch;

/** Where samples are compared with data: distances mean nothing without it. */
public enum FeatureSpace {
  /** x itself, binarized where the data are. */
  PIXELS("pixels") {
    @Override
    Tensor of(ModelOnBatch on, Tensor x, Key noise) {
      return x;
    }
  },
  /** The posterior means of the evaluated model's own encoder: they see what it sees. */
  ENCODER_MEANS("encoder-means") {
    @Override
    Tensor of(ModelOnBatch on, Tensor x, Key noise) {
      return PosteriorMoments.mean(on.encoder().encode(x), noise);
    }
  };

  private final String title;

  FeatureSpace(String title) {
    this.title = title;
  }

  /** As quantities are named by it. */
  String title() {
    return title;
  }

  /**
   * x [B, d] → [B, f].
   *
   * @param on the model, for the conditions of these rows
   */
  abstract Tensor of(ModelOnBatch on, Tensor x, Key noise);
}

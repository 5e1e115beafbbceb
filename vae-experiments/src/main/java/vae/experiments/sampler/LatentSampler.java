package vae.experiments.sampler;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.autodiff.array.NdArray;
import vae.autodiff.random.Key;

/**
 * Draws codes z for a trained model to decode, from another law than its prior that was fitted to
 * the codes of its training data.
 *
 * <p>Data are encoded to the aggregate posterior \(q(z) = \frac1N \sum_n q(z \mid x_n)\), and the
 * decoder has seen no other codes. Where the prior puts mass that q(z) does not, samples from the
 * prior are poor; a sampler that is fitted to q(z) mends that without training the model again. The
 * samples are then those of another model than the one whose likelihood was measured.
 *
 * <pre>{@code
 * NdArray codes = model.encode(model.inputs().train(), 1, key.fold("codes")); // a TrainedModel
 * LatentSampler sampler = GaussianMixtureSampler.fit(codes, 10, key.fold("fit"));
 * NdArray x = model.decode(sampler.draw(64, key.fold("draw"))); // [64, d]
 * }</pre>
 *
 * <p>Codes are draws and not posterior means: the decoder was trained on draws, and means scatter
 * less. In a conditional model fit one sampler to the codes of each condition.
 */
public interface LatentSampler {

  /**
   * Codes, a pure function of n and the key; the first ones of a longer draw are those of a shorter
   * one.
   *
   * @param n from 1 to what fits the heap
   * @return [n, m]
   * @throws vae.core.spec.SpecException where n is outside
   */
  NdArray draw(int n, Key key);

  /** m, the size of all of z: both layers of a model that has two. */
  int latentSize();

  Description description();

  /**
   * What a sampler is, for files and messages.
   *
   * @param name as the command line takes it
   * @param source the paper
   * @param parameters numbers, texts and truth values by name
   * @param definedBits whether its draws are equal on every machine; where false, they belong in no
   *     digest
   */
  record Description(
      String name, String source, SortedMap<String, Object> parameters, boolean definedBits) {

    Description(String name, String source, Map<String, Object> parameters, boolean definedBits) {
      this(name, source, new TreeMap<>(parameters), definedBits);
    }

    public Description {
      parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }
  }
}

package vae.experiments.training.callback;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.autodiff.array.NdArray;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Distribution;
import vae.core.distribution.HasMean;
import vae.core.distribution.Posterior;
import vae.core.model.GenerativeModel;
import vae.core.model.Quantity;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.data.source.Dataset;
import vae.experiments.training.Callback;
import vae.experiments.training.Model;
import vae.experiments.training.Shown;
import vae.experiments.training.Training;

/**
 * Writes samples and reconstructions every so many epochs: the frames of a film strip.
 *
 * <p>\[ \hat x_i = \mathbb E[x \mid z_i], \quad z_i \sim \pi(z); \qquad \tilde x_i = \mathbb E[x
 * \mid \mu(x_i)] \]
 *
 * <p>The draws are of one key and the originals \(x_i\) are the same in all frames, so that a frame
 * differs from the one before it by the training between them alone; \(\mu\) is the posterior mean,
 * or one draw where the family has none. The first frame is of the initial parameters. The model is
 * at the parameters that it is evaluated at. The originals are of the validation part, of the test
 * part where there is none, else of the training part. Nothing is chosen by them.
 *
 * <p>Of a conditional model sample i has the condition of \(x_i\).
 */
public final class SampleSheet implements Callback {

  /** Frames of a run at most: what they take on the disk is bounded. */
  private static final int MAX_FRAMES = 1000;

  @Describe(
      "Writes samples and reconstructions every so many epochs; the report shows a film strip.")
  public record Spec(
      @Default("10")
          @Describe("epochs between two frames, at least 1; no more than 1000 are written")
          int every,
      @Default("10") @Describe("samples and reconstructions of a frame, 1 to 20") int examples)
      implements Callback.Spec {

    public Spec {
      Require.atLeast("every", every, 1);
      Require.between("examples", examples, 1, 20);
    }
  }

  private final Spec spec;
  private final SortedMap<String, String> metadata = new TreeMap<>();

  public SampleSheet(Spec spec) {
    this.spec = spec;
  }

  @Override
  public void requireFit(Model model, Dataset data, List<Quantity> heldOut) {
    int[] shape = data.exampleShape();
    if (shape.length >= 2) {
      metadata.put("height", Integer.toString(shape[0]));
      metadata.put("width", Integer.toString(shape[1]));
      metadata.put("channels", Integer.toString(shape.length > 2 ? shape[2] : 1));
    }
  }

  @Override
  public void begin(Training training) {
    if (training.step() == 0) {
      write(training);
    }
  }

  @Override
  public void afterEpoch(Training training) {
    int frame = training.epoch() / spec.every();
    if (training.epoch() % spec.every() == 0 && frame < MAX_FRAMES) {
      write(training);
    }
  }

  @Override
  public boolean maySeeMore() {
    return true;
  }

  private void write(Training training) {
    String name = String.format(Locale.ROOT, "epoch-%06d.safetensors", training.epoch());
    training.show(
        spec.examples(), shown -> training.write(name, arrays(shown), Map.copyOf(metadata)));
  }

  private static SortedMap<String, NdArray> arrays(Shown shown) {
    int n = shown.batch().x().shape().extent(0);
    Tensor x = shown.on().x();
    Tensor missing = shown.tape().scalar(Double.NaN);
    Posterior q = shown.on().posterior();
    Tensor mean =
        q instanceof HasMean known
            ? known.mean()
            : q.draw(1, shown.key().rows(shown.batch().identities()))
                .z()
                .reshape(q.eventShape().prepend(n));
    SortedMap<String, NdArray> arrays = new TreeMap<>();
    arrays.put(
        "originals",
        shown.on().observed().map(it -> x.where(it, missing)).orElse(x).toArray().copy());
    arrays.put("reconstructions", shown.on().generative().likelihood(mean).mean().toArray().copy());
    GenerativeModel p = shown.generative();
    arrays.put("samples", p.likelihood(draws(p.prior(), n, shown)).mean().toArray().copy());
    return arrays;
  }

  private static Tensor draws(Distribution prior, int n, Shown shown) {
    return prior.batchShape().rank() == 0
        ? prior.draw(n, shown.key()).z()
        : prior.draw(1, shown.key()).z().reshape(prior.eventShape().prepend(n));
  }
}

package vae.experiments.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;
import vae.data.format.ElementKind;
import vae.data.format.RawArray;
import vae.data.source.Content;
import vae.data.source.Dataset;

/**
 * Images of independent pixels, 13 % of them 1 and the others 0: the density of binarized MNIST.
 */
final class MadeUpImages {

  private static final float INK = 0.13f;
  private static final Key KEY = Key.of(1).fold("data");

  private MadeUpImages() {}

  /** Dense minibatches, [size, pixels] each. */
  static List<NdArray> batches(int count, int size, int pixels) {
    List<NdArray> batches = new ArrayList<>();
    for (int b = 0; b < count; b++) {
      batches.add(NdArray.of(Shape.of(size, pixels), draw(b, size * pixels)));
    }
    return List.copyOf(batches);
  }

  /** A data set of which every image is in the training part. */
  static Dataset dataset(int size, int pixels) {
    RawArray elements =
        RawArray.ofFloats(new int[] {size, pixels}, ElementKind.F4, draw(0, size * pixels));
    Content content = Content.of("made-up images", elements, 1, Optional.empty());
    return Dataset.inOrder("made-up", content, size, 0);
  }

  private static float[] draw(int stream, int count) {
    float[] x = new float[count];
    Noise.uniform(KEY, stream, 0, x, 0, count, new int[4]);
    for (int i = 0; i < count; i++) {
      x[i] = x[i] < INK ? 1 : 0;
    }
    return x;
  }
}

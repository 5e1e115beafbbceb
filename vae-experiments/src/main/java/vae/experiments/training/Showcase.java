package vae.experiments.training;

import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import vae.autodiff.array.DType;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.core.model.Batch;
import vae.data.source.Dataset;
import vae.data.source.Examples;
import vae.data.transform.Binarization;

/**
 * Shows the model with the first examples of the validation part, of the test part where there is
 * none, else of the training part.
 */
record Showcase(
    Model model, BatchSource source, Key binarized, Key pictures, DType type, KernelSet kernels) {

  static Showcase of(
      Model model,
      Dataset data,
      Binarization binarization,
      RandomStreams streams,
      DType type,
      KernelSet kernels) {
    Examples part =
        Stream.of(data.validation(), data.test(), data.train())
            .filter(it -> it.size() > 0)
            .findFirst()
            .orElseThrow();
    return new Showcase(
        model,
        new BatchSource(part, binarization, type, kernels),
        binarization.heldOut(streams.heldOutBinarization()),
        streams.pictures(),
        type,
        kernels);
  }

  /**
   * @param most of the examples
   */
  void show(int most, Consumer<Shown> to) {
    int count = Math.min(most, source.examples().size());
    int[] order = IntStream.range(0, count).toArray();
    try (Tape tape = Tape.of(kernels, type)) {
      tape.differentiate(false);
      Batch batch = source.gather(order, 0, count, binarized);
      to.accept(new Shown(model, tape, batch, pictures));
    }
  }
}

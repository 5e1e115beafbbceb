package vae.experiments.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import vae.autodiff.array.DType;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Distribution;
import vae.core.distribution.HasMarginals;
import vae.core.distribution.HasMean;
import vae.core.distribution.Posterior;
import vae.core.model.GenerativeModel;
import vae.core.model.Pass;
import vae.data.source.Dataset;
import vae.experiments.export.onnx.NoFormException;
import vae.experiments.export.onnx.OnnxWriter;
import vae.experiments.export.onnx.Traced;
import vae.experiments.folder.DurableFile;
import vae.experiments.recorded.RecordedRun;
import vae.experiments.run.RestoredRun;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.training.Model;

/**
 * A trained model as ONNX files, for rows of any number: {@code encoder.onnx}, x to what the
 * posterior has in closed form; {@code posterior.onnx}, x and noise to a draw of z; {@code
 * decoder.onnx}, z to the mean of the likelihood; {@code sampler.onnx}, noise to z and that mean.
 *
 * <p>Where the mean of the likelihood has no form in ONNX, {@code output} of the decoder stands in
 * its place. Values are 32-bit floats.
 */
public final class OnnxExport {

  private static final String CONDITION = "condition";

  private final Model model;
  private final Sizes sizes;
  private final DType type;
  private final KernelSet kernels;
  private final SortedMap<String, String> metadata;
  private final SequencedMap<String, byte[]> files = new LinkedHashMap<>();
  private final SequencedMap<String, String> leftOut = new LinkedHashMap<>();

  /**
   * What a model is called with.
   *
   * @param data d, values of an example
   * @param latent m
   * @param condition c, 0 where there is none
   * @param incomplete whether values of x may be missing
   */
  public record Sizes(int data, int latent, int condition, boolean incomplete) {}

  private OnnxExport(
      Model model, Sizes sizes, DType type, SortedMap<String, String> metadata, KernelSet kernels) {
    this.metadata = metadata;
    this.model = model;
    this.sizes = sizes;
    this.type = type;
    this.kernels = kernels;
  }

  /**
   * The files of a model.
   *
   * @param files by name
   * @param leftOut why others are not there, by name
   */
  public record Written(SequencedMap<String, byte[]> files, SequencedMap<String, String> leftOut) {

    /** Writes the files into a folder, which is made where it is missing. */
    public void into(Path folder) throws IOException {
      SortedMap<String, DurableFile.Content> contents = new TreeMap<>();
      files.forEach(
          (name, bytes) ->
              contents.put(name, out -> DurableFile.drain(ByteBuffer.wrap(bytes), out)));
      ExportFolder.write(folder, contents);
    }
  }

  /** Writes the functions of the model of a finished run. */
  public static Written of(RecordedRun run, RestoredRun restored, KernelSet kernels) {
    ExperimentSpec spec = restored.request().experiment().spec();
    Dataset data = restored.data();
    Sizes sizes =
        new Sizes(data.dimension(), spec.latentSize(), data.conditionSize(), data.incomplete());
    SortedMap<String, String> metadata = new TreeMap<>();
    metadata.put("run", run.label());
    metadata.put("digest", run.result().digest());
    return of(restored.model(), sizes, spec.training().dtype(), metadata, kernels);
  }

  /**
   * Writes the functions of a model.
   *
   * @param type of its parameters
   * @param metadata of each file, by key
   */
  public static Written of(
      Model model, Sizes sizes, DType type, SortedMap<String, String> metadata, KernelSet kernels) {
    OnnxExport export = new OnnxExport(model, sizes, type, metadata, kernels);
    export.write("encoder", export::encoder);
    export.write("posterior", export::posterior);
    export.writeWithMean("decoder", export::decoder);
    export.writeWithMean("sampler", export::sampler);
    return new Written(export.files, export.leftOut);
  }

  private void write(String name, Traced.Function function) {
    String file = name + ".onnx";
    try (Traced traced = Traced.of(function, kernels, type)) {
      files.put(file, OnnxWriter.model(traced, name, metadata));
      leftOut.remove(file);
    } catch (NoFormException e) {
      leftOut.put(file, "it " + e.getMessage());
    }
  }

  /** A function that ends in the mean of x or, where that has no form, in the decoder's output. */
  private interface OfMean {
    SequencedMap<String, Tensor> on(Traced.Inputs inputs, int rows, boolean mean);
  }

  private void writeWithMean(String name, OfMean function) {
    write(name, (inputs, rows) -> function.on(inputs, rows, true));
    if (leftOut.containsKey(name + ".onnx")) {
      write(name, (inputs, rows) -> function.on(inputs, rows, false));
    }
  }

  private Pass pass(Traced.Inputs inputs, int rows) {
    Pass pass = model.pass(inputs.tape());
    return sizes.condition() == 0
        ? pass
        : pass.conditionedOn(inputs.of(CONDITION, rows, sizes.condition()));
  }

  private Posterior posteriorOf(Traced.Inputs inputs, int rows) {
    Tensor x = inputs.of("x", rows, sizes.data());
    Pass pass = pass(inputs, rows);
    Pass observing =
        sizes.incomplete() ? pass.observing(inputs.of("observed", rows, sizes.data())) : pass;
    return model.on(x, observing).posterior();
  }

  private static Key key(int rows) {
    return Key.of(0).rows(LongStream.range(0, rows).toArray());
  }

  private SequencedMap<String, Tensor> encoder(Traced.Inputs inputs, int rows) {
    Posterior q = posteriorOf(inputs, rows);
    SequencedMap<String, Tensor> outputs = new LinkedHashMap<>();
    if (q instanceof HasMean known) {
      outputs.put("mean", known.mean());
    }
    if (q instanceof HasMarginals known) {
      outputs.put("log_variance", known.marginals().logDeviation().multiply(2));
    }
    if (outputs.isEmpty()) {
      throw new NoFormException(
          "has neither mean nor variance in closed form; posterior.onnx draws from it");
    }
    return outputs;
  }

  private SequencedMap<String, Tensor> posterior(Traced.Inputs inputs, int rows) {
    Tensor z = posteriorOf(inputs, rows).draw(1, key(rows)).z();
    return one("z", z.reshape(rows, sizes.latent()));
  }

  private static SequencedMap<String, Tensor> one(String name, Tensor value) {
    SequencedMap<String, Tensor> outputs = new LinkedHashMap<>();
    outputs.put(name, value);
    return outputs;
  }

  private SequencedMap<String, Tensor> decoder(Traced.Inputs inputs, int rows, boolean mean) {
    Tensor z = inputs.of("z", rows, sizes.latent());
    Pass pass = pass(inputs, rows);
    return decoded(model.generative(pass), pass, z, mean);
  }

  private SequencedMap<String, Tensor> decoded(
      GenerativeModel p, Pass pass, Tensor z, boolean mean) {
    return mean
        ? one("mean", p.likelihood(z).mean())
        : one("output", model.decoder().given(pass).decode(z));
  }

  private SequencedMap<String, Tensor> sampler(Traced.Inputs inputs, int rows, boolean mean) {
    Pass pass = pass(inputs, rows);
    GenerativeModel p = model.generative(pass);
    Distribution prior = p.prior();
    Tensor drawn =
        prior.batchShape().rank() == 0
            ? prior.draw(rows, Key.of(0)).z()
            : prior.draw(1, key(rows)).z();
    Tensor z = drawn.reshape(rows, sizes.latent());
    SequencedMap<String, Tensor> outputs = one("z", z);
    outputs.putAll(decoded(p, pass, z, mean));
    return outputs;
  }
}

package vae.experiments.run.checkpoint;

import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.autodiff.array.NdArray;
import vae.autodiff.tape.Parameter;
import vae.experiments.folder.FolderFile;
import vae.experiments.run.safetensors.SafeTensors;

/**
 * The model with the greatest bound on validation data so far.
 *
 * @param bound the mean over validation examples, finite
 */
public record Best(int epoch, double bound, SortedMap<String, NdArray> parameters) {

  public static Best of(int epoch, double bound, List<Parameter> parameters) {
    SortedMap<String, NdArray> copies = new TreeMap<>();
    parameters.forEach(parameter -> copies.put(parameter.name(), parameter.value().copy()));
    return new Best(epoch, bound, copies);
  }

  /** Writes the parameters as a checkpoint that can be evaluated but not trained on. */
  public void write(FolderFile file, String run) throws IOException {
    SafeTensors.Builder builder = SafeTensors.builder();
    parameters.forEach((name, array) -> PanelsFile.add(builder, name, array));
    builder
        .metadata("run", run)
        .metadata("holds", "parameters")
        .metadata("epoch", Integer.toString(epoch))
        .metadata("bound", Double.toString(bound))
        .sealed()
        .build()
        .write(file);
  }
}

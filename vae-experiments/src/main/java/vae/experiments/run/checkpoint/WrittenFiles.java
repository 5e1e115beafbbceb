package vae.experiments.run.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.SortedMap;
import vae.autodiff.array.NdArray;
import vae.experiments.run.folder.CallbackFiles;
import vae.experiments.run.safetensors.SafeTensors;
import vae.experiments.training.CallbackWriter;

/**
 * Writes what callbacks write into the run's folder.
 *
 * @param nothing whether only the run's result is wanted
 */
public record WrittenFiles(CallbackFiles files, boolean nothing) implements CallbackWriter {

  @Override
  public void write(String name, byte[] content) {
    if (nothing) {
      return;
    }
    try {
      files.write(name, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void write(String name, SortedMap<String, NdArray> arrays, Map<String, String> metadata) {
    if (nothing) {
      return;
    }
    SafeTensors.Builder builder = SafeTensors.builder();
    arrays.forEach((key, array) -> PanelsFile.add(builder, key, array));
    metadata.forEach(builder::metadata);
    write(name, builder.build().bytes());
  }
}

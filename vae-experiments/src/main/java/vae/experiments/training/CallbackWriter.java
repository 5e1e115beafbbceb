package vae.experiments.training;

import java.util.Map;
import java.util.SortedMap;
import vae.autodiff.array.NdArray;

/** Takes the files that callbacks write, {@code <index>-<type>/<name>} each. */
public interface CallbackWriter {

  void write(String name, byte[] content);

  /** Arrays and metadata in the safetensors format. */
  void write(String name, SortedMap<String, NdArray> arrays, Map<String, String> metadata);
}

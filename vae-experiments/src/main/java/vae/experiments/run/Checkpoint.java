package vae.experiments.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.tape.Parameter;

/**
 * Parameters and the optimiser's state after an epoch, as one safetensors file.
 *
 * <p>Parameters keep their names; the optimiser's arrays have {@code optimizer:} before theirs. The
 * metadata say the epoch and the run's id.
 */
public final class Checkpoint {

  private static final String OPTIMIZER = "optimizer:";

  private final int epoch;
  private final SortedMap<String, NdArray> arrays;

  private Checkpoint(int epoch, SortedMap<String, NdArray> arrays) {
    this.epoch = epoch;
    this.arrays = arrays;
  }

  /** Writes a checkpoint in one step and reads it back before it counts as saved. */
  public static void write(
      Path file,
      String id,
      int epoch,
      List<Parameter> parameters,
      SortedMap<String, NdArray> optimizer)
      throws IOException {
    Files.createDirectories(file.getParent());
    SafeTensors.Builder builder = SafeTensors.builder();
    parameters.forEach(parameter -> PanelsFile.add(builder, parameter.name(), parameter.value()));
    optimizer.forEach((name, array) -> PanelsFile.add(builder, OPTIMIZER + name, array));
    builder.metadata("epoch", Integer.toString(epoch)).metadata("run", id).build().write(file);
    read(file, id);
  }

  /**
   * Reads a checkpoint of the run.
   *
   * @throws CorruptFileException where the file is damaged or of another run
   */
  public static Checkpoint read(Path file, String id) throws IOException {
    SafeTensors tensors = SafeTensors.read(file);
    String of = tensors.metadata().getOrDefault("run", "none");
    if (!of.equals(id)) {
      throw new CorruptFileException(file, 0, "is a checkpoint of run " + of + ", not of " + id);
    }
    SortedMap<String, NdArray> arrays = new TreeMap<>();
    tensors.entries().forEach((name, entry) -> arrays.put(name, array(entry)));
    int epoch = Integer.parseInt(tensors.metadata().getOrDefault("epoch", "0"));
    return new Checkpoint(epoch, arrays);
  }

  private static NdArray array(SafeTensorsEntry entry) {
    Shape shape = Shape.of(entry.shape());
    return entry.type() == SafeTensorsEntry.Type.F32
        ? NdArray.of(shape, entry.floats())
        : NdArray.of(shape, entry.doubles());
  }

  /** Epochs done when it was written. */
  public int epoch() {
    return epoch;
  }

  /**
   * Overwrites the parameters' elements.
   *
   * @throws IllegalStateException where a parameter is missing
   */
  public void restore(List<Parameter> parameters) {
    for (Parameter parameter : parameters) {
      NdArray saved = arrays.get(parameter.name());
      if (saved == null) {
        throw new IllegalStateException("the checkpoint lacks parameter " + parameter.name());
      }
      parameter.value().set(saved);
    }
  }

  /** The optimiser's state by name. */
  public SortedMap<String, NdArray> optimizer() {
    SortedMap<String, NdArray> state = new TreeMap<>();
    arrays.forEach(
        (name, array) -> {
          if (name.startsWith(OPTIMIZER)) {
            state.put(name.substring(OPTIMIZER.length()), array);
          }
        });
    return state;
  }
}

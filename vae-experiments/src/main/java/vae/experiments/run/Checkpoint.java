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

  private final Path file;
  private final int epoch;
  private final SortedMap<String, NdArray> arrays;

  private Checkpoint(Path file, int epoch, SortedMap<String, NdArray> arrays) {
    this.file = file;
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
    tensors.entries().forEach((name, entry) -> arrays.put(name, array(file, name, entry)));
    String epoch = tensors.metadata().getOrDefault("epoch", "none");
    if (!epoch.matches("[0-9]{1,9}")) {
      throw new CorruptFileException(file, 0, "expected the number of an epoch, got " + epoch);
    }
    return new Checkpoint(file, Integer.parseInt(epoch), arrays);
  }

  private static NdArray array(Path file, String name, SafeTensorsEntry entry) {
    Shape shape = Shape.of(entry.shape());
    return switch (entry.type()) {
      case F32 -> NdArray.of(shape, entry.floats());
      case F64 -> NdArray.of(shape, entry.doubles());
      default ->
          throw new CorruptFileException(
              file, 0, "expected real numbers in " + name + ", got " + entry.type());
    };
  }

  /** Epochs done when it was written. */
  public int epoch() {
    return epoch;
  }

  /**
   * Overwrites the parameters' elements.
   *
   * @throws CorruptFileException where a parameter is missing or of another shape or type
   */
  public void restore(List<Parameter> parameters) {
    for (Parameter parameter : parameters) {
      NdArray saved = arrays.get(parameter.name());
      if (saved == null
          || saved.type() != parameter.value().type()
          || !saved.shape().equals(parameter.shape())) {
        throw new CorruptFileException(
            file, 0, "expected parameter %s, got %s".formatted(parameter, saved));
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

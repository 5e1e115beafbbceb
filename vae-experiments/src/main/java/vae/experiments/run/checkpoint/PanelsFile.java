package vae.experiments.run.checkpoint;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.data.source.Dataset;
import vae.experiments.evaluation.HeldOutEvaluator;
import vae.experiments.evaluation.Panels;
import vae.experiments.folder.FolderFile;
import vae.experiments.run.safetensors.SafeTensors;

/** {@code evaluation.safetensors}: the arrays behind the report's pictures. */
public final class PanelsFile {

  public static final String FILE = "evaluation.safetensors";

  private PanelsFile() {}

  /**
   * Computes and writes them.
   *
   * @param part the name of the part of the data that they show
   * @param more arrays of listed metrics, by name
   */
  public static void write(
      FolderFile file,
      HeldOutEvaluator heldOut,
      Dataset data,
      String part,
      Map<String, NdArray> more)
      throws IOException {
    SafeTensors.Builder builder = SafeTensors.builder().metadata("example_set", part);
    SortedMap<String, NdArray> panels = Panels.of(heldOut);
    panels.forEach((name, array) -> add(builder, name, array));
    more.forEach((name, array) -> add(builder, name, array));
    List<String> conditions = Panels.conditions(heldOut);
    if (!conditions.isEmpty()) {
      builder
          .metadata("sample_conditions", String.join("\n", conditions))
          .metadata("traversal_condition", Panels.conditionAtCentre(heldOut, panels));
    }
    int[] labels = Panels.labels(heldOut);
    if (labels.length > 0) {
      builder.ints("latent_labels", labels, labels.length);
    }
    int[] shape = data.exampleShape();
    if (shape.length >= 2) {
      builder
          .metadata("height", Integer.toString(shape[0]))
          .metadata("width", Integer.toString(shape[1]))
          .metadata("channels", Integer.toString(shape.length > 2 ? shape[2] : 1));
    }
    builder.sealed().build().write(file);
  }

  public static void add(SafeTensors.Builder builder, String name, NdArray array) {
    int[] extents = array.shape().extents();
    if (array.type() == DType.F32) {
      builder.floats(name, array.floats(), extents);
    } else {
      builder.doubles(name, array.doubles(), extents);
    }
  }
}

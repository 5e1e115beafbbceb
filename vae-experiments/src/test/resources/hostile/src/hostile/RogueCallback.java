package hostile;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.tape.Parameter;
import vae.core.spec.Describe;
import vae.experiments.training.Callback;
import vae.experiments.training.Training;

/** A callback that breaks one rule. */
public final class RogueCallback implements Callback {

  @Describe("A callback that breaks one rule.")
  public record Spec(@Describe("which") String rule) implements Callback.Spec {}

  private final String rule;

  RogueCallback(Spec spec) {
    rule = spec.rule();
  }

  private Parameter first;

  @Override
  public void begin(Training training) {
    first = training.model().parameters().list().getFirst();
    if (rule.equals("begin")) {
      training.stop("before\nanything\u001b[31m");
    }
  }

  @Override
  public void afterStep(Training training) {
    switch (rule) {
      case "path" -> training.write("../result.json", new byte[1]);
      case "hidden" -> training.write(".lock", new byte[1]);
      case "content" -> training.write("a", null);
      case "throws" -> throw new IllegalStateException("on purpose");
      case "reason" -> training.stop(null);
      case "metrics" -> training.metrics().put("test/elbo", 1.0);
      default -> {}
    }
  }

  @Override
  public SortedMap<String, NdArray> state() {
    SortedMap<String, NdArray> state = new TreeMap<>();
    switch (rule) {
      case "state" -> state.put("a", null);
      case "key" -> state.put("a\nb", NdArray.zeros(DType.F32, Shape.of(1)));
      case "nothing" -> state = null;
      default -> {}
    }
    return state;
  }

  @Override
  public boolean replacesParameters() {
    return rule.startsWith("replace");
  }

  @Override
  public SortedMap<String, NdArray> evaluated() {
    return switch (rule) {
      case "replace-shape" -> with(first.name(), NdArray.zeros(DType.F32, Shape.of(7)));
      case "replace-type" -> with(first.name(), NdArray.zeros(DType.F64, first.shape()));
      case "replace-other" -> with("nobody", NdArray.zeros(DType.F32, Shape.of(7)));
      case "replace-nothing" -> null;
      default -> Collections.emptySortedMap();
    };
  }

  private static SortedMap<String, NdArray> with(String name, NdArray value) {
    return new TreeMap<>(java.util.Map.of(name, value));
  }
}

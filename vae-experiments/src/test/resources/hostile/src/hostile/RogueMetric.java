package hostile;

import java.util.List;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.core.model.Quantity;
import vae.core.spec.Describe;
import vae.experiments.evaluation.Evaluator;
import vae.experiments.evaluation.Measured;
import vae.experiments.evaluation.Measurements;
import vae.experiments.evaluation.Metric;

/** A metric that breaks one rule. */
public record RogueMetric(Spec spec) implements Metric {

  @Describe("A metric that breaks one rule.")
  public record Spec(@Describe("which") String rule) implements Metric.Spec {}

  private static Quantity named(String name, String title) {
    return new Quantity(
        name, title, Quantity.Unit.NATS, Quantity.Better.LARGER, Quantity.Shown.SUMMARY);
  }

  @Override
  public List<Quantity> quantities() {
    return switch (spec.rule()) {
      case "title" -> List.of(named("rogue", "two\nlines"));
      case "name" -> List.of(named("../rogue", "rogue"));
      case "standard" -> List.of(named("elbo", "rogue"));
      case "null" -> null;
      default -> List.of(named("rogue", "rogue"));
    };
  }

  @Override
  public boolean everyEpoch() {
    return true;
  }

  private static int deep(int depth) {
    return 1 + deep(depth + 1);
  }

  @Override
  public void measure(Evaluator on, Measurements out) {
    Quantity rogue = named("rogue", "rogue");
    NdArray array = NdArray.of(Shape.of(1), new double[1]);
    switch (spec.rule()) {
      case "undeclared" -> out.put(named("other", "other"), Measured.exact(1));
      case "each" -> out.putEach(rogue, new double[on.size() + 1]);
      case "array" -> out.putArray(rogue, "../a", array);
      case "arrays" -> {
        out.putArray(rogue, "a", array);
        out.putArray(rogue, "a", array);
      }
      case "absent" -> out.put(rogue, null);
      case "error" -> out.put(rogue, new Measured(1, -1));
      case "throws" -> throw new IllegalStateException("on purpose");
      case "deep" -> deep(1);
      case "nan" -> out.put(rogue, Measured.unmeasured(Double.NaN));
      case "infinite" -> out.put(rogue, Measured.unmeasured(Double.NEGATIVE_INFINITY));
      default -> {}
    }
  }
}

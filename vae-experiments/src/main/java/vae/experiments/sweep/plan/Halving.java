package vae.experiments.sweep.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.spec.SpecException;

/**
 * Successive halving: all candidates train for a few epochs, the best of them continue.
 *
 * <p>With factor \(\eta\) and a first rung of r epochs, trials pause after \(r, r\eta, r\eta^2,
 * \dots\) epochs, as long as that is below the whole training; of n groups at a rung the best
 * \(\lceil n / \eta \rceil\) go on. Source: Jamieson and Talwalkar (2016), "Non-stochastic best arm
 * identification and hyperparameter optimization"; Karnin et al. (2013).
 */
public record Halving(Spec spec, Method candidates) implements Method {

  @Describe(
      value = "Successive halving: candidates train for a few epochs, the best of them continue.",
      source = "Jamieson and Talwalkar (2016)")
  public record Spec(
      @Default("{\"type\": \"grid\"}") @Describe("The method that makes the candidates.")
          Method.Spec candidates,
      @Default("3") @Describe("One group in N continues; at least 2.") int factor,
      @Describe("Epochs of the first rung; each next has factor times as many.") int epochs)
      implements Method.Spec {

    public Spec {
      Require.atLeast("factor", factor, 2);
      Require.atLeast("epochs", epochs, 1);
      if (candidates instanceof Spec) {
        throw new SpecException(
            "candidates.type", "a method that halves nothing itself", "\"halving\"", "");
      }
    }
  }

  @Override
  public Cells cells(List<SearchAxis> axes) {
    return candidates.cells(axes);
  }

  @Override
  public Optional<Rungs> rungs(int epochs) {
    if (spec.epochs() >= epochs) {
      throw new SpecException(
          "epochs",
          "a first rung below the %d epochs of the training".formatted(epochs),
          Integer.toString(spec.epochs()),
          "Train longer (training.epochs), or pause earlier.");
    }
    List<Integer> rungs = new ArrayList<>();
    for (long rung = spec.epochs(); rung < epochs; rung *= spec.factor()) {
      rungs.add((int) rung);
    }
    return Optional.of(new Rungs(spec.factor(), rungs));
  }
}

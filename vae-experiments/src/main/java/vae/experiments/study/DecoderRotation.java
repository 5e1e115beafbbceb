package vae.experiments.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import vae.core.model.Quantity;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.data.source.Dataset;
import vae.experiments.run.RunResult;
import vae.experiments.spec.Resolved;
import vae.experiments.study.linear.LinearVae;
import vae.experiments.study.linear.Matching;
import vae.experiments.study.linear.ProbabilisticPca;
import vae.models.encoder.MlpEncoder;
import vae.models.posterior.LowRank;

/**
 * Does a diagonal posterior make the decoder rotate?
 *
 * <p>Turning latent space changes neither the prior nor, where posteriors have every covariance,
 * the best ELBO; diagonal posteriors are best where the columns of the decoder's Jacobian are
 * orthogonal. The base is trained with each family, and each decoder's {@link Alignment} is
 * compared with that of the same decoder turned at random, of untrained decoders, and of the other
 * families. Of linear models {@link LinearAlignment} says the rest in closed form.
 *
 * <p>Source: Rolinek, Zietlow and Martius (2019), "Variational Autoencoders Pursue PCA Directions
 * (by Accident)".
 */
public record DecoderRotation(Spec spec) implements Experiment {

  @Describe("A network whose decoder is measured.")
  public record Network(
      @Describe("its name in the tables") String name,
      @Default("{}") @Describe("what is set in the base, by path") Map<String, JsonNode> set) {}

  /**
   * @param posteriors types of posterior families, the first is compared with the others; a low
   *     rank is lowered to m where it is above, and a chain of reflections is lengthened to m
   */
  @Describe(
      value = "Measures whether posterior families align the decoder's Jacobian.",
      source = "Rolinek, Zietlow and Martius (2019)")
  public record Spec(
      @Describe("networks whose decoders are measured, at least one") List<Network> networks,
      @Default("[2, 8]") @Describe("latent sizes, each from 2 to 16") List<Integer> latentSizes,
      @Default("[0.1, 0.3]") @Describe("standard deviations of fixed noise") List<Double> sigmas,
      @Default("[\"diagonal\", \"full-covariance\", \"low-rank\", \"householder\"]")
          @Describe("posterior families; the first is compared with the others")
          List<String> posteriors,
      @Default("[1, 2, 3, 4, 5]") @Describe("training seeds, at least two") List<Long> seeds,
      @Default("200") @Describe("random rotations for means over rotations, at least 1")
          int rotations)
      implements Experiment.Spec {

    public Spec {
      networks = List.copyOf(networks);
      latentSizes = List.copyOf(latentSizes);
      sigmas = List.copyOf(sigmas);
      posteriors = List.copyOf(posteriors);
      seeds = List.copyOf(seeds);
      Require.some("networks", networks, 1);
      Require.some("latentSizes", latentSizes, 1);
      Require.some("sigmas", sigmas, 1);
      Require.some("posteriors", posteriors, 1);
      Require.some("seeds", seeds, 2);
      for (int i = 0; i < latentSizes.size(); i++) {
        Require.between("latentSizes[" + i + "]", latentSizes.get(i), 2, Matching.MAX_SIZE);
      }
      for (int i = 0; i < sigmas.size(); i++) {
        Require.positive("sigmas[" + i + "]", sigmas.get(i));
      }
      Require.atLeast("rotations", rotations, 1);
    }
  }

  @Override
  public Findings run(Lab lab) throws IOException {
    List<RotationCell> cells = new ArrayList<>(); // all before the first run: a mistake costs none
    for (Network network : spec.networks()) {
      Resolved base = lab.base();
      for (Map.Entry<String, JsonNode> change : network.set().entrySet()) {
        base = base.with(change.getKey(), change.getValue());
      }
      for (int m : spec.latentSizes()) {
        for (double sigma : spec.sigmas()) {
          for (String posterior : spec.posteriors()) {
            cells.add(
                new RotationCell(
                    network.name(), m, sigma, posterior, cell(base, m, sigma, posterior)));
          }
        }
      }
    }
    Map<String, Material> materials = new HashMap<>();
    for (RotationCell cell : cells) {
      materials.computeIfAbsent(cell.network(), _ -> Material.of(lab, cell.experiment()));
    }
    RotationTables tables =
        new RotationTables(
            lab,
            spec.networks().stream().map(Network::name).toList(),
            spec.posteriors().getFirst(),
            spec.rotations());
    for (RotationCell cell : cells) {
      Material material = materials.get(cell.network());
      List<RunResult> runs = lab.run(cell.experiment(), spec.seeds()).results();
      List<RotationTables.Measured> measured = new ArrayList<>();
      for (RunResult run : runs) {
        measured.add(
            new RotationTables.Measured(
                run.metrics().get(Quantity.ELBO.on(cell.reportedPart())).value(),
                Alignment.trained(cell.experiment(), material.data(), run, lab.workshop()),
                material.linear(cell.experiment(), run, spec.rotations())));
      }
      tables.add(cell, measured);
    }
    List<RotationCell> firsts =
        cells.stream()
            .filter(it -> it.sigma() == spec.sigmas().getFirst())
            .filter(it -> it.posterior().equals(spec.posteriors().getFirst()))
            .toList();
    for (RotationCell cell : firsts) {
      List<Alignment> untrained = new ArrayList<>();
      for (long seed : spec.seeds()) {
        Resolved experiment = cell.experiment().with("seed", seed);
        Dataset data = materials.get(cell.network()).data();
        untrained.add(Alignment.untrained(experiment, data, lab.workshop()));
      }
      tables.addUntrained(cell, untrained);
    }
    return tables.findings();
  }

  /** The data of a network, and what is known of them where it is linear. */
  private record Material(Dataset data, double[][] rows, ProbabilisticPca pca) {

    static Material of(Lab lab, Resolved experiment) {
      Dataset data = lab.data(experiment);
      if (!isLinear(experiment)) {
        return new Material(data, null, null);
      }
      double[][] rows = LinearVaeAgainstPpca.rows(data.train());
      return new Material(data, rows, new ProbabilisticPca(rows));
    }

    LinearAlignment linear(Resolved experiment, RunResult run, int rotations) throws IOException {
      return pca == null ? null : LinearAlignment.of(experiment, run, rows, pca, rotations);
    }
  }

  private static Resolved cell(Resolved base, int m, double sigma, String posterior) {
    Resolved cell =
        base.with("latentSize", m)
            .with("likelihood.noise", Map.of("type", "fixed", "sigma", sigma))
            .with("encoder.posterior.type", posterior);
    if (posterior.equals("householder")) {
      cell = cell.with("encoder.posterior.reflections", m); // every rotation is within reach
    }
    if (posterior.equals("low-rank")
        && cell.spec().encoder() instanceof MlpEncoder.Spec mlp
        && mlp.posterior() instanceof LowRank.Spec lowRank
        && lowRank.rank() > m) {
      cell = cell.with("encoder.posterior.rank", m);
    }
    if (isLinear(cell)) {
      LinearVae.require(cell);
    }
    return cell;
  }

  private static boolean isLinear(Resolved experiment) {
    JsonNode none = experiment.tree().at("/encoder/hidden");
    JsonNode decoder = experiment.tree().at("/decoder/hidden");
    return none.isArray() && none.isEmpty() && decoder.isArray() && decoder.isEmpty();
  }
}

package vae.experiments.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import vae.autodiff.array.DType;
import vae.core.model.Encoder;
import vae.core.model.PosteriorFamily;

class SpecRoundTripProperties {

  private final SpecReader reader = new SpecReader(ToyComponents.catalogue());

  @Property(tries = 200, seed = "11")
  void aResolvedSpecIsAFixedPoint(@ForAll("specs") ExperimentSpec spec) {
    Resolved resolved = reader.resolve(spec);
    Resolved pretty = reader.read(resolved.pretty());
    assertEquals(spec, pretty.spec());
    assertEquals(resolved.tree(), pretty.tree());
    assertEquals(resolved.canonical(), reader.read(resolved.canonical()).canonical());
    assertEquals(resolved.pretty(), pretty.pretty());
  }

  @Property(tries = 500, seed = "12")
  void canonicalNumbersReadBackToTheSameBits(@ForAll long bits) {
    double value = Double.longBitsToDouble(bits);
    if (Double.isFinite(value) && value != 0) {
      assertEquals(value, Double.parseDouble(CanonicalJson.number(value)));
    }
  }

  @Provide
  Arbitrary<ExperimentSpec> specs() {
    Arbitrary<String> names =
        Arbitraries.strings().alpha().numeric().withChars("-_").ofMinLength(1).ofMaxLength(100);
    Arbitrary<Long> seeds =
        Arbitraries.longs().between(-ValueType.Whole.SAFE, ValueType.Whole.SAFE);
    Arbitrary<Double> rates = Arbitraries.doubles().between(1e-300, 1e300).ofScale(300);
    Arbitrary<TrainingSpec> training =
        Combinators.combine(
                Arbitraries.integers().between(0, Integer.MAX_VALUE),
                Arbitraries.integers().between(1, 4096),
                Arbitraries.of(DType.class))
            .as(
                (epochs, batch, dtype) ->
                    new TrainingSpec(
                        epochs,
                        batch,
                        1,
                        dtype,
                        new ToyComponents.Fail(),
                        List.of(),
                        List.of(),
                        epochs % 2 == 0));
    Arbitrary<Optional<EvaluationSpec.Nll>> nll =
        Arbitraries.integers().between(1, 5000).map(EvaluationSpec.Nll::new).optional();
    return Combinators.combine(
            names,
            seeds,
            encoders(),
            rates,
            training,
            nll,
            Arbitraries.integers().between(1, 65536))
        .as(
            (name, seed, encoder, rate, train, estimate, latent) ->
                new ExperimentSpec(
                    name,
                    seed,
                    new ToyComponents.Digits(new ToyComponents.Dynamic()),
                    new ToyComponents.NoCondition(),
                    latent,
                    new ToyComponents.Mixture(3, new ToyComponents.StandardNormal()),
                    encoder,
                    new ToyComponents.MlpDecoder(List.of(), ToyComponents.Activation.RELU),
                    new ToyComponents.Gaussian(new ToyComponents.Fixed(rate)),
                    new ToyComponents.Iwae(7),
                    new ToyComponents.Adam(rate, 1 / rate),
                    train,
                    new EvaluationSpec(3, estimate, List.of(new ToyComponents.Accuracy(2))),
                    seed % 2 == 0
                        ? Optional.empty()
                        : Optional.of(
                            new ParentSpec("0123456789ab", "sha256:" + "0f".repeat(32)))));
  }

  private static Arbitrary<Encoder.Spec> encoders() {
    Arbitrary<PosteriorFamily.Spec> posteriors =
        Arbitraries.of(new ToyComponents.Diagonal(), new ToyComponents.LowRank(2));
    return Combinators.combine(
            Arbitraries.integers().between(1, 999).list().ofMaxSize(40),
            Arbitraries.of(ToyComponents.Activation.class),
            posteriors)
        .as(ToyComponents.MlpEncoder::new);
  }
}

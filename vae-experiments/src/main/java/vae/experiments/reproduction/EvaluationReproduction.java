package vae.experiments.reproduction;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import vae.autodiff.kernel.KernelSet;
import vae.data.source.Locations;
import vae.experiments.evaluation.Measured;
import vae.experiments.folder.Folder;
import vae.experiments.recorded.RecordedEvaluation;
import vae.experiments.recorded.RecordedProvenance;
import vae.experiments.run.EvaluationRequest;
import vae.experiments.run.Reevaluated;
import vae.experiments.run.Reevaluation;
import vae.experiments.run.SavedEvaluation;
import vae.experiments.run.SharedData;
import vae.experiments.run.folder.Numerics;
import vae.experiments.run.provenance.Provenance;
import vae.experiments.run.safetensors.SafeTensors;
import vae.experiments.run.safetensors.SafeTensorsEntry;
import vae.experiments.run.verification.Verdict;
import vae.experiments.spec.CanonicalJson;
import vae.experiments.wiring.Slots;

/**
 * Computes the saved evaluations of a run again, from its final parameters, and compares them to
 * the bit: values, errors, arrays, and all else that they say. A quantity that another version adds
 * is no difference, and the verdict says that it was not compared.
 */
public final class EvaluationReproduction {

  private final Reevaluation reevaluation;

  /** With the components that the run was made of. */
  public EvaluationReproduction(Slots slots, KernelSet kernels, Locations locations) {
    reevaluation = new Reevaluation(slots, kernels, locations, new SharedData());
  }

  /**
   * What a verdict becomes with the saved evaluations of the run.
   *
   * @param run the folder; it is only read
   * @param same that the run itself is the same
   * @param scratch a folder in which they are computed again; empty where they are not, which the
   *     verdict then says
   */
  public Verdict of(Path run, Verdict.Bitwise same, Optional<Path> scratch) throws IOException {
    List<RecordedEvaluation> saved = RecordedEvaluation.of(Folder.open(run));
    List<String> notCompared = new ArrayList<>(same.notCompared());
    List<String> notes = new ArrayList<>(same.notes());
    if (!saved.isEmpty() && scratch.isEmpty()) {
      notCompared.add(
          "%d saved evaluation%s: --evaluations computes them again"
              .formatted(saved.size(), saved.size() == 1 ? "" : "s"));
    } else if (!saved.isEmpty()) {
      EvaluationRequest checked = reevaluation.request(run, List.of());
      for (RecordedEvaluation each : saved) {
        if (each.numerics() != Numerics.VERSION) {
          notCompared.add(
              "evaluation %s: computed with version %d of the numerics"
                  .formatted(each.id(), each.numerics()));
          continue;
        }
        Optional<Verdict.Different> different =
            difference(checked, each, scratch.get(), notCompared);
        if (different.isPresent()) {
          return different.get().noting(same.notes());
        }
        notes.add("evaluation %s is the same, %s".formatted(each.id(), each.digest()));
      }
    }
    return new Verdict.Bitwise(same.id(), same.digest(), same.steps(), notCompared, notes);
  }

  private Optional<Verdict.Different> difference(
      EvaluationRequest checked, RecordedEvaluation saved, Path scratch, List<String> notCompared)
      throws IOException {
    String settings = "evaluation=" + CanonicalJson.of(saved.settings());
    Reevaluated evaluated = reevaluation.evaluate(reevaluation.request(checked, List.of(settings)));
    Folder second = Folder.make(scratch.resolve(saved.id()));
    SavedEvaluation.writeValues(second, evaluated);
    RecordedEvaluation again = RecordedEvaluation.read(second);
    Folder first =
        Folder.open(checked.folder()).folder(RecordedEvaluation.FOLDER).folder(saved.id());
    RecordedProvenance.Code madeBy = RecordedProvenance.read(first.path()).code();
    boolean sameVersion = madeBy.version().equals(Provenance.code().version());
    return compared(saved, "id", saved.id(), again.id())
        .or(() -> compared(saved, "part", saved.part(), again.part()))
        .or(() -> values(saved, again))
        .or(() -> arrays(saved, first, second))
        .or(() -> rest(saved, again, madeBy, sameVersion, notCompared));
  }

  /** What the saved one lacks or says besides: the digest is of all that it says. */
  private static Optional<Verdict.Different> rest(
      RecordedEvaluation saved,
      RecordedEvaluation again,
      RecordedProvenance.Code madeBy,
      boolean sameVersion,
      List<String> notCompared) {
    if (sameVersion || saved.digest().equals(again.digest())) {
      return compared(saved, "digest", saved.digest(), again.digest());
    }
    SortedSet<String> lacking = new TreeSet<>(again.measured().keySet());
    lacking.removeAll(saved.measured().keySet());
    notCompared.add(
        "evaluation %s: what %s wrote otherwise%s"
            .formatted(
                saved.id(),
                madeBy.words(),
                lacking.isEmpty() ? "" : ", without " + String.join(", ", lacking)));
    return Optional.empty();
  }

  private static Optional<Verdict.Different> values(
      RecordedEvaluation saved, RecordedEvaluation again) {
    for (Map.Entry<String, Measured> each : saved.measured().entrySet()) {
      Measured other = again.measured().get(each.getKey());
      if (!each.getValue().equals(other)) {
        return compared(saved, each.getKey(), each.getValue(), other);
      }
    }
    return Optional.empty();
  }

  private static Optional<Verdict.Different> arrays(
      RecordedEvaluation saved, Folder first, Folder second) {
    try {
      SafeTensors one = SafeTensors.read(first.file(RecordedEvaluation.ARRAYS));
      SafeTensors other = SafeTensors.read(second.file(RecordedEvaluation.ARRAYS));
      for (Map.Entry<String, SafeTensorsEntry> each : one.entries().entrySet()) {
        String name = each.getKey();
        SafeTensorsEntry left = each.getValue();
        SafeTensorsEntry right = other.entries().get(name);
        if (right == null || !ArrayComparison.same(left, right)) {
          return compared(
              saved,
              RecordedEvaluation.ARRAYS + " " + name,
              ArrayComparison.shown(left, right),
              ArrayComparison.shown(right, left));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Verdict.Different> compared(
      RecordedEvaluation saved, String what, Object expected, Object got) {
    return expected.equals(got)
        ? Optional.empty()
        : Optional.of(
            Verdict.Different.atTheEnd(
                saved.id(),
                RecordedEvaluation.FOLDER + "/" + saved.id() + " " + what,
                String.valueOf(expected),
                String.valueOf(got)));
  }
}

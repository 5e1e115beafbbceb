package vae.experiments.reproduction;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Parameter;
import vae.experiments.run.journal.JournalReader;
import vae.experiments.run.journal.ParameterFingerprints;
import vae.experiments.run.journal.StepWatch;
import vae.experiments.run.verification.Verdict;

/** Compares a run with the journal of another as it goes, and stops it where they part. */
final class JournalComparison implements StepWatch {

  private final JournalReader journal;
  private final ParameterFingerprints fingerprints;
  private final String id;
  private long compared;
  private OptionalLong same = OptionalLong.empty();
  private final boolean goesBack;
  private Verdict.Different pending;
  private long pendingStep;

  /**
   * @param goesBack whether training may go back to the start of an epoch: what differs until it
   *     does says nothing, for the journal holds the steps that were kept
   */
  JournalComparison(JournalReader journal, KernelSet kernels, String id, boolean goesBack) {
    this.journal = journal;
    this.id = id;
    this.goesBack = goesBack;
    fingerprints = new ParameterFingerprints(kernels);
  }

  /** Ends a run at the first difference; made without a stack trace, for nothing went wrong. */
  static final class Parted extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Verdict.Different verdict;

    Parted(Verdict.Different verdict) {
      super(verdict.where(), null, false, false);
      this.verdict = verdict;
    }

    Verdict.Different verdict() {
      return verdict;
    }
  }

  long compared() {
    return compared;
  }

  /** The first difference in steps that were not taken back. */
  Optional<Verdict.Different> pending() {
    return Optional.ofNullable(pending);
  }

  @Override
  public void after(long step, List<Parameter> parameters) {
    if (pending != null && step <= pendingStep) {
      pending = null;
    }
    Optional<long[]> recorded;
    try {
      recorded = journal.at(step);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (recorded.isEmpty()) {
      return;
    }
    List<String> names = parameters.stream().map(Parameter::name).toList();
    if (!names.equals(journal.names())) {
      throw new Parted(
          Verdict.Different.atTheEnd(
              id, "the model's parameters", journal.names().toString(), names.toString()));
    }
    long[] expected = recorded.get();
    List<String> differing = new ArrayList<>();
    int first = -1;
    long got = 0;
    for (int i = 0; i < expected.length; i++) {
      long fingerprint = fingerprints.of(parameters.get(i));
      if (fingerprint != expected[i]) {
        if (differing.isEmpty()) {
          first = i;
          got = fingerprint;
        }
        differing.add(names.get(i));
      }
    }
    if (!differing.isEmpty()) {
      Verdict.Different found =
          Verdict.Different.inParameters(id, differing, step, same, expected[first], got);
      if (!goesBack) {
        throw new Parted(found);
      }
      if (pending == null) {
        pending = found;
        pendingStep = step;
      }
      return;
    }
    if (pending != null) {
      return;
    }
    same = OptionalLong.of(step);
    compared++;
  }
}

package vae.experiments.run.verification;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.spec.Json;

/** How a run that was made again compares with the first one. */
public sealed interface Verdict {

  /** What a folder says that follows from no spec, and that no second run can confirm. */
  List<String> NOT_REPRODUCIBLE =
      List.of(
          "when the run started and ended, in how many sessions, and its wall time",
          "the machine, Java and kernels that computed it",
          "version, commit and dependencies of the code, and the plugins' hashes",
          "who made it");

  String id();

  /** What a reader should know beside the verdict, such as another plugin jar. */
  List<String> notes();

  ObjectNode json();

  /**
   * Every compared bit is the same.
   *
   * @param steps whose parameters were compared, the start among them; 0 for a run without journal
   * @param notCompared what was left out and why, such as what an earlier version wrote differently
   */
  record Bitwise(String id, String digest, long steps, List<String> notCompared, List<String> notes)
      implements Verdict {

    public Bitwise {
      notCompared = List.copyOf(notCompared);
      notes = List.copyOf(notes);
    }

    @Override
    public ObjectNode json() {
      ObjectNode json = Json.mapper().createObjectNode();
      json.put("verdict", "BITWISE").put("id", id).put("digest", digest);
      json.put("stepsCompared", steps);
      NOT_REPRODUCIBLE.forEach(json.putArray("notReproducible")::add);
      notCompared.forEach(json.putArray("notCompared")::add);
      notes.forEach(json.putArray("notes")::add);
      return json;
    }
  }

  /**
   * Something differs.
   *
   * @param what differs, such as {@code encoder.hidden.0.weight} or {@code test/elbo}
   * @param step the first one after which parameters differ; empty where they do not
   * @param since the last one after which they were the same; empty where there is none
   */
  record Different(
      String id,
      String what,
      OptionalLong step,
      OptionalLong since,
      String expected,
      String got,
      List<String> notes)
      implements Verdict {

    public Different {
      notes = List.copyOf(notes);
    }

    public static Different inParameters(
        String id, List<String> differing, long step, OptionalLong since, long expected, long got) {
      List<String> notes =
          differing.size() > 1
              ? List.of("after this step %d parameters differ".formatted(differing.size()))
              : List.of();
      return new Different(
          id,
          differing.getFirst(),
          OptionalLong.of(step),
          since,
          "fingerprint %016x".formatted(expected),
          "fingerprint %016x".formatted(got),
          notes);
    }

    /** Something other than parameters that differs at the end. */
    public static Different atTheEnd(String id, String what, String expected, String got) {
      return new Different(
          id, what, OptionalLong.empty(), OptionalLong.empty(), expected, got, List.of());
    }

    public Different noting(List<String> more) {
      List<String> all = new ArrayList<>(notes);
      all.addAll(more);
      return new Different(id, what, step, since, expected, got, all);
    }

    /** Where the two part, in words. */
    public String where() {
      Optional<String> between =
          since.isPresent() && step.isPresent() && step.getAsLong() - since.getAsLong() > 1
              ? Optional.of(
                  "between the steps %d and %d".formatted(since.getAsLong(), step.getAsLong()))
              : Optional.empty();
      return between.orElseGet(
          () ->
              step.isEmpty()
                  ? "at the end"
                  : step.getAsLong() == 0
                      ? "before the first step"
                      : "at step " + step.getAsLong());
    }

    @Override
    public ObjectNode json() {
      ObjectNode json = Json.mapper().createObjectNode();
      json.put("verdict", "DIFFERENT").put("id", id);
      step.ifPresent(first -> json.put("step", first).put("parameter", what));
      since.ifPresent(last -> json.put("sameUntilStep", last));
      if (step.isEmpty()) {
        json.put("what", what);
      }
      json.put("expected", expected).put("got", got);
      notes.forEach(json.putArray("notes")::add);
      return json;
    }
  }
}

package vae.experiments.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vae.core.spec.SpecException;
import vae.data.format.Mutation;
import vae.experiments.wiring.Slots;

/**
 * Whatever a spec says, it is read or refused with a {@link SpecException}, in bounded memory and
 * time; what is read writes itself out and is read again as the same.
 *
 * <p>{@code -Dvae.long=true} tries many more.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FuzzedSpecsTest {

  private static final boolean LONG = Boolean.getBoolean("vae.long");
  private static final int DOCUMENTS = LONG ? 400_000 : 2_500;
  private static final long SEED = Long.getLong("vae.fuzz.seed", 20_251);

  /** What a parser says to programmers; F12. */
  private static final Pattern INTERNALS =
      Pattern.compile("REDACTED|Source:|StreamRead|JsonRead|CTRL-CHAR|start marker|\\(code \\d");

  private static final long MAX_BYTES = 32 << 20;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final List<String> WHOLE =
      List.of(
          "{\"name\": \"x\"}",
          SpecSource.embeddedDefault().text(),
          """
          { "name": "conv", "seed": -9, "data": {"type": "npy", "path": "a.npy", "scale": 255,
            "binarization": {"type": "dynamic-per-batch"}, "split": {"validation": 1, "test": 2}},
            "prior": {"type": "gaussian"},
            "encoder": {"type": "conv", "posterior": {"type": "low-rank", "rank": 2}},
            "decoder": {"type": "conv"}, "likelihood": {"type": "discretized-logistic"},
            "estimator": {"type": "iwae", "samples": 5},
            "optimizer": {"type": "adam", "schedule": {"type": "cosine", "warmUp": 0.1}},
            "training": {"epochs": 1, "onDivergence": {"type": "skip", "most": 3}},
            "evaluation": {"nll": {"samples": 10}} }
          """);

  private final SpecReader reader = new SpecReader(Slots.load(null).catalogue());

  private boolean readOrRefuse(String text, List<String> set) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    boolean read;
    try {
      Resolved resolved = reader.read(SpecSource.text("fuzzed.json", text), set);
      assertEquals(resolved, reader.read(resolved.pretty()));
      read = true;
    } catch (SpecException e) {
      assertFalse(e.problem().isBlank());
      assertFalse(INTERNALS.matcher(e.getMessage()).find(), e.getMessage());
      assertTrue(e.getMessage().length() < 20_000, "a message for people");
      read = false;
    } catch (Throwable e) {
      throw new AssertionError("the spec " + text + " with " + set, e);
    }
    long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertTrue(taken < MAX_BYTES, () -> "took " + taken + ": " + text);
    return read;
  }

  private static void report(String what, int count, int read) {
    assertTrue(read > 0, "some are read");
    assertTrue(read < count, "some are refused");
    if (LONG) {
      System.out.printf("fuzzed %s: %d documents, %d of them readable%n", what, count, read);
    }
  }

  @Test
  void damagedTextIsReadOrRefused() {
    Mutation mutation = new Mutation(SEED);
    List<byte[]> whole = WHOLE.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    int read = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
      String text = new String(mutation.of(whole), StandardCharsets.UTF_8);
      read += readOrRefuse(text, List.of()) ? 1 : 0;
    }
    report("text of specs", DOCUMENTS, read);
  }

  @Test
  void documentsOfTooManyLevelsAreRefused() {
    for (String open :
        List.of("[", "{\"name\":", "{\"encoder\": {\"type\": \"mlp\", \"posterior\":")) {
      assertFalse(readOrRefuse(open.repeat(100_000), List.of()));
      assertFalse(readOrRefuse("{\"name\": \"x\"}", List.of("prior=" + open.repeat(10_000))));
    }
  }

  @Test
  void strangeDocumentsAreReadOrRefused() {
    JsonMutation mutation = new JsonMutation(SEED);
    int read = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
      String text = mutation.of(WHOLE.get(i % WHOLE.size()));
      read += readOrRefuse(text, List.of()) ? 1 : 0;
    }
    report("JSON of specs", DOCUMENTS, read);
  }

  @Test
  void damagedSettingsAreReadOrRefused() {
    Mutation mutation = new Mutation(SEED);
    List<byte[]> settings =
        List.of(
                "estimator.samples=5",
                "encoder.hidden[1]=12",
                "encoder.posterior={\"type\": \"full-covariance\"}",
                "estimator.type=iwae",
                "training.onDivergence.type=skip",
                "evaluation.nll=null")
            .stream()
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toList();
    int read = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
      String set = new String(mutation.of(settings), StandardCharsets.UTF_8);
      read += readOrRefuse(WHOLE.get(1), List.of(set)) ? 1 : 0;
    }
    report("settings of specs", DOCUMENTS, read);
  }
}

package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import vae.experiments.run.DigestProbe.Outcome;
import vae.experiments.run.DigestProbe.Work;
import vae.experiments.run.folder.Numerics;

/**
 * The promise of this product: the same experiment gives the same bits, whatever computes it.
 *
 * <p>Each machine is other kernels, threads, vectors, compilers, collectors, locales, time zones,
 * character sets and working folders; {@code -Dvae.long=true} takes all combinations that matter.
 * The table of what was measured is written to {@code target/determinism-matrix.md}.
 *
 * <p>Nothing is skipped: where the SIMD provider cannot be used, these tests fail and say why.
 */
final class DigestAcrossProvidersTest {

  private static final boolean LONG = Boolean.getBoolean("vae.long");
  private static final Path TABLE = Path.of("target/determinism-matrix.md");

  /** Plain loops on one thread: what defines the bits. */
  private static final Work DEFINITION = new Work("scalar", List.of(1), true, false);

  /** Digests at version 2 of the numerics, of the experiments in the order of the probe. */
  private static final List<String> GOLDEN =
      List.of(
          "08ffe4cf55fcb29b0e351b7c46df19c5c055fb92a3b5df9c6a82fbf273003ee1",
          "186c5841a46c8fbecf78d2cc95e5e1f3be8a313466fb2246726fc38070027766",
          "719b65918a8f97a323abc3130f67aca6fef4364b84183a088ee825e80a3a6365",
          "9fae1ab721ea06c9801daa7c48009b7d9076673c7cc6d31f61034c08b752f5ae",
          "8a8d5367f842f86d741f31923da722a3adf5fc24f5ecf41df2de055a3a901a11");

  private static final String CHANGED =
      "the bits of a run changed. Where that is meant, raise Numerics.VERSION, say why in"
          + " docs/numerics.md, and put the new digests in here; where it is not, find out which"
          + " operation changed";

  /**
   * Compiles nothing but SHA-256, whose interpretation of all libraries' bytes for the provenance
   * would take most of the time; {@code -Xint} itself is in the long form.
   */
  private static final List<String> INTERPRETER =
      List.of(
          "-XX:CompileCommand=quiet", "-XX:CompileCommand=compileonly,sun.security.provider.*::*");

  private static final List<Row> ROWS = new ArrayList<>();

  @TempDir private static Path folder;

  private static List<String> defined;

  /** A line of the table. */
  private record Row(String machine, Outcome outcome) {}

  /**
   * Where the experiments are run.
   *
   * @param options of a JVM of its own; none for the JVM of the tests
   * @param environment of that JVM, added to ours
   */
  private record Machine(
      String what, List<String> options, Map<String, String> environment, Work work) {

    List<Outcome> run() throws IOException, InterruptedException {
      Path elsewhere = Files.createDirectories(folder.resolve("at " + what.replaceAll("\\W", " ")));
      if (options.isEmpty()) {
        return DigestProbe.outcomes(work, elsewhere.resolve("runs"));
      }
      List<String> arguments = new ArrayList<>(options);
      arguments.add(DigestProbe.class.getName());
      arguments.addAll(work.arguments("runs"));
      String printed =
          ChildJvm.output(elsewhere, environment, ChildJvm.command("", arguments)).strip();
      return printed.lines().map(Outcome::parse).toList();
    }
  }

  /** Where people and machines may be; each changes how numbers or text are printed by default. */
  private enum Place {
    TURKEY("tr-TR", "C", "-Duser.language=tr", "-Duser.country=TR", "-XX:+UseSerialGC"),
    NEPAL("UTC+5:45, ASCII", "C", "-Duser.timezone=Asia/Kathmandu", "-Dfile.encoding=COMPAT"),
    EGYPT("ar-EG", "C.UTF-8", "-Duser.language=ar", "-Duser.country=EG", "-XX:+UseParallelGC"),
    GERMANY("de-DE, Latin-1", "C", "-Duser.language=de", "-Dfile.encoding=ISO-8859-1"),
    INDIA("hi-IN, ZGC", "C.UTF-8", "-Duser.language=hi", "-Duser.country=IN", "-XX:+UseZGC");

    private final String label;
    private final Map<String, String> environment;
    private final List<String> options;

    Place(String label, String charset, String... options) {
      this.label = label;
      this.environment = Map.of("LC_ALL", charset);
      this.options = List.of(options);
    }

    Machine machine(String what, List<String> flags, Work work) {
      List<String> all = new ArrayList<>(flags);
      all.addAll(options);
      return new Machine(what + ", " + label, all, environment, work);
    }

    Machine machine(String flag, Work work) {
      return machine(flag, List.of(flag), work);
    }
  }

  @BeforeAll
  static void runTheDefinition() throws IOException {
    Outcome outcome = DigestProbe.outcomes(DEFINITION, folder.resolve("definition")).getFirst();
    ROWS.add(new Row("this JVM", outcome));
    defined = outcome.digests();
  }

  @Test
  void digestsAreThoseOfTheNumericsVersion() {
    assertEquals(2, Numerics.VERSION, "the digests in here are those of another version");
    assertEquals(GOLDEN, defined, CHANGED);
  }

  @TestFactory
  Stream<DynamicTest> theMachineDoesNotChangeTheDigest() {
    List<Machine> machines = new ArrayList<>(inThisJvm());
    machines.addAll(LONG ? allCombinations() : someCombinations());
    return machines.stream().map(it -> DynamicTest.dynamicTest(it.what(), () -> check(it)));
  }

  private static void check(Machine machine) throws IOException, InterruptedException {
    List<Outcome> outcomes = machine.run();
    assertFalse(outcomes.isEmpty());
    outcomes.forEach(it -> ROWS.add(new Row(machine.what(), it)));
    List<String> expected = machine.work().small() ? defined : defined.subList(0, 2);
    outcomes.forEach(it -> assertEquals(expected, it.digests(), machine.what()));
  }

  private static List<Machine> inThisJvm() {
    Work simd = new Work("simd", List.of(1, 2, 3, 8), true, false);
    Work resumed = new Work("simd", List.of(2), true, true);
    Work scalar = new Work("scalar", List.of(3), true, false);
    return List.of(
        new Machine("this JVM", List.of(), Map.of(), simd),
        new Machine("this JVM, stopped and resumed", List.of(), Map.of(), resumed),
        new Machine("this JVM, another folder", List.of(), Map.of(), scalar));
  }

  /** Every dimension once, several in one process. */
  private static List<Machine> someCombinations() {
    Work two = new Work("simd", List.of(2), true, false);
    Work auto = new Work("auto", List.of(2), true, false);
    Work interpreted = new Work("scalar", List.of(1), false, false);
    return List.of(
        Place.TURKEY.machine("-XX:UseAVX=2", two),
        Place.NEPAL.machine("-XX:UseAVX=1", two),
        Place.EGYPT.machine("-XX:TieredStopAtLevel=1", two),
        Place.GERMANY.machine("-XX:UseAVX=0", auto),
        Place.INDIA.machine("interpreted", INTERPRETER, interpreted));
  }

  private static List<Machine> allCombinations() {
    List<Machine> machines = new ArrayList<>();
    List<Integer> threads = List.of(1, 2, 3, 8);
    for (String compiler : List.of("", "-XX:TieredStopAtLevel=1")) {
      for (String vectors : List.of("-XX:UseAVX=3", "-XX:UseAVX=2", "-XX:UseAVX=1")) {
        add(machines, new Work("simd", threads, true, false), vectors, compiler);
      }
      for (String fma : List.of("-XX:UseAVX=3", "-XX:UseAVX=0", "-XX:-UseFMA")) {
        add(machines, new Work("scalar", List.of(1, 8), true, false), fma, compiler);
      }
    }
    for (String vectors : List.of("-XX:UseAVX=2", "-XX:UseAVX=0")) {
      add(machines, new Work("auto", List.of(2), true, true), vectors, "");
      add(machines, new Work("scalar", List.of(1, 2), false, false), vectors, "-Xint");
    }
    add(machines, new Work("simd", List.of(2), false, false), "-XX:UseAVX=3", "-Xint");
    return machines;
  }

  private static void add(List<Machine> machines, Work work, String... flags) {
    Place place = Place.values()[machines.size() % Place.values().length];
    List<String> given = Stream.of(flags).filter(flag -> !flag.isEmpty()).toList();
    String resumed = work.resumed() ? ", stopped and resumed" : "";
    machines.add(place.machine(String.join(" ", given) + resumed, given, work));
  }

  @AfterAll
  static void writeTheTable() throws IOException {
    StringBuilder table = new StringBuilder();
    table.append("| machine | kernels | threads | digests, tiny | digests, small | seconds |\n");
    table.append("|---|---|--:|---|---|--:|\n");
    for (Row row : ROWS) {
      Outcome outcome = row.outcome();
      List<String> shown =
          outcome.digests().stream().map(digest -> "`" + digest.substring(0, 6) + "`").toList();
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %d | %s | %s | %.1f |%n",
              row.machine(),
              outcome.kernels(),
              outcome.threads(),
              String.join(" ", shown.subList(0, 2)),
              String.join(" ", shown.subList(2, shown.size())),
              outcome.seconds()));
    }
    Files.createDirectories(TABLE.toAbsolutePath().getParent());
    Files.writeString(TABLE, table);
    System.out.print(table);
  }
}

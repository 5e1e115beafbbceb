package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command on folders that a stranger made hostile: no write outside, no hang, typed errors
 * only, and no control characters in what is printed.
 *
 * <p>S1, S3, S4, S5, S7, S13, S15, S21. The short form makes 60 calls, {@code -Plong} 6,000.
 */
final class HostileFoldersTest {

  private static final boolean LONG = Boolean.getBoolean("vae.long");
  private static final int CALLS = Integer.getInteger("vae.hostile.calls", LONG ? 6000 : 60);

  /** A call that takes longer hangs; the machine of the short form may be busy. */
  private static final int SECONDS = LONG ? 10 : 60;

  private static final String SWEEP =
      """
      { "name": "tiny",
        "base": { "name": "fragile", "latentSize": 1,
                  "data": {"type": "digits", "limit": 64, "split": {"validation": 0, "test": 20}},
                  "encoder": {"type": "mlp", "hidden": []}, "decoder": {"type": "mlp", "hidden": []},
                  "training": {"epochs": 1, "batchSize": 32}, "evaluation": {"draws": 1} },
        "method": {"type": "grid"},
        "parameters": {"optimizer.learningRate": {"values": [0.01, 0.1]}}, "seeds": [1] }
      """;

  private static final List<String> SPEC =
      List.of(
          "--set=name=tiny",
          "--set=data.limit=64",
          "--set=training.epochs=1",
          "--set=encoder.hidden=[4]",
          "--set=decoder.hidden=[4]",
          "--set=latentSize=1",
          "--set=evaluation.draws=1",
          "--set=evaluation.nll.samples=2");

  @TempDir private static Path temporary;

  private static Path root;
  private static Path pristine;
  private static Path outside;
  private static Path pipe;
  private static Path sweepFile;

  private record Result(int code, String out, String err) {}

  /** A command on a copy of a folder, and how often it is drawn. */
  private record Call(String folder, int weight, List<String> arguments) {}

  private static final String FOLDER = "FOLDER";
  private static final String RUNS = "RUNS";
  private static final String OUT = "OUT";
  private static final String PNG = "PNG";

  private static List<Call> calls() {
    List<String> resume = new ArrayList<>(List.of("run", "--resume", "--runs", RUNS));
    resume.addAll(SPEC);
    return List.of(
        new Call("run", 10, List.of("verify", FOLDER)),
        new Call("run", 2, List.of("report", FOLDER)),
        new Call("run", 6, List.of("cite", FOLDER)),
        new Call("run", 6, List.of("cite", "--save", FOLDER)),
        new Call("run", 2, List.of("evaluate", FOLDER)),
        new Call("run", 2, List.of("export", FOLDER, "--to", "npz", "-o", OUT)),
        new Call("run", 2, List.of("export", FOLDER, "--to", "csv", "-o", OUT)),
        new Call("run", 1, List.of("export", FOLDER, "--to", "onnx", "-o", OUT)),
        new Call("run", 2, List.of("export", FOLDER, "--to", "tensorboard", "-o", OUT)),
        new Call("run", 2, List.of("sample", FOLDER, "-n", "2", "-o", PNG)),
        new Call("run", 1, List.of("evaluate", FOLDER, "--save")),
        new Call("run", 1, List.of("reproduce", FOLDER)),
        new Call("run", 6, List.of("compare", FOLDER)),
        new Call("run", 6, List.of("runs", "--runs", RUNS)),
        new Call("run", 1, resume),
        new Call("half", 2, resume),
        new Call("half", 1, List.of("report", FOLDER)),
        new Call("sweep", 8, List.of("verify", FOLDER)),
        new Call("sweep", 1, List.of("report", FOLDER)),
        new Call("sweep", 6, List.of("compare", FOLDER)),
        new Call("sweep", 6, List.of("compare", "--format", "csv", "--trials", FOLDER)),
        new Call("sweep", 6, List.of("runs", "--runs", RUNS)),
        new Call("sweep", 1, List.of("sweep", "SWEEP", "--resume", "--workers", "1")),
        new Call("runs", 8, List.of("runs", "--runs", FOLDER)));
  }

  @BeforeAll
  static void make() throws IOException, InterruptedException {
    root = temporary.toRealPath();
    pristine = Files.createDirectory(root.resolve("pristine"));
    outside = Files.createDirectory(root.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret\n");
    Files.createDirectory(outside.resolve("deeper"));
    Files.writeString(outside.resolve("deeper/report.html"), "theirs\n");
    pipe = root.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    sweepFile = Files.writeString(root.resolve("sweep.json"), SWEEP);
    Path runs = pristine.resolve("runs");
    List<String> run = new ArrayList<>(List.of("run", "--runs", runs.toString()));
    run.addAll(SPEC);
    assertEquals(0, call(run).code());
    assertEquals(0, call(List.of("evaluate", tiny(runs).toString(), "--save")).code());
    List<String> sweep =
        List.of("sweep", sweepFile.toString(), "--runs", runs.toString(), "--workers", "1");
    Result swept = call(sweep);
    assertEquals(0, swept.code(), swept.err());
    assertEquals(0, call(List.of("runs", "--runs", runs.toString())).code());
  }

  private static Path tiny(Path runs) throws IOException {
    try (Stream<Path> all = Files.list(runs)) {
      return all.filter(it -> it.getFileName().toString().startsWith("tiny-")).findFirst().get();
    }
  }

  private static Result call(List<String> arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.execute(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
    return new Result(code, out.toString(), err.toString());
  }

  /** Copies what the call works on into a fresh folder of runs; the folder is the second. */
  private static Path prepare(String kind, Path runs) throws IOException {
    Path from = pristine.resolve("runs");
    if (kind.equals("runs")) {
      copy(from, runs);
      return runs;
    }
    Path source = kind.equals("sweep") ? from.resolve("tiny.sweep") : tiny(from);
    Path folder = runs.resolve(source.getFileName());
    copy(source, folder);
    if (kind.equals("half")) {
      for (String name : List.of("result.json", "MANIFEST.sha256", "report.html")) {
        Files.delete(folder.resolve(name));
      }
    }
    return folder;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.filter(it -> !it.equals(from) || Files.notExists(to)).toList()) {
        Files.copy(each, to.resolve(from.relativize(each).toString()));
      }
    }
  }

  /** All that no command may change, by name: types, sizes, times and small contents. */
  private static SortedMap<String, String> sentinel() throws IOException {
    SortedMap<String, String> found = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path each : all.toList()) {
        String name = root.relativize(each).toString();
        if (!name.startsWith("case")) {
          Map<String, Object> now =
              Files.readAttributes(
                  each, "size,lastModifiedTime,isDirectory", LinkOption.NOFOLLOW_LINKS);
          found.put(name, each.equals(root) ? "" : now.toString());
        }
      }
    }
    return found;
  }

  @Test
  void everyCommandOnHostileFoldersEndsWithATypedErrorAndChangesNothingOutside() throws Exception {
    Random random = new Random(Long.getLong("vae.hostile.seed", 1));
    List<Call> drawn = new ArrayList<>();
    for (Call call : calls()) {
      for (int i = 0; i < call.weight(); i++) {
        drawn.add(call);
      }
    }
    SortedMap<String, String> before = sentinel();
    SortedMap<Integer, Integer> codes = new TreeMap<>();
    List<String> faults = new ArrayList<>();
    try (ExecutorService pool = Executors.newCachedThreadPool()) {
      for (int i = 0; i < CALLS; i++) {
        Call call = drawn.get(i < drawn.size() ? i : random.nextInt(drawn.size()));
        Path runs = Files.createDirectory(root.resolve("case" + i));
        Path folder = prepare(call.folder(), runs);
        String what =
            new HostileFolder(new Random(random.nextLong()), outside, pipe).mutate(folder);
        List<String> arguments =
            call.arguments().stream()
                .map(
                    it ->
                        switch (it) {
                          case FOLDER -> folder.toString();
                          case RUNS -> runs.toString();
                          case PNG -> runs.resolve("drawn.png").toString();
                          case OUT -> runs.resolve("exported").toString();
                          case "SWEEP" -> sweepFile.toString();
                          default -> it;
                        })
                .toList();
        if (call.arguments().contains("SWEEP")) {
          arguments = Stream.concat(arguments.stream(), Stream.of("--runs", runs + "")).toList();
        }
        List<String> full = arguments;
        Future<Result> running = pool.submit(() -> call(full));
        String fault;
        try {
          Result result = running.get(SECONDS, TimeUnit.SECONDS);
          codes.merge(result.code(), 1, Integer::sum);
          fault = fault(result);
        } catch (TimeoutException e) {
          fault = "did not end in " + SECONDS + " s";
          StringBuilder stacks = new StringBuilder();
          Thread.getAllStackTraces()
              .forEach(
                  (thread, stack) -> {
                    if (thread.getName().startsWith("pool")) {
                      stacks.append(List.of(stack).subList(0, Math.min(15, stack.length)));
                    }
                  });
          fault += stacks;
        } catch (ExecutionException e) {
          fault = "threw " + e.getCause();
        }
        SortedMap<String, String> after = sentinel();
        if (!after.equals(before)) {
          fault += " changed what is outside";
          before = after;
        }
        if (!fault.isEmpty()) {
          faults.add("call %d: %s: %s: %s".formatted(i, call.arguments(), what, fault));
        }
        HostileFolder.delete(runs);
        if (fault.startsWith("did not end")) {
          break; // the thread cannot be stopped
        }
      }
    }
    System.out.printf("HostileFoldersTest: %d calls, exit codes %s%n", CALLS, codes);
    assertTrue(faults.isEmpty(), faults.size() + " faults:\n" + String.join("\n", faults));
  }

  /** What is wrong with how a call ended; empty where nothing is. */
  private static String fault(Result result) {
    String fault = "";
    String text = result.out() + result.err();
    if (text.contains("unexpected;") || text.contains("is unexpected") || text.contains("\tat ")) {
      fault += " is unexpected: " + result.err();
    }
    if (result.code() < 0 || result.code() > 5) {
      fault += " exit code " + result.code();
    }
    if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')
        || text.indexOf('\u202e') >= 0) {
      fault += " prints control characters";
    }
    if (text.contains("root:x:0:0")) {
      fault += " prints a file of the system";
    }
    return fault.strip();
  }
}

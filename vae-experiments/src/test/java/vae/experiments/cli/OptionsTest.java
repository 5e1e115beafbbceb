package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class OptionsTest {

  @TempDir private Path runs;

  private void assertRefused(String message, Object... arguments) throws IOException {
    Invocation refused = Invocation.of(arguments);
    assertEquals(message, refused.err());
    assertEquals(2, refused.code());
    assertEquals("", refused.out());
    assertEquals(List.of(), Invocation.children(runs));
  }

  @Test
  void wrongOptionsAreRefusedBeforeAnythingIsDone() throws IOException {
    assertRefused(
        "vae: --kernels: expected auto, simd or scalar, got \"foo\"\n",
        List.of("run", "--kernels", "foo", "--runs", runs));
    for (String threads : List.of("0", "-1", "1025")) {
      assertRefused(
          "vae: --threads: expected a number from 1 to 1024, got " + threads + "\n",
          List.of("run", "--threads", threads, "--runs", runs));
    }
    for (String every : List.of("0s", "15", "s", "1.5s", "-1s", "2 s", "1m")) {
      assertRefused(
          "vae: --checkpoint-every: expected a time or a number of steps, such as 15s or 200steps,"
              + (" got \"" + every + "\"\n"),
          List.of("run", "--checkpoint-every", every, "--runs", runs));
    }
    assertRefused(
        "vae: --keep: expected a number of at least 1, got 0\n",
        List.of("run", "--keep", "0", "--runs", runs));
    assertRefused(
        """
        vae: --threads: expected a whole number, got "all"
        """,
        List.of("run", "--threads", "all", "--runs", runs));
    assertRefused(
        """
        vae: option '--threads' (N) should be specified only once
             `vae run --help` shows what there is.
        """,
        List.of("run", "--threads", "1", "--threads", "2", "--runs", runs));
    assertRefused(
        "vae: --plugin: expected a jar, found no file missing.jar\n",
        List.of("run", "--plugin", "missing.jar", "--runs", runs));
  }

  @Test
  void aPluginThatIsNoJarIsRefused(@TempDir Path folder) throws IOException {
    Path jar = Files.writeString(folder.resolve("x.jar"), "no zip");
    Invocation refused = Invocation.of("run", "--plugin", jar, "--runs", runs);
    assertEquals(2, refused.code(), refused.err());
    assertTrue(refused.err().contains("is not a jar"), refused.err());
  }

  @Test
  void aFileThatIsNotThereIsNamed() throws IOException {
    assertRefused("vae: none.json: there is no such file\n", "run", "none.json", "--runs", runs);
    assertRefused(
        "vae: src: this is a folder; a spec is a JSON file\n", "run", "src", "--runs", runs);
    assertRefused(
        "vae: none: expected the folder of a finished run, found no result.json in it\n",
        "evaluate",
        "none");
    assertRefused(
        "vae: none: expected the folder of a finished run, found no result.json in it\n",
        "report",
        "none");
  }

  @ParameterizedTest
  @CsvSource({
    "rum, run",
    "evalute, evaluate",
    "reprot, report",
    "dta, data",
    "compoments, components",
    "shcema, schema",
    "dcotor, doctor",
    "bnech, bench"
  })
  void aMistypedCommandSuggestsTheRightOne(String typed, String meant) {
    Invocation unknown = Invocation.of(typed);
    assertEquals(2, unknown.code());
    assertEquals(
        """
        vae: unknown command "%s"; did you mean "%s"?
             `vae --help` shows what there is.
        """
            .formatted(typed, meant),
        unknown.err());
  }

  @ParameterizedTest
  @CsvSource({
    "run, --sett, --set",
    "run, --thread=2, --threads",
    "run, --kernel=simd, --kernels",
    "run, --resum, --resume",
    "evaluate, --perexample=x, --per-example",
    "bench, --step=3, --steps"
  })
  void aMistypedOptionSuggestsTheRightOne(String command, String typed, String meant) {
    Invocation unknown = Invocation.of(command, typed, "x");
    assertEquals(2, unknown.code());
    assertTrue(unknown.err().contains("did you mean \"" + meant + "\"?"), unknown.err());
  }

  private static CommandLine commands() {
    Console nowhere = new Console(new StringWriter());
    return Main.commands(nowhere, nowhere, () -> null);
  }

  @TestFactory
  Stream<DynamicTest> helpNamesAndExplainsEveryOption() {
    CommandLine root = commands();
    List<DynamicTest> tests = new ArrayList<>();
    collect(root, new ArrayList<>(), tests);
    assertTrue(tests.size() >= 12, "only " + tests.size() + " commands");
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> valuesOfEnumOptionsAreWordsThatTheHelpLists() {
    return commands().getSubcommands().values().stream()
        .flatMap(it -> it.getCommandSpec().options().stream())
        .filter(it -> it.type().isEnum())
        .map(
            it ->
                DynamicTest.dynamicTest(
                    it.command().name() + " " + it.longestName(),
                    () ->
                        assertEquals(
                            String.join("|", it.completionCandidates()), it.paramLabel())));
  }

  private static void collect(CommandLine command, List<String> path, List<DynamicTest> tests) {
    tests.add(
        DynamicTest.dynamicTest("vae " + String.join(" ", path), () -> explains(command, path)));
    command
        .getSubcommands()
        .forEach(
            (name, sub) -> {
              List<String> longer = new ArrayList<>(path);
              longer.add(name);
              collect(sub, longer, tests);
            });
  }

  private static void explains(CommandLine command, List<String> path) {
    Invocation help = Invocation.of(path, "--help");
    assertEquals(0, help.code(), help.err());
    assertEquals("", help.err());
    assertTrue(help.out().lines().allMatch(line -> line.length() <= 100), help.out());
    for (OptionSpec option : command.getCommandSpec().options()) {
      assertAll(
          () -> assertTrue(help.out().contains(option.longestName()), option.longestName()),
          () -> assertFalse(String.join("", option.description()).isBlank(), option + ""));
    }
    for (String sub : command.getSubcommands().keySet()) {
      assertTrue(help.out().contains(sub), sub);
    }
  }
}

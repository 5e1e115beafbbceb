package vae.experiments.wiring;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.AssertionFailedError;
import vae.core.wiring.Component;
import vae.core.wiring.SlotModule;
import vae.experiments.cli.Main;
import vae.experiments.run.ChildJvm;
import vae.experiments.spec.SpecReader;
import vae.experiments.spec.SpecSource;
import vae.experiments.study.StudySpec;
import vae.experiments.sweep.plan.SweepReader;

/**
 * What the pages in {@code docs/} and {@code README.md} show is true: Java compiles and runs, JSON
 * is read, commands and their options exist.
 */
final class DocsSnippetsTest {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  @TempDir private Path folder;

  static List<DocsPage> pages() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path place : List.of(HOME, HOME.resolve("docs"), HOME.resolve("docs/studies"))) {
      try (Stream<Path> found = Files.list(place)) {
        files.addAll(found.filter(it -> it.toString().endsWith(".md")).sorted().toList());
      }
    }
    List<DocsPage> pages = new ArrayList<>();
    for (Path file : files) {
      pages.add(DocsPage.read(file));
    }
    return pages;
  }

  @Test
  void thePagesAreFound() throws IOException {
    List<String> names = pages().stream().map(DocsPage::toString).toList();
    assertTrue(names.containsAll(List.of("first-experiment.md", "plugins.md")), names::toString);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void javaAndJsonAreMarked(DocsPage page) {
    for (DocsPage.Block block : page.blocks()) {
      if (List.of("java", "json").contains(block.language())) {
        assertTrue(
            block.name().endsWith("." + block.language()),
            () ->
                "%s: put <!-- test: NAME.%s --> in the line before this block"
                    .formatted(page.place(block), block.language()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void theProjectOfAPageWorks(DocsPage page) throws IOException, InterruptedException {
    check(page, folder);
  }

  /** Writes, compiles, reads and runs everything on the page. */
  private static void check(DocsPage page, Path folder) throws IOException, InterruptedException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    List<Path> sources = new ArrayList<>();
    for (DocsPage.Block block : page.named("")) {
      if (!block.name().isEmpty()) {
        Path parent = block.name().startsWith("META-INF/") ? classes : folder;
        Path file = parent.resolve(block.name()).normalize();
        assertTrue(file.startsWith(parent) && !Files.exists(file), page.place(block));
        Files.createDirectories(file.getParent());
        Files.writeString(file, block.text());
        if (block.name().endsWith(".java")) {
          sources.add(file);
        }
      }
    }
    if (!sources.isEmpty()) {
      JavaSources.compile(sources, classes);
    }
    readJson(page, classes);
    for (DocsPage.Block block : page.named(".java")) {
      if (block.text().matches("(?s).*\\bvoid main\\(.*")) {
        String main = block.name().replace(".java", "").replace('/', '.');
        String out =
            ChildJvm.output(folder, Map.of(), ChildJvm.command(classes.toString(), List.of(main)));
        assertFalse(out.isBlank(), page.place(block) + ": prints nothing");
      }
    }
  }

  private static void readJson(DocsPage page, Path classes) throws IOException {
    URL[] places = {classes.toUri().toURL()};
    try (URLClassLoader loader =
        new URLClassLoader(places, DocsSnippetsTest.class.getClassLoader())) {
      Slots slots = Slots.load(loader);
      SpecReader reader = new SpecReader(slots.catalogue());
      for (DocsPage.Block block : page.named(".json")) {
        SpecSource source = SpecSource.text(page.place(block), block.text());
        if (SpecReader.hasKey(source, "experiment")) {
          reader.read(StudySpec.class, source, List.of());
        } else if (SpecReader.hasKey(source, "base")) { // a path is that of the repository
          String file = HOME.resolve(block.name()).toString();
          new SweepReader(slots).read(SpecSource.text(file, block.text()), List.of());
        } else {
          reader.read(source, List.of());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void commandsAndOptionsExist(DocsPage page) {
    for (DocsPage.Block block : page.blocks()) {
      block
          .text()
          .replace("\\\n", " ")
          .lines()
          .map(String::strip)
          .filter(line -> line.startsWith("./vae "))
          .forEach(line -> checkCommand(page.place(block), line.replaceFirst("\\s#.*", "")));
    }
  }

  private static void checkCommand(String place, String line) {
    String[] words = line.split("\\s+");
    String command = words[1];
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    if (!command.startsWith("-")) {
      List<String> help = new ArrayList<>(List.of(command, "--help"));
      if (command.equals("data")) {
        help.add(1, words[2]); // a command of its own
      }
      int code =
          Main.execute(new PrintWriter(out), new PrintWriter(err), help.toArray(String[]::new));
      assertEquals(0, code, () -> place + ": " + line + "\n" + err);
      for (String word : words) {
        String option = word.replaceFirst("=.*", "");
        assertTrue(
            !option.startsWith("--") || out.toString().contains(option),
            () -> place + ": vae " + command + " has no option " + option);
      }
    }
  }

  @Test
  void everySourceOfDataHasABlock() throws IOException {
    String page = Files.readString(HOME.resolve("docs/data.md"));
    for (SlotModule<?> module : Slots.load(null).modules()) {
      if (module.slot().equals("data")) {
        for (Component source : module.list()) {
          String type = "\"data\": {\"type\": \"" + source.name() + "\"";
          assertTrue(page.contains(type), () -> type + " is not in docs/data.md");
        }
      }
    }
  }

  private DocsPage page(String text) throws IOException {
    return DocsPage.read(Files.writeString(folder.resolve("page.md"), text));
  }

  /** The tests above would notice what is wrong. */
  @Test
  void mistakesInAPageAreNoticed() throws IOException {
    DocsPage unmarked = page("text\n\n```java\nclass A {}\n```\n");
    DocsPage markedTooEarly = page("<!-- test: A.java -->\ntext\n```java\nclass A {}\n```\n");
    DocsPage wrongJava = page("<!-- test: A.java -->\n```java\nclass A { int x = y; }\n```\n");
    DocsPage wrongJson = page("<!-- test: a.json -->\n```json\n{\"nam\": \"x\"}\n```\n");
    DocsPage failing =
        page(
            """
            <!-- test: A.java -->

            ```java
            void main() { throw new IllegalStateException(); }
            ```
            """);
    DocsPage wrongOption = page("```sh\n./vae run \\\n  --sett x=1 # comment\n```\n");
    DocsPage fine = page("- item\n  ```sh\n  ./vae run a.json --set x=1\n  ```\n");
    assertAll(
        () -> assertThrows(AssertionFailedError.class, () -> javaAndJsonAreMarked(unmarked)),
        () -> assertThrows(AssertionFailedError.class, () -> javaAndJsonAreMarked(markedTooEarly)),
        () -> assertThrows(AssertionFailedError.class, () -> checkIn("a", wrongJava)),
        () -> assertThrows(RuntimeException.class, () -> checkIn("b", wrongJson)),
        () -> assertThrows(AssertionFailedError.class, () -> checkIn("c", failing)),
        () -> assertThrows(AssertionFailedError.class, () -> commandsAndOptionsExist(wrongOption)),
        () -> assertDoesNotThrow(() -> commandsAndOptionsExist(fine)));
  }

  private void checkIn(String name, DocsPage page) throws IOException, InterruptedException {
    check(page, Files.createDirectories(folder.resolve(name)));
  }
}

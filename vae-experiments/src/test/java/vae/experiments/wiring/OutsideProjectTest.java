package vae.experiments.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Use as a library (U5): the page, the example project and the version that they name. {@code
 * .ci/run} installs the artifacts and builds the project against them.
 */
final class OutsideProjectTest {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Path PROJECT = HOME.resolve("examples/library");

  /** A call of the default Java, which may be an older one. */
  private static final Pattern DEFAULT_JAVA = Pattern.compile("(?m)^\\s*(java|javac|jar) ");

  static List<DocsPage> pages() throws IOException {
    return DocsSnippetsTest.pages();
  }

  @Test
  void thePageShowsTheExampleProject() throws IOException {
    DocsPage page = DocsPage.read(HOME.resolve("docs/library.md"));
    assertEquals(Files.readString(PROJECT.resolve("pom.xml")), text(page, "pom.xml"));
    String program = "example/TwoSizes.java";
    assertEquals(
        Files.readString(PROJECT.resolve("src/main/java").resolve(program)), text(page, program));
  }

  private static String text(DocsPage page, String name) {
    return page.named(name).getFirst().text();
  }

  @Test
  void theStatedVersionIsThatOfTheBuild() throws IOException {
    String version = version("pom.xml", "<artifactId>vae-parent</artifactId>\\s*<version>(.*?)<");
    assertEquals(version, version("CITATION.cff", "(?m)^version: (.*)$"));
    assertEquals(version, version("README.md", "version = \\{(.*?)}"));
    assertEquals(version, version("examples/library/pom.xml", "<vae.version>(.*?)<"));
    assertEquals(version, version("docs/plugins.md", "vae-core</artifactId><version>(.*?)<"));
    assertEquals(version, version("docs/library.md", "vae:vae-experiments:([0-9.]+[0-9])"));
  }

  private static String version(String file, String where) throws IOException {
    Matcher found = Pattern.compile(where).matcher(Files.readString(HOME.resolve(file)));
    assertTrue(found.find(), file);
    return found.group(1);
  }

  /** Where Java 17 is the default, such a line fails with "wrong version 69.0". */
  @ParameterizedTest
  @MethodSource("pages")
  void noPageCallsTheDefaultJava(DocsPage page) {
    for (DocsPage.Block block : page.named("")) {
      Matcher call = DEFAULT_JAVA.matcher(block.language().equals("sh") ? block.text() : "");
      assertTrue(!call.find(), () -> page.place(block) + ": take \"$JAVA_HOME/bin/java\"");
    }
  }
}

package vae.experiments.citation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.run.RunResult;
import vae.experiments.run.SmallRun;

final class CitationTest {

  private static final List<Author> TWO =
      List.of(Author.of("Ünal & Sons, Á. \"B\""), Author.of("the {group}"));

  private static RunResult run;
  private static RunResult diverged;

  @TempDir private static Path root;

  @BeforeAll
  static void run() throws IOException {
    try (KernelSet kernels = SmallRun.scalar()) {
      run = SmallRun.run(SmallRun.read(SmallRun.GAUSSIAN), kernels, root);
      diverged =
          SmallRun.run(
              SmallRun.read(SmallRun.GAUSSIAN)
                  .with("optimizer.type", "sgd")
                  .with("optimizer.learningRate", 1e30),
              kernels,
              root);
    }
  }

  private static String text(Citation.Format format, List<Author> authors) throws IOException {
    return Citation.of(run.folder(), authors).text(format);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Curie, Marie|Curie|Marie|Marie Curie",
        "  the group |''|the group|the group",
        "Trailing,|''|Trailing,|Trailing,"
      })
  void aCommaSaysWhichNameIsTheFamilys(String text, String family, String given, String name) {
    assertEquals(new Author(family, given), Author.of(text));
    assertEquals(name, Author.of(text).name());
  }

  @Test
  void bibtexNamesDigestAndId() throws IOException {
    String text = text(Citation.Format.BIBTEX, TWO);
    assertTrue(text.startsWith("@misc{small-" + run.id() + ",\n"), text);
    assertTrue(
        text.contains(
            "author       = {Ünal \\& Sons, Á. \"B\" and "
                + "{the \\textbraceleft{}group\\textbraceright{}}}"),
        text);
    assertTrue(text.contains(run.digest()), text);
    assertTrue(text.contains("title        = {small: a run of vae}"), text);
    assertEquals(
        text.chars().filter(c -> c == '{').count(), text.chars().filter(c -> c == '}').count());
  }

  /** S6: no value of a file can end its field and begin another. */
  @Test
  void whatAFileSaysStaysInItsField(@TempDir Path other) throws IOException {
    List<String> odd =
        List.of(
            "1.0}, author = {Eve",
            "{",
            "}",
            "\\},",
            "a: b #c",
            "- x",
            "@misc{x,",
            "$1 \" %",
            "'",
            "null",
            "ü…");
    for (String version : odd) {
      copy(run.folder(), other);
      String json = Matcher.quoteReplacement(version.replace("\\", "\\\\").replace("\"", "\\\""));
      replace(other, "provenance.json", "(\"version\" : )\"[^\"]*\"", "$1\"" + json + "\"");
      List<Author> authors = List.of(Author.of(version), Author.of("A, " + version));
      String bibtex = Citation.of(other, authors).text(Citation.Format.BIBTEX);
      int depth = 0;
      int fields = 0;
      for (char c : bibtex.toCharArray()) {
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        fields += c == '=' && depth == 1 ? 1 : 0;
        assertTrue(depth >= 0, bibtex);
      }
      assertEquals(0, depth, bibtex);
      assertEquals(5, fields, bibtex);
      String cff = Citation.of(other, authors).text(Citation.Format.CFF);
      for (String line : cff.lines().toList()) {
        assertTrue(
            line.matches("[ a-z0-9-]*: ?(\"([^\"\\\\]|\\\\.)*\"|[a-z0-9.]*)|  - [a-z -]+"), line);
      }
    }
  }

  @Test
  void yamlTextHasNoCharacterThatYamlRefuses() {
    assertEquals(
        "\"a\\\"\\\\b\\U0000000a\\U0000001b\\U0000007f\\U00002028ü\"",
        YamlText.quoted("a\"\\b\n\u001b\u007f\u2028ü"));
    assertEquals("\"\\U0000fffd\"", YamlText.quoted("\ud800"));
  }

  private static void copy(Path from, Path to) throws IOException {
    for (String name : List.of("experiment.json", "result.json", "provenance.json")) {
      Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void replace(Path folder, String name, String pattern, String by)
      throws IOException {
    String text = Files.readString(folder.resolve(name));
    String changed = text.replaceFirst(pattern, by);
    assertFalse(text.equals(changed), pattern);
    Files.writeString(folder.resolve(name), changed);
  }

  @Test
  void nobodyIsInvented() throws IOException {
    assertTrue(text(Citation.Format.BIBTEX, List.of()).contains("{{TO BE FILLED IN}}"));
    assertTrue(text(Citation.Format.CFF, List.of()).contains("- name: \"TO BE FILLED IN\""));
    String crate = text(Citation.Format.RO_CRATE, List.of());
    assertFalse(crate.contains("Person") || crate.contains("\"agent\""), crate);
  }

  @Test
  void texCharactersArePlain() {
    assertEquals(
        "a\\_b\\%\\textbackslash{}\\textbraceleft{}\\textbraceright{}\\$\\&\\#",
        Citation.tex("a_b%\\{}$&#"));
  }

  /** What the schema of version 1.2.0 requires, and the values that it allows. */
  @Test
  void theCitationFileHasWhatItsSchemaRequires() throws IOException {
    List<String> lines = text(Citation.Format.CFF, TWO).lines().toList();
    Map<String, String> top = new HashMap<>();
    for (String line : lines) {
      assertTrue(line.matches("( {2}(- )?| {4})?[a-z-]+:( .+)?|  - [a-z -]+"), line);
      if (line.matches("[a-z].*")) {
        assertEquals(null, top.put(line.replaceFirst(":.*", ""), line), "twice: " + line);
      }
    }
    assertEquals("cff-version: 1.2.0", lines.getFirst());
    assertEquals("type: dataset", top.get("type"));
    assertTrue(top.get("date-released").matches("date-released: \"20[0-9]{2}-[0-9]{2}-[0-9]{2}\""));
    assertTrue(top.keySet().containsAll(List.of("message", "title", "authors", "identifiers")));
    assertTrue(lines.contains("  - family-names: \"Ünal & Sons\""), lines.toString());
    assertTrue(lines.contains("    given-names: \"Á. \\\"B\\\"\""), lines.toString());
    assertTrue(lines.contains("    value: \"" + run.digest() + "\""), lines.toString());
    assertEquals(2, lines.stream().filter("  - type: other"::equals).count());
  }

  private static Map<String, JsonNode> entities(RunResult of, List<Author> authors)
      throws IOException {
    String text = Citation.of(of.folder(), authors).text(Citation.Format.RO_CRATE);
    JsonNode crate = JsonMapper.shared().readTree(text);
    assertEquals(
        List.of(
            "https://w3id.org/ro/crate/1.3/context",
            "https://w3id.org/ro/terms/workflow-run/context"),
        crate.path("@context").valueStream().map(JsonNode::stringValue).toList());
    Map<String, JsonNode> entities = new HashMap<>();
    for (JsonNode entity : crate.path("@graph").values()) {
      assertTrue(entity.has("@type"), entity.toString());
      assertEquals(null, entities.put(entity.path("@id").stringValue(), entity));
    }
    return entities;
  }

  private static Set<String> references(JsonNode value) {
    Set<String> ids = new HashSet<>();
    if (value.isObject() && value.size() == 1 && value.has("@id")) {
      ids.add(value.path("@id").stringValue());
    } else {
      value.values().forEach(each -> ids.addAll(references(each)));
    }
    return ids;
  }

  private static String reference(JsonNode entity, String property) {
    return entity.path(property).path("@id").asString("no " + property);
  }

  /** The MUSTs of RO-Crate 1.3 and of Process Run Crate 0.5 that apply to a run. */
  @Test
  void theCrateHasWhatItsProfilesRequire() throws IOException {
    Map<String, JsonNode> entities = entities(run, TWO);
    JsonNode descriptor = entities.get("ro-crate-metadata.json");
    assertEquals("CreativeWork", descriptor.path("@type").stringValue());
    assertEquals("https://w3id.org/ro/crate/1.3", reference(descriptor, "conformsTo"));
    assertEquals("./", reference(descriptor, "about"));
    JsonNode root = entities.get("./");
    assertEquals("Dataset", root.path("@type").stringValue());
    for (String property : List.of("name", "description", "license", "datePublished")) {
      assertFalse(root.path(property).asString("").isEmpty(), property);
    }
    String profile = reference(root, "conformsTo");
    assertEquals("https://w3id.org/ro/wfrun/process/0.5", profile);
    assertEquals("0.5", entities.get(profile).path("version").stringValue());
    JsonNode action = entities.get(reference(root, "mentions"));
    assertEquals("CreateAction", action.path("@type").stringValue());
    JsonNode software = entities.get(reference(action, "instrument"));
    assertEquals("SoftwareApplication", software.path("@type").stringValue());
    assertTrue(software.has("name") && software.has("softwareVersion"));
    assertEquals("http://schema.org/CompletedActionStatus", reference(action, "actionStatus"));
    Instant begin = Instant.parse(action.path("startTime").stringValue());
    assertFalse(Instant.parse(action.path("endTime").stringValue()).isBefore(begin));
    assertEquals(Set.of("experiment.json", "#data"), references(action.path("object")));
    assertEquals(Set.of("#author-1", "#author-2"), references(action.path("agent")));
    assertEquals("Á. \"B\" Ünal & Sons", entities.get("#author-1").path("name").stringValue());
  }

  @Test
  void everyReferenceOfTheCrateLeadsToAnEntity() throws IOException {
    Map<String, JsonNode> entities = entities(run, TWO);
    entities
        .values()
        .forEach(
            entity ->
                references(entity).stream()
                    .filter(id -> !id.startsWith("http"))
                    .forEach(id -> assertTrue(entities.containsKey(id), id)));
  }

  /** Everything in the folder is a part, and every part is in the folder. */
  @Test
  void thePartsOfTheCrateAreTheFilesOfTheRun() throws IOException {
    Set<String> expected = new HashSet<>();
    try (var files = Files.newDirectoryStream(run.folder(), "[!.]*")) {
      StreamSupport.stream(files.spliterator(), false)
          .forEach(file -> expected.add(file.getFileName() + (Files.isDirectory(file) ? "/" : "")));
    }
    expected.remove("ro-crate-metadata.json");
    JsonNode root = entities(run, List.of()).get("./");
    assertEquals(expected, references(root.path("hasPart")));
    String text = Files.readString(run.folder().resolve("ro-crate-metadata.json"));
    JsonNode written = JsonMapper.shared().readTree(text);
    Set<String> atTheRun = references(written.path("@graph").get(1).path("hasPart"));
    assertEquals(expected, atTheRun, "written before the manifest");
  }

  @Test
  void aDivergedRunIsAFailedAction() throws IOException {
    JsonNode action = entities(diverged, List.of()).get("#run");
    assertEquals("http://schema.org/FailedActionStatus", reference(action, "actionStatus"));
    assertTrue(action.path("error").stringValue().startsWith("training diverged"));
  }

  @Test
  void theChecklistAnswersFromTheFilesOfTheRun() throws IOException {
    String text = Files.readString(run.folder().resolve("CHECKLIST.md"));
    assertTrue(text.contains("300 examples to train on, 40 to validate, 60 to test"), text);
    assertTrue(text.contains(run.digest()), text);
    assertTrue(text.contains("| test/elbo | " + run.metrics().get("test/elbo").value()), text);
    assertTrue(text.contains("Prior `standard-normal`, encoder `mlp`"), text);
    assertFalse(text.contains("unknown threads") || text.contains("NaN"), text);
    long questions = text.lines().filter(line -> line.startsWith("- **")).count();
    assertEquals(19, questions);
    assertTrue(text.lines().noneMatch(line -> line.endsWith(": ")), "every question is answered");
  }
}

package vae.experiments.citation;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.recorded.RecordedRun;
import vae.experiments.spec.Json;

/**
 * A run folder described as an RO-Crate, the way archives of research data read it.
 *
 * <p>Follows RO-Crate 1.3 (w3id.org/ro/crate/1.3) and the profile Process Run Crate 0.5
 * (w3id.org/ro/wfrun/process/0.5): the folder is the root data set, the run is a {@code
 * CreateAction} whose instrument is this software, whose objects are spec and data, and whose
 * results are the files it wrote. Hashes of files are in the manifest, which is one of them.
 */
final class RoCrate {

  /** The file's name in a run folder, fixed by RO-Crate. */
  static final String FILE = "ro-crate-metadata.json";

  static final String CITATION = "CITATION.cff";
  static final String CHECKLIST = "CHECKLIST.md";

  private static final String CRATE = "https://w3id.org/ro/crate/1.3";
  private static final String PROFILE = "https://w3id.org/ro/wfrun/process/0.5";
  private static final String TERMS = "https://w3id.org/ro/terms/workflow-run/context";
  private static final String RUN = "#run";
  private static final String SOFTWARE = "#vae";
  private static final String JAVA = "#java";
  private static final String DATA = "#data";

  /** What the files are, by name; others are described by their names. */
  private static final Map<String, String> DESCRIPTIONS =
      Map.ofEntries(
          Map.entry("experiment.json", "The experiment, with every default written out"),
          Map.entry("provenance.json", "Code, dependencies, data and machine of the run"),
          Map.entry("result.json", "How the run ended: digest and final metrics"),
          Map.entry("metrics.jsonl", "Metrics of each epoch"),
          Map.entry("journal.bin", "A fingerprint of each parameter after each step"),
          Map.entry("evaluation.safetensors", "Arrays that the report draws"),
          Map.entry("report.html", "The report, one page"),
          Map.entry("CITATION.cff", "How to cite the run"),
          Map.entry("CHECKLIST.md", "Answers to the reproducibility checklist"),
          Map.entry("MANIFEST.sha256", "SHA-256 of every file"),
          Map.entry("checkpoints", "Parameters and the optimiser's state"),
          Map.entry("figures", "The report's figures"));

  private static final Map<String, String> FORMATS =
      Map.of(
          ".json", "application/json",
          ".jsonl", "application/jsonl",
          ".html", "text/html",
          ".md", "text/markdown",
          ".cff", "application/yaml",
          ".sha256", "text/plain",
          ".safetensors", "application/octet-stream",
          ".bin", "application/octet-stream");

  private final RecordedRun run;
  private final List<Author> authors;
  private final ArrayNode graph = Json.mapper().createArrayNode();

  RoCrate(RecordedRun run, List<Author> authors) {
    this.run = run;
    this.authors = authors;
  }

  String text() throws IOException {
    ObjectNode crate = Json.mapper().createObjectNode();
    crate.putArray("@context").add(CRATE + "/context").add(TERMS);
    crate.set("@graph", graph);
    List<String> parts = parts();
    entity(FILE, "CreativeWork")
        .<ObjectNode>set("conformsTo", reference(CRATE))
        .set("about", reference("./"));
    root(parts);
    ObjectNode profile = entity(PROFILE, "CreativeWork");
    profile.putArray("@type").add("CreativeWork").add("Profile");
    profile.put("name", "Process Run Crate").put("version", "0.5");
    action(parts);
    ObjectNode software = entity(SOFTWARE, "SoftwareApplication");
    software.put("name", "vae").put("softwareVersion", softwareVersion());
    software.put("description", "A framework for research on variational auto-encoders");
    software.set("softwareRequirements", reference(JAVA));
    ObjectNode java = entity(JAVA, "SoftwareApplication");
    java.put("name", run.provenance().machine().vm());
    java.put("softwareVersion", run.provenance().machine().javaVersion());
    ObjectNode data = entity(DATA, "Dataset");
    data.put("name", Description.data(run));
    data.put(
        "description", "The data that the run was computed from; its files are no part of this");
    data.put("identifier", "sha256:" + run.provenance().data().sha256());
    for (int i = 0; i < authors.size(); i++) {
      ObjectNode person = entity(person(i), "Person").put("name", authors.get(i).name());
      if (!authors.get(i).family().isEmpty()) {
        person.put("familyName", authors.get(i).family());
        person.put("givenName", authors.get(i).given());
      }
    }
    parts.forEach(this::part);
    return crate.toPrettyString() + "\n";
  }

  private String softwareVersion() {
    return "%s, commit %s, numerics version %s"
        .formatted(
            run.provenance().code().version(),
            Description.commit(run),
            run.provenance().numerics());
  }

  private void root(List<String> parts) {
    ObjectNode root = entity("./", "Dataset");
    root.put("name", Description.title(run)).put("description", Description.summary(run));
    root.put("identifier", run.result().digest());
    root.put(
        "datePublished",
        run.provenance().finished().map(Instant::toString).orElse(Description.day(run)));
    root.put("license", "Not stated; ask the authors.");
    root.set("conformsTo", reference(PROFILE));
    root.set("mentions", reference(RUN));
    root.set("hasPart", references(parts));
    people(root, "author");
  }

  private void action(List<String> parts) {
    ObjectNode action = entity(RUN, "CreateAction");
    action.put("name", "Run " + run.result().id());
    action.put("description", "./vae run experiment.json");
    run.provenance().started().ifPresent(it -> action.put("startTime", it.toString()));
    run.provenance().finished().ifPresent(it -> action.put("endTime", it.toString()));
    action.set("instrument", reference(SOFTWARE));
    action.set("object", references(List.of("experiment.json", DATA)));
    action.set(
        "result", references(parts.stream().filter(it -> !it.equals("experiment.json")).toList()));
    String status = run.result().complete() ? "CompletedActionStatus" : "FailedActionStatus";
    action.set("actionStatus", reference("http://schema.org/" + status));
    if (!run.result().complete()) {
      action.put("error", run.result().message());
    }
    people(action, "agent");
  }

  /** Leaves the property out where nobody was named. */
  private void people(ObjectNode entity, String property) {
    if (!authors.isEmpty()) {
      List<String> people = new ArrayList<>();
      for (int i = 0; i < authors.size(); i++) {
        people.add(person(i));
      }
      entity.set(property, references(people));
    }
  }

  private static String person(int i) {
    return "#author-" + (i + 1);
  }

  /** Files and folders of the run, with those that are written after this one. */
  private List<String> parts() throws IOException {
    Set<String> parts = new TreeSet<>(Description.children(run));
    parts.addAll(List.of(CITATION, CHECKLIST, "MANIFEST.sha256"));
    parts.remove(FILE);
    return List.copyOf(parts);
  }

  private void part(String name) {
    boolean isFolder = name.endsWith("/");
    String plain = isFolder ? name.substring(0, name.length() - 1) : name;
    ObjectNode part = entity(name, isFolder ? "Dataset" : "File").put("name", plain);
    part.put("description", DESCRIPTIONS.getOrDefault(plain, plain));
    int dot = plain.lastIndexOf('.');
    String format = dot < 0 ? null : FORMATS.get(plain.substring(dot));
    if (!isFolder && format != null) {
      part.put("encodingFormat", format);
    }
  }

  private ObjectNode entity(String id, String type) {
    return graph.addObject().put("@id", id).put("@type", type);
  }

  private static ObjectNode reference(String id) {
    return Json.mapper().createObjectNode().put("@id", id);
  }

  private static ArrayNode references(List<String> ids) {
    ArrayNode all = Json.mapper().createArrayNode();
    ids.forEach(id -> all.add(reference(id)));
    return all;
  }
}

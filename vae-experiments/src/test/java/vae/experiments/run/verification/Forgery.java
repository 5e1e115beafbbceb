package vae.experiments.run.verification;

import static vae.experiments.run.verification.Forger.BEST;
import static vae.experiments.run.verification.Forger.EXPERIMENT;
import static vae.experiments.run.verification.Forger.LAST;
import static vae.experiments.run.verification.Forger.PROVENANCE;
import static vae.experiments.run.verification.Forger.RESULT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import vae.experiments.citation.Author;
import vae.experiments.citation.RunDocuments;
import vae.experiments.run.folder.Manifest;
import vae.experiments.run.verification.Forgery.Found;

/**
 * A kind of forgery, and who finds it. All but those named so come with a manifest that fits.
 *
 * @param what is forged, for the table in the docs
 * @param found by which command
 * @param why nothing can find it; empty where something does
 */
public record Forgery(String what, Found found, String why, Action action) {

  /** Who finds it. */
  public enum Found {
    /** {@code vae verify}. */
    VERIFY,
    /** {@code vae reproduce}, exit code 5. */
    REPRODUCE,
    /** {@code vae reproduce}, exit code 3: other data than the run claims. */
    DATA,
    /** Nobody. */
    NOT_PROVABLE
  }

  /** What the forger does. */
  interface Action {
    void on(Forger forger) throws IOException;
  }

  /** Forges the run in the folder. */
  public void apply(Path folder) throws IOException {
    action.on(new Forger(folder));
  }

  private static Forgery verify(String what, Action action) {
    return new Forgery(
        what,
        Found.VERIFY,
        "",
        it -> {
          action.on(it);
          it.manifest();
        });
  }

  private static Forgery bare(String what, Action action) {
    return new Forgery(what, Found.VERIFY, "", action);
  }

  private static Forgery reproduce(String what, Action action) {
    return new Forgery(what, Found.REPRODUCE, "", action);
  }

  private static Forgery data(String what, Action action) {
    return new Forgery(what, Found.DATA, "", action);
  }

  private static Forgery unprovable(String what, String why, Action action) {
    return new Forgery(what, Found.NOT_PROVABLE, why, action);
  }

  /** All kinds. */
  public static List<Forgery> all() {
    return List.of(
        bare("a byte of a file; manifest as it was", it -> it.bytes("report.html", Forgery::flip)),
        bare("a file removed; manifest as it was", it -> it.remove("metrics.jsonl")),
        bare("a file added; manifest as it was", it -> it.write("notes.txt", "mine")),
        bare("the manifest removed", it -> it.remove(Manifest.FILE)),
        verify("a metric", it -> it.edit(RESULT, "(\"test/rate\" : )[0-9.]+", "$11.25")),
        verify("a standard error", it -> it.edit(RESULT, "(Error\" : )[0-9.E-]+", "$11e-9")),
        verify("the name in the result, evidence recomputed", Forgery::name),
        verify("the digest of another run", it -> digest(it, "digest")),
        verify("the evidence of another run", it -> digest(it, "evidence")),
        verify("the evidence removed", it -> it.json(RESULT, json -> json.remove("evidence"))),
        verify("the id of another run, evidence recomputed", Forgery::id),
        verify("status diverged, evidence recomputed", Forgery::diverged),
        verify("a key twice", it -> it.edit(RESULT, "\\{", "{\"status\" : \"complete\",")),
        verify(
            "a metric's name with control characters", it -> it.edit(RESULT, "rate", "\\\\u001b")),
        verify("the seed", it -> it.edit(EXPERIMENT, "(\"seed\": )[0-9]+", "$199")),
        verify("the data's hash", it -> it.edit(PROVENANCE, "(\"sha256\" : \")....", "$10000")),
        verify("the numerics version", it -> it.edit(PROVENANCE, "(\"numerics\" : )2", "$11")),
        verify(
            "text for the numerics version", it -> it.edit(PROVENANCE, ": 2,", ": \"2}, x={\",")),
        verify(
            "an end before the start",
            it -> it.edit(PROVENANCE, "(finished\" : \")2...", "$11999")),
        verify("an end that is no time", it -> it.edit(PROVENANCE, "(finished\" : \")2", "$1x")),
        verify(
            "a commit that is none", it -> it.edit(PROVENANCE, "(commit\" : \")[^\"]+", "$1HEAD")),
        verify("the journal's end cut off", it -> it.bytes("journal.bin", b -> Forger.cut(b, 8))),
        verify("the journal's last record", it -> it.bytes("journal.bin", Forgery::flip)),
        verify("a parameter's name in the journal", Forgery::journalName),
        verify("the journal removed", it -> it.remove("journal.bin")),
        verify("a parameter", it -> it.element(LAST, "encoder.*weight")),
        verify(
            "the last checkpoint of another run", it -> it.metadata(LAST, "run", "0123456789ab")),
        verify("a checkpoint of an earlier epoch", it -> it.metadata(LAST, "epoch", "1")),
        verify("the last checkpoint removed", it -> it.remove(LAST)),
        verify(
            "a line of metrics.jsonl", it -> it.edit("metrics.jsonl", "\"value\":-", "\"value\":")),
        verify("CITATION.cff of another run", it -> otherDigest(it, "CITATION.cff")),
        verify("CHECKLIST.md of another run", it -> otherDigest(it, "CHECKLIST.md")),
        verify(
            "ro-crate-metadata.json of another run",
            it -> otherDigest(it, "ro-crate-metadata.json")),
        reproduce("a metric; digest, evidence, report and documents recomputed", Forgery::metric),
        reproduce("a standard error; evidence, report and documents recomputed", Forgery::error),
        reproduce("a further quantity added; evidence and report recomputed", Forgery::further),
        reproduce("the optimizer's state", it -> element(it, LAST, "optimizer:.*")),
        reproduce(
            "a parameter; digest, journal's end and documents recomputed", Forgery::parameter),
        reproduce("a record within the journal", Forgery::journalRecord),
        reproduce("a line of metrics.jsonl; checkpoint and report recomputed", Forgery::log),
        reproduce("the best model's parameters", it -> element(it, BEST, "encoder.*weight")),
        reproduce("the best model's bound", it -> metadata(it, BEST, "bound", "-1.5")),
        reproduce("the best model's epoch", it -> metadata(it, BEST, "epoch", "1")),
        reproduce("the best model removed", it -> removed(it, BEST)),
        reproduce("evaluation.safetensors; report recomputed", Forgery::evaluation),
        reproduce("evaluation.safetensors removed; report recomputed", Forgery::noEvaluation),
        reproduce("a number in report.html", it -> edit(it, "report.html", "nats", "bits")),
        reproduce("report.html replaced", Forgery::page),
        reproduce("a chart in figures/", it -> edit(it, "figures/elbo.svg", "M[0-9]+", "M9")),
        reproduce("a picture in figures/", Forgery::picture),
        reproduce("a figure added", it -> added(it, "figures/more.svg")),
        reproduce("a figure removed", it -> removed(it, "figures/elbo-dark.svg")),
        reproduce("a file added", it -> added(it, "notes.txt")),
        reproduce(
            "a checkpoint added", it -> added(it, "checkpoints/step-000000000001.safetensors")),
        reproduce(
            "CITATION.cff: its title", it -> edit(it, "CITATION.cff", "a run of", "the run of")),
        reproduce(
            "CITATION.cff: an author", it -> edit(it, "CITATION.cff", "(name: \")", "$1Eve ")),
        reproduce("CHECKLIST.md: an answer", it -> edit(it, "CHECKLIST.md", "no GPU", "8 GPUs")),
        reproduce("ro-crate-metadata.json: its licence", Forgery::licence),
        reproduce("CITATION.cff removed", it -> removed(it, "CITATION.cff")),
        reproduce("another seed; id and all files recomputed", Forgery::seed),
        reproduce("more epochs; id and all files recomputed", Forgery::epochs),
        reproduce("another name; id recomputed, report as it was", Forgery::otherName),
        reproduce("another numerics version; id and all files recomputed", Forgery::numerics),
        reproduce("the number of examples; report and documents recomputed", Forgery::examples),
        reproduce("the promise of determinism; report recomputed", Forgery::determinism),
        data("the data's hash; id and all files recomputed", Forgery::dataHash),
        data("the split's hash; report and documents recomputed", Forgery::split),
        unprovable(
            "times and wall seconds; report and documents recomputed",
            "no second run takes the same time",
            it -> provenance(it, "(wallSeconds\" : )[0-9.]+", "$10.001")),
        unprovable(
            "processor; report and documents recomputed",
            "the bits are the same on all",
            it -> provenance(it, "(\"cpu\" : \")", "$1Faster ")),
        unprovable(
            "commit of the code; report and documents recomputed",
            "another commit may compute the same bits; what it drew is then not compared, and the"
                + " verdict says so",
            it -> provenance(it, "(commit\" : \")[^\"]+", "$1" + "0".repeat(40))),
        unprovable(
            "a dependency's hash; report and documents recomputed",
            "another build of a jar may compute the same bits",
            it -> provenance(it, "(jar\" : \")[0-9a-f]{4}", "$10000")),
        unprovable(
            "a plugin that was not used; report and documents recomputed",
            "the verdict notes that it is not given",
            it ->
                provenance(it, "(\"plugins\" : \\{)", "$1\"x.jar\" : \"" + "0".repeat(64) + "\"")),
        unprovable(
            "authors in all documents",
            "who made a run does not follow from it; a signature says who vouches for it",
            it -> it.settleAll(List.of(Author.of("Eve")))),
        unprovable(
            "version 0.1.0 and another error of nll",
            "0.1.0 kept no digest of errors and computed this one otherwise; the verdict says so",
            Forgery::earlier),
        unprovable(
            "report and figures removed",
            "a run without a report claims nothing by it; the verdict says that there is none",
            Forgery::noReport));
  }

  private static byte[] flip(byte[] bytes) {
    return Forger.flipped(bytes, 3);
  }

  private static void name(Forger it) throws IOException {
    it.json(RESULT, json -> json.put("name", "better"));
    it.evidence();
  }

  private static void id(Forger it) throws IOException {
    it.json(RESULT, json -> json.put("id", "0123456789ab"));
    it.evidence();
  }

  private static void diverged(Forger it) throws IOException {
    it.json(RESULT, json -> json.put("status", "diverged"));
    it.evidence();
  }

  private static void digest(Forger it, String key) throws IOException {
    it.edit(RESULT, "(\"" + key + "\" : \"sha256:)....", "$10000");
  }

  private static void otherDigest(Forger it, String name) throws IOException {
    String text = Files.readString(it.path(name));
    it.write(name, text.replaceAll("sha256:....", "sha256:0000"));
  }

  private static void journalName(Forger it) throws IOException {
    it.bytes(
        "journal.bin",
        bytes -> {
          bytes[46] ^= 1; // the first letter of the first name
          return bytes;
        });
  }

  private static void metric(Forger it) throws IOException {
    it.edit(RESULT, "(\"test/rate\" : )[0-9.]+", "$11.25");
    it.settleAll();
  }

  private static void error(Forger it) throws IOException {
    it.edit(RESULT, "(Error\" : )[0-9.E-]+", "$10.125");
    it.settleAll();
  }

  private static void further(Forger it) throws IOException {
    it.json(RESULT, json -> json.withObject("further").put("test/quality", 1.5));
    it.settleAll();
  }

  private static void element(Forger it, String file, String array) throws IOException {
    it.element(file, array);
    it.settle();
  }

  private static void metadata(Forger it, String file, String key, String value)
      throws IOException {
    it.metadata(file, key, value);
    it.settle();
  }

  private static void parameter(Forger it) throws IOException {
    it.element(LAST, "encoder.*weight");
    it.journalEnd();
    it.settleAll();
  }

  private static void journalRecord(Forger it) throws IOException {
    it.bytes("journal.bin", bytes -> Forger.flipped(bytes, bytes.length / 2));
    it.settle();
  }

  private static void log(Forger it) throws IOException {
    it.edit("metrics.jsonl", "(\"train/elbo\",\"value\":)[0-9.-]+", "$1-1.5");
    it.settleAll();
  }

  private static void evaluation(Forger it) throws IOException {
    it.element("evaluation.safetensors", "samples");
    it.settleAll();
  }

  private static void noEvaluation(Forger it) throws IOException {
    it.remove("evaluation.safetensors");
    it.settleAll();
  }

  private static void edit(Forger it, String name, String pattern, String by) throws IOException {
    it.edit(name, pattern, by);
    it.manifest();
  }

  private static void page(Forger it) throws IOException {
    it.write("report.html", "<!doctype html><title>Best results ever</title>\n");
    it.manifest();
  }

  private static void picture(Forger it) throws IOException {
    it.bytes("figures/samples.png", bytes -> Arrays.copyOf(bytes, 40));
    it.manifest();
  }

  private static void added(Forger it, String name) throws IOException {
    it.write(name, "mine");
    it.manifest();
  }

  private static void removed(Forger it, String name) throws IOException {
    it.remove(name);
    it.manifest();
  }

  private static void licence(Forger it) throws IOException {
    edit(it, "ro-crate-metadata.json", "Not stated; ask the authors.", "CC0");
  }

  private static void seed(Forger it) throws IOException {
    it.edit(EXPERIMENT, "(\"seed\": )[0-9]+", "$199");
    it.settleAll();
  }

  private static void epochs(Forger it) throws IOException {
    it.edit(EXPERIMENT, "(\"epochs\": )[0-9]+", "$13");
    it.metadata(LAST, "epoch", "3");
    it.settleAll();
  }

  private static void otherName(Forger it) throws IOException {
    it.edit(EXPERIMENT, "(\"name\": \")", "$1better-");
    it.json(RESULT, json -> json.put("name", "better-" + json.path("name").stringValue()));
    String page = Files.readString(it.path("report.html"));
    it.settleAll();
    it.write("report.html", page);
    it.manifest();
  }

  private static void numerics(Forger it) throws IOException {
    it.edit(PROVENANCE, "(\"numerics\" : )2", "$11");
    it.settleAll();
  }

  private static void examples(Forger it) throws IOException {
    provenance(it, "(\"train\" : )[0-9]+", "$1100000");
  }

  private static void determinism(Forger it) throws IOException {
    provenance(it, "(\"determinism\" : \")", "$1proven ");
  }

  private static void dataHash(Forger it) throws IOException {
    provenance(it, "(\"sha256\" : \")....", "$10000");
  }

  private static void split(Forger it) throws IOException {
    provenance(it, "(\"splitSha256\" : \")....", "$10000");
  }

  private static void provenance(Forger it, String pattern, String by) throws IOException {
    it.edit(PROVENANCE, pattern, by);
    it.settleAll();
  }

  private static void earlier(Forger it) throws IOException {
    it.edit(PROVENANCE, "(\"version\" : \")[^\"]+(\",\\s+\"commit)", "$10.1.0$2");
    it.edit(RESULT, "(?s)(test/nll\" : \\{.*?Error\" : )[0-9.E-]+", "$10.125");
    it.settleAll();
    it.json(RESULT, json -> json.remove("evidence"));
    it.manifest();
  }

  private static void noReport(Forger it) throws IOException {
    it.remove("report.html");
    try (var figures = Files.list(it.path("figures"))) {
      for (Path figure : figures.toList()) {
        Files.delete(figure);
      }
    }
    Files.delete(it.path("figures"));
    it.documents(RunDocuments.authors(it.path("")));
    it.manifest();
  }
}

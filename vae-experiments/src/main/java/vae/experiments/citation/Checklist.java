package vae.experiments.citation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import vae.experiments.recorded.RecordedProvenance;
import vae.experiments.recorded.RecordedRun;

/**
 * {@code CHECKLIST.md}: what the machine-learning reproducibility checklist asks for, answered for
 * one run from its files. The text is in the resource {@code checklist.md}, the values in here.
 *
 * <p>The questions are those of the checklist that NeurIPS introduced in 2019 (Pineau et al. 2021,
 * "Improving Reproducibility in Machine Learning Research", JMLR 22, version 2.0 of the checklist).
 * What a run cannot know, such as how its hyper-parameters were chosen, is left to the paper and
 * says so.
 */
final class Checklist {

  private static final Pattern VALUE = Pattern.compile("\\{(\\w+)}");

  private final RecordedRun run;
  private final Map<String, Object> values = new HashMap<>();

  private Checklist(RecordedRun run) {
    this.run = run;
  }

  static String of(Path folder) throws IOException {
    return new Checklist(RecordedRun.read(folder)).text();
  }

  private String text() throws IOException {
    model();
    data();
    code();
    results();
    try (InputStream in = Checklist.class.getResourceAsStream("checklist.md")) {
      String template = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return VALUE
          .matcher(template)
          .replaceAll(it -> Matcher.quoteReplacement(values.get(it.group(1)).toString()));
    }
  }

  private void model() {
    for (String slot :
        List.of("prior", "encoder", "decoder", "likelihood", "estimator", "optimizer")) {
      values.put(slot, run.type(slot));
    }
    JsonNode experiment = run.experiment();
    values.put("posterior", experiment.at("/encoder/posterior/type").asString("none"));
    for (String key : List.of("latentSize", "seed")) {
      values.put(key, experiment.path(key).asString("unknown"));
    }
    values.put("epochs", experiment.at("/training/epochs").asString("unknown"));
    values.put("dataSpec", experiment.path("data").toString().replace("`", "'"));
  }

  private void data() {
    RecordedProvenance.Data data = run.provenance().data();
    values.put("data", Description.data(run));
    values.put("train", known(data.train()));
    values.put("validation", data.validation());
    values.put("test", data.test());
    values.put("shape", data.facts().path("exampleShape"));
    values.put("sha256", data.sha256());
    values.put("splitSha256", data.splitSha256().isEmpty() ? "unknown" : data.splitSha256());
  }

  private void code() {
    RecordedProvenance provenance = run.provenance();
    RecordedProvenance.Code code = provenance.code();
    String changes = " with local changes of SHA-256 `%s` that are not in it";
    values.put("java", provenance.machine().javaVersion());
    values.put("vm", provenance.machine().vm());
    values.put("jars", provenance.dependencies().size());
    values.put(
        "plugins",
        provenance.plugins().isEmpty()
            ? ""
            : ", and of the plugins " + provenance.plugins().keySet());
    values.put("version", code.version());
    values.put("commit", code.commit());
    values.put("changes", code.dirty() ? changes.formatted(code.dirtySha256()) : "");
    values.put(
        "models",
        run.result().complete()
            ? "`checkpoints/final.safetensors`, parameters and the optimiser's state."
            : "None: training diverged. `checkpoints/diverged.safetensors` has the parameters"
                + " before.");
  }

  private void results() {
    values.put("label", run.label());
    values.put("id", run.result().id());
    values.put("digest", run.result().digest());
    values.put("metrics", metrics());
    double seconds = run.provenance().wallSeconds().orElse(Double.NaN);
    values.put("seconds", String.format(Locale.ROOT, "%.1f s", seconds));
    int sessions = run.provenance().sessions();
    values.put("sessions", sessions > 1 ? " in the last of %d sessions".formatted(sessions) : "");
    RecordedProvenance.Host machine = run.provenance().machine();
    values.put(
        "machine",
        "%s, %s processors, %s %s; %s kernels (%s), %s threads; no GPU"
            .formatted(
                machine.cpu(),
                known(machine.processors()),
                machine.os(),
                machine.architecture(),
                machine.provider(),
                machine.reason(),
                known(machine.threads())));
  }

  private String metrics() {
    StringBuilder rows = new StringBuilder();
    for (Map.Entry<String, JsonNode> metric : run.result().tree().path("metrics").properties()) {
      JsonNode value = metric.getValue();
      JsonNode error = value.path("standardError");
      String cells =
          value.isObject()
              ? value.path("value").asString("")
                  + " | "
                  + (error.isNull() ? "not measured" : error.asString(""))
              : value.asString("") + " |";
      rows.append("  | ").append(metric.getKey()).append(" | ").append(cells).append(" |\n");
    }
    return rows.toString();
  }

  private static String known(long number) {
    return number < 0 ? "unknown" : Long.toString(number);
  }
}

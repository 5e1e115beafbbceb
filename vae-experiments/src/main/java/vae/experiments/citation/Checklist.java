package vae.experiments.citation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import vae.experiments.recorded.RecordedProvenance;

/**
 * {@code CHECKLIST.md}: what the machine-learning reproducibility checklist asks for, answered for
 * one run from its files.
 *
 * <p>The questions are those of the checklist that NeurIPS introduced in 2019 (Pineau et al. 2021,
 * "Improving Reproducibility in Machine Learning Research", JMLR 22, version 2.0 of the checklist).
 * What a run cannot know, such as how its hyper-parameters were chosen, is left to the paper and
 * says so.
 */
final class Checklist {

  private static final String PAPER = "*To be completed by the authors.* ";

  private final RunRecord run;
  private final StringBuilder text = new StringBuilder();

  private Checklist(RunRecord run) {
    this.run = run;
  }

  /** The checklist of a run that ended. */
  static String of(Path folder) throws IOException {
    return new Checklist(RunRecord.read(folder)).write();
  }

  private String write() {
    text.append("# Reproducibility checklist of the run `").append(run.label()).append("`\n\n");
    text.append("Answers to the questions of the machine learning reproducibility checklist")
        .append(" (version 2.0, as NeurIPS asks them), from the files of the run folder alone.\n");
    models();
    data();
    code();
    results();
    return text.toString();
  }

  private void models() {
    section("Models and algorithms");
    answer(
        "A clear description of the mathematical setting, algorithm, and model",
        "Prior `%s`, encoder `%s` with posterior `%s`, decoder `%s`, likelihood `%s`, latent size %s; estimator `%s`, optimiser `%s`. All values are in `experiment.json`; `docs/mathematics.md` of the software has the formulas."
            .formatted(
                run.type("prior"),
                run.type("encoder"),
                run.experiment().path("encoder").path("posterior").path("type").asString("none"),
                run.type("decoder"),
                run.type("likelihood"),
                run.experiment().path("latentSize").asString("unknown"),
                run.type("estimator"),
                run.type("optimizer")));
    answer("A clear explanation of any assumptions", PAPER.strip());
    answer(
        "An analysis of the complexity (time, space, sample size) of any algorithm",
        PAPER + "This run took " + seconds() + " on " + machine() + ".");
    answer("A complete proof of each theoretical claim", PAPER + "A run claims none.");
  }

  private void data() {
    RecordedProvenance.Data data = run.provenance().data();
    section("Data");
    answer(
        "The relevant statistics, such as number of examples",
        "`%s`: %s examples to train on, %s to validate, %s to test, each of shape %s; SHA-256 of the content `%s`."
            .formatted(
                run.data(),
                known(data.train()),
                data.validation(),
                data.test(),
                data.facts().path("exampleShape"),
                data.sha256()));
    answer(
        "The details of train, validation and test splits",
        "Fixed by the spec's `data`; SHA-256 over the identities of the examples of each part `%s`."
            .formatted(data.splitSha256().isEmpty() ? "unknown" : data.splitSha256()));
    answer(
        "An explanation of any data that were excluded, and all pre-processing steps",
        "As the spec's `data` says, nothing else: `%s`."
            .formatted(run.experiment().path("data").toString().replace("`", "'")));
    answer(
        "A link to a downloadable version of the dataset or simulation environment",
        "`./vae data list` says where data sets come from, `./vae data fetch %s` fetches one that is not bundled."
            .formatted(run.data()));
    answer("For new data collected, a complete description of the process", PAPER.strip());
  }

  private void code() {
    section("Code");
    answer(
        "Specification of dependencies",
        "Java %s (%s); SHA-256 of each of %d jars in `provenance.json`%s."
            .formatted(
                run.provenance().machine().javaVersion(),
                run.provenance().machine().vm(),
                run.provenance().dependencies().size(),
                run.provenance().plugins().isEmpty()
                    ? ""
                    : ", and of the plugins " + run.provenance().plugins().keySet()));
    answer(
        "Training code and evaluation code",
        "vae %s, commit `%s`%s; `./vae reproduce` runs both."
            .formatted(
                run.code().version(),
                run.code().commit(),
                run.code().dirty()
                    ? " with local changes of SHA-256 `%s` that are not in it"
                        .formatted(run.code().dirtySha256())
                    : ""));
    answer(
        "(Pre-)trained models",
        run.complete()
            ? "`checkpoints/final.safetensors`, parameters and the optimiser's state."
            : "None: training diverged. `checkpoints/diverged.safetensors` has the parameters"
                + " before.");
    answer(
        "A table of results with the precise command to produce them",
        "The table below; `./vae run experiment.json`, or `./vae reproduce` and this folder, which"
            + " compares every bit.");
  }

  private void results() {
    section("Reported experimental results");
    answer(
        "The range of hyper-parameters considered, the method to select the best configuration, and"
            + " the specification of all hyper-parameters used",
        PAPER + "All that this run used are in `experiment.json`, defaults included.");
    answer(
        "The exact number of training and evaluation runs",
        PAPER
            + "This folder is one run, seed %s, %s epochs."
                .formatted(
                    run.experiment().path("seed").asString("unknown"),
                    run.experiment().path("training").path("epochs").asString("unknown")));
    answer(
        "A clear definition of the specific measure or statistics used to report results",
        "In nats an example unless the name says otherwise; `docs/mathematics.md` defines them.");
    answer(
        "A description of results with central tendency and variation",
        "One Monte-Carlo standard error is given where a metric has one; variation over seeds needs"
            + " several runs.");
    metrics();
    answer("The average runtime for each result, or estimated energy cost", runtime());
    answer("A description of the computing infrastructure used", machine() + ".");
    text.append("\nRun `%s`, digest `%s`.\n".formatted(run.id(), run.digest()));
  }

  private void metrics() {
    text.append("\n  | metric | value | standard error |\n  |---|---|---|\n");
    for (Map.Entry<String, JsonNode> metric : run.result().tree().path("metrics").properties()) {
      JsonNode value = metric.getValue();
      text.append("  | ").append(metric.getKey()).append(" | ");
      if (value.isObject()) {
        text.append(value.path("value").asString("")).append(" | ");
        JsonNode error = value.path("standardError");
        text.append(error.isNull() ? "not measured" : error.asString("")).append(" |\n");
      } else {
        text.append(value.asString("")).append(" | |\n");
      }
    }
    text.append('\n');
  }

  private String runtime() {
    int sessions = run.provenance().sessions();
    return seconds()
        + " of wall time"
        + (sessions > 1 ? " in the last of %d sessions".formatted(sessions) : "")
        + ", training and evaluation. Energy was not measured.";
  }

  private String seconds() {
    double seconds = run.provenance().wallSeconds().orElse(Double.NaN);
    return String.format(Locale.ROOT, "%.1f s", seconds);
  }

  private String machine() {
    RecordedProvenance.Host machine = run.provenance().machine();
    return "%s, %s processors, %s %s; %s kernels (%s), %s threads; no GPU"
        .formatted(
            machine.cpu(),
            known(machine.processors()),
            machine.os(),
            machine.architecture(),
            machine.provider(),
            machine.reason(),
            known(machine.threads()));
  }

  private static String known(long number) {
    return number < 0 ? "unknown" : Long.toString(number);
  }

  private void section(String title) {
    text.append("\n## ").append(title).append("\n\n");
  }

  private void answer(String question, String answer) {
    text.append("- **").append(question).append("**: ").append(answer).append('\n');
  }
}

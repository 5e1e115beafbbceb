package vae.experiments.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.evaluation.Decimals;
import vae.experiments.evaluation.Measured;
import vae.experiments.run.LikelihoodSamples;
import vae.experiments.run.RunResult;
import vae.experiments.spec.ExperimentSpec;

/** What a person wants to know when a run ends. */
final class Summary {

  private Summary() {}

  /** Of a run that was trained and evaluated just now. */
  static void computed(
      PrintWriter out, RunResult result, ExperimentSpec spec, KernelSet kernels, long begin) {
    double seconds = (System.nanoTime() - begin) / 1e9;
    int epochs = spec.training().epochs();
    out.printf(
        Locale.ROOT,
        "%s   %d epoch%s   %s   %d thread%s   %s, %s%n",
        result.folder().getFileName(),
        epochs,
        epochs == 1 ? "" : "s",
        seconds < 100 ? String.format(Locale.ROOT, "%.1f s", seconds) : Math.round(seconds) + " s",
        kernels.threads(),
        kernels.threads() == 1 ? "" : "s",
        kernels.name(),
        kernels.reason());
    result(out, result, spec);
  }

  /** Of a run whose folder held the result before. */
  static void known(PrintWriter out, RunResult result, ExperimentSpec spec) {
    out.printf("%s   complete already; nothing was computed%n", result.folder().getFileName());
    result(out, result, spec);
  }

  private static void result(PrintWriter out, RunResult result, ExperimentSpec spec) {
    for (String part : new String[] {"test", "validation", "train"}) {
      if (result.metrics().containsKey(part + "/elbo")) {
        part(out, result, part, spec.latentSize());
        break;
      }
    }
    out.printf("  %-20s %s%n", "digest", result.digest());
    out.printf("  %-20s %s%n", "report", result.folder().resolve("report.html"));
    out.printf("  %-20s ./vae reproduce %s%n", "check with", shell(result.folder().toString()));
    out.flush();
  }

  /** A word for a shell: quoted where it has to be. */
  private static String shell(String word) {
    return word.matches("[A-Za-z0-9._/-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private static void part(PrintWriter out, RunResult result, String part, int latentSize) {
    Map<String, Measured> metrics = result.metrics();
    out.printf(
        "  %-20s %s nats%s%s%n",
        part + " ELBO",
        number(metrics.get(part + "/elbo")),
        labelled("rate", metrics.get(part + "/rate")),
        labelled("distortion", metrics.get(part + "/distortion")));
    LikelihoodSamples.of(part, result)
        .ifPresent(samples -> likelihood(out, samples, part, metrics.get(part + "/nll")));
    if (metrics.containsKey(part + "/active-units")) {
      out.printf(
          "  %-20s %d of %d%n",
          "active units", Math.round(metrics.get(part + "/active-units").value()), latentSize);
    }
  }

  private static void likelihood(
      PrintWriter out, LikelihoodSamples samples, String part, Measured nll) {
    out.printf(
        Locale.ROOT,
        "  %-20s %s nats   effective samples %.1f%n",
        samples.title(part + " NLL"),
        number(nll),
        samples.effective());
    samples.concern().ifPresent(concern -> out.printf("  %-20s %s%n", "", concern));
  }

  private static String labelled(String label, Measured measured) {
    return measured == null ? "" : "   " + label + " " + Decimals.of(measured.value(), 2);
  }

  private static String number(Measured measured) {
    return measured.hasError()
        ? Decimals.of(measured.value(), 3)
            + " ± "
            + Decimals.of(measured.standardError().getAsDouble(), 3)
        : Decimals.of(measured.value(), 3);
  }
}

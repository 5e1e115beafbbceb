package vae.experiments.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import vae.autodiff.kernel.KernelSet;
import vae.core.model.Quantity.Shown;
import vae.core.model.Quantity.Unit;
import vae.experiments.evaluation.Costs;
import vae.experiments.evaluation.Decimals;
import vae.experiments.evaluation.Measured;
import vae.experiments.quantity.Quantities;
import vae.experiments.recorded.RecordedStop;
import vae.experiments.report.text.ShellWord;
import vae.experiments.run.CodeConcerns;
import vae.experiments.run.LikelihoodSamples;
import vae.experiments.run.RunResult;
import vae.experiments.spec.ExperimentSpec;

/** What a person wants to know when a run ends. */
final class Summary {

  private Summary() {}

  static void computed(
      PrintWriter out,
      RunResult result,
      ExperimentSpec spec,
      List<Path> plugins,
      KernelSet kernels,
      long begin,
      Map<String, Duration> costs) {
    double seconds = (System.nanoTime() - begin) / 1e9;
    int epochs = result.stopped().map(RecordedStop::epoch).orElse(spec.training().epochs());
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
    result(out, result, spec, plugins, costs);
  }

  static void known(PrintWriter out, RunResult result, ExperimentSpec spec, List<Path> plugins) {
    out.printf("%s   complete already; nothing was computed%n", result.folder().getFileName());
    result(out, result, spec, plugins, Map.of());
  }

  private static void result(
      PrintWriter out,
      RunResult result,
      ExperimentSpec spec,
      List<Path> plugins,
      Map<String, Duration> costs) {
    result.stopped().ifPresent(it -> out.printf("  %-20s %s%n", "ended early", it.text()));
    metrics(out, result, spec.latentSize());
    Panel.print(out, result);
    concerns(result).forEach(it -> out.println(Paragraph.hanging("  warning: ", it)));
    if (!costs.isEmpty()) {
      out.printf("  %-20s %s%n", "evaluation", Costs.words(costs));
    }
    out.printf("  %-20s %s%n", "digest", result.digest());
    out.printf("  %-20s %s%n", "report", result.folder().resolve("report.html"));
    StringBuilder command = new StringBuilder(ShellWord.of(result.folder().toString()));
    plugins.forEach(jar -> command.append(" --plugin ").append(ShellWord.of(jar.toString())));
    out.printf("  %-20s ./vae reproduce %s%n", "check with", command);
    out.flush();
  }

  /** A line for each quantity; rate and other parts in nats stand beside the ELBO. */
  private static void metrics(PrintWriter out, RunResult result, int latentSize) {
    Quantities quantities = result.quantities();
    Map<String, Measured> measured = result.measured();
    List<String> shown =
        new ArrayList<>(quantities.shownOfReported(measured.keySet(), Shown.SUMMARY));
    List<String> beside = new ArrayList<>(shown);
    beside.removeIf(
        it ->
            quantities.of(it).shown() == Shown.EVERYWHERE || quantities.of(it).unit() != Unit.NATS);
    shown.removeAll(beside);
    StringBuilder more = new StringBuilder();
    for (String metric : beside) {
      String title = quantities.of(metric).title();
      more.append("   ")
          .append(title)
          .append(' ')
          .append(Decimals.of(measured.get(metric).value(), 2));
    }
    for (String metric : shown) {
      Optional<LikelihoodSamples> samples = LikelihoodSamples.behind(metric, result);
      String title = quantities.title(metric);
      if (samples.isPresent()) {
        likelihood(out, samples.get(), title, measured.get(metric));
      } else {
        String value = value(quantities.of(metric).unit(), measured.get(metric), latentSize);
        out.printf("  %-20s %s%s%n", title, value, more);
      }
      more.setLength(0);
    }
  }

  /** What the values of further metrics warn of, each with what to try. */
  static List<String> concerns(RunResult result) {
    return Quantities.PARTS.stream()
        .flatMap(
            part ->
                CodeConcerns.of(
                    part,
                    name ->
                        Optional.ofNullable(result.measured().get(name))
                            .map(it -> OptionalDouble.of(it.value()))
                            .orElse(OptionalDouble.empty()))
                    .stream())
        .toList();
  }

  private static String value(Unit unit, Measured measured, int latentSize) {
    return switch (unit) {
      case NATS -> number(measured) + " nats";
      case COORDINATES -> Math.round(measured.value()) + " of " + latentSize;
      case DATA, COUNT, NUMBER ->
          String.format(Locale.ROOT, "%.5g", measured.value())
              + (measured.hasError()
                  ? String.format(Locale.ROOT, " ± %.2g", measured.standardError().getAsDouble())
                  : "");
    };
  }

  private static void likelihood(
      PrintWriter out, LikelihoodSamples samples, String title, Measured nll) {
    out.printf(
        Locale.ROOT,
        "  %-20s %s nats   effective samples %.1f%n",
        samples.title(title),
        number(nll),
        samples.effective());
    samples.concern().ifPresent(concern -> out.printf("  %-20s %s%n", "", concern));
  }

  private static String number(Measured measured) {
    return measured.hasError()
        ? Decimals.of(measured.value(), 3)
            + " ± "
            + Decimals.of(measured.standardError().getAsDouble(), 3)
        : Decimals.of(measured.value(), 3);
  }
}

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
import java.util.SortedMap;
import vae.autodiff.kernel.KernelSet;
import vae.core.model.Quantity;
import vae.core.model.Quantity.Shown;
import vae.core.model.Quantity.Unit;
import vae.experiments.evaluation.Costs;
import vae.experiments.evaluation.Decimals;
import vae.experiments.evaluation.Measured;
import vae.experiments.likelihood.LikelihoodSamples;
import vae.experiments.quantity.Quantities;
import vae.experiments.recorded.RecordedStop;
import vae.experiments.report.text.Measurement;
import vae.experiments.report.text.ShellWord;
import vae.experiments.run.CodeConcerns;
import vae.experiments.run.RunResult;
import vae.experiments.spec.ExperimentSpec;

/** What a person wants to know when a run, or an evaluation of one, ends. */
final class Summary {

  private final PrintWriter out;
  private final Quantities quantities;
  private final SortedMap<String, Measured> measured;
  private final int latentSize;
  private final int width;

  Summary(
      PrintWriter out,
      Quantities quantities,
      SortedMap<String, Measured> measured,
      int latentSize) {
    this.out = out;
    this.quantities = quantities;
    this.measured = measured;
    this.latentSize = latentSize;
    width =
        quantities.shownOfReported(measured.keySet(), Shown.SUMMARY).stream()
            .mapToInt(it -> quantities.title(it).length())
            .reduce(Panel.HEADING, Math::max);
  }

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
    Summary summary = new Summary(out, result.quantities(), result.measured(), spec.latentSize());
    result.stopped().ifPresent(it -> summary.line("ended early", it.text()));
    result.kept().ifPresent(it -> summary.line("parameters", it.text()));
    summary.values();
    summary.costs("evaluation", costs);
    summary.line("digest", result.digest());
    summary.line("report", result.folder().resolve("report.html").toString());
    StringBuilder command = new StringBuilder(ShellWord.of(result.folder().toString()));
    plugins.forEach(jar -> command.append(" --plugin ").append(ShellWord.of(jar.toString())));
    summary.line("check with", "./vae reproduce " + command);
    summary.line(
        "look closer with", "./vae evaluate " + command + " --set evaluation.nll.samples=5000");
    summary.line("cite with", "./vae cite " + ShellWord.of(result.folder().toString()));
    out.flush();
  }

  /** A line of the summary; never broken, as it may hold a path to copy. */
  void line(String title, String text) {
    out.println(Panel.heading(title, Panel.HEADING) + text);
  }

  /** The time that each metric took; nothing where none was measured. */
  void costs(String title, Map<String, Duration> costs) {
    if (!costs.isEmpty()) {
      out.println(Paragraph.hanging(Panel.heading(title, Panel.HEADING), Costs.words(costs)));
    }
  }

  /** The quantities of every summary, the views of log p(x), and what the values warn of. */
  void values() {
    metrics();
    Panel.print(out, measured);
    Quantities.PARTS.stream()
        .flatMap(part -> CodeConcerns.of(part, this::number).stream())
        .forEach(it -> out.println(Paragraph.hanging("  warning: ", it)));
  }

  private OptionalDouble number(String metric) {
    Measured found = measured.get(metric);
    return found == null ? OptionalDouble.empty() : OptionalDouble.of(found.value());
  }

  /** A line for each quantity; rate and other parts in nats stand beside the ELBO. */
  private void metrics() {
    List<String> shown =
        new ArrayList<>(quantities.shownOfReported(measured.keySet(), Shown.SUMMARY));
    List<String> beside = new ArrayList<>(shown);
    beside.removeIf(it -> !standsBeside(quantities.of(it), measured.get(it)));
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
      Optional<LikelihoodSamples> samples = LikelihoodSamples.behind(metric, this::number);
      String title = quantities.title(metric);
      if (samples.isPresent()) {
        likelihood(samples.get(), title, measured.get(metric));
      } else {
        String value = value(quantities.of(metric).unit(), measured.get(metric));
        out.println(Panel.heading(title, width) + value + more);
      }
      more.setLength(0);
    }
  }

  /** Parts of a bound, which share its error, and other values in nats that have none. */
  private static boolean standsBeside(Quantity quantity, Measured measured) {
    boolean part = quantity.equals(Quantity.RATE) || quantity.equals(Quantity.DISTORTION);
    return quantity.unit() == Unit.NATS
        && quantity.shown() != Shown.EVERYWHERE
        && (part || !measured.hasError());
  }

  private String value(Unit unit, Measured measured) {
    return switch (unit) {
      case NATS -> number(measured) + " nats";
      case COORDINATES -> Math.round(measured.value()) + " of " + latentSize;
      case DATA, COUNT, NUMBER -> text(measured);
    };
  }

  private void likelihood(LikelihoodSamples samples, String title, Measured nll) {
    String effective = Decimals.of(samples.effective(), 1);
    out.println(
        Panel.heading(samples.title(title), width)
            + number(nll)
            + " nats   effective samples "
            + effective);
    samples
        .concern()
        .ifPresent(it -> out.println(Paragraph.hanging(Panel.heading("", Panel.HEADING), it)));
  }

  /** A value with two digits of its error, else with five significant digits; in ASCII minus. */
  static String text(Measured measured) {
    return new Measurement(measured.value(), measured.standardError())
        .text()
        .replace('\u2212', '-');
  }

  private static String number(Measured measured) {
    return measured.hasError() ? text(measured) : Decimals.of(measured.value(), 3);
  }
}

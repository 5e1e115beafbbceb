package vae.experiments.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.bench.Bench;
import vae.experiments.bench.Workload;

/** {@code vae bench}: how fast training steps are on this machine. */
@Command(
    name = "bench",
    description = {
      "Times training steps on this machine.",
      "mlp: 784-400-20-400-784, relu, Bernoulli, batch 128. gauss: the same, Gaussian."
    })
final class BenchCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..*",
      paramLabel = "WORKLOAD",
      description = "mlp, gauss (default: all of them).")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--steps",
      defaultValue = "100",
      description = "Steps a round (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--rounds",
      defaultValue = "7",
      description = "Rounds; the median is quoted (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(names = "--json", description = "Print the figures as JSON in the last line.")
  private boolean json;

  @Mixin private ComputeOptions compute;

  private final CommandContext context;

  BenchCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (steps < 1 || rounds < 1) {
      throw new CommandException(
          ExitCode.BAD_INPUT, "--steps and --rounds: expected numbers of at least 1");
    }
    List<Workload> workloads =
        names.isEmpty()
            ? List.of(Workload.values())
            : names.stream().map(BenchCommand::workload).toList();
    ArrayNode figures = JsonMapper.shared().createArrayNode();
    PrintWriter out = context.out();
    try (KernelSet kernels = compute.kernels()) {
      out.println(kernels);
      for (Workload workload : workloads) {
        Bench.Timing timing =
            Bench.run(
                workload,
                kernels,
                steps,
                rounds,
                (round, millis) -> {
                  out.printf(
                      Locale.ROOT, "%s round %d  %.3f ms/step%n", workload.label(), round, millis);
                  out.flush();
                });
        out.printf(
            Locale.ROOT,
            "%s  threads %d  median %.3f ms/step  best %.3f  %.0f examples/s  %.1f GFLOP/s"
                + "  %.0f bytes allocated/step  last ELBO %.3f%n",
            workload.label(),
            timing.threads(),
            timing.medianMillis(),
            timing.bestMillis(),
            timing.examplesPerSecond(),
            timing.gigaflops(),
            timing.bytesPerStep(),
            timing.lastBound());
        figures.addPOJO(timing);
      }
    }
    if (json) {
      out.println(JsonMapper.shared().writeValueAsString(figures));
    }
    return ExitCode.DONE.code();
  }

  private static Workload workload(String name) {
    return Arrays.stream(Workload.values())
        .filter(workload -> workload.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandException(
                    ExitCode.BAD_INPUT,
                    "bench: unknown workload \"%s\"; known: mlp, gauss".formatted(name)));
  }
}

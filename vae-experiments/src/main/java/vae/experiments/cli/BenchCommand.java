package vae.experiments.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.kernel.simd.MachineLimits;
import vae.experiments.bench.Bench;
import vae.experiments.bench.BenchReport;
import vae.experiments.bench.Peer;
import vae.experiments.bench.PeerException;
import vae.experiments.bench.Scaling;
import vae.experiments.bench.Workload;
import vae.experiments.run.provenance.Machine;
import vae.experiments.spec.Json;

/** {@code vae bench}: how fast training and evaluation are on this machine. */
@Command(
    name = "bench",
    description = {
      "Times training and evaluation, and shows them beside the limits of this machine.",
      "docs/performance.md says how each figure is counted."
    })
final class BenchCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..*",
      paramLabel = "WORKLOAD",
      description = "${COMPLETION-CANDIDATES} (default: all of them).")
  private List<Workload> named = new ArrayList<>();

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps per round (default: about half a second of the workload).")
  private Integer steps;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Rounds, or pairs with a peer; the median is quoted (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--peer",
      paramLabel = "COMMAND",
      description = {
        "Time another implementation in turn: COMMAND WORKLOAD THREADS STEPS ROUNDS is run and",
        "prints median_ms=NUMBER in its last line, the milliseconds of a step."
      })
  private String peer;

  @Option(
      names = "--scaling",
      description = "Measure how time grows with epochs, examples and samples instead.")
  private boolean scaling;

  @Option(names = "--json", description = "Print all figures as one JSON object in the last line.")
  private boolean json;

  @Mixin private ComputeOptions compute;

  @ParentCommand private CommandContext vae;

  @Override
  public Integer call() {
    List<Workload> workloads = workloads();
    workloads.forEach(this::effort); // refuses absurd numbers before anything is measured
    Peer other = peer();
    try (KernelSet kernels = compute.kernels()) {
      BenchText text = new BenchText(vae.out());
      Machine machine = Machine.here();
      List<MachineLimits> limits =
          Stream.of(1, kernels.threads())
              .distinct()
              .map(MachineLimits::measure)
              .flatMap(Optional::stream)
              .toList();
      text.machine(machine, kernels, limits);
      List<BenchReport.Result> results = new ArrayList<>();
      for (Workload workload : workloads) {
        text.begin(workload);
        Bench bench = new Bench(workload, kernels, effort(workload));
        results.add(bench.measure(other, limits.isEmpty() ? null : limits.getLast(), text));
        text.end(results.getLast());
      }
      List<Scaling.Point> points = scaling ? Scaling.measure(kernels, rounds) : List.of();
      text.scaling(points);
      if (json) {
        BenchReport report =
            new BenchReport(
                machine, kernels.toString(), kernels.threads(), limits, results, points);
        vae.out().println(Json.mapper().writeValueAsString(report));
      }
    } catch (PeerException e) {
      throw new CommandException(ExitCode.OTHER, "--peer: " + e.getMessage(), e);
    }
    return ExitCode.DONE.code();
  }

  private List<Workload> workloads() {
    if (scaling && !(named.isEmpty() && peer == null && steps == null)) {
      throw CommandException.badInput(
          "--scaling: expected neither a WORKLOAD nor --peer nor --steps beside it; measure"
              + " workloads by a command of their own");
    }
    if (scaling) {
      effort(Workload.MLP);
      return List.of();
    }
    return named.isEmpty() ? List.of(Workload.values()) : named.stream().distinct().toList();
  }

  private Bench.Effort effort(Workload workload) {
    try {
      return Bench.Effort.of(workload, steps == null ? workload.defaultSteps() : steps, rounds);
    } catch (IllegalArgumentException e) {
      throw CommandException.badInput("--" + e.getMessage(), e);
    }
  }

  private Peer peer() {
    try {
      return peer == null ? null : new Peer(peer);
    } catch (IllegalArgumentException e) {
      throw CommandException.badInput("--peer: " + e.getMessage(), e);
    }
  }
}

package vae.experiments.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;
import vae.autodiff.kernel.KernelSet;
import vae.core.spec.NearestName;
import vae.core.spec.SpecException;
import vae.data.format.DataException;
import vae.data.published.BroughtFiles;
import vae.data.published.Fetch;
import vae.data.published.PinnedSet;
import vae.data.published.PublishedSet;
import vae.data.published.UnmirroredSet;
import vae.data.source.Dataset;
import vae.data.source.Locations;
import vae.experiments.export.DatasetExport;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.spec.Json;
import vae.experiments.spec.SpecReader;
import vae.experiments.spec.SpecSource;
import vae.experiments.training.RandomStreams;
import vae.experiments.wiring.ModelFactory;
import vae.experiments.wiring.Slots;

/** {@code vae data}: the data sets of others, where they are and whether they are whole. */
@Command(name = "data", description = "Lists, fetches, verifies and exports data sets.")
final class DataCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @ParentCommand private CommandContext vae;

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "data: expected list, fetch NAME, verify NAME or export NAME");
  }

  @Command(name = "list", description = "Shows the data sets and where they were found.")
  int list(@Mixin DataFolder data) {
    vae.out().println("digits           bundled: 1,797 images of 8 by 8 (UCI, CC BY 4.0)");
    for (PinnedSet set : PinnedSet.all()) {
      vae.out().printf("%-16s %s%n", set.name(), found(set, data.locations()));
    }
    return ExitCode.DONE.code();
  }

  private static String found(PinnedSet set, Locations where) {
    try {
      String found = set.locate(where).toString();
      return set.unpinned().isEmpty() ? found : found + " (no hash of it is published)";
    } catch (DataException e) {
      String command = "`./vae data fetch %s`".formatted(set.name());
      return set instanceof PublishedSet
          ? "not found; " + command
          : "not found; you bring it, %s says from where".formatted(command);
    }
  }

  @Command(
      name = "fetch",
      description = "Downloads a data set from its official mirrors, or says where to get it.")
  int fetch(
      @Parameters(paramLabel = "NAME", description = NAMES) String name, @Mixin DataFolder data) {
    Locations where = data.locations();
    Path target =
        switch (named(name)) {
          case PublishedSet set -> new Fetch(set).into(where.downloads());
          case UnmirroredSet set -> set.verify(where);
          case BroughtFiles set -> set.verify(where);
        };
    vae.out().println(target);
    return ExitCode.DONE.code();
  }

  @Command(name = "verify", description = "Checks a data set against the pinned hashes.")
  int verify(
      @Parameters(paramLabel = "NAME", description = NAMES) String name, @Mixin DataFolder data) {
    PinnedSet set = named(name);
    Path verified = set.verify(data.locations());
    vae.out()
        .println(
            set.unpinned().isEmpty()
                ? name + ": the content is as published, in " + verified
                : "%s: %s can be read, in %s; no hash of it is published to compare with"
                    .formatted(name, String.join(", ", set.unpinned()), verified));
    return ExitCode.DONE.code();
  }

  @Command(
      name = "export",
      description =
          "Writes a data set as runs see it to a file for NumPy: the split, labels, identities, and"
              + " held-out data after binarization.")
  int export(
      @Parameters(paramLabel = "NAME", description = "A component of the slot data.") String name,
      @Option(
              names = "--set",
              paramLabel = "data.…=value",
              description =
                  "Changes one value of the experiment whose data these are; may be repeated.")
          List<String> settings,
      @Mixin OutputFile output,
      @Mixin ComponentOptions options)
      throws IOException {
    Path file = output.file();
    Slots slots = options.slots();
    ObjectNode spec = Json.mapper().createObjectNode().put("name", "data");
    spec.putObject("data").put("type", name);
    SpecSource source = SpecSource.text("data export", spec.toString());
    ExperimentSpec experiment =
        new SpecReader(slots.catalogue())
            .read(source, settings == null ? List.of() : settings)
            .spec();
    ModelFactory factory = new ModelFactory(slots);
    Dataset data = factory.conditioned(experiment, factory.data(experiment, options.locations()));
    try (KernelSet kernels = options.kernels()) {
      DatasetExport.write(
          data,
          factory.binarization(experiment),
          new RandomStreams(experiment.seed()).heldOutBinarization(),
          kernels,
          file);
    }
    vae.out().println(file);
    return ExitCode.DONE.code();
  }

  private static final String NAMES =
      "mnist, fashion-mnist, frey-faces, static-mnist, omniglot or cifar-10";

  private static PinnedSet named(String name) {
    List<String> known = PinnedSet.all().stream().map(PinnedSet::name).toList();
    return PinnedSet.find(name)
        .orElseThrow(
            () ->
                SpecException.because(
                    "",
                    "unknown data set \"" + name + "\"" + NearestName.suggestion(name, known),
                    "known: " + String.join(", ", known)));
  }
}

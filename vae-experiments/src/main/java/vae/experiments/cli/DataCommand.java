package vae.experiments.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import vae.core.spec.NearestName;
import vae.data.format.DataException;
import vae.data.source.Fetch;
import vae.data.source.Locations;
import vae.data.source.PublishedSet;

/** {@code vae data}: the data sets of others, where they are and whether they are whole. */
@Command(name = "data", description = "Lists, fetches and verifies published data sets.")
final class DataCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  private final CommandContext context;

  DataCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "data: expected list, fetch NAME or verify NAME");
  }

  @Command(name = "list", description = "Shows the data sets and where they were found.")
  int list(@Option(names = "--data", paramLabel = "DIR", description = FOLDER) Path folder) {
    context.out().println("digits           bundled: 1,797 images of 8 by 8 (UCI, CC BY 4.0)");
    for (PublishedSet set : PublishedSet.all()) {
      context.out().printf("%-16s %s%n", set.name(), found(set, locations(folder)));
    }
    return ExitCode.DONE.code();
  }

  private static String found(PublishedSet set, Locations where) {
    try {
      return set.locate(where).toString();
    } catch (DataException e) {
      return "not found; `./vae data fetch %s`".formatted(set.name());
    }
  }

  @Command(name = "fetch", description = "Downloads a data set from its official mirrors.")
  int fetch(
      @Parameters(paramLabel = "NAME", description = "mnist or fashion-mnist") String name,
      @Option(names = "--data", paramLabel = "DIR", description = FOLDER) Path folder) {
    Path target = new Fetch(named(name)).into(locations(folder).downloads());
    context.out().println(target);
    return ExitCode.DONE.code();
  }

  @Command(name = "verify", description = "Checks a data set against the pinned hashes.")
  int verify(
      @Parameters(paramLabel = "NAME", description = "mnist or fashion-mnist") String name,
      @Option(names = "--data", paramLabel = "DIR", description = FOLDER) Path folder) {
    Path verified = named(name).verify(locations(folder));
    context.out().println(name + ": every file is as published, in " + verified);
    return ExitCode.DONE.code();
  }

  private static final String FOLDER =
      "Folder of data sets, searched before $$VAE_DATA and the user's cache.";

  private static Locations locations(Path folder) {
    return Locations.standard(Optional.ofNullable(folder));
  }

  private static PublishedSet named(String name) {
    List<String> known = PublishedSet.all().stream().map(PublishedSet::name).toList();
    return PublishedSet.find(name)
        .orElseThrow(
            () ->
                new CommandException(
                    ExitCode.BAD_INPUT,
                    "unknown data set \"%s\"%s\nknown: %s"
                        .formatted(
                            name,
                            NearestName.of(name, known)
                                .map(near -> "; did you mean \"" + near + "\"?")
                                .orElse(""),
                            String.join(", ", known))));
  }
}

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
import vae.data.source.PinnedSet;
import vae.data.source.PublishedSet;
import vae.data.source.UnmirroredSet;

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
    for (PinnedSet set : PinnedSet.all()) {
      context.out().printf("%-16s %s%n", set.name(), found(set, locations(folder)));
    }
    return ExitCode.DONE.code();
  }

  private static String found(PinnedSet set, Locations where) {
    try {
      return set.locate(where).toString();
    } catch (DataException e) {
      return "not found; `./vae data fetch %s`".formatted(set.name());
    }
  }

  @Command(name = "fetch", description = "Downloads a data set from its official mirrors.")
  int fetch(
      @Parameters(paramLabel = "NAME", description = NAMES) String name,
      @Option(names = "--data", paramLabel = "DIR", description = FOLDER) Path folder) {
    Locations where = locations(folder);
    Path target =
        switch (named(name)) {
          case PublishedSet set -> new Fetch(set).into(where.downloads());
          case UnmirroredSet set -> set.verify(where);
        };
    context.out().println(target);
    return ExitCode.DONE.code();
  }

  @Command(name = "verify", description = "Checks a data set against the pinned hashes.")
  int verify(
      @Parameters(paramLabel = "NAME", description = NAMES) String name,
      @Option(names = "--data", paramLabel = "DIR", description = FOLDER) Path folder) {
    Path verified = named(name).verify(locations(folder));
    context.out().println(name + ": the content is as published, in " + verified);
    return ExitCode.DONE.code();
  }

  private static final String NAMES = "mnist, fashion-mnist or frey-faces";
  private static final String FOLDER =
      "Folder of data sets, searched before $$VAE_DATA and the user's cache.";

  private static Locations locations(Path folder) {
    return Locations.standard(Optional.ofNullable(folder));
  }

  private static PinnedSet named(String name) {
    List<String> known = PinnedSet.all().stream().map(PinnedSet::name).toList();
    return PinnedSet.find(name)
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

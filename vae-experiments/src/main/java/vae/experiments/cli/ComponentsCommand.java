package vae.experiments.cli;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import vae.core.spec.SpecException;
import vae.core.wiring.Catalogue;
import vae.experiments.spec.Structure;

/** {@code vae components [SLOT]}: what may stand in a spec. */
@Command(
    name = "components",
    description = {
      "Lists the components of a slot, or of every slot, with their keys.",
      "Other parts of a spec have a page too: training, evaluation, nll, sweep, and so on."
    })
final class ComponentsCommand implements Callable<Integer> {

  @ParentCommand private CommandContext vae;

  @Parameters(index = "0", arity = "0..1", paramLabel = "SLOT", description = "Such as prior.")
  private String slot;

  @Mixin private PluginOptions plugins;

  @Override
  public Integer call() {
    Catalogue catalogue = plugins.given() ? plugins.slots().catalogue() : vae.components();
    ComponentsListing listing = new ComponentsListing(new Structure(catalogue));
    if (slot == null) {
      vae.out().print(listing.all());
    } else if (catalogue.slots().contains(slot)) {
      vae.out().print(listing.of(slot));
    } else if (listing.sections().contains(slot)) {
      vae.out().print(listing.section(slot));
    } else {
      Set<String> known = new TreeSet<>(catalogue.slots());
      known.addAll(listing.sections());
      throw SpecException.unknown("", "slot", slot, known, "");
    }
    return ExitCode.DONE.code();
  }
}

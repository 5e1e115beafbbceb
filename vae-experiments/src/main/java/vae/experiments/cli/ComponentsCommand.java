package vae.experiments.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import vae.core.spec.SpecException;
import vae.core.wiring.Catalogue;
import vae.experiments.spec.Structure;

/** {@code vae components [SLOT]}: what may stand in a spec. */
@Command(name = "components", description = "List the components of a slot, or of every slot.")
final class ComponentsCommand implements Callable<Integer> {

  private final CommandContext context;

  @Parameters(index = "0", arity = "0..1", paramLabel = "SLOT", description = "Such as prior.")
  private String slot;

  @Mixin private PluginOptions plugins;

  ComponentsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Catalogue catalogue =
        plugins.given() ? plugins.slots().catalogue() : context.components().get();
    if (slot != null && !catalogue.slots().contains(slot)) {
      throw SpecException.unknown("", "slot", slot, catalogue.slots(), "");
    }
    ComponentsListing listing = new ComponentsListing(new Structure(catalogue));
    context.out().print(slot == null ? listing.all() : listing.of(slot));
    return ExitCode.DONE.code();
  }
}

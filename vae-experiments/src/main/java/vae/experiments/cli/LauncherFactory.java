package vae.experiments.cli;

import java.io.IOException;
import vae.experiments.sweep.Launcher;

/** A place where the trials of a sweep may run, by its name in {@code --launcher}. */
interface LauncherFactory {

  /** The name. */
  String name();

  /**
   * Refuses what the place cannot do, before the sweep's folder is made.
   *
   * @throws CommandException where an option does not fit
   */
  void require(LauncherRequest request);

  /** Opens it; to be closed. */
  Launcher open(LauncherRequest request) throws IOException;
}

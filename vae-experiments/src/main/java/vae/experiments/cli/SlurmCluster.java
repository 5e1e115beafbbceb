package vae.experiments.cli;

import vae.experiments.sweep.Launcher;
import vae.experiments.sweep.slurm.SlurmLauncher;

/** {@code --launcher slurm}: job arrays of a SLURM cluster. */
final class SlurmCluster implements LauncherFactory {

  @Override
  public String name() {
    return "slurm";
  }

  @Override
  public void require(LauncherRequest request) {
    if (request.master().isPresent()) {
      throw new CommandException(
          ExitCode.BAD_INPUT,
          "--master: SLURM's commands know theirs (SLURM_CONF); leave the option out");
    }
    request.requireNoReports();
    request.cluster().slurm();
  }

  @Override
  public Launcher open(LauncherRequest request) {
    return new SlurmLauncher(
        request.folder(),
        request.workerSettings(),
        request.dataHashes(),
        request.cluster().slurm());
  }
}

package vae.experiments.cli;

import picocli.CommandLine;
import vae.core.spec.SpecException;
import vae.data.format.DataException;
import vae.experiments.folder.FolderException;
import vae.experiments.recorded.RecordException;
import vae.experiments.report.page.ReportException;
import vae.experiments.run.folder.CorruptFileException;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.run.provenance.NotReproducibleException;
import vae.experiments.run.verification.UnverifiedException;
import vae.experiments.signature.SignatureException;
import vae.experiments.sweep.ChangedDataException;
import vae.experiments.wiring.PluginException;

/** What the process returns to the shell. */
public enum ExitCode {
  /** The command did what it says. */
  DONE(0),
  /** Anything that has no code of its own. */
  OTHER(1),
  /** The command line or a spec cannot be used. */
  BAD_INPUT(2),
  /** Data are missing or corrupt, or a file of a run is. */
  DATA(3),
  /** Training met NaN or infinity; the evidence is kept. */
  DIVERGED(4),
  /** A run was not reproduced, or its files are not what was written. */
  NOT_REPRODUCED(5);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The number. */
  public int code() {
    return code;
  }

  /** The code for a command that ended with the exception. */
  static ExitCode of(Throwable cause) {
    return switch (cause) {
      case CommandException e -> e.exitCode();
      case SpecException _ -> BAD_INPUT;
      case DataException _ -> DATA;
      case ChangedDataException _ -> DATA;
      case CorruptFileException _ -> DATA;
      case FolderException _ -> DATA;
      case RecordException _ -> DATA;
      case ReportException _ -> DATA;
      case RunFolderException _ -> BAD_INPUT;
      case NotReproducibleException _ -> NOT_REPRODUCED;
      case UnverifiedException _ -> NOT_REPRODUCED;
      case PluginException _ -> BAD_INPUT;
      case SignatureException _ -> BAD_INPUT;
      case CommandLine.ParameterException _ -> BAD_INPUT;
      default -> OTHER;
    };
  }
}

package vae.experiments.cli;

import java.io.PrintWriter;
import vae.core.wiring.Catalogue;

/** What every command finds in its parent. */
interface CommandContext {

  /** Takes the command's result. */
  PrintWriter out();

  /** Takes errors and progress. */
  PrintWriter err();

  Console stderr();

  /** All components, loaded where a command asks for them. */
  Catalogue components();
}

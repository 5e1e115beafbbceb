package vae.experiments.process;

import java.time.Duration;

/** How a program ended. */
public sealed interface Outcome {

  /**
   * It ended by itself, or by somebody's signal.
   *
   * @param code its exit code; 128 + the signal where one ended it
   */
  record Exited(int code, Printed out, Printed err) implements Outcome {}

  /** It was still running at its deadline and was killed, its children with it. */
  record TimedOut(Duration deadline, Printed out, Printed err) implements Outcome {}

  /** There is no such program, or it must not be run. */
  record NotStarted(String reason) implements Outcome {}

  /**
   * What it wrote to a stream.
   *
   * @param text the end of it, read as UTF-8
   */
  record Printed(String text, boolean cut) {}
}

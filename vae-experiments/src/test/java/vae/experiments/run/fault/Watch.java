package vae.experiments.run.fault;

import java.io.IOException;

/** Is told of every change to the disk; what it throws, the one who makes the change gets. */
public interface Watch {

  /** Instead of which it may throw. */
  void before(Operation operation) throws IOException;

  /** Once it is done. */
  void after(Operation operation) throws IOException;
}

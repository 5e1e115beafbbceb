package vae.experiments.bench;

/** A workload that has been set up: makes as many steps as it is asked for. */
interface Running extends AutoCloseable {

  /**
   * Makes steps, going on where the last call ended.
   *
   * @return the mean bound of the last step, in nats: a check that the work was done
   */
  double steps(int count);

  @Override
  void close();
}

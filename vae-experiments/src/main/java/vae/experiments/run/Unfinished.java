package vae.experiments.run;

/** What becomes of the work that an interrupted run left in its folder. */
public enum Unfinished {
  /** The run is refused: to begin would throw the work away. */
  REFUSE,
  /** The run continues from its last checkpoint. */
  RESUME,
  /** The work is thrown away, and the run begins anew. */
  RESTART
}

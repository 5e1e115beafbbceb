package vae.experiments.run.folder;

/** A fault in a run folder. */
public record Finding(String file, String problem) {

  @Override
  public String toString() {
    return file + " " + problem;
  }
}

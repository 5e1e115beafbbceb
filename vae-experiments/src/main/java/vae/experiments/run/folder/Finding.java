package vae.experiments.run.folder;

/**
 * A fault in a run folder.
 *
 * @param file its name in the folder
 * @param problem what was expected, and what came
 */
public record Finding(String file, String problem) {

  @Override
  public String toString() {
    return file + " " + problem;
  }
}

package vae.experiments.sweep;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import vae.experiments.run.Numerics;
import vae.experiments.run.RunFolderException;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.spec.Json;

/**
 * Where everything of a sweep is: {@code runs/<name>.sweep/}.
 *
 * <p>{@code sweep.json} is the sweep with its base inside, {@code plan.jsonl} the frozen plan,
 * {@code data.json} the hashes of its data, {@code results/*.jsonl} the records, {@code
 * runs/<name>-<id>/} the run folders, {@code attempts/} what a cluster's tasks have not finished.
 * The files are the truth: they survive being copied.
 *
 * @param path the folder
 */
public record SweepFolder(Path path) {

  private static final String SUFFIX = ".sweep";

  /**
   * The folder of a sweep below the root.
   *
   * @param name by the rule of experiments' names
   * @throws vae.core.spec.SpecException where the name could lead elsewhere
   */
  public static SweepFolder of(Path root, String name) {
    ExperimentSpec.requireName(name);
    return new SweepFolder(root.resolve(name + SUFFIX));
  }

  /** Whether the folder holds a sweep. */
  public static boolean isOne(Path path) {
    return Files.isRegularFile(new SweepFolder(path).plan());
  }

  /**
   * The sweep in the folder.
   *
   * @throws RunFolderException where there is none
   */
  public static SweepFolder existing(Path path) {
    if (!isOne(path)) {
      throw new RunFolderException(
          path + ": expected the folder of a sweep, found no plan.jsonl in it");
    }
    return new SweepFolder(path);
  }

  /** The sweep's name. */
  public String name() {
    String last = path.toAbsolutePath().normalize().getFileName().toString();
    return last.endsWith(SUFFIX) ? last.substring(0, last.length() - SUFFIX.length()) : last;
  }

  /** The sweep as it was read, its base inside. */
  public Path sweep() {
    return path.resolve("sweep.json");
  }

  /** The trials. */
  public Path plan() {
    return path.resolve("plan.jsonl");
  }

  /** The hashes of the trials' data. */
  public Path data() {
    return path.resolve("data.json");
  }

  /** The numerics version that the plan's ids were made with. */
  public int numerics() throws IOException {
    try {
      return Files.exists(sweep())
          ? Json.mapper()
              .readTree(Files.readString(sweep()))
              .path("numerics")
              .asInt(Numerics.VERSION)
          : Numerics.VERSION;
    } catch (JacksonException | CharacterCodingException e) {
      return Numerics.VERSION;
    }
  }

  /** Files of records. */
  public Path results() {
    return path.resolve("results");
  }

  /** Run folders. */
  public Path runs() {
    return path.resolve("runs");
  }

  /** Run folders that did not verify and were moved out of the way, to be made again. */
  public Path damaged() {
    return path.resolve("damaged");
  }

  /** Folders of attempts that are not finished, each with a name of its own. */
  public Path attempts() {
    return path.resolve("attempts");
  }
}

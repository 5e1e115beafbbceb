package vae.experiments.sweep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderException;
import vae.experiments.folder.FolderFile;
import vae.experiments.folder.Listing;
import vae.experiments.run.folder.Numerics;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.spec.ExperimentSpec;

/**
 * Where everything of a sweep is: {@code runs/<name>.sweep/}.
 *
 * <p>{@code sweep.json} is the sweep with its base inside, {@code plan.jsonl} the frozen plan,
 * {@code data.json} the hashes of its data, {@code results/*.jsonl} the records, {@code
 * runs/<name>-<id>/} the run folders, {@code attempts/} what a cluster's tasks have not finished.
 * The files are the truth: they survive being copied. The folder's own path may be a link; inside
 * it none is followed.
 */
public record SweepFolder(Path path) {

  private static final String SUFFIX = ".sweep";
  private static final String PLAN = "plan.jsonl";

  /**
   * The folder of a sweep below the root.
   *
   * @throws vae.core.spec.SpecException where the name could lead elsewhere
   */
  public static SweepFolder of(Path root, String name) {
    ExperimentSpec.requireName(name);
    return new SweepFolder(root.resolve(name + SUFFIX));
  }

  public static boolean isOne(Path path) {
    try {
      Optional<Folder> folder = Folder.find(path);
      return folder.isPresent() && folder.get().kind(PLAN) != Folder.Kind.MISSING;
    } catch (IOException e) {
      return false;
    }
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

  public String name() {
    String last = path.toAbsolutePath().normalize().getFileName().toString();
    return last.endsWith(SUFFIX) ? last.substring(0, last.length() - SUFFIX.length()) : last;
  }

  /** A file directly in the folder, to be read or written without following a link. */
  public FolderFile file(Path file) throws IOException {
    return Folder.open(path).file(file.getFileName().toString());
  }

  /** A folder directly in the folder; empty where it is missing. */
  public Optional<Folder> folder(Path folder) throws IOException {
    Optional<Folder> own = Folder.find(path);
    return own.isPresent()
        ? own.get().findFolder(folder.getFileName().toString())
        : Optional.empty();
  }

  /**
   * What no sweep makes: links, pipes and devices in the folder, or among its run folders, records
   * and attempts.
   *
   * @return by name, with what it is
   */
  public SequencedMap<String, String> irregular() throws IOException {
    SequencedMap<String, String> found = new LinkedHashMap<>();
    for (Folder.Child child : Folder.open(path).children()) {
      if (!child.problem().isEmpty()) {
        found.put(child.name(), child.problem());
      }
    }
    for (Path part : List.of(results(), runs(), attempts(), damaged())) {
      String name = part.getFileName().toString();
      Optional<Folder> below = found.containsKey(name) ? Optional.empty() : folder(part);
      if (below.isPresent()) {
        below.get().children().stream()
            .filter(child -> !child.problem().isEmpty())
            .forEach(child -> found.put(name + "/" + child.name(), child.problem()));
      }
    }
    return found;
  }

  /**
   * Refuses to work in a folder that holds links and the like.
   *
   * @throws vae.experiments.folder.FolderException naming the first
   */
  public void requireRegular() throws IOException {
    Map.Entry<String, String> first = irregular().firstEntry();
    if (first != null) {
      throw new Listing.Irregular(first.getKey(), first.getValue()).refused(Folder.open(path));
    }
  }

  /** The sweep as it was read, its base inside. */
  public Path sweep() {
    return path.resolve("sweep.json");
  }

  public Path plan() {
    return path.resolve(PLAN);
  }

  /** The hashes of the trials' data. */
  public Path data() {
    return path.resolve("data.json");
  }

  /** The numerics version that the plan's ids were made with. */
  public int numerics() throws IOException {
    try {
      FolderFile file = file(sweep());
      return file.exists()
          ? file.json(Folder.MAX_JSON).path("numerics").asInt(Numerics.VERSION)
          : Numerics.VERSION;
    } catch (FolderException e) {
      return Numerics.VERSION;
    }
  }

  public Path results() {
    return path.resolve("results");
  }

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

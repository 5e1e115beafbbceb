package vae.experiments.sweep.worker;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import vae.experiments.run.checkpoint.Checkpoint;
import vae.experiments.run.folder.CorruptFileException;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.Trial;

/** The folders of attempts, {@code attempts/<trial>-<unique>/}: made, searched, removed. */
public final class AttemptFolders {

  private static final Pattern CHECKPOINT = Pattern.compile("step-([0-9]{12})\\.safetensors");
  private static final Pattern NAME = Pattern.compile("([0-9a-f]{12})-.*");
  private static final String TOKEN = "driver-";
  private static final int UNIQUE = 8;

  private final SweepFolder sweep;

  AttemptFolders(SweepFolder sweep) {
    this.sweep = sweep;
  }

  private record Found(Path file, long step) {}

  Path begin(Trial trial) throws IOException {
    String unique = UUID.randomUUID().toString().substring(0, UNIQUE);
    return Files.createDirectories(sweep.attempts().resolve(trial.id() + "-" + unique));
  }

  private List<Path> of(Trial trial) throws IOException {
    return entries(sweep.attempts()).stream()
        .filter(it -> it.getFileName().toString().startsWith(trial.id() + "-"))
        .toList();
  }

  /**
   * Copies the run folder with the newest whole checkpoint of the trial into an attempt's folder.
   *
   * @return whether there was one
   */
  boolean adopt(Trial trial, ExpectedRun run, Path own) throws IOException {
    List<Found> found = new ArrayList<>();
    for (Path attempt : of(trial)) {
      if (!attempt.equals(own)) {
        for (Path folder : entries(attempt)) {
          found.addAll(checkpoints(folder));
        }
      }
    }
    if (run.isKnown()) {
      found.addAll(checkpoints(sweep.runs().resolve(run.folder())));
    }
    found.sort(Comparator.comparingLong(Found::step).reversed());
    for (Found checkpoint : found) {
      if (isWhole(checkpoint.file(), run) && copied(checkpoint.file(), own)) {
        return true;
      }
    }
    return false;
  }

  /** What another attempt removes meanwhile is no candidate. */
  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
  }

  private static List<Found> checkpoints(Path run) throws IOException {
    List<Found> found = new ArrayList<>();
    for (Path file : entries(run.resolve("checkpoints"))) {
      Matcher name = CHECKPOINT.matcher(file.getFileName().toString());
      if (name.matches()) {
        found.add(new Found(file, Long.parseLong(name.group(1))));
      }
    }
    return found;
  }

  /** The step of the newest checkpoint of a run folder; −1 where there is none. */
  static long newestStep(Path run) throws IOException {
    return checkpoints(run).stream().mapToLong(Found::step).max().orElse(-1);
  }

  private static boolean isWhole(Path checkpoint, ExpectedRun run) {
    Path folder = checkpoint.getParent().getParent();
    String name = folder.getFileName().toString();
    String id = run.isKnown() ? run.id() : name.substring(name.lastIndexOf('-') + 1);
    try {
      Checkpoint.read(checkpoint, id);
      return true;
    } catch (CorruptFileException | IOException e) {
      return false;
    }
  }

  /**
   * The checkpoint goes first: what grows held all that it speaks of before it was written, so
   * copying from a run that is still going is safe.
   */
  private static boolean copied(Path checkpoint, Path own) throws IOException {
    Path from = checkpoint.getParent().getParent();
    Path to = own.resolve(from.getFileName());
    try {
      Path copy = to.resolve(from.relativize(checkpoint));
      Files.createDirectories(copy.getParent());
      Files.copy(checkpoint, copy, StandardCopyOption.REPLACE_EXISTING);
      for (Path file : entries(from)) {
        String name = file.getFileName().toString();
        if (Files.isRegularFile(file) && !name.startsWith(".")) {
          Files.copy(file, to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
      }
      return true;
    } catch (NoSuchFileException e) {
      remove(to);
      return false;
    }
  }

  /** Moves an unfinished run folder out of the way of a better one, to be adopted or removed. */
  void setAside(Trial trial, Path run) throws IOException {
    Path aside = begin(trial);
    try {
      Files.move(run, aside.resolve(run.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      remove(aside); // another attempt was faster
    }
  }

  /** Keeps what another attempt could resume from, removes anything else. */
  void abandon(Path attempt) throws IOException {
    boolean useful = false;
    for (Path run : entries(attempt)) {
      useful |= newestStep(run) >= 0;
    }
    if (!useful) {
      remove(attempt);
    }
  }

  /** Removes all attempts at a trial that has ended; one that still runs will find out. */
  void removeAll(Trial trial) throws IOException {
    for (Path attempt : of(trial)) {
      remove(attempt);
    }
  }

  /** Removes the folders of attempts at trials that have ended. */
  public static void sweep(SweepFolder sweep, Predicate<String> ended) throws IOException {
    for (Path attempt : entries(sweep.attempts())) {
      Matcher name = NAME.matcher(attempt.getFileName().toString());
      if (name.matches() && ended.test(name.group(1))) {
        remove(attempt);
      }
    }
  }

  /** A new name for the file by which workers tell that they see the driver's folder. */
  public static Path token(SweepFolder sweep) {
    return sweep.attempts().resolve(TOKEN + UUID.randomUUID());
  }

  public static void removeTokens(SweepFolder sweep) throws IOException {
    for (Path file : entries(sweep.attempts())) {
      if (file.getFileName().toString().startsWith(TOKEN)) {
        Files.deleteIfExists(file);
      }
    }
  }

  /**
   * Removes a folder with all that is in it. What another process removes or adds meanwhile is left
   * to the next call.
   */
  public static void remove(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path path, IOException e) {
            delete(path);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      return; // a folder that is not empty any more, or a file that its network disk still holds
    }
  }
}

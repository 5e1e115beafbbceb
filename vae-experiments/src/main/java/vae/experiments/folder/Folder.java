package vae.experiments.folder;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A folder that we read or write and that may come from a stranger.
 *
 * <p>Its own path is resolved once, when it is opened, and may lead through links. Inside, no link
 * is followed, names are relative and cannot lead outside, and hidden paths (a component that
 * begins with a dot) are no part of it.
 */
public final class Folder {

  /** Bytes of a JSON document or a text that is read whole, at most. */
  public static final long MAX_JSON = 64L << 20;

  /** Bytes of one line, at most. */
  public static final int MAX_LINE = 16 << 20;

  /**
   * Bytes of a file that is streamed, at most: a larger one is sparse or nothing that runs write.
   */
  public static final long MAX_FILE = 64L << 30;

  /** Entries of one folder, and of a {@linkplain #walk walk}, at most. */
  public static final int MAX_ENTRIES = 1_000_000;

  public static final int MAX_DEPTH = 16;

  /** What a name stands for; links are not followed. */
  public enum Kind {
    MISSING("is missing"),
    FILE("is a file"),
    FOLDER("is a folder"),
    LINK("is a symbolic link, which is not followed"),
    SPECIAL("is a named pipe, device or socket, which is not opened");

    private final String says;

    Kind(String says) {
      this.says = says;
    }

    /** A few words, such as {@code is a symbolic link, which is not followed}. */
    public String says() {
      return says;
    }

    static Kind of(BasicFileAttributes attributes) {
      return attributes.isRegularFile()
          ? FILE
          : attributes.isDirectory() ? FOLDER : attributes.isSymbolicLink() ? LINK : SPECIAL;
    }
  }

  /**
   * Something directly in a folder.
   *
   * @param name as it is in the folder, which need not be one that can be opened
   */
  public record Child(String name, Kind kind) {

    /** Why a run or sweep cannot have it; empty where it can. */
    public String problem() {
      if (kind == Kind.LINK || kind == Kind.SPECIAL) {
        return kind.says();
      }
      return FolderFile.isUsable(name) ? "" : "has control characters or a backslash in its name";
    }
  }

  /** Is asked before each change; what it throws, the one who makes the change gets. */
  @FunctionalInterface
  public interface Guard {

    /** Returns where the folder may be changed. */
    void check() throws IOException;
  }

  private final Path path;
  private final Path real;
  private final Guard guard;

  private Folder(Path path, Path real, Guard guard) {
    this.path = path;
    this.real = real;
    this.guard = guard;
  }

  /**
   * Opens a folder.
   *
   * @throws FolderException where there is none
   */
  public static Folder open(Path path) throws IOException {
    return find(path)
        .orElseThrow(
            () ->
                new FolderException(
                    path,
                    Files.exists(path)
                        ? "expected a folder, got a file"
                        : "there is no such folder",
                    "Give the path of a folder."));
  }

  /** Opens a folder; empty where there is none of that path. */
  public static Optional<Folder> find(Path path) throws IOException {
    try {
      Path real = path.toRealPath();
      return Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS)
          ? Optional.of(new Folder(path, real, () -> {}))
          : Optional.empty();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Optional.empty();
    }
  }

  /** Whether there is a folder of that path that holds a regular file of that name, no link. */
  public static boolean holds(Path path, String name) {
    try {
      Optional<Folder> folder = find(path);
      return folder.isPresent() && folder.get().kind(name) == Kind.FILE;
    } catch (IOException e) {
      return false;
    }
  }

  /** Opens a folder, making it and those above it where they are missing. */
  public static Folder make(Path path) throws IOException {
    try {
      DurableFile.makeFolder(path);
    } catch (IOException e) {
      throw UnwrittenFileException.of(path, e);
    }
    return open(path);
  }

  /** Opens a folder as {@link #make} does, and forces nothing: it need not outlast a power cut. */
  public static Folder makeUnforced(Path path) throws IOException {
    Files.createDirectories(path);
    return open(path);
  }

  /** The same folder, whose guard is asked before each change that is made through it. */
  public Folder guardedBy(Guard by) {
    return new Folder(path, real, by);
  }

  /** The folder as the one who opened it named it. */
  public Path path() {
    return path;
  }

  /** The folder without links. */
  public Path real() {
    return real;
  }

  public void requireChangeable() throws IOException {
    guard.check();
  }

  /**
   * A file in the folder, there or not.
   *
   * @param name relative, components divided by {@code /}
   * @throws FolderException where the name leads elsewhere, is hidden, or has control characters
   */
  public FolderFile file(String name) {
    return FolderFile.visible(this, name);
  }

  /**
   * A hidden file directly in the folder, which is no part of a run or sweep: a lock, an index.
   *
   * @param name with a dot in front
   */
  public FolderFile hiddenFile(String name) {
    return FolderFile.hidden(this, name);
  }

  /**
   * What a name stands for.
   *
   * @throws FolderException where the name cannot be used, or leads through something that is no
   *     folder
   */
  public Kind kind(String name) throws IOException {
    return file(name).kind();
  }

  /**
   * A folder in this one.
   *
   * @throws FolderException where it is missing, or anything but a folder
   */
  public Folder folder(String name) throws IOException {
    return findFolder(name)
        .orElseThrow(() -> file(name).refused("is missing", FolderException.COPY_AGAIN));
  }

  /**
   * A folder in this one; empty where nothing has the name.
   *
   * @throws FolderException where it is anything but a folder
   */
  public Optional<Folder> findFolder(String name) throws IOException {
    FolderFile at = file(name);
    return switch (at.kind()) {
      case MISSING -> Optional.empty();
      case FOLDER -> Optional.of(below(name));
      case FILE, LINK, SPECIAL -> throw at.refused(Kind.FOLDER);
    };
  }

  Folder below(String name) {
    return new Folder(path.resolve(name), real.resolve(name), guard);
  }

  /** A folder in this one, made durably where it is missing, with those above it. */
  public Folder makeFolder(String name) throws IOException {
    file(name);
    Folder at = this;
    for (String component : name.split("/")) {
      at = at.findFolder(component).orElse(null) == null ? at.made(component) : at.below(component);
    }
    return at;
  }

  private Folder made(String name) throws IOException {
    guard.check();
    try {
      Files.createDirectory(real.resolve(name));
    } catch (FileAlreadyExistsException e) {
      return folder(name);
    } catch (IOException e) {
      throw UnwrittenFileException.of(path.resolve(name), e);
    }
    force();
    return below(name);
  }

  /** Forces renames and removals in this folder to the disk. */
  public void force() throws IOException {
    DurableFile.forceFolder(real);
  }

  /** What is directly in the folder, sorted by name, hidden names left out. */
  public List<Child> children() throws IOException {
    return children(name -> !name.startsWith("."));
  }

  /** Names of the regular files directly in the folder that match, sorted. */
  public List<String> files(Predicate<String> matching) throws IOException {
    return children().stream()
        .filter(it -> it.kind() == Kind.FILE && it.problem().isEmpty())
        .map(Child::name)
        .filter(matching)
        .toList();
  }

  /** Names of the folders directly in the folder, sorted. */
  public List<String> folders() throws IOException {
    return children().stream()
        .filter(it -> it.kind() == Kind.FOLDER && it.problem().isEmpty())
        .map(Child::name)
        .toList();
  }

  List<Child> children(Predicate<String> wanted) throws IOException {
    List<Child> children = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(real)) {
      for (Path each : all) {
        String name = each.getFileName().toString();
        if (wanted.test(name)) {
          Kind kind = kindOf(each);
          if (kind != Kind.MISSING) {
            children.add(new Child(name, kind));
          }
        }
        if (children.size() > MAX_ENTRIES) {
          throw new FolderException(
              path,
              "expected at most %d files and folders in it".formatted(MAX_ENTRIES),
              "It is no folder of a run or sweep; give one that is.");
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    children.sort(Comparator.comparing(Child::name));
    return children;
  }

  /** What a path stands for, not following a link at its end. */
  static Kind kindOf(Path path) throws IOException {
    try {
      return Kind.of(
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Kind.MISSING;
    } catch (FileSystemException e) {
      if (String.valueOf(e.getReason()).equals("File name too long")) {
        return Kind.MISSING;
      }
      throw e;
    }
  }

  /** All that is below the folder, hidden paths left out. */
  public Listing walk() throws IOException {
    return new Listing.Collector(this).collect();
  }

  /** Removes temporary files that a process left when it ended while it wrote them. */
  public void sweep() throws IOException {
    guard.check();
    for (Child child : children(_ -> true)) {
      if (child.kind() == Kind.FILE && DurableFile.isTemporary(child.name())) {
        Files.deleteIfExists(real.resolve(child.name()));
      }
    }
    for (String name : folders()) {
      below(name).sweep();
    }
  }

  /**
   * Removes everything below the folder but what is hidden: links themselves, not what they lead
   * to. Temporary files go too.
   */
  public void clear() throws IOException {
    guard.check();
    empty(name -> !name.startsWith(".") || DurableFile.isTemporary(name), 1);
  }

  /** Removes the folder with all that is in it, as {@link #clear} does, hidden files too. */
  public void delete() throws IOException {
    guard.check();
    empty(_ -> true, 1);
    Files.deleteIfExists(real);
  }

  private void empty(Predicate<String> wanted, int depth) throws IOException {
    for (Child child : children(wanted)) {
      if (child.kind() == Kind.FOLDER) {
        if (depth > 4 * MAX_DEPTH) {
          throw new FolderException(path, "is too deep to be removed", FolderException.REMOVE);
        }
        below(child.name()).empty(wanted, depth + 1);
      }
      try {
        Files.deleteIfExists(real.resolve(child.name()));
      } catch (DirectoryNotEmptyException e) {
        continue; // what is hidden in it stays
      }
    }
  }

  Path real(String name) {
    try {
      return real.resolve(name);
    } catch (InvalidPathException e) {
      throw new FolderException(
          path, "expected the name of a file, got \"" + name + "\"", FolderException.REMOVE);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}

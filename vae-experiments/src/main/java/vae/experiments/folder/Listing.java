package vae.experiments.folder;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is below a folder, hidden paths left out.
 *
 * @param files names of regular files, relative to the folder, components divided by {@code /}
 */
public record Listing(
    SortedSet<String> files, SortedSet<String> folders, List<Irregular> irregular) {

  /**
   * A link, pipe, device or socket, or a name that cannot be used.
   *
   * @param problem what it is, such as {@code is a symbolic link}
   */
  public record Irregular(String name, String problem) {

    /** The complaint of a writer that finds it in the folder. */
    public FolderException refused(Folder in) {
      return new FolderException(
          in.path(), "\"" + name + "\" in it " + problem, FolderException.REMOVE);
    }
  }

  public Listing {
    files = Collections.unmodifiableSortedSet(new TreeSet<>(files));
    folders = Collections.unmodifiableSortedSet(new TreeSet<>(folders));
    irregular = List.copyOf(irregular);
  }

  /** Collects a listing, up to a number of entries. */
  static final class Collector {

    private final Folder folder;
    private final SortedSet<String> files = new TreeSet<>();
    private final SortedSet<String> folders = new TreeSet<>();
    private final List<Irregular> irregular = new ArrayList<>();

    Collector(Folder folder) {
      this.folder = folder;
    }

    Listing collect() throws IOException {
      walk(folder, "", 1);
      return new Listing(files, folders, irregular);
    }

    private void walk(Folder below, String prefix, int depth) throws IOException {
      for (Folder.Child child : below.children()) {
        String name = prefix + child.name();
        String problem = child.problem();
        if (!problem.isEmpty()) {
          irregular.add(new Irregular(name, problem));
        } else if (child.kind() == Folder.Kind.FILE) {
          files.add(name);
        } else if (depth == Folder.MAX_DEPTH) {
          irregular.add(new Irregular(name, "is deeper than %d folders".formatted(depth)));
        } else {
          folders.add(name);
          walk(below.folder(child.name()), name + "/", depth + 1);
        }
        if (files.size() + folders.size() + irregular.size() > Folder.MAX_ENTRIES) {
          throw new FolderException(
              folder.path(),
              "expected at most %d files and folders in it".formatted(Folder.MAX_ENTRIES),
              "It is no folder of a run or sweep; give one that is.");
        }
      }
    }
  }
}

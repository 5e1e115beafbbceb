package vae.data.published;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vae.data.format.DataException;
import vae.data.source.Locations;

/**
 * A data set of others that can be looked for and verified: its content is known, but for files
 * whose hash is published nowhere.
 */
public sealed interface PinnedSet permits PublishedSet, UnmirroredSet, BroughtFiles {

  /** Every such data set. */
  static List<PinnedSet> all() {
    List<PinnedSet> all = new ArrayList<>(PublishedSet.all());
    all.add(UnmirroredSet.FREY_FACES);
    all.addAll(BroughtFiles.all());
    return List.copyOf(all);
  }

  /** The data set of that name. */
  static Optional<PinnedSet> find(String name) {
    return all().stream().filter(set -> set.name().equals(name)).findFirst();
  }

  /** The name, as in the slot {@code data}. */
  String name();

  /**
   * The folder or file that holds the data set.
   *
   * @throws DataException where none does: says how to get it
   */
  Path locate(Locations where);

  /**
   * Reads the data set through and compares its content with what is pinned.
   *
   * @return the folder or file
   * @throws DataException where it is missing or has another content
   */
  Path verify(Locations where);

  /** Files that no hash is published of: verifying them shows only that they can be read. */
  default List<String> unpinned() {
    return List.of();
  }
}

package vae.experiments.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Makes a folder with all that is in it in one step: a reader sees nothing or the whole, even after
 * a power failure.
 *
 * <p>It is filled under a hidden name beside its place, then renamed. What an interrupted process
 * left there is removed by the next one.
 */
public final class WholeFolder {

  private WholeFolder() {}

  /** Fills a new folder. */
  @FunctionalInterface
  public interface Content {

    /** Writes all files; the folder is empty before. */
    void writeTo(Folder empty) throws IOException;
  }

  /**
   * Makes the folder.
   *
   * @param in the folder that it is made in, which nobody else may change meanwhile
   * @param name of one component, which nothing has yet
   * @throws FolderException where something has the name
   * @throws UnwrittenFileException where the disk does not take it; then there is no such folder
   */
  public static Folder make(Folder in, String name, Content content) throws IOException {
    in.requireChangeable();
    FolderFile at = in.file(name);
    if (at.kind() != Folder.Kind.MISSING) {
      throw at.refused(at.kind().says() + " already", FolderException.REMOVE);
    }
    discard(in);
    Path temporary = in.real().resolve(DurableFile.temporaryName());
    boolean renamed = false;
    try {
      Files.createDirectory(temporary);
      Folder empty = in.below(temporary.getFileName().toString());
      content.writeTo(empty);
      empty.force();
      Files.move(temporary, in.real().resolve(name), StandardCopyOption.ATOMIC_MOVE);
      renamed = true;
      in.force();
    } catch (UnwrittenFileException e) {
      throw e;
    } catch (IOException e) {
      throw UnwrittenFileException.of(at.path(), e);
    } finally {
      if (!renamed) {
        discard(in);
      }
    }
    return in.folder(name);
  }

  private static void discard(Folder in) throws IOException {
    for (Folder.Child child : in.children(DurableFile::isTemporary)) {
      if (child.kind() == Folder.Kind.FOLDER) {
        in.below(child.name()).delete();
      }
    }
  }
}

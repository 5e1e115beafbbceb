package vae.experiments.run.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps account of what a power cut would leave of a folder, after each change to it.
 *
 * <p>A disk promises only this: a file's bytes last once the file was forced, and a name lasts once
 * its folder was forced. Whatever else was done may be there after the cut or not.
 */
public final class Disk implements Watch {

  /** What becomes of changes that were not forced. */
  public enum Loss {
    /** None of them is there. */
    EVERYTHING,
    /** Names are as they were last, the bytes behind them as they were forced last. */
    BYTES,
    /** Names are as they were last, and half of what was written since the last force is there. */
    HALF_THE_BYTES
  }

  /** A file or folder, whatever its names. */
  private static final class Node {
    private final boolean folder;
    private byte[] forced = {};

    /** By name, for a folder. */
    private final Map<String, Node> names = new TreeMap<>();

    private Map<String, Node> forcedNames = Map.of();

    Node(boolean folder) {
      this.folder = folder;
    }
  }

  /** What a power cut left: bytes by relative name; a folder has none. */
  public record Image(Map<String, byte[]> files, List<String> folders) {

    /** Makes the files below an empty folder. */
    public void restore(Path into) throws IOException {
      for (String folder : folders) {
        Files.createDirectories(into.resolve(folder));
      }
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Files.write(into.resolve(file.getKey()), file.getValue());
      }
    }

    /** Equal for equal images. */
    public String fingerprint() {
      StringBuilder text = new StringBuilder(folders.toString());
      files.forEach((name, bytes) -> text.append(name).append(Arrays.hashCode(bytes)));
      return text.toString();
    }
  }

  private final Path root;
  private final Node top = new Node(true);
  private final Listener listener;

  /** Is told after each change. */
  @FunctionalInterface
  public interface Listener {
    /** The disk as it is now. */
    void changed(Operation operation) throws IOException;
  }

  /**
   * @param root an empty folder that is on the disk already
   */
  public Disk(Path root, Listener listener) {
    this.root = root;
    this.listener = listener;
  }

  @Override
  public void before(Operation operation) {}

  @Override
  public void after(Operation operation) throws IOException {
    Path path = operation.path();
    if (!path.startsWith(root)) {
      return;
    }
    switch (operation.kind()) {
      case OPEN -> above(path).names.computeIfAbsent(name(path), _ -> new Node(false));
      case MAKE_FOLDER -> above(path).names.put(name(path), new Node(true));
      case REMOVE -> above(path).names.remove(name(path));
      case RENAME -> {
        Node moved = above(path).names.remove(name(path));
        above(operation.target()).names.put(name(operation.target()), moved);
      }
      case FORCE -> node(path).forced = Files.readAllBytes(path);
      case FORCE_FOLDER -> node(path).forcedNames = new TreeMap<>(node(path).names);
      case WRITE -> {}
    }
    listener.changed(operation);
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  private Node above(Path path) {
    return node(path.getParent());
  }

  private Node node(Path path) {
    Node node = top;
    if (!path.equals(root)) {
      for (Path name : root.relativize(path)) {
        node = node.names.get(name.toString());
      }
    }
    return node;
  }

  /** What would be left if the power were cut now. */
  public Image cut(Loss loss) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    List<String> folders = new ArrayList<>();
    collect(top, "", loss, files, folders);
    return new Image(files, folders);
  }

  private void collect(
      Node folder, String path, Loss loss, Map<String, byte[]> files, List<String> folders)
      throws IOException {
    Map<String, Node> names = loss == Loss.EVERYTHING ? folder.forcedNames : folder.names;
    for (Map.Entry<String, Node> named : names.entrySet()) {
      String name = path + named.getKey();
      Node node = named.getValue();
      if (node.folder) {
        folders.add(name);
        collect(node, name + "/", loss, files, folders);
      } else if (loss == Loss.HALF_THE_BYTES) {
        byte[] now = Files.readAllBytes(root.resolve(name));
        int kept = Math.min(node.forced.length, now.length);
        files.put(name, Arrays.copyOf(now, kept + (now.length - kept) / 2));
      } else {
        files.put(name, node.forced);
      }
    }
  }
}

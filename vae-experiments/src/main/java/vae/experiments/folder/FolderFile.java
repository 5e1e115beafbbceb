package vae.experiments.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file in a {@link Folder}, there or not: a name that cannot lead outside.
 *
 * <p>Every access checks each component of the name; only regular files are opened, and no link.
 */
public final class FolderFile {

  private static final int MAX_NAME = 1024;

  private final Folder folder;
  private final String name;
  private final Path path;
  private final Path real;

  private FolderFile(Folder folder, String name, Path path) {
    this.folder = folder;
    this.name = name;
    this.real = folder.real(name);
    this.path = path;
  }

  static FolderFile visible(Folder folder, String name) {
    boolean fits = name.length() <= MAX_NAME && isUsable(name);
    for (String component : name.split("/", -1)) {
      fits &= !component.isEmpty() && !component.startsWith(".");
    }
    if (!fits || folder.real(name).isAbsolute() != folder.real().isAbsolute()) {
      throw unusable(folder, name);
    }
    return new FolderFile(folder, name, folder.path().resolve(name));
  }

  static FolderFile hidden(Folder folder, String name) {
    if (!isUsable(name) || !name.matches("\\.[^./][^/]*")) {
      throw unusable(folder, name);
    }
    return new FolderFile(folder, name, folder.path().resolve(name));
  }

  private static FolderException unusable(Folder folder, String name) {
    String shown = name.length() <= MAX_NAME ? name : name.substring(0, 40) + "…";
    return new FolderException(
        folder.path(),
        "expected the name of a file in it, got \"" + shown + "\"",
        "A name has no \"..\", no leading slash or dot, no backslash and no control characters;"
            + " do not use this folder.");
  }

  static boolean isUsable(String name) {
    return name.chars().noneMatch(c -> Character.isISOControl(c) || c == '\\');
  }

  /** A file that a person named, there or not: it may be reached through links. */
  public static FolderFile at(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path real = Files.exists(absolute) ? absolute.toRealPath() : absolute;
    Folder folder = Folder.open(real.getParent());
    return new FolderFile(folder, real.getFileName().toString(), file);
  }

  public Folder folder() {
    return folder;
  }

  /** The name in the folder, components divided by {@code /}. */
  public String name() {
    return name;
  }

  /** The file as the one who opened the folder would name it. */
  public Path path() {
    return path;
  }

  /**
   * What the name stands for.
   *
   * @throws FolderException where it leads through something that is no folder
   */
  public Folder.Kind kind() throws IOException {
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      String above = name.substring(0, slash);
      switch (Folder.kindOf(folder.real(above))) {
        case FOLDER -> {}
        case MISSING -> {
          return Folder.Kind.MISSING;
        }
        case FILE, LINK, SPECIAL -> throw folder.file(above).refused(Folder.Kind.FOLDER);
      }
    }
    return Folder.kindOf(real);
  }

  /**
   * Whether the file is there.
   *
   * @throws FolderException where the name stands for anything but a regular file
   */
  public boolean exists() throws IOException {
    return switch (kind()) {
      case MISSING -> false;
      case FILE -> true;
      case FOLDER, LINK, SPECIAL -> throw refused(Folder.Kind.FILE);
    };
  }

  FolderException refused(Folder.Kind expected) throws IOException {
    String what = expected == Folder.Kind.FOLDER ? "folder" : "regular file";
    return refused("expected a %s; it %s".formatted(what, kind().says()), FolderException.REMOVE);
  }

  FolderException refused(String problem, String fix) {
    return new FolderException(path, problem, fix);
  }

  /** The complaint that the file does not hold what it should. */
  public FolderException malformed(String problem) {
    return refused(problem, FolderException.COPY_AGAIN);
  }

  public FolderException malformed(String problem, Throwable cause) {
    return new FolderException(path, problem, FolderException.COPY_AGAIN, cause);
  }

  public BasicFileAttributes attributes() throws IOException {
    requireThere();
    return Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  public long size() throws IOException {
    return attributes().size();
  }

  /**
   * Tells the file from every other one, a copy of it included, and from itself before a change:
   * where the system has them, its inode and the time of its last change, which nobody chooses.
   */
  public String stamp() throws IOException {
    requireThere();
    boolean unix = real.getFileSystem().supportedFileAttributeViews().contains("unix");
    String wanted = unix ? "unix:size,lastModifiedTime,ctime,ino" : "size,lastModifiedTime";
    return new TreeMap<>(Files.readAttributes(real, wanted, LinkOption.NOFOLLOW_LINKS)).toString();
  }

  private void requireThere() throws IOException {
    if (!exists()) {
      throw malformed(Folder.Kind.MISSING.says());
    }
  }

  private long requireSize(long limit) throws IOException {
    long size = size();
    if (size > limit) {
      throw malformed("expected at most %d bytes, got %d".formatted(limit, size));
    }
    return size;
  }

  /**
   * The whole file.
   *
   * @throws FolderException where it is missing, no regular file, or larger
   */
  public byte[] bytes(long limit) throws IOException {
    long most = Math.min(limit, Integer.MAX_VALUE - 8);
    requireSize(most);
    try (InputStream in = input()) {
      byte[] bytes = in.readNBytes((int) most);
      if (bytes.length == most && in.read() >= 0) {
        throw malformed("expected at most %d bytes".formatted(most));
      }
      return bytes;
    }
  }

  /** The whole file as text in UTF-8, as {@link #bytes} reads it. */
  public String text(long limit) throws IOException {
    byte[] bytes = bytes(limit);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw malformed("expected text in UTF-8", e);
    }
  }

  /**
   * The whole file as JSON: no duplicate keys, no trailing text, finite numbers, at most 200
   * levels.
   *
   * @throws FolderException where it is none, naming the line
   */
  public JsonNode json(long limit) throws IOException {
    return StrictJson.parse(path, 0, text(limit));
  }

  /** The whole file as a JSON object, as {@link #json} reads it. */
  public ObjectNode object(long limit) throws IOException {
    JsonNode json = json(limit);
    if (json instanceof ObjectNode object) {
      return object;
    }
    throw malformed("expected a JSON object, got " + json.getNodeType());
  }

  public LineReader lines(int longest) throws IOException {
    return new LineReader(this, input(), longest);
  }

  public InputStream input() throws IOException {
    return Channels.newInputStream(channel());
  }

  public FileChannel channel() throws IOException {
    requireSize(Folder.MAX_FILE);
    try {
      return open(StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      throw malformed(Folder.Kind.MISSING.says(), e);
    }
  }

  private FileChannel open(OpenOption... options) throws IOException {
    Set<OpenOption> all = new HashSet<>(Set.of(options));
    all.add(LinkOption.NOFOLLOW_LINKS);
    return FileChannel.open(real, all);
  }

  /**
   * Replaces the file in one step, making the folders that it is in.
   *
   * @throws UnwrittenFileException where the disk does not take it; the old file then stands, or
   *     the new one does whole
   * @throws FolderException where a folder or the file is a link, or no file
   */
  public void write(DurableFile.Content content) throws IOException {
    prepare();
    DurableFile.replace(path, real, content);
  }

  /** Replaces the file, as {@link #write(DurableFile.Content)} does. */
  public void write(byte[] bytes) throws IOException {
    write(DurableFile.of(bytes));
  }

  /** Replaces the file by text in UTF-8, as {@link #write(DurableFile.Content)} does. */
  public void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Replaces the file by lines in UTF-8, each ended by a line feed. */
  public void writeLines(Stream<String> lines) throws IOException {
    write(DurableFile.of(lines));
  }

  /** Opens the file to append to it, making it where it is missing. */
  public FileChannel append() throws IOException {
    return change(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Opens the file to read and write it in place, making it where it is missing. */
  public FileChannel update() throws IOException {
    return change(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private FileChannel change(OpenOption... options) throws IOException {
    prepare();
    try {
      return open(options);
    } catch (IOException e) {
      throw UnwrittenFileException.of(path, e);
    }
  }

  private void prepare() throws IOException {
    folder.requireChangeable();
    int slash = name.lastIndexOf('/');
    if (slash >= 0) {
      folder.makeFolder(name.substring(0, slash));
    }
    exists();
  }

  /** Forces what was appended to the disk, and the file's name with it. */
  public void force() throws IOException {
    try (FileChannel out = open(StandardOpenOption.WRITE)) {
      out.force(true);
    } catch (IOException e) {
      throw UnwrittenFileException.of(path, e);
    }
    DurableFile.forceFolder(real.getParent());
  }

  /** Removes the file, or a link itself; nothing where it is missing. */
  public void delete() throws IOException {
    folder.requireChangeable();
    if (kind() != Folder.Kind.MISSING) {
      Files.deleteIfExists(real);
    }
  }

  /** Renames the file in one step, replacing what has the other name. */
  public void moveTo(FolderFile target) throws IOException {
    requireThere();
    folder.requireChangeable();
    target.prepare();
    Files.move(real, target.real, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}

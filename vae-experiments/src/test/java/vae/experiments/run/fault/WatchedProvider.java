package vae.experiments.run.fault;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import vae.experiments.run.fault.Operation.Kind;

/** The default file system, whose every change a {@link Watch} is told of. */
public final class WatchedProvider extends FileSystemProvider {

  private final Watch watch;
  private final WatchedFileSystem fileSystem;

  private WatchedProvider(Watch watch, FileSystem real) {
    this.watch = watch;
    this.fileSystem = new WatchedFileSystem(this, real);
  }

  /** The same place, watched. */
  public static Path watch(Path real, Watch watch) {
    return new WatchedProvider(watch, real.getFileSystem()).fileSystem.wrap(real);
  }

  private static Path real(Path path) {
    return WatchedPath.real(path);
  }

  private static FileSystemProvider provider(Path path) {
    return real(path).getFileSystem().provider();
  }

  /** A change with the watch around it. */
  @FunctionalInterface
  interface Change<T> {
    T make() throws IOException;
  }

  <T> T watched(Operation operation, Change<T> change) throws IOException {
    watch.before(operation);
    T result = change.make();
    watch.after(operation);
    return result;
  }

  private static boolean writes(Set<? extends OpenOption> options) {
    return options.contains(StandardOpenOption.WRITE)
        || options.contains(StandardOpenOption.APPEND);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    Path file = real(path);
    boolean folder = Files.isDirectory(file);
    FileChannel channel =
        writes(options)
            ? watched(new Operation(Kind.OPEN, file), () -> FileChannel.open(file, options))
            : FileChannel.open(file, options);
    return new WatchedChannel(this, channel, file, folder);
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
    watched(
        new Operation(Kind.MAKE_FOLDER, real(path)),
        () -> Files.createDirectory(real(path), attributes));
  }

  @Override
  public void delete(Path path) throws IOException {
    watched(
        new Operation(Kind.REMOVE, real(path)),
        () -> {
          Files.delete(real(path));
          return path;
        });
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    watched(
        new Operation(Kind.RENAME, real(source), real(target)),
        () -> Files.move(real(source), real(target), options));
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) {
    throw new UnsupportedOperationException("a copy would not be forced");
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    DirectoryStream<Path> real =
        Files.newDirectoryStream(real(folder), it -> filter.accept(fileSystem.wrap(it)));
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        Iterator<Path> paths = real.iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return paths.hasNext();
          }

          @Override
          public Path next() {
            return fileSystem.wrap(paths.next());
          }
        };
      }

      @Override
      public void close() throws IOException {
        real.close();
      }
    };
  }

  @Override
  public boolean isSameFile(Path a, Path b) throws IOException {
    return Files.isSameFile(real(a), real(b));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return Files.isHidden(real(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return Files.getFileStore(real(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    provider(path).checkAccess(real(path), modes);
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return Files.getFileAttributeView(real(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return Files.readAttributes(real(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    return Files.readAttributes(real(path), names, options);
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options)
      throws IOException {
    Files.setAttribute(real(path), name, value, options);
  }

  @Override
  public String getScheme() {
    return "watched";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException();
  }
}

package vae.experiments.run.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import vae.experiments.run.fault.Operation.Kind;

/** An open file or folder whose changes are watched. */
final class WatchedChannel extends FileChannel {

  private final WatchedProvider provider;
  private final FileChannel real;
  private final Path file;
  private final boolean folder;

  WatchedChannel(WatchedProvider provider, FileChannel real, Path file, boolean folder) {
    this.provider = provider;
    this.real = real;
    this.file = file;
    this.folder = folder;
  }

  private Operation operation(Kind kind) {
    return new Operation(kind, file);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return provider.watched(operation(Kind.WRITE), () -> real.write(source));
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    return provider.watched(operation(Kind.WRITE), () -> real.write(source, position));
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    return provider.watched(operation(Kind.WRITE), () -> real.write(sources, offset, length));
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    provider.watched(operation(Kind.WRITE), () -> real.truncate(size));
    return this;
  }

  @Override
  public void force(boolean metadata) throws IOException {
    provider.watched(
        operation(folder ? Kind.FORCE_FOLDER : Kind.FORCE),
        () -> {
          real.force(metadata);
          return this;
        });
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    return real.read(target);
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    return real.read(targets, offset, length);
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return real.read(target, position);
  }

  @Override
  public long position() throws IOException {
    return real.position();
  }

  @Override
  public FileChannel position(long position) throws IOException {
    real.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    return real.size();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    return real.lock(position, size, shared);
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return real.tryLock(position, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    real.close();
  }
}

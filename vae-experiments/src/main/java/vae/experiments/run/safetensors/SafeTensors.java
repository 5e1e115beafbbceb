package vae.experiments.run.safetensors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.experiments.folder.DurableFile;
import vae.experiments.folder.FolderFile;
import vae.experiments.run.folder.CorruptFileException;

/**
 * Named arrays in one file of the safetensors format, which other tools read too.
 *
 * <p>The file is an 8-byte little-endian header length, a JSON header {@code {"name": {"dtype",
 * "shape", "data_offsets"}, "__metadata__": {string: string}}}, then the arrays' little-endian
 * bytes, one after another without holes. Arrays of wider elements come first, then names ascend,
 * and the header is padded with spaces to a multiple of 8: each array is aligned to its elements,
 * and the same content always makes the same bytes.
 *
 * <p>Reading believes nothing: lengths, offsets, shapes and types must agree with one another and
 * with the file's size before an array is allocated, so a file takes memory in proportion to its
 * own size at most. A file that was {@link Builder#sealed sealed} holds the hash of all its bytes:
 * any change to it is found out.
 *
 * <pre>{@code
 * SafeTensors.builder().floats("weight", weight, 200, 64).metadata("epoch", "7").build().write(file);
 * float[] weight = SafeTensors.read(file).entry("weight").floats();
 * }</pre>
 */
public final class SafeTensors {

  /** The key of the header that holds the metadata; no array may be called so. */
  public static final String METADATA_KEY = "__metadata__";

  /**
   * The key of the metadata under which a sealed file holds the SHA-256 of all its bytes, in
   * hexadecimal; those 64 digits themselves count as zeros.
   */
  public static final String SEAL_KEY = "sha256";

  /** What stands for the seal until it is known. */
  static final String NO_SEAL = "0".repeat(64);

  private final SortedMap<String, SafeTensorsEntry> entries;
  private final SortedMap<String, String> metadata;

  private SafeTensors(Map<String, SafeTensorsEntry> entries, Map<String, String> metadata) {
    this.entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    this.metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
  }

  /**
   * Reads a whole file.
   *
   * @throws CorruptFileException if the bytes are not a safetensors file of the element types known
   *     to {@link SafeTensorsEntry.Type}, or not those that were sealed
   * @throws IOException if the file cannot be opened or read
   */
  public static SafeTensors read(FolderFile file) throws IOException {
    return SafeTensorsReader.read(file);
  }

  /** Reads a whole file that a person named, as {@link #read(FolderFile)} does. */
  public static SafeTensors read(Path file) throws IOException {
    return read(FolderFile.at(file));
  }

  /** Nothing yet: add arrays and metadata, then {@link Builder#build}. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Writes the content to {@code file} in one step: whoever looks sees the old file or the new one,
   * whole, even after a power cut.
   *
   * @throws IOException if the folder or the file cannot be written; the old file then stands
   */
  public void write(FolderFile file) throws IOException {
    SafeTensorsWriter.write(this, file::write);
  }

  /** Writes the content to a file that a person named, as {@link #write(FolderFile)} does. */
  public void write(Path file) throws IOException {
    SafeTensorsWriter.write(this, content -> DurableFile.write(file, content));
  }

  /**
   * The bytes of the file.
   *
   * @throws IllegalStateException where it is to be sealed: that is done on the disk
   */
  public byte[] bytes() {
    if (sealed()) {
      throw new IllegalStateException("expected a content that is not sealed");
    }
    try {
      return SafeTensorsWriter.bytes(this);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory takes all
    }
  }

  /** Whether the file held the hash of its bytes, which then was right. */
  public boolean sealed() {
    return metadata.containsKey(SEAL_KEY);
  }

  /** The arrays by ascending name; unmodifiable. */
  public SortedMap<String, SafeTensorsEntry> entries() {
    return entries;
  }

  /** The metadata by ascending key; unmodifiable. */
  public SortedMap<String, String> metadata() {
    return metadata;
  }

  /**
   * The array called {@code name}.
   *
   * @throws NoSuchElementException if there is none; the message lists the names there are
   */
  public SafeTensorsEntry entry(String name) {
    SafeTensorsEntry entry = entries.get(name);
    if (entry == null) {
      throw new NoSuchElementException("no array \"" + name + "\"; there are " + entries.keySet());
    }
    return entry;
  }

  /**
   * Collects arrays and metadata.
   *
   * <p>Arrays are not copied: they belong to the content from then on and must not be written to.
   */
  public static final class Builder {

    private final SortedMap<String, SafeTensorsEntry> entries = new TreeMap<>();
    private final SortedMap<String, String> metadata = new TreeMap<>();

    private Builder() {}

    /** Adds an array under a name not taken yet. */
    public Builder entry(String name, SafeTensorsEntry entry) {
      if (name.equals(METADATA_KEY)) {
        throw new IllegalArgumentException(
            "name: \"" + METADATA_KEY + "\" is the format's own; choose another");
      }
      if (entries.putIfAbsent(name, entry) != null) {
        throw new IllegalArgumentException("name: \"" + name + "\" is taken; choose another");
      }
      return this;
    }

    /** Adds float32 values in row-major order. */
    public Builder floats(String name, float[] values, int... shape) {
      return entry(name, SafeTensorsEntry.of(values, shape));
    }

    /** Adds float64 values in row-major order. */
    public Builder doubles(String name, double[] values, int... shape) {
      return entry(name, SafeTensorsEntry.of(values, shape));
    }

    public Builder ints(String name, int[] values, int... shape) {
      return entry(name, SafeTensorsEntry.of(values, shape));
    }

    public Builder longs(String name, long[] values, int... shape) {
      return entry(name, SafeTensorsEntry.of(values, shape));
    }

    /** Adds unsigned bytes in row-major order. */
    public Builder bytes(String name, byte[] values, int... shape) {
      return entry(name, SafeTensorsEntry.of(values, shape));
    }

    /** Sets one metadata string, replacing an earlier one of the same key. */
    public Builder metadata(String key, String value) {
      metadata.put(key, Objects.requireNonNull(value, "value"));
      return this;
    }

    /** Has the file hold the hash of all its bytes, under {@link #SEAL_KEY} in the metadata. */
    public Builder sealed() {
      return metadata(SEAL_KEY, NO_SEAL);
    }

    public SafeTensors build() {
      return new SafeTensors(entries, metadata);
    }
  }
}

package vae.data.published;

import java.net.URI;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vae.data.format.ElementKind;
import vae.data.format.FileBytes;
import vae.data.format.Fingerprint;

/** A published set of five images, with files and pins of its own. */
final class ToySet {

  static final Map<String, byte[]> FILES = new LinkedHashMap<>();

  static {
    FILES.put(
        "train-images",
        FileBytes.idx(ElementKind.U1, new int[] {3, 1, 2}, 0, 255, 51, 102, 153, 204));
    FILES.put("train-labels", FileBytes.idx(ElementKind.U1, new int[] {3}, 0, 1, 2));
    FILES.put("test-images", FileBytes.idx(ElementKind.U1, new int[] {2, 1, 2}, 1, 2, 3, 4));
    FILES.put("test-labels", FileBytes.idx(ElementKind.U1, new int[] {2}, 2, 1));
  }

  private ToySet() {}

  static PublishedSet published() {
    return new PublishedSet(
        "toy",
        pinned("train-images"),
        pinned("train-labels"),
        pinned("test-images"),
        pinned("test-labels"),
        List.of(URI.create("https://example.invalid/toy/")));
  }

  private static PublishedSet.PinnedFile pinned(String name) {
    byte[] bytes = FILES.get(name);
    String sha256 = HexFormat.of().formatHex(Fingerprint.sha256Digest().digest(bytes));
    return new PublishedSet.PinnedFile(name, new Fingerprint(bytes.length, sha256));
  }

  /** Writes the four files, the labels compressed, into the folder. */
  static void write(Path folder) {
    FILES.forEach(
        (name, bytes) -> {
          boolean packed = name.endsWith("labels");
          FileBytes.write(
              folder, packed ? name + ".gz" : name, packed ? FileBytes.gzip(bytes) : bytes);
        });
  }
}

package vae.experiments.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import vae.experiments.run.folder.Digest;

/**
 * Makes a folder hostile: links, pipes and devices in place of files and folders, names and values
 * that lead elsewhere, control characters, huge, deep and cut content, wrong types.
 */
final class HostileFolder {

  /** Values in place of a string or number. */
  private static final List<String> VALUES =
      List.of(
          "\"../../outside/secret\"",
          "\"/etc/passwd\"",
          "\"..\"",
          "\"\\u001b[31mred\\u009b0m\\u202e\\n\\r\"",
          "\"a\\u0000b\"",
          "\"\\ud800\"",
          "\"=cmd()\"",
          "\"NaN\"",
          "1e400",
          "-1e308",
          "10000000000000000000000000",
          "9223372036854775807",
          "-1",
          "0",
          "0.5",
          "null",
          "true",
          "[]",
          "{}",
          "[1, [2]]",
          "{\"type\": \"diagonal\"}",
          "\"" + "x".repeat(100_000) + "\"",
          "[".repeat(1000) + "]".repeat(1000),
          "nonsense");

  private static final Pattern VALUE =
      Pattern.compile("(?<=[:\\[,]) ?(\"[^\"\\\\]*\"|-?[0-9][0-9.eE+-]*|true|false|null)");

  private final Random random;
  private final Path outside;
  private final Path pipe;

  /**
   * @param outside a folder that nothing may change
   * @param pipe a named pipe on the same disk
   */
  HostileFolder(Random random, Path outside, Path pipe) {
    this.random = random;
    this.outside = outside;
    this.pipe = pipe;
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** Changes the folder in one to three ways, and says which. */
  String mutate(Path folder) throws IOException {
    StringBuilder done = new StringBuilder();
    int count = 1 + random.nextInt(3);
    boolean edited = false;
    for (int i = 0; i < count; i++) {
      int way = random.nextInt(14);
      done.append(done.isEmpty() ? "" : "; ");
      switch (way) {
        case 0, 1 -> done.append(replaceFile(folder));
        case 2 -> done.append(replaceFolder(folder));
        case 3 -> done.append(plant(folder));
        case 4 -> done.append(cut(folder));
        case 5 -> done.append(flip(folder));
        case 6 -> done.append(huge(folder));
        case 7 -> done.append(list(folder));
        case 8 -> done.append(name(folder));
        default -> {
          done.append(edit(folder));
          edited = true;
        }
      }
    }
    if (edited && random.nextInt(4) > 0) {
      done.append("; manifests rewritten");
      forge(folder);
    }
    return done.toString();
  }

  private static List<Path> below(Path folder, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(wanted).filter(it -> !it.equals(folder)).sorted().toList();
    }
  }

  private static boolean isFile(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private Path file(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path file : below(folder, HostileFolder::isFile)) {
      if (Files.size(file) < 1 << 24) { // those that are huge already stay so
        files.add(file);
      }
    }
    return files.isEmpty()
        ? Files.writeString(folder.resolve("only-" + random.nextInt(1000)), "x")
        : any(files);
  }

  private String replaceFile(Path folder) throws IOException {
    Path file = file(folder);
    Files.delete(file);
    return file + " is " + put(file);
  }

  private String put(Path file) throws IOException {
    List<Path> targets =
        List.of(
            outside.resolve("secret"),
            Path.of("../../../outside/secret"),
            Path.of("/dev/zero"),
            Path.of("/dev/full"),
            Path.of("/dev/stdin"),
            outside.resolve("nowhere"),
            file.getFileName());
    int which = random.nextInt(targets.size() + 2);
    if (which < targets.size()) {
      Files.createSymbolicLink(file, targets.get(which));
      return "a link to " + targets.get(which);
    }
    if (which == targets.size()) {
      Files.createLink(file, pipe);
      return "a pipe";
    }
    Files.createDirectory(file);
    return "a folder";
  }

  private String replaceFolder(Path folder) throws IOException {
    List<Path> folders = below(folder, HostileFolder::isFolder);
    Path chosen = folders.isEmpty() ? folder.resolve("figures") : any(folders);
    if (Files.exists(chosen)) {
      delete(chosen);
    }
    if (random.nextBoolean()) {
      Files.createSymbolicLink(chosen, outside);
      return chosen + " is a link to a folder";
    }
    return chosen + " is " + put(chosen);
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(each);
      }
    }
  }

  /** Hidden files that a careless program would write through. */
  private String plant(Path folder) throws IOException {
    String name =
        any(
            List.of(
                ".MANIFEST.sha256.tmp",
                ".report.html.tmp",
                ".CITATION.cff.tmp",
                ".index.sqlite",
                ".lock",
                ".provenance.json.tmp"));
    Path file = folder.resolve(name);
    Files.deleteIfExists(file);
    return file + " is " + put(file);
  }

  private String cut(Path folder) throws IOException {
    Path file = file(folder);
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength((long) (random.nextDouble() * open.length()));
    }
    return file + " is cut";
  }

  private String flip(Path folder) throws IOException {
    Path file = file(folder);
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < 3 && bytes.length > 0; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    Files.write(file, bytes);
    return file + " has other bytes";
  }

  private String huge(Path folder) throws IOException {
    Path file = file(folder);
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(1L << (random.nextInt(20) == 0 ? 28 : 42));
    } catch (IOException e) {
      return "nothing, for the disk takes no file of that length";
    }
    return file + " is huge";
  }

  private String list(Path folder) throws IOException {
    Path manifest = folder.resolve("MANIFEST.sha256");
    if (!isFile(manifest)) {
      return "nothing";
    }
    String name =
        any(
            List.of(
                "../outside/secret",
                outside.resolve("secret").toString(),
                "/dev/zero",
                "a/../../b",
                ".lock",
                "\u001b[2J",
                "x".repeat(5000),
                "a\\b"));
    Files.writeString(manifest, "0".repeat(64) + "  " + name + "\n", StandardOpenOption.APPEND);
    return "the manifest lists a name that leads elsewhere";
  }

  private String name(Path folder) throws IOException {
    String name = any(List.of("a\u001b[31m", "b\nc", "d\\e", "\u202ef", "-rf", "g h"));
    Files.writeString(folder.resolve(name), "x");
    return "a file of an odd name";
  }

  private String edit(Path folder) throws IOException {
    List<Path> files =
        below(
            folder,
            it -> {
              String name = it.getFileName().toString();
              return isFile(it) && (name.endsWith(".json") || name.endsWith(".jsonl"));
            });
    if (files.isEmpty()) {
      return "nothing";
    }
    Path file = any(files);
    if (Files.size(file) > 1 << 24) {
      return "nothing";
    }
    String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    List<int[]> places = new ArrayList<>();
    Matcher value = VALUE.matcher(text);
    while (value.find()) {
      places.add(new int[] {value.start(1), value.end(1)});
    }
    if (places.isEmpty()) {
      return "nothing";
    }
    int[] place = any(places);
    String put = any(VALUES);
    Files.write(
        file,
        (text.substring(0, place[0]) + put + text.substring(place[1]))
            .getBytes(StandardCharsets.ISO_8859_1));
    String shown = put.length() < 40 ? put : put.substring(0, 40);
    return "%s has %s at %d".formatted(file, shown, place[0]);
  }

  /** Rewrites each manifest so that it agrees with the files. */
  private static void forge(Path folder) throws IOException {
    List<Path> manifests = below(folder, it -> isFile(it) && it.endsWith("MANIFEST.sha256"));
    for (Path manifest : manifests) {
      Path run = manifest.getParent();
      StringBuilder lines = new StringBuilder();
      for (Path file : below(run, HostileFolder::isFile)) {
        String name = run.relativize(file).toString();
        if (!name.matches("(.*/)?\\..*|MANIFEST.sha256|(?s).*[\\p{Cntrl}\\\\].*")
            && Files.size(file) < 1 << 24) {
          lines.append(Digest.ofFile(file)).append("  ").append(name).append('\n');
        }
      }
      Files.writeString(manifest, lines);
    }
  }
}

package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.experiments.run.ChildJvm;

/** A file larger than the heap trains, and gives the bits that it gives in memory. */
final class DataLargerThanMemoryTest {

  private static final int EXAMPLES = 90_000;
  private static final int SIDE = 28;
  private static final int DIMENSION = SIDE * SIDE;
  private static final int SHARDS = 3;
  private static final long HEAP = 64L << 20;
  private static final Pattern DIGEST = Pattern.compile("\"digest\":\"(sha256:[0-9a-f]{64})\"");

  @TempDir private Path folder;

  @Test
  void fileLargerThanTheHeapTrainsToTheSameDigestAsInMemoryAndInShards()
      throws IOException, InterruptedException {
    write(folder.resolve("one.npy"), 0, EXAMPLES);
    Path shards = Files.createDirectory(folder.resolve("shards"));
    for (int s = 0; s < SHARDS; s++) {
      int from = EXAMPLES / SHARDS * s;
      write(shards.resolve("part-" + s + ".npy"), from, from + EXAMPLES / SHARDS);
    }
    assertTrue(Files.size(folder.resolve("one.npy")) > HEAP, "the file is larger than the heap");
    String inMemory = digest(Invocation.of(run("one.npy", "memory")).out());
    assertEquals(inMemory, digest(inASmallHeap(run("one.npy", "mapped"))));
    assertEquals(inMemory, digest(inASmallHeap(run("shards", "sharded"))));
  }

  private List<String> run(String data, String runs) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "--runs=" + folder.resolve(runs),
                "--json",
                "--set=data={\"type\":\"npy\",\"path\":\""
                    + folder.resolve(data)
                    + "\",\"scale\":255,"
                    + "\"split\":{\"validation\":64,\"test\":64}}"));
    arguments.addAll(Invocation.TINY);
    arguments.remove("--set=data.limit=128");
    arguments.add("--set=data.limit=512");
    return arguments;
  }

  private String inASmallHeap(List<String> arguments) throws IOException, InterruptedException {
    List<String> options =
        new ArrayList<>(
            List.of("-Xmx" + (HEAP >> 20) + "m", "-XX:+UseSerialGC", Main.class.getName()));
    options.addAll(arguments);
    return ChildJvm.output(folder, Map.of(), ChildJvm.command("", options));
  }

  private static String digest(String printed) {
    Matcher digest = DIGEST.matcher(printed);
    assertTrue(digest.find(), printed);
    return digest.group(1);
  }

  private static void write(Path file, int from, int to) throws IOException {
    String header =
        "{'descr': '|u1', 'fortran_order': False, 'shape': (%d, %d, %d), }"
            .formatted(to - from, SIDE, SIDE);
    header += " ".repeat(117 - header.length()) + "\n";
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
      out.write(header.getBytes(StandardCharsets.US_ASCII));
      byte[] example = new byte[DIMENSION];
      for (int i = from; i < to; i++) {
        for (int j = 0; j < DIMENSION; j++) {
          example[j] = (byte) (i * 31 + j * j);
        }
        out.write(example);
      }
    }
  }
}

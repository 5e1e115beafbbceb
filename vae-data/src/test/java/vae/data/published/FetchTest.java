package vae.data.published;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.data.format.DataException;
import vae.data.format.FileBytes;
import vae.data.source.Locations;

final class FetchTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  /** How the server answers for one file. */
  private interface Answer {
    void to(HttpExchange exchange, byte[] packed) throws IOException;
  }

  private static final Answer WHOLE =
      (exchange, packed) -> {
        exchange.sendResponseHeaders(200, packed.length);
        exchange.getResponseBody().write(packed);
      };

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;
  private URI good;

  @TempDir Path folder;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/toy/", this::answer);
    server.start();
    good = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/toy/");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String name = path.substring("/toy/".length(), path.length() - ".gz".length());
      byte[] packed = FileBytes.gzip(ToySet.FILES.get(name));
      answers.getOrDefault(name, WHOLE).to(exchange, packed);
    }
  }

  private Fetch fetch(URI... mirrors) {
    return new Fetch(ToySet.published(), List.of(mirrors), LONG);
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(f -> !f.equals(folder)).map(f -> f.getFileName().toString()).toList();
    }
  }

  private DataException refused(Fetch fetch) throws IOException {
    DataException e =
        assertThrows(DataException.class, () -> fetch.into(folder.resolve("data/vae")));
    assertEquals(List.of(), left(), "something was left behind");
    return e;
  }

  @Test
  void whatIsFetchedIsVerifiedAndFound() throws IOException {
    Path target = folder.resolve("data/vae");
    assertEquals(target.resolve("toy"), fetch(good).into(target));
    Locations where =
        new Locations(Optional.of(target), Optional.empty(), folder.resolve("x"), folder);
    assertEquals(target.resolve("toy"), ToySet.published().verify(where));
    assertEquals(7, left().size());
    int before = requests.get();
    fetch(good).into(target);
    assertEquals(before, requests.get(), "files that are in place were fetched again");
  }

  @Test
  void damagedFilesAreReplaced() throws IOException {
    Path target = fetch(good).into(folder);
    Path damaged = FileBytes.write(target, "test-labels.gz", new byte[] {1, 2, 3});
    fetch(good).into(folder);
    assertArrayEquals(FileBytes.gzip(ToySet.FILES.get("test-labels")), Files.readAllBytes(damaged));
    FileBytes.write(target, "test-labels", new byte[] {1});
    DataException e = assertThrows(DataException.class, () -> fetch(good).into(folder));
    assertTrue(e.fix().contains("Remove the file"), e.getMessage());
  }

  /** S21: a killed download leaves a part behind, which nobody would ever remove. */
  @Test
  void partsOfKilledDownloadsAreRemovedAndThoseOfRunningOnesStay() throws IOException {
    Path target = Files.createDirectories(folder.resolve("toy"));
    FileTime old = FileTime.from(Instant.now().minusSeconds(600));
    Path dead = FileBytes.write(target, ".train-images.999999999-7.part", new byte[9]);
    Path fresh = FileBytes.write(target, ".train-images.999999999-8.part", new byte[9]);
    Path alive =
        FileBytes.write(
            target, ".test-labels." + ProcessHandle.current().pid() + "-9.part", new byte[9]);
    Path other = FileBytes.write(target, ".mine.part", new byte[9]);
    for (Path path : List.of(dead, alive, other)) {
      Files.setLastModifiedTime(path, old);
    }
    fetch(good).into(folder);
    assertFalse(Files.exists(dead));
    for (Path path : List.of(fresh, alive, other)) {
      assertTrue(Files.exists(path), path.toString());
    }
  }

  @Test
  void aWrongContentIsNotKept() throws IOException {
    byte[] other = ToySet.FILES.get("train-images").clone();
    other[other.length - 1] ^= 1;
    answers.put("train-images", (exchange, packed) -> WHOLE.to(exchange, FileBytes.gzip(other)));
    DataException e = refused(fetch(good));
    assertTrue(e.problem().contains("SHA-256"), e.getMessage());
    answers.put("train-images", (exchange, packed) -> WHOLE.to(exchange, "<html>".getBytes()));
    refused(fetch(good));
  }

  @Test
  void aTruncatedTransferIsNotKept() throws IOException {
    answers.put(
        "train-images",
        (exchange, packed) -> {
          exchange.sendResponseHeaders(200, packed.length);
          exchange.getResponseBody().write(packed, 0, packed.length / 2);
        });
    refused(fetch(good));
    answers.put(
        "train-images",
        (exchange, packed) -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(packed, 0, packed.length - 1);
        });
    DataException e = refused(fetch(good));
    assertTrue(e.problem().contains("train-images"), e.getMessage());
  }

  @Test
  void anEndlessFileIsCutOff() throws IOException {
    answers.put(
        "train-images",
        (exchange, packed) -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] block = new byte[1 << 16];
          for (int i = 0; i < 1 << 14; i++) {
            exchange.getResponseBody().write(block);
          }
        });
    DataException e = refused(fetch(good));
    assertTrue(e.problem().contains("cannot be downloaded"), e.getMessage());
  }

  @Test
  void aSilentServerIsGivenUp() throws IOException {
    answers.put(
        "train-images",
        (exchange, packed) -> {
          exchange.sendResponseHeaders(200, packed.length);
          exchange.getResponseBody().write(packed, 0, 1);
          exchange.getResponseBody().flush();
          try {
            Thread.sleep(1500);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    DataException e = refused(new Fetch(ToySet.published(), List.of(good), Duration.ofMillis(300)));
    assertTrue(e.problem().contains("within PT0.3S"), e.getMessage());
  }

  @Test
  void aMissingFileIsReportedWithItsStatus() throws IOException {
    answers.put("train-images", (exchange, packed) -> exchange.sendResponseHeaders(404, -1));
    DataException e = refused(fetch(good));
    assertTrue(e.problem().contains(good + "train-images.gz: expected HTTP status 200, got 404"));
    assertTrue(e.fix().contains("by hand"), e.getMessage());
  }

  @Test
  void theSecondMirrorHelpsOut() throws IOException {
    URI closed = URI.create("http://127.0.0.1:1/toy/");
    fetch(closed, good).into(folder);
    assertEquals(4, requests.get());
    server.stop(0);
    Files.delete(folder.resolve("toy/test-labels.gz"));
    DataException e = assertThrows(DataException.class, () -> fetch(closed, good).into(folder));
    assertTrue(e.problem().contains(closed.toString()), e.getMessage());
    assertTrue(e.problem().contains(good.toString()), e.getMessage());
    assertFalse(left().isEmpty());
  }

  @Test
  void onlyHttpsLeavesThisMachine() {
    for (String address : List.of("http://example.org/", "ftp://example.org/", "file:/tmp/")) {
      assertThrows(IllegalArgumentException.class, () -> fetch(URI.create(address)));
    }
    PublishedSet.all().forEach(Fetch::new);
  }
}

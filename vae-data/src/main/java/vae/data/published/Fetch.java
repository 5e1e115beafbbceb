package vae.data.published;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import vae.data.format.DataException;
import vae.data.format.Fingerprint;
import vae.data.source.Locations;

/**
 * Downloads a published data set from its mirrors and verifies it before it is in place.
 *
 * <p>Each file is written beside its final place, compared with its pinned content and renamed in
 * one step; whatever goes wrong, nothing is left behind. Only https is used (and http to this very
 * machine). No more is downloaded than the file can have.
 */
public final class Fetch {

  private static final String PART = ".part";

  /** The process that writes a part, in the part's name. */
  private static final Pattern ABANDONED = Pattern.compile("\\..*\\.(\\d{1,18})-\\d+\\" + PART);

  /** Processes of other machines may write into a shared folder: their parts grow. */
  private static final Duration UNTOUCHED = Duration.ofMinutes(1);

  private static final Logger LOG = LogManager.getLogger(Fetch.class);
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Duration PER_FILE = Duration.ofMinutes(15);
  private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "[::1]", "localhost");
  private static final int OK = 200;

  private final PublishedSet set;
  private final List<URI> mirrors;
  private final Duration timeout;

  /** From the official mirrors, with at most fifteen minutes a file. */
  public Fetch(PublishedSet set) {
    this(set, set.mirrors(), PER_FILE);
  }

  /**
   * @param mirrors addresses of folders, tried in this order, ending in a slash
   * @param timeout the most time that one file may take from one mirror
   * @throws IllegalArgumentException where a mirror is not https
   */
  public Fetch(PublishedSet set, List<URI> mirrors, Duration timeout) {
    for (URI mirror : mirrors) {
      boolean local = "http".equals(mirror.getScheme()) && THIS_MACHINE.contains(mirror.getHost());
      if (!"https".equals(mirror.getScheme()) && !local) {
        throw new IllegalArgumentException("mirror: expected an https address, got " + mirror);
      }
    }
    this.set = set;
    this.mirrors = List.copyOf(mirrors);
    this.timeout = timeout;
  }

  /**
   * Downloads the files that are missing or damaged.
   *
   * @param downloads the folder that gets a folder of the data set's name, such as {@link
   *     Locations#downloads}
   * @return the data set's folder
   * @throws DataException where no mirror gives a file with the pinned content, or the folder
   *     cannot be written
   */
  public Path into(Path downloads) {
    Path folder = downloads.resolve(set.name());
    Deque<Path> made = new ArrayDeque<>();
    try (HttpClient client = client()) {
      try {
        makeFolders(folder, made);
        removeAbandoned(folder);
        for (PublishedSet.PinnedFile file : set.files()) {
          if (!isThere(folder, file)) {
            fetch(client, folder, file);
          }
        }
        return folder;
      } finally {
        client.shutdownNow();
        removeEmpty(made);
      }
    } catch (IOException e) {
      throw DataException.of(folder.toString(), -1, e);
    }
  }

  private static HttpClient client() {
    return HttpClient.newBuilder()
        .connectTimeout(CONNECT)
        .followRedirects(HttpClient.Redirect.NORMAL)
        .build();
  }

  private static void makeFolders(Path folder, Deque<Path> made) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    for (Path p = folder.toAbsolutePath(); p != null && !Files.exists(p); p = p.getParent()) {
      missing.push(p);
    }
    for (Path path : missing) {
      Files.createDirectories(path);
      made.push(path);
    }
  }

  /** Removes the folders made, innermost first, as far as nothing is in them. */
  private static void removeEmpty(Deque<Path> made) throws IOException {
    for (Path path : made) {
      try (var entries = Files.list(path)) {
        if (entries.findAny().isPresent()) {
          return;
        }
      }
      Files.delete(path);
    }
  }

  /** Removes the beginnings of downloads whose process was killed. */
  private static void removeAbandoned(Path folder) throws IOException {
    long before = System.currentTimeMillis() - UNTOUCHED.toMillis();
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, ".*" + PART)) {
      for (Path part : parts) {
        Matcher name = ABANDONED.matcher(part.getFileName().toString());
        boolean left =
            name.matches()
                && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()
                && Files.getLastModifiedTime(part, LinkOption.NOFOLLOW_LINKS).toMillis() < before;
        if (left) {
          LOG.info("removing {}, which a killed download left", part);
          Files.deleteIfExists(part);
        }
      }
    }
  }

  private static boolean isThere(Path folder, PublishedSet.PinnedFile file) {
    Optional<Path> present = Locations.variant(folder, file.name());
    if (present.isEmpty()) {
      return false;
    }
    Path path = present.get();
    try {
      Fingerprint got = Fingerprint.of(path, file.content().bytes());
      file.content().require(path.toString(), got, "Remove the file, then fetch again.");
      LOG.info("{} is in place and verified", path);
      return true;
    } catch (DataException e) {
      if (path.getFileName().toString().equals(file.name())) {
        throw e; // the plain file would be found before the .gz that we could put beside it
      }
      LOG.info("{} is damaged and will be replaced: {}", path, e.problem());
      return false;
    }
  }

  private void fetch(HttpClient client, Path folder, PublishedSet.PinnedFile file)
      throws IOException {
    List<String> failures = new ArrayList<>();
    for (URI mirror : mirrors) {
      URI address = mirror.resolve(file.name() + ".gz");
      String unique = ProcessHandle.current().pid() + "-" + System.nanoTime();
      Path part = folder.resolve("." + file.name() + "." + unique + PART);
      part.toFile().deleteOnExit(); // where a signal ends this process first
      try {
        download(client, address, part, file.content().bytes());
        Fingerprint got = Fingerprint.of(part, file.content().bytes());
        file.content().require(address.toString(), got, "");
        Path target = folder.resolve(file.name() + ".gz");
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        LOG.info("fetched and verified {}", target);
        return;
      } catch (DataException e) {
        failures.add(address + ": " + e.problem());
      } finally {
        Files.deleteIfExists(part);
      }
    }
    throw new DataException(
        set.name(),
        "no mirror gave the expected " + file.name() + ".gz: " + String.join("; ", failures),
        "Check the network, or copy the data set's four .gz files into " + folder + " by hand.");
  }

  private void download(HttpClient client, URI address, Path part, long bytes) {
    // Deflate lengthens incompressible data by far less than a hundredth.
    long most = bytes + bytes / 100 + 4096;
    HttpRequest request = HttpRequest.newBuilder(address).timeout(timeout).build();
    CompletableFuture<HttpResponse<Path>> call =
        client.sendAsync(
            request,
            info ->
                info.statusCode() == OK
                    ? BodyHandlers.limiting(
                            BodyHandlers.ofFile(
                                part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            most)
                        .apply(info)
                    : BodySubscribers.replacing(part));
    try {
      int status = call.get(timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode();
      if (status != OK) {
        throw failed(address, "expected HTTP status 200, got " + status);
      }
    } catch (TimeoutException e) {
      throw failed(address, "expected the whole file within " + timeout + ", got less");
    } catch (ExecutionException e) {
      throw failed(address, "cannot be downloaded (" + e.getCause() + ")");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(address, "the download was interrupted");
    } finally {
      call.cancel(true);
    }
  }

  private static DataException failed(URI address, String problem) {
    return new DataException(address.toString(), problem, "");
  }
}

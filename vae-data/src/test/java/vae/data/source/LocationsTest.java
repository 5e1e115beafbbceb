package vae.data.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.data.format.DataException;

final class LocationsTest {

  @TempDir Path folder;

  private Locations all() {
    return new Locations(
        Optional.of(folder.resolve("option")),
        Optional.of(folder.resolve("environment")),
        folder.resolve("cache"),
        folder.resolve("system"));
  }

  private void put(String place, String file) throws IOException {
    Path set = Files.createDirectories(folder.resolve(place).resolve("toy"));
    Files.createFile(set.resolve(file));
  }

  @Test
  void theFirstCompleteFolderWins() throws IOException {
    List<String> files = List.of("a", "b");
    put("system", "a");
    put("system", "b.gz");
    assertEquals(folder.resolve("system/toy"), all().find("toy", files));
    put("option", "a");
    assertEquals(folder.resolve("system/toy"), all().find("toy", files));
    for (String nearer : List.of("cache", "environment")) {
      put(nearer, "a.gz");
      put(nearer, "b");
      assertEquals(folder.resolve(nearer + "/toy"), all().find("toy", files));
    }
    put("option", "b");
    assertEquals(folder.resolve("option/toy"), all().find("toy", files));
  }

  @Test
  void aMissingDataSetNamesEveryPlaceAndTheCommand() throws IOException {
    put("cache", "a");
    DataException e = assertThrows(DataException.class, () -> all().find("toy", List.of("a", "b")));
    assertEquals(
        ("toy: the data set is in none of the places looked in: --data %1$s/option/toy (no folder);"
                + " $VAE_DATA %1$s/environment/toy (no folder);"
                + " user cache %1$s/cache/toy (lacks b); system %1$s/system/toy (no folder)."
                + " Fetch it with `./vae data fetch toy`,"
                + " or name the folder that holds \"toy\" with --data.")
            .formatted(folder),
        e.getMessage());
    Locations none =
        Locations.of(Optional.empty(), Map.of("XDG_CACHE_HOME", folder + "/xdg"), folder);
    String problem =
        assertThrows(DataException.class, () -> none.find("toy", List.of("a"))).problem();
    assertTrue(problem.contains("--data (not given); $VAE_DATA (not set)"), problem);
  }

  @Test
  void theEnvironmentIsRead() {
    Path home = Path.of("/home/someone");
    Locations bare = Locations.of(Optional.empty(), Map.of("VAE_DATA", ""), home);
    assertEquals(Optional.empty(), bare.environment());
    assertEquals(home.resolve(".cache/vae"), bare.downloads());
    Locations set =
        Locations.of(
            Optional.empty(), Map.of("VAE_DATA", "/data", "XDG_CACHE_HOME", "/cache"), home);
    assertEquals(Path.of("/cache/vae"), set.cache());
    assertEquals(Path.of("/data"), set.downloads());
    assertEquals(Path.of("/usr/share/datasets"), set.system());
    assertEquals(
        Path.of("/own"),
        Locations.of(Optional.of(Path.of("/own")), Map.of("VAE_DATA", "/data"), home).downloads());
    assertEquals(
        home.resolve(".cache/vae"),
        Locations.of(Optional.empty(), Map.of("XDG_CACHE_HOME", "relative"), home).cache());
  }

  @Test
  void filesAreFoundInTheFoldersToo() throws IOException {
    put("environment", "x.npy");
    Path file = folder.resolve("environment/toy/x.npy");
    assertEquals(file, all().file("toy/x.npy"));
    assertEquals(file, all().file(file.toString()));
    DataException e = assertThrows(DataException.class, () -> all().file("toy/y.npy"));
    assertTrue(e.problem().contains(folder + "/system/toy/y.npy"), e.getMessage());
    assertThrows(DataException.class, () -> all().file("nul\0"));
  }
}

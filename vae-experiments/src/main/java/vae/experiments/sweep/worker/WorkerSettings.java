package vae.experiments.sweep.worker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.spec.Json;

/**
 * What the driver sends to every worker of a sweep, as text.
 *
 * @param folder of the sweep, shared by all machines; empty where run folders are not kept and no
 *     disk need be shared
 * @param token the name of a file in the sweep's {@code attempts/} that the driver wrote: a worker
 *     that does not see it has another disk
 * @param data the folder of data sets that is searched first, where one was named
 * @param plugins jars with components, by their names on the worker
 */
public record WorkerSettings(
    Optional<Path> folder,
    String token,
    KernelSet.Choice kernels,
    Optional<Path> data,
    List<Path> plugins) {

  public WorkerSettings {
    plugins = List.copyOf(plugins);
  }

  public WorkerSettings withToken(String name) {
    return new WorkerSettings(folder, name, kernels, data, plugins);
  }

  public WorkerSettings withPlugins(List<Path> places) {
    return new WorkerSettings(folder, token, kernels, data, places);
  }

  public String line() {
    ObjectNode json = Json.mapper().createObjectNode();
    folder.ifPresent(path -> json.put("folder", path.toAbsolutePath().toString()));
    json.put("token", token).put("kernels", kernels.name().toLowerCase(Locale.ROOT));
    data.ifPresent(path -> json.put("data", path.toAbsolutePath().toString()));
    ArrayNode jars = json.putArray("plugins");
    plugins.forEach(jar -> jars.add(jar.toString()));
    return json.toString();
  }

  /**
   * What {@link #line} wrote.
   *
   * @throws IllegalArgumentException where a part is of another kind
   */
  public static WorkerSettings of(String line) {
    JsonNode json = Json.mapper().readTree(line);
    List<Path> jars = new ArrayList<>();
    json.path("plugins").forEach(jar -> jars.add(Path.of(jar.asString())));
    return new WorkerSettings(
        path(json.path("folder")),
        json.path("token").asString(""),
        KernelSet.Choice.valueOf(json.path("kernels").asString("auto").toUpperCase(Locale.ROOT)),
        path(json.path("data")),
        jars);
  }

  private static Optional<Path> path(JsonNode json) {
    return Optional.of(json.asString("")).filter(text -> !text.isEmpty()).map(Path::of);
  }
}

package vae.experiments.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;
import vae.core.spec.SpecException;
import vae.experiments.spec.Leaves;
import vae.experiments.spec.PrettyJson;
import vae.experiments.spec.Resolved;
import vae.experiments.spec.SpecReader;
import vae.experiments.spec.SpecSource;

/** Other runs of an experiment's name: why there may be nothing to resume. */
final class EarlierRuns {

  private static final int MAX_FOLDERS = 1000;
  private static final int MAX_SHOWN = 3;

  private EarlierRuns() {}

  private record Other(Path folder, List<String> differences) {}

  /** Says that the run begins at its start, and which run of the name is nearest to it. */
  static String nothingToResume(Path runs, Resolved experiment) {
    String begins = "nothing to resume: no checkpoint of this run is in %s; it begins at its start";
    String sentence = begins.formatted(runs);
    return nearest(runs, experiment)
        .map(
            other ->
                sentence
                    + ".\n%s is another run, with %s; what is changed has a folder of its own."
                        .formatted(other.folder(), String.join(", ", other.differences())))
        .orElse(sentence);
  }

  private static Optional<Other> nearest(Path runs, Resolved experiment) {
    Other nearest = null;
    String glob = experiment.spec().name() + "-????????????";
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(runs, glob)) {
      int left = MAX_FOLDERS;
      for (Path folder : folders) {
        if (left-- == 0) {
          break;
        }
        List<String> differences = differences(folder, experiment);
        if (!differences.isEmpty()
            && (nearest == null || differences.size() < nearest.differences().size())) {
          nearest = new Other(folder, differences);
        }
      }
    } catch (IOException e) {
      return Optional.empty(); // no folder, no other runs
    }
    return Optional.ofNullable(nearest).map(EarlierRuns::shortened);
  }

  private static Other shortened(Other other) {
    List<String> all = other.differences();
    if (all.size() <= MAX_SHOWN) {
      return other;
    }
    List<String> some = new ArrayList<>(all.subList(0, MAX_SHOWN));
    some.add("%d more differences".formatted(all.size() - MAX_SHOWN));
    return new Other(other.folder(), some);
  }

  /** Each value that is another one there; none where the folder holds no readable experiment. */
  private static List<String> differences(Path folder, Resolved experiment) {
    List<String> differences = new ArrayList<>();
    try {
      Path file = folder.resolve("experiment.json");
      if (!Files.isRegularFile(file)) {
        return differences;
      }
      SequencedMap<String, JsonNode> there = Leaves.of(SpecReader.tree(SpecSource.file(file)));
      SequencedMap<String, JsonNode> here = Leaves.of(experiment.tree());
      here.forEach((path, value) -> add(path, there.remove(path), value, differences));
      there.forEach((path, value) -> add(path, value, null, differences));
    } catch (SpecException e) {
      differences.clear();
    }
    return differences;
  }

  private static void add(String path, JsonNode there, JsonNode here, List<String> differences) {
    if (there == null || here == null || !PrettyJson.line(there).equals(PrettyJson.line(here))) {
      differences.add(there == null ? "no " + path : path + " " + PrettyJson.shortened(there));
    }
  }
}

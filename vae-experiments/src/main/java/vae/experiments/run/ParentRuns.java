package vae.experiments.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import vae.autodiff.tape.Parameter;
import vae.core.spec.SpecException;
import vae.experiments.folder.Folder;
import vae.experiments.recorded.RecordedResult;
import vae.experiments.run.checkpoint.Checkpoint;
import vae.experiments.run.checkpoint.CheckpointFiles;
import vae.experiments.run.folder.CorruptFileException;
import vae.experiments.run.verification.Verification;
import vae.experiments.spec.ParentSpec;

/**
 * Where the runs are from whose parameters others start.
 *
 * @param places folders of runs, or of run folders
 */
public record ParentRuns(List<Path> places) {

  private static final String FROM = "from";

  public ParentRuns {
    places = List.copyOf(places);
  }

  /** These places, then another one. */
  ParentRuns and(Path place) {
    List<Path> all = new ArrayList<>(places);
    all.add(place);
    return new ParentRuns(all);
  }

  /**
   * Puts the parameters at the values that the parent run ended with.
   *
   * @throws SpecException where the run is not there, is another one, or has other parameters
   * @throws vae.experiments.run.verification.UnverifiedException where its files are not what was
   *     written
   */
  void restore(ParentSpec parent, List<Parameter> parameters) throws IOException {
    Path folder = find(parent);
    Verification.requireFinished(folder);
    RecordedResult result = RecordedResult.read(folder);
    if (!result.digest().equals(parent.digest())) {
      throw new SpecException(
          FROM + ".digest",
          "the digest of " + folder + ", " + result.digest(),
          parent.digest(),
          "Give the folder of the very run with --from.");
    }
    String name = CheckpointFiles.FOLDER + "/" + CheckpointFiles.FINAL;
    Checkpoint last = Checkpoint.read(Folder.open(folder).file(name), parent.run());
    try {
      last.restore(parameters);
    } catch (CorruptFileException e) {
      throw SpecException.because(
          FROM,
          "run %s does not have the parameters of this model: %s"
              .formatted(parent.run(), e.problem()),
          "A run starts from another one of the same networks, sizes and dtype.");
    }
  }

  private Path find(ParentSpec parent) throws IOException {
    for (Path place : places) {
      Optional<Path> found = find(place, parent.run());
      if (found.isPresent()) {
        return found.get();
      }
    }
    Set<String> looked =
        places.stream().map(Path::toString).collect(Collectors.toCollection(LinkedHashSet::new));
    throw new SpecException(
        FROM + ".run",
        "the folder of run %s, with digest %s, at whose parameters this one starts"
            .formatted(parent.run(), parent.digest()),
        "none in " + String.join(", ", looked),
        "Give the folder with --from.");
  }

  private static Optional<Path> find(Path place, String id) throws IOException {
    Optional<Folder> folder = Folder.find(place);
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    if (isOne(folder.get(), id)) {
      return Optional.of(place);
    }
    for (String name : folder.get().folders()) {
      if (name.endsWith("-" + id) && isOne(folder.get().folder(name), id)) {
        return Optional.of(place.resolve(name));
      }
    }
    return Optional.empty();
  }

  private static boolean isOne(Folder folder, String id) throws IOException {
    return RecordedResult.find(folder)
        .filter(it -> it.complete() && it.id().equals(id))
        .isPresent();
  }
}

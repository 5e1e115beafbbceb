package vae.experiments;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import vae.autodiff.op.Op;
import vae.core.model.Encoder;
import vae.data.source.Dataset;
import vae.experiments.run.Runner;
import vae.models.prior.StandardNormal;

/** Which files name each other, and how many lie in a package, in all modules. */
final class StructureTest {

  /** A class of each module. */
  private static final List<Class<?>> MODULES =
      List.of(Op.class, Encoder.class, StandardNormal.class, Dataset.class, Runner.class);

  private static final int MAX_FILES = 25;
  private static final Pattern OURS = Pattern.compile("L(vae/[\\w/]+)[$;<]");

  /**
   * Files that can only be read together, with the reason why they stay so. A sealed type may name
   * its permitted types: such circles need no entry.
   */
  private static final Map<String, String> BY_DESIGN =
      Map.ofEntries(
          entry(
              "vae.autodiff.kernel.simd: PatchProduct PatchTilesEightRows PatchTilesFourRows",
              "one loop over patches; its unrolled tiles stand apart for their length"),
          entry(
              "vae.autodiff.nn: FanInitializer Initializer", "an interface that offers its kinds"),
          entry(
              "vae.autodiff.tape: NodeFrame SparseData Tape Tensor",
              "a tensor records on its tape, and the tape holds tensors"),
          entry(
              "vae.core.distribution: CorrelatedGaussian DiagonalGaussian GaussianPosterior"
                  + " HasMarginals HouseholderGaussian Kl StandardGaussian",
              "a Gaussian gives its KL, and the KL of a pair names both families"),
          entry(
              "vae.core.distribution: DensityDraws Distribution Draws HasDensity Posterior",
              "a distribution gives draws, and draws ask it for their density"),
          entry(
              "vae.core.model: Encoder Pass Prior",
              "a pass carries encoder and prior, and each is bound to a pass"),
          entry(
              "vae.core.wiring: Factories InModel OutsideModel",
              "factories open a site, and a site makes its parts by the factories"),
          entry(
              "vae.data.source: Content FactorValues",
              "content carries factors, and both are hashed in the same chunks"),
          entry(
              "vae.data.source: Covariates Examples",
              "examples carry covariates, which are read from examples"),
          entry(
              "vae.experiments.evaluation: HeldOutEvaluator ImportanceSampler",
              "one evaluation; its importance samples stand apart for their length"),
          entry(
              "vae.experiments.folder: Folder FolderFile LineReader Listing",
              "a folder opens its files, and a file knows the folder that checks it"),
          entry(
              "vae.experiments.run.safetensors: SafeTensors SafeTensorsHeader SafeTensorsReader"
                  + " SafeTensorsWriter",
              "one format: content, and how it is read and written"),
          entry(
              "vae.experiments.spec: Draft Resolved SpecReader",
              "the reader resolves specs, and a resolved spec is changed and read again"));

  @Test
  void filesNameEachOtherOnlyByDesign() throws IOException, URISyntaxException {
    assertEquals(
        String.join("\n", new TreeSet<>(BY_DESIGN.keySet())), String.join("\n", circles()));
  }

  @Test
  void packagesOfMoreThan25FilesSayWhy() throws IOException {
    for (String module : List.of("autodiff", "core", "models", "data", "experiments")) {
      Path sources = Path.of("..", "vae-" + module, "src", "main", "java");
      try (Stream<Path> folders = Files.walk(sources).filter(Files::isDirectory)) {
        for (Path folder : folders.toList()) {
          try (Stream<Path> files = Files.list(folder)) {
            long count = files.filter(it -> it.toString().endsWith(".java")).count();
            assertTrue(
                count <= MAX_FILES
                    || Files.readString(folder.resolve("package-info.java"))
                        .replaceAll("\\s[*\\s]*", " ")
                        .matches("(?s).*(than|over) 25 files.*"),
                folder + ": " + count + " files; split it, or say why in its package-info");
          }
        }
      }
    }
  }

  private static Set<String> circles() throws IOException, URISyntaxException {
    Map<String, Set<String>> uses = new TreeMap<>();
    for (Class<?> of : MODULES) {
      Path place = Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(place)) {
        addTo(uses, place);
      } else {
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
          addTo(uses, jar.getPath("/"));
        }
      }
    }
    Map<String, Set<String>> reached = new HashMap<>();
    uses.keySet().forEach(it -> reach(it, uses, reached.computeIfAbsent(it, _ -> new HashSet<>())));
    Set<String> circles = new TreeSet<>();
    reached.forEach(
        (file, others) -> {
          if (others.contains(file)) {
            Set<String> circle = new TreeSet<>();
            others.stream()
                .filter(it -> reached.getOrDefault(it, Set.of()).contains(file))
                .forEach(it -> circle.add(it.substring(it.lastIndexOf('/') + 1)));
            circles.add(room(file).replace('/', '.') + ": " + String.join(" ", circle));
          }
        });
    return circles;
  }

  private static void reach(String from, Map<String, Set<String>> uses, Set<String> reached) {
    for (String next : uses.getOrDefault(from, Set.of())) {
      if (reached.add(next)) {
        reach(next, uses, reached);
      }
    }
  }

  private static void addTo(Map<String, Set<String>> uses, Path classes) throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      files
          .filter(it -> it.toString().endsWith(".class") && !it.toString().contains("-info"))
          .forEach(it -> add(uses, parsed(it)));
    }
  }

  private static ClassModel parsed(Path file) {
    try {
      return ClassFile.of().parse(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a class names of its own package, constants that the compiler copied among it. */
  private static void add(Map<String, Set<String>> uses, ClassModel model) {
    String file = file(model.thisClass().asInternalName());
    Set<String> names = new HashSet<>();
    for (PoolEntry entry : model.constantPool()) {
      switch (entry) {
        case ClassEntry type -> names.add(type.asInternalName().replaceAll("^\\[+L|;$", ""));
        case Utf8Entry text -> {
          Matcher descriptor = OURS.matcher(text.stringValue());
          while (descriptor.find()) {
            names.add(descriptor.group(1));
          }
        }
        default -> {}
      }
    }
    model
        .findAttribute(Attributes.permittedSubclasses())
        .ifPresent(it -> it.permittedSubclasses().forEach(c -> names.remove(c.asInternalName())));
    names.stream()
        .map(StructureTest::file)
        .filter(it -> !it.equals(file) && room(it).equals(room(file)))
        .forEach(it -> uses.computeIfAbsent(file, _ -> new HashSet<>()).add(it));
  }

  private static String file(String type) {
    int nested = type.indexOf('$');
    return nested < 0 ? type : type.substring(0, nested);
  }

  private static String room(String file) {
    return file.contains("/") ? file.substring(0, file.lastIndexOf('/')) : "";
  }
}

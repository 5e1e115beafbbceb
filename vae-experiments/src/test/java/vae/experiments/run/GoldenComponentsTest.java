package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import vae.core.spec.Spec;
import vae.core.wiring.Catalogue;
import vae.core.wiring.Component;
import vae.experiments.wiring.Slots;

/** A component that no golden run has may change its bits unseen. */
final class GoldenComponentsTest {

  /** Components without a golden run, and why. */
  private static final Map<String, String> WITHOUT = new TreeMap<>();

  static {
    for (String data :
        List.of(
            "cifar-10",
            "csv",
            "fashion-mnist",
            "frey-faces",
            "idx",
            "images",
            "mnist",
            "npy",
            "omniglot",
            "static-mnist")) {
      WITHOUT.put("data " + data, "its files are not among the sources");
    }
    for (String missing : List.of("mask", "nan")) {
      WITHOUT.put("missing " + missing, "it is of data in files, which are not among the sources");
    }
    for (String study :
        List.of(
            "decoder-noise",
            "decoder-rotation",
            "linear-vae-against-ppca",
            "number-of-draws",
            "priors-and-posteriors",
            "vary")) {
      WITHOUT.put("experiment " + study, "it makes runs, each of which has components of its own");
    }
    for (String method : List.of("grid", "halving", "random", "sobol")) {
      WITHOUT.put("method " + method, "it makes plans: see the golden ones");
    }
  }

  private final Catalogue catalogue = Slots.load(null).catalogue();

  @Test
  void everyComponentOfEverySlotIsInAGoldenRun() throws IOException, ReflectiveOperationException {
    TreeSet<String> missing = new TreeSet<>();
    for (String slot : catalogue.slots()) {
      catalogue.components(slot).forEach(component -> missing.add(name(component)));
    }
    for (Path folder : GoldenRuns.folders(GoldenRuns.FOLDER)) {
      remove(SmallRun.read(GoldenRuns.spec(folder)).spec(), missing);
    }
    assertEquals(
        String.join("\n", WITHOUT.keySet()),
        String.join("\n", missing),
        "these components are in no golden run, or one is listed as such and is in one: add"
            + " a golden run, or say here why there can be none");
  }

  private static String name(Component component) {
    return component.slot() + " " + component.name();
  }

  /** Every spec in the value, whatever slot it stands in. */
  private void remove(Object value, Collection<String> missing)
      throws ReflectiveOperationException {
    switch (value) {
      case Optional<?> optional when optional.isPresent() -> remove(optional.get(), missing);
      case Iterable<?> many when !(value instanceof Path) -> {
        for (Object each : many) {
          remove(each, missing);
        }
      }
      case Record record -> {
        if (record instanceof Spec spec && catalogue.isComponent(spec.getClass())) {
          for (String slot : catalogue.slots()) {
            catalogue.components(slot).stream()
                .filter(component -> component.specType().equals(spec.getClass()))
                .forEach(component -> missing.remove(name(component)));
          }
        }
        for (RecordComponent part : record.getClass().getRecordComponents()) {
          part.getAccessor().setAccessible(true);
          remove(part.getAccessor().invoke(record), missing);
        }
      }
      case null, default -> {}
    }
  }
}

package vae.experiments.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.autodiff.tape.Parameter;
import vae.core.spec.SpecException;
import vae.data.source.Dataset;
import vae.experiments.run.SmallRun;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.wiring.Combination.Axis;

/** {@code docs/arrays.md} says what every parameter of every component is. */
final class ArraysNamesTest {

  private static final Map<Axis, String> BASE =
      Map.of(
          Axis.ENCODER, "mlp",
          Axis.DECODER, "mlp",
          Axis.POSTERIOR, "diagonal",
          Axis.PRIOR, "standard-normal",
          Axis.LIKELIHOOD, "gaussian/fixed",
          Axis.ESTIMATOR, "elbo-mc",
          Axis.CONDITION, "none",
          Axis.MISSING, "none");

  /** What parts are tried beside, of which each fits some. */
  private static final List<Map<Axis, String>> COMPANY =
      List.of(
          Map.of(),
          Map.of(Axis.PRIOR, "hierarchical"),
          Map.of(Axis.CONDITION, "labels"),
          Map.of(Axis.ENCODER, "hierarchical"));

  @TempDir private Path folder;

  private SortedSet<String> names() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 13; i++) {
      for (int j = 0; j < 9; j++) {
        rows.append(i * (j + 2) % 7 / 6.0).append(j == 8 ? "\n" : ",");
      }
    }
    String table = Files.writeString(folder.resolve("table.csv"), rows).toString();
    ModelFactory factory = new ModelFactory(SmallRun.slots());
    SortedSet<String> names = new TreeSet<>();
    for (Axis axis : Axis.values()) {
      for (String choice : axis.choices()) {
        boolean fits = false;
        for (Map<Axis, String> company : COMPANY) {
          Map<Axis, String> choices = new HashMap<>(BASE);
          choices.putAll(company);
          choices.put(axis, choice);
          List<String> values = Arrays.stream(Axis.values()).map(choices::get).toList();
          try {
            ExperimentSpec spec = new Combination(values).spec(table);
            Dataset data = factory.conditioned(spec, factory.data(spec, SmallRun.locations()));
            for (Parameter parameter : factory.model(spec, data).parameters().list()) {
              names.add(parameter.name());
            }
            fits = true;
          } catch (SpecException e) {
            assertTrue(!e.getMessage().isBlank());
          }
        }
        assertTrue(fits, axis + " " + choice);
      }
    }
    return names;
  }

  /** Names in code, in which {@code i} is a number and {@code …} a path of the first table. */
  private static List<Pattern> patterns() throws IOException {
    String page = Files.readString(Path.of("../docs/arrays.md"));
    String paths =
        page.substring(page.indexOf("| path | network |"), page.indexOf("| parameter | shape |"));
    List<String> networks = new ArrayList<>();
    for (String row : paths.lines().filter(it -> it.startsWith("| `")).toList()) {
      codes(row.split("\\|")[1]).forEach(it -> networks.add(regex(it)));
    }
    assertTrue(networks.size() >= 10, networks::toString);
    String anywhere = "(" + String.join("|", networks) + ")";
    return codes(page).stream()
        .map(it -> Pattern.compile(regex(it).replace("…", anywhere)))
        .toList();
  }

  private static List<String> codes(String text) {
    return Pattern.compile("`([…a-z][A-Za-z.…-]*)`")
        .matcher(text)
        .results()
        .map(it -> it.group(1))
        .toList();
  }

  private static String regex(String name) {
    return name.replace(".", "\\.").replaceAll("\\\\\\.i(?=\\\\|$)", "\\\\.[0-9]+");
  }

  @Test
  void everyParameterOfEveryComponentIsOnThePage() throws IOException {
    SortedSet<String> names = names();
    assertTrue(names.size() > 60, names::toString);
    List<Pattern> patterns = patterns();
    names.removeIf(name -> patterns.stream().anyMatch(it -> it.matcher(name).matches()));
    assertEquals(new TreeSet<>(), names);
  }
}

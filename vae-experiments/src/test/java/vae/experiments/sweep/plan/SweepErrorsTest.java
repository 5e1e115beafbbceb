package vae.experiments.sweep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vae.core.spec.SpecException;
import vae.experiments.spec.SpecSource;
import vae.experiments.wiring.Slots;

/**
 * Every file of {@code errors/} is a sweep, after {@code ---} its settings (a line each, maybe
 * none) and after {@code ===} the message it must be refused with.
 */
final class SweepErrorsTest {

  private static final SweepReader READER = new SweepReader(Slots.load(null));

  static List<Path> cases() throws IOException, URISyntaxException {
    Path folder = Path.of(SweepErrorsTest.class.getResource("errors").toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isRefusedWithThisMessage(Path file) throws IOException {
    String[] parts = Files.readString(file).split("(?m)^(---|===)$\\R?", -1);
    SpecSource source = SpecSource.text("mine.json", parts[0]);
    List<String> settings = parts[1].lines().toList();
    SpecException refused = assertThrows(SpecException.class, () -> READER.read(source, settings));
    assertEquals(parts[2].stripTrailing(), refused.getMessage());
  }
}

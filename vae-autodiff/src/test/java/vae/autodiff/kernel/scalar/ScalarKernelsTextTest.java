package vae.autodiff.kernel.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernels of F32 and of F64 are one text, but for the type. */
class ScalarKernelsTextTest {

  private static final Path SOURCES = Path.of("src/main/java/vae/autodiff/kernel/scalar");

  /**
   * Kernels that differ by what they do: a double is two words of a fingerprint, and uniform noise
   * is drawn as floats in both types.
   */
  private static final Set<String> OF_THEIR_OWN =
      Set.of("ScalarDoubleFingerprints.java", "ScalarDoubleNoiseKernels.java");

  static List<String> pairs() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files
          .map(it -> it.getFileName().toString())
          .filter(it -> it.contains("Double") && !it.startsWith("Elementary"))
          .filter(it -> !OF_THEIR_OWN.contains(it))
          .sorted()
          .toList();
    }
  }

  @Test
  void everyPairIsFound() throws IOException {
    assertEquals(9, pairs().size(), pairs().toString());
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void doubleKernelsAreThoseOfFloats(String name) throws IOException {
    assertEquals(text(name.replace("Double", "Float")), text(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a * b + c", "Math.fma(b, a, c)", "Math.fma(a, b, c) + 1"})
  void anotherArithmeticIsAnotherText(String changed) {
    String kernel = "double f = Math.fma(a, b, c);";
    assertNotEquals(plain(kernel), plain(kernel.replace("Math.fma(a, b, c)", changed)));
  }

  private static String text(String name) throws IOException {
    return plain(Files.readString(SOURCES.resolve(name)));
  }

  /** Code without comments, imports, casts and line breaks, its type float, its literals bare. */
  private static String plain(String source) {
    return source
        .replaceAll("(?s)/\\*.*?\\*/|//[^\\n]*|import [^;]*;", "")
        .replace("double", "float")
        .replace("Double", "Float")
        .replace("F64", "F32")
        .replace("(float)", "")
        .replaceAll("(\\d)[fFdD]\\b", "$1")
        .replaceAll("\\b(\\d+)\\.0\\b", "$1")
        .replaceAll("\\s+", "");
  }
}

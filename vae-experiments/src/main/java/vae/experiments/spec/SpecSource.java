package vae.experiments.spec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import vae.core.spec.SpecException;

/**
 * The text of a spec and where it comes from.
 *
 * @param name put in front of errors, such as the file's path; empty for text from a program
 * @param text JSON
 */
public record SpecSource(String name, String text) {

  /** Ample for any spec; a larger file is a mistake and is not read into memory. */
  private static final int MAX_BYTES = 4 << 20;

  private static final String DEFAULT = "default.json";

  /** The name of {@link #embeddedDefault}: nobody has it as a file, and its lines tell nothing. */
  static final String BUILT_IN = "the built-in experiment";

  /** Text from a program: errors name the line only. */
  public static SpecSource text(String text) {
    return new SpecSource("", text);
  }

  /** Text under a name that errors put in front. */
  public static SpecSource text(String name, String text) {
    return new SpecSource(name, text);
  }

  /**
   * A file in UTF-8.
   *
   * @throws SpecException where there is no such file, it cannot be read, is larger than 4 MiB or
   *     is not UTF-8
   */
  public static SpecSource file(Path file) {
    String name = file.toString();
    if (Files.isDirectory(file)) {
      throw SpecException.because("", "this is a folder; a spec is a JSON file", "").at(name);
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw SpecException.because("", "this file is larger than 4 MiB; no spec is", "").at(name);
      }
      return new SpecSource(name, decode(bytes));
    } catch (CharacterCodingException e) {
      throw SpecException.because("", "this file is not UTF-8", "Save it as UTF-8.").at(name);
    } catch (NoSuchFileException e) {
      throw SpecException.because("", "there is no such file", "").at(name);
    } catch (IOException e) {
      throw SpecException.because("", "this file cannot be read: " + e, "").at(name);
    }
  }

  private static String decode(byte[] bytes) throws CharacterCodingException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  /** The experiment that runs where none is named: handwritten digits, diagonal posterior. */
  public static SpecSource embeddedDefault() {
    try (InputStream in = SpecSource.class.getResourceAsStream(DEFAULT)) {
      return new SpecSource(BUILT_IN, decode(in.readAllBytes()));
    } catch (IOException e) {
      throw new IllegalStateException("the embedded " + DEFAULT + " cannot be read", e);
    }
  }
}

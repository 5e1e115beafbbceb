package vae.experiments.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Values of options that are one of a few words: {@code ro-crate} is {@code RO_CRATE}. */
final class OptionValue {

  private OptionValue() {}

  /**
   * The constant that a person wrote.
   *
   * @param option its name, such as {@code --format}
   * @throws CommandException where it is none of them, with all that there are
   */
  static <E extends Enum<E>> E of(Class<E> type, String option, String written) {
    List<String> words = new ArrayList<>();
    String asked = written.toLowerCase(Locale.ROOT).replace('_', '-');
    for (E constant : type.getEnumConstants()) {
      String word = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (word.equals(asked)) {
        return constant;
      }
      words.add(word);
    }
    String last = words.removeLast();
    throw new CommandException(
        ExitCode.BAD_INPUT,
        "%s: expected %s or %s, got \"%s\""
            .formatted(option, String.join(", ", words), last, written));
  }
}

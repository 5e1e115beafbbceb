package vae.experiments.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.TypeConversionException;
import vae.core.spec.NearestName;

/**
 * Options and parameters of an enum type: their values are its constants as words, so that {@code
 * ro-crate} is {@code RO_CRATE}. Conversion, completion candidates and, where none is given, the
 * label in the help come from the type.
 */
final class EnumWords implements ITypeConverter<Object> {

  private final Class<?> type;
  private final List<String> words;

  private EnumWords(Class<?> type) {
    this.type = type;
    words = Arrays.stream(type.getEnumConstants()).map(it -> word(it.toString())).toList();
  }

  /** Serves every argument of an enum type, in subcommands too. */
  static void serve(CommandLine line) {
    CommandSpec command = line.getCommandSpec();
    for (ArgSpec argument : List.copyOf(command.args())) {
      Class<?> type = argument.auxiliaryTypes()[0];
      if (type.isEnum()) {
        EnumWords words = new EnumWords(type);
        command.remove(argument);
        command.add(
            switch (argument) {
              case OptionSpec option ->
                  option.toBuilder()
                      .paramLabel(words.label(argument))
                      .completionCandidates(words.words)
                      .converters(words)
                      .build();
              case PositionalParamSpec parameter ->
                  parameter.toBuilder()
                      .paramLabel(words.label(argument))
                      .completionCandidates(words.words)
                      .converters(words)
                      .build();
              default ->
                  throw new IllegalStateException("neither option nor parameter: " + argument);
            });
      }
    }
    line.getSubcommands().values().forEach(EnumWords::serve);
  }

  private String label(ArgSpec argument) {
    String label = argument.paramLabel();
    return label.startsWith("<") ? String.join("|", words) : label; // "<field>" is picocli's own
  }

  @Override
  public Object convert(String written) {
    int index = words.indexOf(word(written));
    if (index >= 0) {
      return type.getEnumConstants()[index];
    }
    throw new TypeConversionException(
        "expected %s or %s, got \"%s\"%s"
            .formatted(
                String.join(", ", words.subList(0, words.size() - 1)),
                words.getLast(),
                written,
                NearestName.suggestion(written, words)));
  }

  private static String word(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

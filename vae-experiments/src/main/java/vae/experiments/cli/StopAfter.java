package vae.experiments.cli;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --stop-after}, of the commands that train. */
final class StopAfter {

  private static final class Converter implements ITypeConverter<TimeLimit> {
    @Override
    public TimeLimit convert(String text) {
      try {
        return TimeLimit.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  @Option(
      names = "--stop-after",
      paramLabel = "2h",
      converter = Converter.class,
      description =
          "Pause at a checkpoint after this time, without a result; --resume continues. For jobs"
              + " of limited length.")
  private TimeLimit limit;

  /** Whether the time is over; never where none was given. It starts now. */
  BooleanSupplier startingNow(LongSupplier nanoClock) {
    return limit == null ? () -> false : limit.startingNow(nanoClock);
  }

  /** What a command says that paused, with how to continue. */
  String paused(String where, String how) {
    return "paused %s, as --stop-after %s asks; %s".formatted(where, limit.text(), how);
  }
}

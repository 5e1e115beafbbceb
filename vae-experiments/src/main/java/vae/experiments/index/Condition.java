package vae.experiments.index;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import vae.core.spec.SpecException;
import vae.experiments.spec.Json;
import vae.experiments.spec.PrettyJson;

/**
 * What a run must be, such as {@code likelihood.noise.sigma=0.1} or {@code test/elbo>-100}.
 *
 * <p>A run that does not have the key meets no condition on it. Numbers are compared as numbers,
 * all else as text.
 *
 * @param key a path of the spec, a metric, or a column of the index
 */
public record Condition(String key, Operator operator, String value) {

  private static final Pattern FORM =
      Pattern.compile("\\s*([^\\s=!<>~][^=!<>~]*?)\\s*(!=|<=|>=|=|<|>|~)\\s*(.*?)\\s*");

  public enum Operator {
    EQUAL("="),
    UNEQUAL("!="),
    LESS("<"),
    AT_MOST("<="),
    MORE(">"),
    AT_LEAST(">="),
    CONTAINS("~");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    private static Operator of(String sign) {
      return Stream.of(values()).filter(it -> it.sign.equals(sign)).findFirst().orElseThrow();
    }
  }

  /**
   * Reads a condition; the value may be JSON.
   *
   * @throws SpecException where the text is none
   */
  public static Condition parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new SpecException(
              "",
              "KEY OPERATOR VALUE, the operator one of = != < <= > >= ~",
              "\"" + text + "\"",
              "For example --where 'likelihood.noise.sigma=0.1' or --where 'test/elbo>-100'.")
          .at("--where");
    }
    return new Condition(matcher.group(1), Operator.of(matcher.group(2)), plain(matcher.group(3)));
  }

  /** Lists as the index writes them, strings without quotes; anything else stays. */
  private static String plain(String value) {
    if (value.startsWith("[") || value.startsWith("{") || value.startsWith("\"")) {
      try {
        JsonNode json = Json.mapper().readTree(value);
        return json.isString() ? json.stringValue() : PrettyJson.line(json);
      } catch (JacksonException e) {
        return value;
      }
    }
    return value;
  }
}

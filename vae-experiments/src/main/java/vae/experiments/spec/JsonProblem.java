package vae.experiments.spec;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/**
 * Why a text is not JSON, in words for the person who wrote it: the parser's own sentences speak of
 * its classes and options.
 *
 * @param problem what is wrong, after which the place is named
 * @param fix how to fix it; empty where there is no advice
 */
public record JsonProblem(String problem, String fix) {

  /** The fix for a document that is no object. */
  static final String ONE_OBJECT = "A spec is a JSON object, at least {\"name\": \"mine\"}.";

  private static final JsonProblem UNKNOWN = new JsonProblem("this is not JSON", "");

  /** A sentence of the parser's; {@code %s} in the problem is its first group. */
  private record Known(Pattern sentence, String problem, String fix) {
    static Known of(String line) {
      String[] parts = line.split(" -> ?", -1);
      return new Known(Pattern.compile(parts[0], Pattern.DOTALL), parts[1], parts[2]);
    }
  }

  /**
   * A pattern of the parser's sentence, the problem and the fix; the first that is found counts.
   */
  private static final List<Known> KNOWN =
      """
      ^Unexpected end-of-input -> the text ends too early -> Close what was opened.
      Leading zeroes -> a number with a leading zero -> Write the number without it.
      ^Invalid numeric value|Decimal point not followed|Exponent indicator not -> \
      a number that is none of JSON's -> Numbers look like 1, -0.5 or 1e-8.
      ^Unexpected character \\('([/#])' -> unexpected `%s` -> JSON has no comments.
      ^Unexpected character \\('(')' -> unexpected `%s` -> Text stands in double quotes.
      ^Unexpected character \\('(.+?)' \\(code .*double-quote to start property name -> \
      unexpected `%s` -> Keys stand in double quotes, and no comma stands before the closing brace.
      ^Unexpected character \\('(.+?)' \\(code .*expecting comma -> \
      unexpected `%s` -> Put a comma before it.
      ^Unexpected character \\('(.+?)' \\(code .*expecting a colon -> \
      unexpected `%s` -> Put a colon between a key and its value.
      ^Unexpected character \\('(.+?)' \\(code -> unexpected `%s` ->
      ^Unexpected character -> an unexpected character ->
      ^Unexpected close marker '(.)' -> \
      unexpected `%s` -> Close each brace by a brace and each bracket by a bracket.
      ^Non-standard token '(.+?)' -> \
      unexpected %s -> JSON has no NaN and no Infinity; write a finite number.
      (?i)^Unrecognized token '(true|false|null)' -> unexpected %s -> Write it in lower case.
      ^Unrecognized token '([^']{1,40}) -> \
      unexpected %s -> Text stands in double quotes. {one object}
      ^Number value length -> a number of too many digits -> No number of a spec is that long.
      nesting depth -> too many levels -> No spec is that deep.
      ^(?:Property )?[Nn]ame.*length -> a key of too many characters ->
      ^String value length -> a string of too many characters ->
      ^Illegal unquoted character -> \
      a control character in a string -> Write it as an escape, such as \\n or \\t.
      ^Unrecognized character escape -> an unknown escape in a string -> Write a backslash as two.
      ^Duplicate Object property "(.*)" -> duplicate key "%s" -> Keep one of the two.
      """
          .replace("{one object}", ONE_OBJECT)
          .lines()
          .map(Known::of)
          .toList();

  public static JsonProblem of(JacksonException e) {
    String sentence = e.getOriginalMessage();
    if (sentence == null) {
      return UNKNOWN;
    }
    for (Known known : KNOWN) {
      Matcher matcher = known.sentence().matcher(sentence);
      if (matcher.find()) {
        String named = matcher.groupCount() > 0 ? matcher.group(1) : "";
        return new JsonProblem(known.problem().formatted(named), known.fix());
      }
    }
    return UNKNOWN;
  }

  /** The problem with its place, for a file that people do not write. */
  public static String sentence(JacksonException e) {
    TokenStreamLocation at = e.getLocation();
    String problem = of(e).problem();
    return at == null || at.getLineNr() < 1
        ? problem
        : problem + " at " + at.getLineNr() + ":" + at.getColumnNr();
  }
}

package vae.experiments.spec;

import java.math.BigDecimal;
import java.math.BigInteger;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import vae.core.spec.SpecException;

/**
 * Strict JSON text to a tree that remembers the line of every value.
 *
 * <p>Refused: comments, trailing commas and text, duplicate keys, NaN and Infinity, half surrogate
 * pairs, more than 100 levels. Numbers are kept exactly as written.
 */
final class JsonText {

  private static final JsonFactory STRICT =
      Json.strict(
          StreamReadConstraints.builder()
              .maxNestingDepth(100)
              .maxNumberLength(400)
              .maxNameLength(1000)
              .build());
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  record Document(JsonNode tree, Origins origins) {}

  private final SpecSource source;
  private final JsonParser parser;
  private final Origins origins;

  /** Digits behind or before the point, far beyond those of doubles; others only cost time. */
  private static final long MAX_SCALE = 100_000;

  private JsonText(SpecSource source, JsonParser parser) {
    this.source = source;
    this.parser = parser;
    this.origins = new Origins(source.name());
  }

  /**
   * @throws SpecException where the text is not strict JSON, with line and column
   */
  static Document parse(SpecSource source) {
    try (JsonParser parser = STRICT.createParser(ObjectReadContext.empty(), source.text())) {
      return new JsonText(source, parser).document();
    }
  }

  private Document document() {
    try {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw SpecException.because(
                "", "expected JSON, got nothing but blanks", JsonProblem.ONE_OBJECT)
            .at(source.name());
      }
      JsonNode tree = value(first, "");
      if (parser.nextToken() != null) {
        String fix = "One document a file; remove what follows.";
        throw refused("text after the end of the document", fix);
      }
      return new Document(tree, origins);
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  private JsonNode value(JsonToken token, String path) {
    return switch (token) {
      case START_OBJECT -> object(path);
      case START_ARRAY -> array(path);
      case VALUE_STRING -> NODES.stringNode(unicode(parser.getString()));
      case VALUE_NUMBER_INT -> whole(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(decimal());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      default -> throw refused("unexpected " + token, "");
    };
  }

  private BigDecimal decimal() {
    String fix = "Write a number between -1e308 and 1e308.";
    try {
      BigDecimal value = parser.getDecimalValue();
      if (Math.abs((long) value.scale()) > MAX_SCALE) {
        throw refused("a number beyond all ranges", fix);
      }
      return value;
    } catch (NumberFormatException e) { // an exponent that not even a BigDecimal has
      throw refused("a number beyond all ranges", fix);
    }
  }

  private static JsonNode whole(BigInteger value) {
    return value.bitLength() < Long.SIZE
        ? NODES.numberNode(value.longValue())
        : NODES.numberNode(value);
  }

  private ObjectNode object(String path) {
    ObjectNode object = NODES.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = unicode(parser.currentName());
      String below = DottedPath.child(path, key);
      origins.written(below, parser.currentTokenLocation().getLineNr());
      object.set(key, value(parser.nextToken(), below));
    }
    return object;
  }

  private ArrayNode array(String path) {
    ArrayNode array = NODES.arrayNode();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      String below = path + "[" + array.size() + "]";
      origins.written(below, parser.currentTokenLocation().getLineNr());
      array.add(value(token, below));
    }
    return array;
  }

  private String unicode(String text) {
    boolean paired = text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
    if (!paired) {
      throw refused("half of a surrogate pair in a string", "Write the character itself.");
    }
    return text;
  }

  private SpecException refused(String problem, String fix) {
    return SpecException.because("", problem, fix).at(place(source, parser.currentTokenLocation()));
  }

  private SpecException malformed(JacksonException e) {
    TokenStreamLocation location = e.getLocation();
    if (location == null) { // the parser's limits do not say where
      location = parser.currentLocation();
    }
    JsonProblem why = JsonProblem.of(e);
    boolean twice = why.problem().startsWith("duplicate key");
    String problem = twice ? why.problem() : "not JSON: " + why.problem();
    return SpecException.because("", problem, why.fix()).at(place(source, location));
  }

  private static String place(SpecSource source, TokenStreamLocation location) {
    String where = location.getLineNr() + ":" + location.getColumnNr();
    return source.name().isEmpty() ? "line " + where : source.name() + ":" + where;
  }
}

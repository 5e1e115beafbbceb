package vae.experiments.spec;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one place that makes readers and writers of JSON.
 *
 * <p>Numbers are parsed by the JDK. Jackson's fast parsers read words in the byte order of the
 * machine and expect little-endian ones: on a big-endian processor {@code 0.0001} silently becomes
 * 0.1 (seen with Jackson 3.2.4 on s390x).
 */
public final class Json {

  private static final JsonMapper MAPPER = new JsonMapper(numbersByJdk().build());
  private static final JsonMapper STRICT =
      new JsonMapper(
          strict(
              StreamReadConstraints.builder()
                  .maxNestingDepth(200)
                  .maxNumberLength(400)
                  .maxNameLength(10_000)
                  .build()));

  private Json() {}

  /** Reads and writes JSON of this program. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /** Reads JSON of unknown origin; refuses an object that has a key twice, and 200 levels. */
  public static JsonMapper strict() {
    return STRICT;
  }

  /** Parsers token by token; an object that has a key twice is refused. */
  static JsonFactory strict(StreamReadConstraints constraints) {
    return numbersByJdk()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .streamReadConstraints(constraints)
        .build();
  }

  private static JsonFactoryBuilder numbersByJdk() {
    return JsonFactory.builder()
        .disable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
        .disable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER);
  }
}

package vae.experiments.report.text;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Addresses of files beside a page. */
public final class Link {

  private Link() {}

  /** A relative address; what is no letter, digit or {@code . _ -} is escaped. */
  public static String to(String... steps) {
    return Arrays.stream(steps)
        .map(step -> URLEncoder.encode(step, StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/"));
  }
}

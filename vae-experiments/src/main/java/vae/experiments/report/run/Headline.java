package vae.experiments.report.run;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import vae.core.model.Quantity;
import vae.experiments.quantity.Quantities;
import vae.experiments.recorded.RecordedResult;
import vae.experiments.report.page.Html;
import vae.experiments.report.text.Measurement;

/** The top of the page: which run this is, how it ended, and its numbers. */
record Headline(RunData run, Html html) {

  private static final int MAX_MESSAGE = 2000;

  void write() {
    html.element("p", "vae run report", "class", "kicker");
    html.element("h1", run.name()).line();
    identity();
    known(RecordedResult::message).ifPresent(this::why);
    run.result().flatMap(RecordedResult::stopped).ifPresent(it -> why(it.text()));
    components();
    tiles();
    html.open("p", "class", "digest").element("span", "digest", "class", "label");
    html.element("code", known(RecordedResult::digest).orElse("none recorded")).close().line();
  }

  private void identity() {
    String status = known(RecordedResult::status).orElse("unfinished");
    boolean troubled = !run.result().map(RecordedResult::complete).orElse(false);
    html.open("p", "class", "identity");
    html.element("code", known(RecordedResult::id).orElse(run.folderName())).text(" ");
    html.element("span", status, "class", troubled ? "status troubled" : "status");
    html.close().line();
  }

  /** Why the run ended before its time. */
  private void why(String message) {
    boolean cut = message.length() > MAX_MESSAGE;
    String shown = cut ? message.substring(0, MAX_MESSAGE) + " …" : message;
    html.element("p", shown, "class", "why").line();
  }

  private Optional<String> known(Function<RecordedResult, String> part) {
    return run.result().map(part).filter(text -> !text.isEmpty());
  }

  private void components() {
    html.open("ul", "class", "components", "aria-label", "Components");
    component("data", "data.type");
    component("latent size", "latentSize");
    component("prior", "prior.type");
    component("encoder", "encoder.type");
    component("posterior", "encoder.posterior.type");
    component("decoder", "decoder.type");
    component("likelihood", "likelihood.type");
    component("estimator", "estimator.type");
    component("optimizer", "optimizer.type");
    component("condition", "condition.type");
    component("seed", "seed");
    html.close().line();
  }

  private void component(String label, String path) {
    JsonNode value = run.experiment().at("/" + path.replace('.', '/'));
    if (value.isValueNode() && !value.isNull()) {
      String text = value.isString() ? value.stringValue() : value.toString();
      html.open("li").element("span", label, "class", "label").text(" " + text).close();
    }
  }

  private void tiles() {
    html.open("dl", "class", "tiles");
    Quantities quantities = run.quantities();
    for (String metric : run.summary()) {
      Quantity quantity = quantities.of(metric);
      boolean prominent = quantity.shown() == Quantity.Shown.EVERYWHERE;
      String label = prominent ? quantities.title(metric) : quantity.title();
      tile(
          label.substring(0, 1).toUpperCase(Locale.ROOT) + label.substring(1),
          quantity.unit().symbol(),
          run.metric(metric),
          quantity.unit() == Quantity.Unit.COORDINATES ? ofAll() : "");
    }
    html.close().line();
  }

  private String ofAll() {
    JsonNode size = run.experiment().path("latentSize");
    return size.isIntegralNumber() ? "of " + size.asString() : "";
  }

  private void tile(String label, String unit, Optional<Measurement> value, String after) {
    html.open("div").open("dt").text(label + " ").element("span", unit, "class", "unit").close();
    if (value.isEmpty()) {
      html.element("dd", "not recorded", "class", "absent");
    } else {
      String error = value.get().errorText();
      html.open("dd").text(value.get().valueText() + " ");
      html.element("span", error.isEmpty() ? after : error, "class", "error").close();
    }
    html.close();
  }
}

/**
 * How values become text: {@code Measurement} formats a number with its error, {@code SpecText} a
 * document, {@code Markup} escapes for HTML and SVG, {@code NaturalOrder} sorts names as people do.
 * May depend on {@code spec} only.
 */
package vae.experiments.report.text;

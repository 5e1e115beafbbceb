package vae.experiments.report.plot;

/** An SVG drawing before it is a figure: what was drawn and how large it is, in pixels. */
public record Drawing(int width, int height, Svg svg) {}

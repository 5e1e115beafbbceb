package vae.experiments.report;

/** An SVG drawing before it is a figure: what was drawn and how large it is, in pixels. */
record Drawing(int width, int height, Svg svg) {}

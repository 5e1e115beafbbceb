/**
 * A cache of what all runs below a folder are: {@link vae.experiments.index.RunIndex} answers a
 * {@link vae.experiments.index.RunQuery} without opening their files. The run folders and records
 * are the truth; the index is made again where it is missing, damaged or old. Start at {@code
 * RunIndex}. May depend on {@code sweep}, {@code run} and {@code spec}.
 */
package vae.experiments.index;

/**
 * The one way to touch a folder that may come from a stranger: a run, a sweep, a study, the root of
 * an index.
 *
 * <p>{@link vae.experiments.folder.Folder} is opened once, and its own path may lead through links.
 * Inside it no link is followed, only regular files are opened, names never lead outside, hidden
 * paths are no part of it, and lists and sizes are bounded. {@link
 * vae.experiments.folder.FolderFile} is a file in it: read whole up to a limit, as JSON, or line by
 * line ({@link vae.experiments.folder.LineReader}); written so that a reader sees the old file or
 * the new one ({@link vae.experiments.folder.DurableFile}). {@link vae.experiments.folder.Listing}
 * is what a folder holds, with links, pipes and devices as {@linkplain
 * vae.experiments.folder.Listing.Irregular findings}. What is refused is a {@link
 * vae.experiments.folder.FolderException}; what the disk does not take is an {@link
 * vae.experiments.folder.UnwrittenFileException}. {@link vae.experiments.folder.Printable} shows
 * text that came from a file without its control characters.
 *
 * <pre>{@code
 * Folder run = Folder.open(Path.of("runs/digits-0a1b2c3d4e5f"));  // or Folder.find, Folder.make
 * JsonNode result = run.file("result.json").json(Folder.MAX_JSON);
 * try (LineReader lines = run.file("metrics.jsonl").lines(Folder.MAX_LINE)) {
 *   for (String line = lines.next(); line != null; line = lines.next()) {
 *     JsonNode value = lines.json(line);                          // errors name file and line
 *   }
 * }
 * run.file("figures/elbo.svg").write(svg);                        // refuses a linked figures/
 * for (Folder.Child child : run.children()) { … }                 // sorted, without hidden names
 * Folder checkpoints = run.folder("checkpoints");                 // refuses a link
 * }</pre>
 *
 * <p>All of it goes through the path's own file system, so that tests can make a disk fail. Start
 * at {@code Folder}. May depend on {@code spec.Json} alone.
 */
package vae.experiments.folder;

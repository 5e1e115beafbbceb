/**
 * What is said about a run in papers and archives: {@link vae.experiments.citation.RunDocuments}
 * makes {@code CITATION.cff}, {@code CHECKLIST.md} and {@code ro-crate-metadata.json} for its
 * folder, {@link vae.experiments.citation.Citation} has the formats. Start at {@code Citation}.
 * Reads run folders only; may depend on nothing else here.
 */
package vae.experiments.citation;

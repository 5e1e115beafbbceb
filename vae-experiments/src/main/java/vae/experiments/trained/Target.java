package vae.experiments.trained;

import java.nio.file.Path;

/**
 * Where a result goes.
 *
 * @param kind what the file's name ends with
 */
public record Target(Path file, FileKind kind) {}

/**
 * The run folder and what names its content: {@link vae.experiments.run.folder.RunFolder} is owned
 * by one process, {@link vae.experiments.run.folder.RunId} names what will be computed, {@link
 * vae.experiments.run.folder.Digest} what was computed, {@code Manifest} holds the hash of every
 * file. A damaged file is a {@link vae.experiments.run.folder.CorruptFileException}. Files go
 * through {@link vae.experiments.folder.Folder}.
 */
package vae.experiments.run.folder;

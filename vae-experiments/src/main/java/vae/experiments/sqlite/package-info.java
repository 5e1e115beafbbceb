/**
 * SQLite as the index of runs and the export of tables use it: {@link
 * vae.experiments.sqlite.Sqlite} loads its native library, {@link vae.experiments.sqlite.Database}
 * changes and asks. Start at {@code Database}. May depend on nothing of ours.
 */
package vae.experiments.sqlite;

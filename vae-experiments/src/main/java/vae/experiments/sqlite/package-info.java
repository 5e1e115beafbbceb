/**
 * SQLite as the index of runs and the export of tables use it: {@link
 * vae.experiments.sqlite.Sqlite} loads its native library and opens databases. May depend on
 * nothing of ours.
 */
package vae.experiments.sqlite;

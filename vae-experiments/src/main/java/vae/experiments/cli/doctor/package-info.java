/**
 * Checks of the machine for {@code vae doctor}: {@link vae.experiments.cli.doctor.Doctor} makes
 * {@link vae.experiments.cli.doctor.Diagnosis}s. Start at {@code Doctor}. Depends on the JDK only.
 */
package vae.experiments.cli.doctor;

/**
 * Missing values from the known ones, by a trained model: {@link
 * vae.experiments.imputation.Imputation}, and {@link vae.experiments.imputation.Pooled} for what
 * several completed data sets say together. Start at {@code Imputation}. May depend on {@code
 * vae.experiments.training} and {@code vae.experiments.evaluation}.
 */
package vae.experiments.imputation;

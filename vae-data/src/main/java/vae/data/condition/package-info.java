/**
 * What a model is conditioned on, one final class each: {@link vae.data.condition.Labels}, {@link
 * vae.data.condition.Columns}. Start at {@link vae.data.condition.ConditionSource}. May depend on
 * {@code vae.data.source} and {@code vae.core}.
 */
package vae.data.condition;

/**
 * What a component's JSON may say.
 *
 * <p>{@link vae.core.spec.Spec} records describe components, {@link vae.core.spec.Require} checks
 * their domains, and {@link vae.core.spec.SpecException} says what is wrong and how to fix it (with
 * {@link vae.core.spec.NearestName} for what was meant). Keys carry {@link vae.core.spec.Default},
 * {@link vae.core.spec.Describe}, {@link vae.core.spec.Since} where a later version added them, and
 * rarely {@link vae.core.spec.InSlot}. Start at {@code Spec}. Depends on nothing.
 */
package vae.core.spec;

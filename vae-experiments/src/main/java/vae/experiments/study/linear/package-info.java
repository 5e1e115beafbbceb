/**
 * The linear algebra of the studies: {@link vae.experiments.study.linear.LinearModel} is the linear
 * VAE in closed form, {@link vae.experiments.study.linear.ProbabilisticPca} its optimum, {@link
 * vae.experiments.study.linear.LinearVae} a trained one; {@link
 * vae.experiments.study.linear.Orthogonality}, {@link vae.experiments.study.linear.PrincipalAxes}
 * and {@link vae.experiments.study.linear.DiagonalGap} measure matrices. Start at {@code
 * LinearModel}. May depend on {@code run}, core and models.
 */
package vae.experiments.study.linear;

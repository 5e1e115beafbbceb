package vae.models.wiring;

import vae.core.model.Estimator;
import vae.core.wiring.SlotModule;
import vae.models.estimator.AutoEncoder;
import vae.models.estimator.BetaElbo;
import vae.models.estimator.Ciwae;
import vae.models.estimator.Dreg;
import vae.models.estimator.Elbo;
import vae.models.estimator.ElboMonteCarlo;
import vae.models.estimator.FreeBits;
import vae.models.estimator.Iwae;
import vae.models.estimator.Miwae;
import vae.models.estimator.NoteLoss;
import vae.models.estimator.Renyi;
import vae.models.estimator.ReweightedWakeSleep;
import vae.models.estimator.StickingTheLanding;

/** The components of slot {@code estimator}. */
public final class EstimatorModule extends SlotModule<Estimator> {

  /** The slot {@code estimator}. */
  public EstimatorModule() {
    super("estimator", Estimator.class, Estimator.Spec.class);
  }

  @Override
  protected void components() {
    component("elbo", Elbo.Spec.class, Elbo.Factory.class);
    component("elbo-mc", ElboMonteCarlo.Spec.class, ElboMonteCarlo.Factory.class);
    component("beta-elbo", BetaElbo.Spec.class, BetaElbo.Factory.class);
    component("free-bits", FreeBits.Spec.class, FreeBits.Factory.class);
    component("iwae", Iwae.Spec.class, Iwae.Factory.class);
    component("stl", StickingTheLanding.Spec.class, StickingTheLanding.Factory.class);
    component("dreg", Dreg.Spec.class, Dreg.Factory.class);
    component("renyi", Renyi.Spec.class, Renyi.Factory.class);
    component("rws", ReweightedWakeSleep.Spec.class, ReweightedWakeSleep.Factory.class);
    component("miwae", Miwae.Spec.class, Miwae.Factory.class);
    component("ciwae", Ciwae.Spec.class, Ciwae.Factory.class);
    component("ae", AutoEncoder.Spec.class, AutoEncoder.Factory.class);
    component("note-loss", NoteLoss.Spec.class, NoteLoss.Factory.class);
  }
}

package vae.models.wiring;

import vae.core.model.Estimator;
import vae.core.wiring.SlotModule;
import vae.models.estimator.AutoEncoder;
import vae.models.estimator.BetaElbo;
import vae.models.estimator.Ciwae;
import vae.models.estimator.Dip;
import vae.models.estimator.Dreg;
import vae.models.estimator.Elbo;
import vae.models.estimator.ElboMonteCarlo;
import vae.models.estimator.FreeBits;
import vae.models.estimator.Info;
import vae.models.estimator.Iwae;
import vae.models.estimator.Miwae;
import vae.models.estimator.NoteLoss;
import vae.models.estimator.Piwae;
import vae.models.estimator.Renyi;
import vae.models.estimator.ReweightedWakeSleep;
import vae.models.estimator.StickingTheLanding;
import vae.models.estimator.TcElbo;

/** The components of slot {@code estimator}. */
public final class EstimatorModule extends SlotModule<Estimator> {

  public EstimatorModule() {
    super("estimator", Estimator.class, Estimator.Spec.class);
  }

  @Override
  protected void components() {
    component("elbo", Elbo.Spec.class, (spec, _) -> new Elbo(spec));
    component("elbo-mc", ElboMonteCarlo.Spec.class, (spec, _) -> new ElboMonteCarlo(spec));
    component("beta-elbo", BetaElbo.Spec.class, (spec, _) -> new BetaElbo(spec));
    component("free-bits", FreeBits.Spec.class, (spec, _) -> new FreeBits(spec));
    component("iwae", Iwae.Spec.class, (spec, _) -> new Iwae(spec));
    component("stl", StickingTheLanding.Spec.class, (spec, _) -> new StickingTheLanding(spec));
    component("dreg", Dreg.Spec.class, (spec, _) -> new Dreg(spec));
    component("renyi", Renyi.Spec.class, (spec, _) -> new Renyi(spec));
    component("rws", ReweightedWakeSleep.Spec.class, (spec, _) -> new ReweightedWakeSleep(spec));
    component("miwae", Miwae.Spec.class, (spec, _) -> new Miwae(spec));
    component("ciwae", Ciwae.Spec.class, (spec, _) -> new Ciwae(spec));
    component("piwae", Piwae.Spec.class, (spec, _) -> new Piwae(spec));
    component("tc-elbo", TcElbo.Spec.class, (spec, _) -> new TcElbo(spec));
    component("dip", Dip.Spec.class, (spec, _) -> new Dip(spec));
    component("info", Info.Spec.class, (spec, _) -> new Info(spec));
    component("ae", AutoEncoder.Spec.class, (spec, _) -> new AutoEncoder(spec));
    component("note-loss", NoteLoss.Spec.class, (spec, _) -> new NoteLoss(spec));
  }
}

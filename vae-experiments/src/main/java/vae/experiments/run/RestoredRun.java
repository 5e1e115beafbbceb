package vae.experiments.run;

import vae.data.source.Dataset;
import vae.experiments.training.Model;
import vae.experiments.wiring.ModelFactory;

/**
 * A finished run as it can be used: the data that it was computed from, and its trained model.
 *
 * @param request the run that was checked, and its experiment
 * @param factory of further components of the experiment
 * @param data with the condition of each example
 * @param model at the parameters of a checkpoint
 */
public record RestoredRun(
    EvaluationRequest request, ModelFactory factory, Dataset data, Model model) {}

"""Recomputes what `vae evaluate` says of a small Gaussian model, with numpy alone.

python3 recompute.py RUN EXAMPLES.npz PER_EXAMPLE.npz SIGMA

Reads the parameters of RUN/checkpoints/final.safetensors by the rules of docs/arrays.md, x and the
draws of z [K, N, m] from EXAMPLES.npz, and what the product wrote of each example from
PER_EXAMPLE.npz. Prints one line for each check: its name, the largest difference, and what it is.
"""

import json
import struct
import sys

import numpy as np


def safetensors(path):
    raw = open(path, "rb").read()
    (length,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + length])
    types = {"F64": "<f8", "F32": "<f4", "I64": "<i8", "I32": "<i4"}
    arrays = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] in types:
            begin, end = entry["data_offsets"]
            data = np.frombuffer(raw[8 + length + begin : 8 + length + end], types[entry["dtype"]])
            arrays[name] = data.reshape(entry["shape"])
    return arrays


def network(parameters, name, x):
    i = 0
    while f"{name}.hidden.{i}.weight" in parameters:
        layer = f"{name}.hidden.{i}"
        x = np.tanh(x @ parameters[layer + ".weight"] + parameters[layer + ".bias"])
        i += 1
    return x @ parameters[name + ".output.weight"] + parameters[name + ".output.bias"]


def log_gaussian(x, mean, log_deviation):
    z = (x - mean) / np.exp(log_deviation)
    return (-0.5 * z**2 - log_deviation - 0.5 * np.log(2 * np.pi)).sum(-1)


def log_mean_exp(a):
    top = a.max(0)
    return top + np.log(np.exp(a - top).mean(0))


def check(name, recomputed, said):
    print(name, np.abs(recomputed - said).max(), np.abs(said).max())


run, examples, per_example, sigma = sys.argv[1:]
parameters = safetensors(run + "/checkpoints/final.safetensors")
given = np.load(examples)
said = np.load(per_example)
x, z = given["x"], given["z"]

output = network(parameters, "encoder", x)
m = output.shape[1] // 2
mean, log_deviation = output[:, :m], output[:, m:]
check("code", mean, said["code"])

rate = 0.5 * (mean**2 + np.exp(2 * log_deviation) - 1) - log_deviation
check("rate", rate.sum(1), said["rate"])
check("kl-per-dimension", rate.mean(0), given["kl"])

decoded = network(parameters, "decoder", z)
log_weights = (
    log_gaussian(x, decoded, np.log(float(sigma)))
    + log_gaussian(z, 0.0, 0.0)
    - log_gaussian(z, mean, log_deviation)
)
check("iwae", -log_mean_exp(log_weights), said["nll"])

"""Recomputes MIG, precision, recall, density and coverage from a run's exported arrays.

Usage: recompute.py evaluation.safetensors BINS NEIGHBOURS
Prints a name and a value on each line.
"""

import json
import sys

import numpy as np

TYPES = {"F64": "<f8", "F32": "<f4", "I32": "<i4"}


def arrays(path):
    with open(path, "rb") as file:
        data = file.read()
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    found = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = (8 + length + offset for offset in entry["data_offsets"])
            flat = np.frombuffer(data[begin:end], TYPES[entry["dtype"]])
            found[name] = flat.reshape(entry["shape"])
    return found


def information(a, b):
    joint = np.histogram2d(a, b, bins=(np.arange(a.max() + 2), np.arange(b.max() + 2)))[0]
    joint /= joint.sum()
    independent = joint.sum(1, keepdims=True) * joint.sum(0, keepdims=True)
    seen = joint > 0
    return (joint[seen] * np.log(joint[seen] / independent[seen])).sum()


def mig(codes, factors, bins):
    gaps = []
    for factor in factors.T.astype(int):
        scores = []
        for column in codes.T:
            edges = np.histogram(column, bins)[1][:-1]
            scores.append(information(np.digitize(column, edges) - 1, factor))
        scores.sort()
        gaps.append((scores[-1] - scores[-2]) / information(factor, factor))
    return np.mean(gaps)


def distances(a, b):
    return np.sqrt(((a[:, None, :] - b[None, :, :]) ** 2).sum(-1))


def prdc(data, samples, k):
    between = distances(data, samples)
    data_radius = np.sort(distances(data, data), 1)[:, k]
    sample_radius = np.sort(distances(samples, samples), 1)[:, k]
    within = between <= data_radius[:, None] * (1 + 1e-12)
    return {
        "precision": within.any(0).mean(),
        "recall": (between <= sample_radius[None, :] * (1 + 1e-12)).any(1).mean(),
        "density": within.sum(0).mean() / k,
        "coverage": within.any(1).mean(),
    }


def main():
    found = arrays(sys.argv[1])
    bins, k = int(sys.argv[2]), int(sys.argv[3])
    print("mig-binned", mig(found["mig-binned.codes"], found["mig-binned.factors"], bins))
    for space in ("pixels", "encoder-means"):
        prefix = "precision." + space
        scores = prdc(found[prefix + ".data"], found[prefix + ".samples"], k)
        for name, value in scores.items():
            print(name + "." + space, value)


main()

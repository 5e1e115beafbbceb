"""Optimizers and learning rates of PyTorch over 100 steps, as lines for TorchReplayTest.

python3 torch_reference.py > torch-reference.txt     (Debian 12: apt-get install python3-torch)
"""

import math

import torch
from torch.optim import SGD, Adagrad, Adam, Adamax, AdamW, RMSprop
from torch.optim.lr_scheduler import (CosineAnnealingLR, LinearLR, MultiStepLR, ReduceLROnPlateau,
                                      SequentialLR)

START = [[1.0, -2.0, 3.0], [0.5, 0.25]]
CURVATURE = [[0.1, 1.0, 3.0], [10.0, 0.0]]
STEPS = 100
SHOWN = [1, 2, 3, 5, 10, 20, 50, 100]


def push(t, i):
    """What is added to gradient i at step t; the last element never has a gradient."""
    return 0.0 if i == 4 else math.sin((i + 1) * t)


def optimizer_lines(name, make, norm=None, value=None):
    parameters = [torch.tensor(s, dtype=torch.float64, requires_grad=True) for s in START]
    optimizer = make(parameters)
    for t in range(1, STEPS + 1):
        i = 0
        for p, curvature in zip(parameters, CURVATURE):
            pushes = torch.tensor([push(t, i + j) for j in range(len(curvature))],
                                  dtype=torch.float64)
            i += len(curvature)
            p.grad = torch.tensor(curvature, dtype=torch.float64) * p.detach() + pushes
        if value is not None:
            torch.nn.utils.clip_grad_value_(parameters, value)
        if norm is not None:
            torch.nn.utils.clip_grad_norm_(parameters, norm)
        optimizer.step()
        if t in SHOWN:
            print("optimizer", name, t, *[repr(v) for p in parameters for v in p.tolist()])


def schedule_lines(name, make):
    optimizer = SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule = make(optimizer)
    rates = []
    for t in range(STEPS):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    print("schedule", name, *[repr(r) for r in rates])


def plateau_lines(name, **options):
    optimizer = SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule = ReduceLROnPlateau(optimizer, mode="max", threshold_mode="abs", **options)
    rates = []
    for t in range(STEPS):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step(round(-100 + 10 * math.log(1 + t) + 5 * math.sin(t), 6))
    print("schedule", name, *[repr(r) for r in rates])


def default_line(name, optimizer):
    known = ["lr", "betas", "eps", "weight_decay", "alpha", "momentum", "centered", "lr_decay",
             "initial_accumulator_value"]
    print("default", name, *[f"{k}={optimizer.defaults[k]}".replace(" ", "")
                             for k in known if k in optimizer.defaults])


print(f"# torch {torch.__version__} (Debian 12, python3-torch 1.13.1+dfsg-4), float64;",
      "python3 torch_reference.py > torch-reference.txt")
for name, kind in [("adam", Adam), ("adamw", AdamW), ("adamax", Adamax), ("rms-prop", RMSprop),
                   ("adagrad", Adagrad)]:
    default_line(name, kind([torch.zeros(1)]))
    optimizer_lines(name, kind)
optimizer_lines("adam-decay", lambda p: Adam(p, lr=0.01, weight_decay=0.1))
optimizer_lines("adam-norm", lambda p: Adam(p, lr=0.01), norm=0.5)
optimizer_lines("adam-value", lambda p: Adam(p, lr=0.01), value=0.3)
optimizer_lines("adamw-decay", lambda p: AdamW(p, lr=0.01, betas=(0.8, 0.99), eps=1e-4,
                                               weight_decay=0.3))
optimizer_lines("adamax-decay", lambda p: Adamax(p, lr=0.01, weight_decay=0.1))
optimizer_lines("rms-prop-momentum", lambda p: RMSprop(p, lr=0.001, momentum=0.9))
optimizer_lines("rms-prop-centered", lambda p: RMSprop(p, alpha=0.9, eps=1e-3, centered=True))
optimizer_lines("rms-prop-all", lambda p: RMSprop(p, lr=0.001, alpha=0.9, eps=1e-3, momentum=0.5,
                                                  centered=True, weight_decay=0.1), norm=1.0)
optimizer_lines("adagrad-all", lambda p: Adagrad(p, lr=0.1, lr_decay=0.02, weight_decay=0.1,
                                                 initial_accumulator_value=0.3))
optimizer_lines("sgd-all", lambda p: SGD(p, lr=0.01, momentum=0.9, weight_decay=0.1), norm=2.0,
                value=0.7)
schedule_lines("linear", lambda o: LinearLR(o, 1.0, 0.1, STEPS))
schedule_lines("cosine", lambda o: CosineAnnealingLR(o, STEPS, 0.1))
schedule_lines("steps", lambda o: MultiStepLR(o, [10, 30, 60], 0.3))
schedule_lines("warm-up-cosine", lambda o: SequentialLR(
    o, [LinearLR(o, 0.2, 1.0, 20), CosineAnnealingLR(o, STEPS - 20, 0.1)], [20]))
schedule_lines("warm-up-steps", lambda o: SequentialLR(
    o, [LinearLR(o, 0.1, 1.0, 10), MultiStepLR(o, [10, 30, 60], 0.3)], [10]))
plateau_lines("plateau", factor=0.5, patience=3, threshold=0.1)
plateau_lines("plateau-cooldown", factor=0.3, patience=2, threshold=0.5, cooldown=5, min_lr=0.02)

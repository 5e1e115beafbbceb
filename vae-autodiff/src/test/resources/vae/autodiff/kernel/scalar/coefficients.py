"""Computes the polynomial coefficients of Elementary, GammaFunctions and GaussianTransform.

Run: python3 coefficients.py floats gaussian doubles        (Python 3.11, mpmath 1.3, scipy 1.17)

Every fit is Remez's exchange in 60 digits, weighted so that the error of the finished function
stays even in units in the last place. Coefficients of float functions are then rounded one after
another, lowest order first, and the remaining ones moved by linear programming, so that each
absorbs its predecessors' rounding. The lowest coefficient of TAIL is kept in two floats.
"""
import struct
import sys
from mpmath import mp, mpf, matrix, lu_solve, cos, pi, exp, log, log1p, tanh, erf, erfc, sqrt
from scipy.optimize import linprog
from mpmath import expm1, sin, loggamma, digamma, findroot

mp.dps = 60


def to_float(x):
    return mpf(struct.unpack("f", struct.pack("f", float(x)))[0])


def to_double(x):
    return mpf(float(x))


def remez(target, weight, powers, low, high, sweeps=30):
    """Coefficients of sum c_k x^powers[k] with the least max of |weight (sum - target)|."""
    n = len(powers)
    nodes = [(low + high) / 2 + (high - low) / 2 * cos(pi * (n - i) / n) for i in range(n + 1)]
    grid_size = 40 * (n + 1)
    grid = [(low + high) / 2 - (high - low) / 2 * cos(pi * i / grid_size) for i in range(grid_size + 1)]
    goal = [target(x) for x in grid]
    mass = [weight(x) for x in grid]
    best = None
    for _ in range(sweeps):
        a, b = matrix(n + 1, n + 1), matrix(n + 1, 1)
        for i, x in enumerate(nodes):
            for k, p in enumerate(powers):
                a[i, k] = x**p
            a[i, n] = (-1) ** i / weight(x)
            b[i] = target(x)
        solution = lu_solve(a, b)
        c = [solution[k] for k in range(n)]
        error = [mass[i] * (sum(ck * x**p for ck, p in zip(c, powers)) - goal[i]) for i, x in enumerate(grid)]
        worst = max(abs(e) for e in error)
        if best is None or worst < best[0]:
            best = (worst, c)
        extrema = []
        for i, e in enumerate(error):
            if extrema and (error[extrema[-1]] > 0) == (e > 0):
                if abs(e) > abs(error[extrema[-1]]):
                    extrema[-1] = i
            else:
                extrema.append(i)
        while len(extrema) > n + 1:
            extrema.pop(0 if abs(error[extrema[0]]) < abs(error[extrema[-1]]) else -1)
        if len(extrema) < n + 1 or worst < abs(solution[n]) * mpf("1.01"):
            break
        nodes = [grid[i] for i in extrema]
    return best


def settle(c, free, weight, grid, error):
    """Moves the coefficients from index free on so that the rounding of earlier ones is absorbed."""
    scale = mpf(2) ** 30
    span = max(abs(grid[0]), abs(grid[-1]))
    rows = [[float(weight(x) * (x / span) ** k) for k in range(free, len(c))] for x in grid]
    goal = [float(e * scale) for e in error(c)]
    a = [r + [-1.0] for r in rows] + [[-v for v in r] + [-1.0] for r in rows]
    b = [-g for g in goal] + goal
    cost = [0.0] * (len(c) - free) + [1.0]
    solution = linprog(cost, A_ub=a, b_ub=b, bounds=[(None, None)] * (len(cost) - 1) + [(0, None)]).x
    return c[:free] + [c[k] + mpf(solution[k - free]) / scale / span**k for k in range(free, len(c))]


def fit(name, target, weight, degree, low, high, rounding, suffix, exact=(), pair=False):
    low, high = mpf(low), mpf(high)
    fixed = [mpf(e) for e in exact]
    powers = list(range(len(fixed), degree + 1))
    known = lambda x: sum(e * x**k for k, e in enumerate(fixed))
    _, free = remez(lambda x: target(x) - known(x), weight, powers, low, high)
    c = fixed + free
    grid = [low + (high - low) * (i + mpf("0.5")) / 500 for i in range(500)]
    goal = [target(x) for x in grid]
    error = lambda c: [weight(x) * (sum(e * x**k for k, e in enumerate(c)) - g) for x, g in zip(grid, goal)]
    ideal = max(abs(e) for e in error(c))
    for k in range(len(fixed), degree + 1):
        c[k] = rounding(c[k]) if k > 0 or pair is False else rounding(c[k]) + rounding(c[k] - rounding(c[k]))
        if rounding is to_float and k < degree:
            c = settle(c, k + 1, weight, grid, error)
    worst = max(abs(e) for e in error(c))
    print(f"// {name}: degree {degree} on [{mp.nstr(low, 8)}, {mp.nstr(high, 8)}], "
          f"error 2^{mp.nstr(log(worst, 2), 5)}, before rounding 2^{mp.nstr(log(ideal, 2), 5)}")
    for k, e in enumerate(c):
        print(f"{name}_{k} = {float(e).hex()}{suffix};")


TINY = mpf(10) ** -20


def series(f, at_zero):
    """f without its removable singularity."""
    return lambda x: at_zero if abs(x) < TINY else f(x)


def floats():
    half_ln2 = log(2) / 2 * mpf("1.002")
    fit("EXP", series(lambda r: (expm1(r) - r) / r**2, mpf(1) / 2), series(lambda r: r**2 / exp(r), TINY),
        4, -half_ln2, half_ln2, to_float, "f")
    fit("LOG", series(lambda f: (log1p(f) - f + f**2 / 2) / f**3, mpf(1) / 3), series(lambda f: f**3 / log1p(f), TINY),
        7, mpf(-1) / 3, mpf(1) / 3, to_float, "f")
    fit("SOFTPLUS", series(lambda t: (log1p(t) - t) / t**2, mpf(-1) / 2), series(lambda t: t**2 / log1p(t), TINY),
        8, 0, 1, to_float, "f")
    fit("TANH", series(lambda v: (tanh(sqrt(v)) / sqrt(v) - 1) / v, mpf(-1) / 3), lambda v: max(v, TINY),
        4, 0, mpf("0.5625") ** 2, to_float, "f")
    fit("ERF", series(lambda v: erf(sqrt(v)) / sqrt(v) - 1, 2 / sqrt(pi) - 1), lambda v: mpf(1),
        6, 0, mpf("0.9375") ** 2, to_float, "f")
    fit("ERFC", lambda t: log(erfc(t)) / t, lambda t: t * erfc(t), 7, mpf("0.9375"), 4, to_float, "f")
    fit("TAIL", lambda y: tail((1 / scaled(y) - 1) * 4) / scaled(y), lambda y: scaled(y) / tail((1 / scaled(y) - 1) * 4),
        10, 2 * mpf(4) / (4 + mpf("14.5")) - 1, 1, to_float, "f", pair=True)


def scaled(y):
    """The s = 4/(4+a) of y = 2s - 1, in which the tail is fitted."""
    return (1 + y) / 2


def gaussian():
    fit("LOG", series(lambda f: (log1p(f) - f + f**2 / 2) / f**3, mpf(1) / 3), series(lambda f: f**3 / log1p(f), TINY),
        7, mpf(-1) / 3, mpf(1) / 3, to_float, "f")
    turn = 2 * pi
    eighth = mpf(1) / 64
    fit("SIN", series(lambda v: sin(turn * sqrt(v)) / sqrt(v), turn), lambda v: 1 / turn, 3, 0, eighth, to_float, "f")
    fit("COS", lambda v: cos(turn * sqrt(v)), lambda v: mpf(1), 4, 0, eighth, to_float, "f", exact=[1])


def doubles():
    fit("D_ERF", series(lambda v: erf(sqrt(v)) / sqrt(v) - 1, 2 / sqrt(pi) - 1), lambda v: mpf(1),
        10, 0, mpf("0.75") ** 2, to_double, "")
    fit("D_TAIL", lambda y: tail((1 / scaled(y) - 1) * 4) / scaled(y), lambda y: scaled(y) / tail((1 / scaled(y) - 1) * 4),
        23, 2 * mpf(4) / (4 + mpf("38.7")) - 1, 1, to_double, "")
    fit("D_LGAMMA", series(lambda t: loggamma(2 + t) / t, digamma(mpf(2))), lambda t: mpf(2),
        19, mpf(-1) / 2, mpf(1) / 2, to_double, "")
    root = findroot(digamma, mpf("1.46"))
    high = to_double(root)
    print("ROOT", high, float(high).hex(), float(root - high).hex())
    near = lambda t: digamma(mpf("1.5") + t) / (mpf("1.5") + t - root) if abs(mpf("1.5") + t - root) > TINY else mp.psi(1, root)
    fit("D_DIGAMMA", near, lambda t: mpf(1), 22, mpf(-1) / 2, mpf(1) / 2, to_double, "")


def tail(a):
    """Standard normal tail probability beyond a, times e^(a^2/2)."""
    return erfc(a / sqrt(2)) / 2 * exp(a * a / 2)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        {"floats": floats, "gaussian": gaussian, "doubles": doubles}[name]()

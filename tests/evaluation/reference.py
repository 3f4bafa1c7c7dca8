"""Features, distances, densities, overlap and KL once more, with NumPy and SciPy, from exported notes.

    reference.py NOTES.json > RESULT.json

Written from the definitions, not from the C++: time is laid out tick by tick and all pairs are ordered ones.
test_reference.cpp exports the notes and compares to 1e-6.
"""
import json
import os
import sys

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"  # tiny matrices: threads only wait for each other

import numpy as np
from scipy import integrate, optimize, stats

LENGTHS = np.array([96, 48, 24, 12, 6, 72, 36, 18, 9, 32, 16, 8])
SCALES = [{(tonic + step) % 12 for step in steps}
          for tonic in range(12) for steps in ((0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10))]


class Piece:
    def __init__(self, data):
        self.tpq = data["tpq"]
        self.length = data["length"]
        self.all = [tuple(note) for note in data["notes"]]  # start, duration, pitch, voice, percussion
        self.notes = sorted((n for n in self.all if not n[4]), key=lambda n: (n[0], n[3], n[2], n[1]))
        self.lines = [[n for n in self.notes if n[3] == voice] for voice in sorted({n[3] for n in self.notes})]
        self.lines = [sorted(line, key=lambda n: (n[0], n[2])) for line in self.lines]
        self.edges = self.bar_edges(data["metres"])
        end = max([self.edges[-1]] + [n[0] + n[1] for n in self.all])
        self.roll = np.zeros((end, 128), bool)
        self.weight = np.zeros((end, 12))
        for start, duration, pitch, _, _ in self.notes:
            self.roll[start:start + duration, pitch] = True
            self.weight[start:start + duration, pitch % 12] += 1
        self.sounds = np.zeros(end, bool)
        for start, duration, *_ in self.all:
            self.sounds[start:start + duration] = True

    def bar_edges(self, metres):
        edges = []
        for i, (tick, numerator, denominator) in enumerate(metres):
            until = metres[i + 1][0] if i + 1 < len(metres) else max(self.length, tick + 1)
            edges += range(tick, until, self.tpq * 4 * numerator // denominator)
        last = edges[-1]
        numerator, denominator = metres[-1][1:]
        edges = [e for e in edges if e < self.length] + [last + self.tpq * 4 * numerator // denominator]
        return edges

    def bar_of(self, tick):
        return int(np.searchsorted(self.edges, tick, side="right")) - 1


def share(values):
    values = np.asarray(values, float)
    return values / values.sum() if values.sum() > 0 else values


def length_class(piece, duration):
    return int(np.argmin(np.abs(duration * 24 / piece.tpq - LENGTHS)))


def transitions(piece, classes, key):
    counts = np.zeros((classes, classes))
    for line in piece.lines:
        keys = [key(note) for note in line]
        np.add.at(counts, (keys[:-1], keys[1:]), 1)
    return counts.ravel()


def per_bar(piece, bars, width, fill):
    values = np.zeros((bars, width))
    for bar in range(min(bars, len(piece.edges) - 1)):
        values[bar] = fill(piece.edges[bar], piece.edges[bar + 1])
    return values.ravel()


def groove(piece):
    if len(piece.edges) < 3:
        return None
    grid = lambda ticks: int(np.floor(ticks * 24 / piece.tpq + 0.5))
    rows = []
    for bar in range(len(piece.edges) - 1):
        low, high = piece.edges[bar], piece.edges[bar + 1]
        row = np.zeros(grid(high - low), bool)
        for note in piece.all:
            if low <= note[0] < high:
                row[min(grid(note[0] - low), len(row) - 1)] = True
        rows.append(row)
    different = compared = 0
    for a, b in zip(rows[:-1], rows[1:]):
        size = max(len(a), len(b))
        a, b = (np.pad(row, (0, size - len(row))) for row in (a, b))
        different += np.count_nonzero(a != b)
        compared += size
    return 1 - different / compared


def groups(piece):
    found = []
    for note in piece.notes:
        if found and note[2] == found[-1][-1] + 1:
            found[-1].append(note[2])
        else:
            found.append([note[2]])
    return found


def used_pitch_classes(piece):
    used = [len({n[2] % 12 for n in line if n[0] < high and n[0] + n[1] > low})
            for line in piece.lines for low, high in bars_of(piece)]
    used = [count for count in used if count]
    return np.mean(used) if used else None


def bars_of(piece):
    """Bars, and further ones of the last length as long as anything sounds."""
    edges = list(piece.edges)
    while edges[-1] < max([0] + [n[0] + n[1] for n in piece.notes]):
        edges.append(2 * edges[-1] - edges[-2])
    return zip(edges[:-1], edges[1:])


def tonal_distance(piece):
    angles = np.arange(12)[:, None] * np.array([7 / 6, 3 / 2, 2 / 3]) * np.pi
    basis = np.concatenate([np.sin(angles) * [1, 1, 0.5], np.cos(angles) * [1, 1, 0.5]], 1)
    beats = len(piece.weight) // piece.tpq + 1
    lines = []
    for line in piece.lines:
        weight = np.zeros((beats * piece.tpq, 12))
        for start, duration, pitch, *_ in line:
            weight[start:start + duration, pitch % 12] += 1
        lines.append(weight.reshape(beats, piece.tpq, 12).sum(1))
    found = []
    for beat in range(beats):
        sounding = [share(line[beat]) @ basis for line in lines if line[beat].any()]
        found += [np.linalg.norm(a - b) for i, a in enumerate(sounding) for b in sounding[i + 1:]]
    return np.mean(found) if found else None


def features(piece, bars):
    pitches = np.array([n[2] for n in piece.notes])
    some = len(pitches) > 0
    steps = np.concatenate([np.abs(np.diff([n[2] for n in line])) for line in piece.lines]) if some else np.array([])
    onsets = np.unique([n[0] for n in piece.notes])
    starts = lambda low, high: [n[2] for n in piece.notes if low <= n[0] < high]
    bar_sounds = [piece.sounds[a:b].any() for a, b in zip(piece.edges[:-1], piece.edges[1:])]
    return {
        "pitch-count": len(set(pitches)),
        "pitch-count-per-bar": per_bar(piece, bars, 1, lambda a, b: len(set(starts(a, b)))),
        "note-count": len(pitches),
        "note-count-per-bar": per_bar(piece, bars, 1, lambda a, b: len(starts(a, b))),
        "pitch-class-histogram": share(piece.weight.sum(0)),
        "pitch-class-histogram-per-bar": per_bar(piece, bars, 12, lambda a, b: share(piece.weight[a:b].sum(0))),
        "pitch-range": np.ptp(pitches) if some else None,
        "mean-interval": steps.mean() if len(steps) else None,
        "mean-inter-onset-interval": np.diff(onsets).mean() / piece.tpq if len(onsets) > 1 else None,
        "note-length-histogram": share(np.bincount([length_class(piece, n[1]) for n in piece.notes] or [], minlength=12)
                                       if some else np.zeros(12)),
        "pitch-class-transitions": transitions(piece, 12, lambda n: n[2] % 12),
        "note-length-transitions": transitions(piece, 12, lambda n: length_class(piece, n[1])),
        "mean-pitch": pitches.mean() if some else None,
        "pitch-deviation": pitches.std() if some else None,
        "pitch-groups": groups(piece),
        "polyphony": piece.roll.sum() / piece.roll.any(1).sum() if some else None,
        "empty-bar-rate": 1 - np.mean(bar_sounds),
        "qualified-note-rate": np.mean([n[1] / piece.tpq >= 0.125 for n in piece.notes]) if some else None,
        "scale-consistency": max(np.isin(pitches % 12, list(s)).mean() for s in SCALES) if some else None,
        "groove-consistency": groove(piece),
        "used-pitch-classes": used_pitch_classes(piece),
        "tonal-distance": tonal_distance(piece),
    }


def distance(name, a, b):
    if name == "pitch-groups":
        return float(sum(abs(x - y) for g, h in zip(a, b) for x, y in zip(g, h)))
    return float(np.linalg.norm(np.atleast_1d(a) - np.atleast_1d(b)))


def overlap_area(p, q, low, high):
    """The integral of the smaller density: cut where the two cross, each smooth piece by Gauss and Legendre."""
    x = np.linspace(low, high, 3001)
    above = p(x) - q(x) > 0
    cuts = [optimize.brentq(lambda t: p(t)[0] - q(t)[0], x[i], x[i + 1]) for i in np.flatnonzero(above[1:] != above[:-1])]
    edges = np.unique(np.concatenate([[low, high], cuts, np.linspace(low, high, 40)]))
    return sum(integrate.fixed_quad(lambda t: np.minimum(p(t), q(t)), a, b, n=10)[0]
               for a, b in zip(edges[:-1], edges[1:]))


def agreement(a, b):
    """Both ways of overlap.h; None where SciPy has no density (all distances equal)."""
    if len(a) < 2 or len(b) < 2 or np.ptp(a) < 1e-9 or np.ptp(b) < 1e-9:
        return None
    p, q = stats.gaussian_kde(a), stats.gaussian_kde(b)
    low, high = min(a.min(), b.min()), max(a.max(), b.max())
    wide = max(np.sqrt(p.covariance[0, 0]), np.sqrt(q.covariance[0, 0]), (high - low) / 200)
    grid = np.linspace(low - 3 * wide, high + 3 * wide, 1000)
    u, v = share(p(grid)), share(q(grid))
    floor = lambda w: np.maximum(w, 1e-12)
    kl = lambda w, z: float(np.sum(floor(w) * np.log(floor(w) / floor(z))))
    own = lambda density, x: density(np.linspace(x.min(), x.max(), 1000))
    area = overlap_area(p, q, low, high)
    return {"common-grid": [float(np.minimum(u, v).sum()), kl(u, v), kl(v, u)],
            "mgeval-compatible": [float(area), float(stats.entropy(own(p, a), own(q, b))),
                                  float(stats.entropy(own(q, b), own(p, a)))],
            "bandwidths": [float(np.sqrt(p.covariance[0, 0])), float(np.sqrt(q.covariance[0, 0]))],
            "density": [float(p(np.mean(a))[0]), float(q(np.mean(a))[0])]}


def compare(name, samples, reference):
    known = lambda values: [v for v in values if v is not None]
    samples, reference = known(samples), known(reference)
    intra = lambda x: np.array([distance(name, a, b) for i, a in enumerate(x) for j, b in enumerate(x) if i != j])
    inter = np.array([distance(name, a, b) for a in samples for b in reference])
    one, two = intra(samples), intra(reference)
    numbers = lambda d: [len(d), d.mean(), d.std(ddof=1), d.min(), d.max()] if len(d) > 1 else [len(d)]
    return {"intra-samples": numbers(one), "intra-reference": numbers(two), "inter": numbers(inter),
            "samples-inter": agreement(one, inter), "reference-inter": agreement(two, inter),
            "samples-reference": agreement(one, two)}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        data = json.load(file)
    sets = {side: [features(Piece(piece), data["bars"]) for piece in data[side]] for side in ("samples", "reference")}
    result = {"values": sets, "comparison": {}}
    for name in sets["samples"][0]:
        result["comparison"][name] = compare(name, *([one[name] for one in sets[side]] for side in sets))
    json.dump(result, sys.stdout, default=lambda value: value.tolist())


main()

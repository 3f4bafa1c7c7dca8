"""Measures of sound once more, with NumPy and SciPy, from the samples.

    soundreference.py RATE SAMPLES.f32... > RESULT.json

Written from the definitions, not from the C++. test_soundmeasures.cpp writes the samples and compares.
"""
import json
import os
import sys

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"  # tiny matrices: threads only wait for each other

import numpy as np
from scipy import fft, linalg

BANDS = 32


def mel(hertz):
    return 2595 * np.log10(1 + hertz / 700)


def hertz(mels):
    return 700 * (10 ** (mels / 2595) - 1)


def decibels(power):
    return np.maximum(-100, 10 * np.log10(power + 1e-20))


def layout(samples, rate):
    hop = int(0.01 * rate + 0.5)
    window = 256
    while window < 0.035 * rate:
        window *= 2
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(window) / window)
    count = -(-len(samples) // hop)
    padded = np.concatenate([np.zeros(window // 2), samples, np.zeros(window)])
    rows = np.stack([padded[i * hop:i * hop + window] for i in range(count)])
    power = np.abs(np.fft.rfft(rows * hann * 2 / hann.sum(), axis=1)) ** 2
    power = power[:, :window // 2]
    power[:, 0] = 0
    bins = np.arange(window // 2) * rate / window
    edges = hertz(np.linspace(mel(40), mel(min(11000, rate / 2)), BANDS + 2))
    weights = np.stack([np.clip(np.minimum((bins - low) / (centre - low), (high - bins) / (high - centre)), 0, None)
                        for low, centre, high in zip(edges, edges[1:], edges[2:])])
    bands = decibels(power @ weights.T)
    chroma = np.zeros((count, 12))
    for b, f in enumerate(bins):
        if 55 <= f <= 3500:
            chroma[:, int(np.floor(69 + 12 * np.log2(f / 440) + 0.5)) % 12] += power[:, b]
    chroma /= chroma.sum(1, keepdims=True) + 1e-20
    onset = np.zeros(count)
    onset[2:] = np.maximum(0, bands[2:] - bands[:-2]).mean(1)
    level = decibels(np.array([np.mean(samples[max(0, i * hop - hop):i * hop + hop] ** 2) for i in range(count)]))
    return bands, chroma, onset, level


def moments(rows):
    return np.concatenate([rows.mean(0), rows.std(0)])


def repetition(onset, lag):
    def at(k):
        if k >= len(onset):
            return 0.0
        centred = onset - onset.mean()
        return (centred[:len(onset) - k] @ centred[k:]) / (centred @ centred + 1e-12) * len(onset) / (len(onset) - k)
    low = int(lag)
    return at(low) + (lag - low) * (at(low + 1) - at(low))


def statistics(samples, rate):
    bands, chroma, onset, level = layout(samples, rate)
    per_second = rate / int(0.01 * rate + 0.5)
    cepstrum = fft.dct(bands, type=2, norm="ortho", axis=1)[:, 1:21]
    lags = [0.05 * 40 ** (i / 29) * per_second for i in range(30)]
    return {"log-mel": moments(bands), "mfcc": moments(cepstrum), "chroma": moments(chroma),
            "onsets": np.concatenate([[onset.mean(), onset.std()], [repetition(onset, lag) for lag in lags]]),
            "level": level}


def frechet(a, b):
    c1, c2 = np.cov(a.T), np.cov(b.T)
    root = linalg.sqrtm(c1 @ c2)
    return float(((a.mean(0) - b.mean(0)) ** 2).sum() + np.trace(c1 + c2 - 2 * np.real(root)))


def main():
    rate = int(sys.argv[1])
    found = [statistics(np.fromfile(name, np.float32).astype(float), rate) for name in sys.argv[2:]]
    half = len(found) // 2
    chroma = np.stack([each["chroma"][:6] for each in found])
    json.dump({"clips": [{name: list(map(float, value)) for name, value in each.items()} for each in found],
               "frechet": frechet(chroma[:half] * 10, chroma[half:] * 10)}, sys.stdout)


main()

#!/usr/bin/python3
"""A training step of vae-image, or with --family dcgan-image of that, in Python's PyTorch and in Klangraum, on the same BLAS and threads, in turns.

Prints the median seconds of both and the ratio Python / Klangraum (at least 1 is wanted). Needs Debian's
python3-torch and a built `klangraum`:

    tests/benchmarks/compare_training_step.py --klangraum build/release/bin/klangraum [--threads 2] [--rounds 3]
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import time


def python_step_seconds(threads, steps, batch):
    import torch

    torch.set_num_threads(threads)
    torch.manual_seed(1)
    nn = torch.nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.convolutions = nn.Sequential(
                nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(),
                nn.Conv2d(32, 64, 3, stride=2, padding=1), nn.ReLU(),
                nn.Conv2d(64, 64, 3, padding=1), nn.ReLU(),
                nn.Conv2d(64, 64, 3, padding=1), nn.ReLU(),
                nn.Flatten(), nn.Linear(147456, 32), nn.ReLU())
            self.mean = nn.Linear(32, 2)
            self.log_variance = nn.Linear(32, 2)
            self.dense = nn.Linear(2, 147456)
            self.deconv = nn.ConvTranspose2d(64, 1, 3, stride=2, padding=1, output_padding=1)

        def forward(self, images):
            x = self.convolutions(images)
            mean, log_variance = self.mean(x), self.log_variance(x)
            z = mean + (0.5 * log_variance).exp() * torch.randn_like(mean)
            x = torch.relu(self.dense(z)).view(-1, 64, 48, 48)
            return self.deconv(x), mean, log_variance

    net = Net()
    assert sum(p.numel() for p in net.parameters()) == 5254373
    adam = torch.optim.Adam(net.parameters(), lr=1e-3)
    windows = (torch.rand(256, 1, 96, 96) < 0.03).to(torch.uint8)
    seconds = []
    for step in range(steps + 2):  # two to warm up
        begin = time.perf_counter()
        items = torch.arange(step * batch, (step + 1) * batch) % 256
        images = windows[items].float()
        adam.zero_grad(set_to_none=True)
        logits, mean, log_variance = net(images)
        loss = nn.functional.binary_cross_entropy_with_logits(logits, images)
        divergence = (log_variance.exp() + mean.square() - log_variance - 1).sum(1).mean()
        loss = loss + 2.5e-4 * divergence
        loss.item()
        loss.backward()
        adam.step()
        if step >= 2:
            seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds)


def python_duel_seconds(threads, steps, batch):
    import torch

    torch.set_num_threads(threads)
    torch.manual_seed(1)
    nn = torch.nn
    leaky = nn.LeakyReLU(0.2)
    generator = nn.Sequential(
        nn.Linear(100, 18432), leaky, nn.Unflatten(1, (32, 24, 24)),
        nn.ConvTranspose2d(32, 64, 4, stride=2, padding=1), leaky,
        nn.ConvTranspose2d(64, 64, 4, stride=2, padding=1), leaky,
        nn.Conv2d(64, 1, 7, padding=3), nn.Tanh())
    discriminator = nn.Sequential(
        nn.Conv2d(1, 64, 3, stride=2, padding=1), leaky, nn.Dropout(0.4),
        nn.Conv2d(64, 64, 3, stride=2, padding=1), leaky, nn.Dropout(0.4),
        nn.Flatten(), nn.Linear(36864, 1))
    assert sum(p.numel() for p in generator.parameters()) == 1963201
    assert sum(p.numel() for p in discriminator.parameters()) == 74433
    adams = [torch.optim.Adam(net.parameters(), lr=1e-3) for net in (discriminator, generator)]
    loss_of = nn.functional.binary_cross_entropy_with_logits
    windows = (torch.rand(256, 1, 96, 96) < 0.03).to(torch.uint8)
    seconds = []
    for step in range(steps + 2):  # two to warm up
        begin = time.perf_counter()
        items = torch.arange(step * batch, (step + 1) * batch) % 256
        images = 2 * windows[items].float() - 1
        with torch.no_grad():
            made = generator(2 * torch.rand(batch, 100) - 1)
        adams[0].zero_grad(set_to_none=True)
        real, fake = discriminator(images), discriminator(made)
        loss = loss_of(real, torch.ones_like(real)) + loss_of(fake, torch.zeros_like(fake))
        loss.item()
        loss.backward()
        adams[0].step()
        adams[1].zero_grad(set_to_none=True)
        for p in discriminator.parameters():
            p.requires_grad_(False)
        score = discriminator(generator(2 * torch.rand(batch, 100) - 1))
        loss = loss_of(score, torch.ones_like(score))
        loss.item()
        loss.backward()
        adams[1].step()
        for p in discriminator.parameters():
            p.requires_grad_(True)
        if step >= 2:
            seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds)


def klangraum_step_seconds(program, threads, name):
    command = [program, "--threads", str(threads), "--quiet", "--json", "bench", "training"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    document = json.loads(answer)
    results = document["results"] if isinstance(document, dict) else document
    return next(r["value"] for r in results if r["name"] == name), document


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--klangraum", default="build/release/bin/klangraum")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--family", choices=["vae-image", "dcgan-image"], default="vae-image")
    parser.add_argument("--batch", type=int, help="32 of vae-image, 64 of dcgan-image by default")
    parser.add_argument("--python-only", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    duel = arguments.family == "dcgan-image"
    arguments.batch = arguments.batch or (64 if duel else 32)
    if arguments.python_only:  # a process of its own each round, as the other side has
        step_seconds = python_duel_seconds if duel else python_step_seconds
        print(step_seconds(arguments.threads, arguments.steps, arguments.batch))
        return 0
    python, klangraum = [], []
    for number in range(arguments.rounds):
        own = [sys.executable, os.path.abspath(__file__), "--python-only", "--threads", str(arguments.threads),
               "--steps", str(arguments.steps), "--batch", str(arguments.batch), "--family", arguments.family]
        python.append(float(subprocess.run(own, capture_output=True, text=True, check=True).stdout))
        name = "dcgan-image-step" if duel else "training-step"
        klangraum.append(klangraum_step_seconds(arguments.klangraum, arguments.threads, name)[0])
        print(f"round {number + 1}: Python {python[-1]:.4f} s, Klangraum {klangraum[-1]:.4f} s")
    ratio = statistics.median(p / k for p, k in zip(python, klangraum))
    print(f"median: Python {statistics.median(python):.4f} s, Klangraum {statistics.median(klangraum):.4f} s, "
          f"ratio {ratio:.2f} with {arguments.threads} threads")
    return 0 if ratio >= 1 else 1


if __name__ == "__main__":
    sys.exit(main())

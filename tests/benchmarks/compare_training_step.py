#!/usr/bin/python3
"""A training step of vae-image, or with --family of dcgan-image or midinet, in Python's PyTorch and in Klangraum, on the same BLAS and threads, in turns.

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


def python_dcgan_seconds(threads, steps, batch):
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
    windows = (torch.rand(256, 1, 96, 96) < 0.03).to(torch.uint8)
    return duel_seconds(steps, batch, generator, discriminator,
                        lambda items: 2 * windows[items].float() - 1,
                        lambda items: generator(2 * torch.rand(batch, 100) - 1))


def python_midinet_seconds(threads, steps, batch):
    import torch

    torch.set_num_threads(threads)
    torch.manual_seed(1)
    nn = torch.nn
    leaky = nn.LeakyReLU(0.2)

    class Generator(nn.Module):
        def __init__(self):
            super().__init__()
            self.dense = nn.Sequential(
                nn.Linear(100, 1024), nn.BatchNorm1d(1024), nn.ReLU(),
                nn.Linear(1024, 2048), nn.BatchNorm1d(2048), nn.ReLU(), nn.Unflatten(1, (256, 8, 1)))
            down = lambda i, o, k: nn.Sequential(
                nn.Conv2d(i, o, k, stride=(1 if k[1] > 1 else 2, 1)), nn.BatchNorm2d(o), leaky)
            self.down = nn.ModuleList([down(1, 512, (1, 88)), down(512, 512, (2, 1)), down(512, 256, (2, 1)),
                                       down(256, 256, (2, 1))])
            up = lambda i, o: nn.Sequential(
                nn.ConvTranspose2d(i, o, (2, 1), stride=(2, 1)), nn.BatchNorm2d(o), nn.ReLU())
            self.up = nn.ModuleList([up(512, 256), up(512, 512), up(1024, 512),
                                     nn.Sequential(nn.ConvTranspose2d(1024, 1, (1, 88)), nn.Sigmoid())])

        def forward(self, noise, before):
            known = [before]
            for layer in self.down:
                known.append(layer(known[-1]))
            x = self.dense(noise)
            for i, layer in enumerate(self.up):
                x = layer(torch.cat([x, known[4 - i]], 1))
            return x

    generator = Generator()
    discriminator = nn.Sequential(
        nn.Conv2d(1, 32, (2, 88), stride=(2, 1)), nn.BatchNorm2d(32), leaky, nn.Dropout(0.2),
        nn.Conv2d(32, 64, (4, 1), stride=(2, 1)), nn.BatchNorm2d(64), leaky, nn.Dropout(0.2),
        nn.Flatten(), nn.Linear(960, 512), nn.BatchNorm1d(512), leaky, nn.Linear(512, 1))
    windows = (torch.rand(257, 1, 64, 88) < 0.03).to(torch.uint8)
    return duel_seconds(steps, batch, generator, discriminator, lambda items: windows[items].float(),
                        lambda items: generator(torch.randn(batch, 100), windows[items + 1].float()))


def duel_seconds(steps, batch, generator, discriminator, real_of, made_of):
    import torch

    nn = torch.nn
    adams = [torch.optim.Adam(net.parameters(), lr=1e-3) for net in (discriminator, generator)]
    loss_of = nn.functional.binary_cross_entropy_with_logits
    seconds = []
    for step in range(steps + 2):  # two to warm up
        begin = time.perf_counter()
        items = torch.arange(step * batch, (step + 1) * batch) % 256
        with torch.no_grad():
            made = made_of(items)
        adams[0].zero_grad(set_to_none=True)
        real, fake = discriminator(real_of(items)), discriminator(made)
        loss = loss_of(real, torch.ones_like(real)) + loss_of(fake, torch.zeros_like(fake))
        loss.item()
        loss.backward()
        adams[0].step()
        adams[1].zero_grad(set_to_none=True)
        for p in discriminator.parameters():
            p.requires_grad_(False)
        score = discriminator(made_of(items))
        loss = loss_of(score, torch.ones_like(score))
        loss.item()
        loss.backward()
        adams[1].step()
        for p in discriminator.parameters():
            p.requires_grad_(True)
        if step >= 2:
            seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds)


FAMILIES = {"vae-image": (python_step_seconds, 32, "training-step"),
            "dcgan-image": (python_dcgan_seconds, 64, "dcgan-image-step"),
            "midinet": (python_midinet_seconds, 128, "midinet-step")}


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
    parser.add_argument("--family", choices=list(FAMILIES), default="vae-image")
    parser.add_argument("--batch", type=int, help="by default 32 of vae-image, 64 of dcgan-image, 128 of midinet")
    parser.add_argument("--python-only", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    step_seconds, batch, name = FAMILIES[arguments.family]
    arguments.batch = arguments.batch or batch
    if arguments.python_only:  # a process of its own each round, as the other side has
        print(step_seconds(arguments.threads, arguments.steps, arguments.batch))
        return 0
    python, klangraum = [], []
    for number in range(arguments.rounds):
        own = [sys.executable, os.path.abspath(__file__), "--python-only", "--threads", str(arguments.threads),
               "--steps", str(arguments.steps), "--batch", str(arguments.batch), "--family", arguments.family]
        python.append(float(subprocess.run(own, capture_output=True, text=True, check=True).stdout))
        klangraum.append(klangraum_step_seconds(arguments.klangraum, arguments.threads, name)[0])
        print(f"round {number + 1}: Python {python[-1]:.4f} s, Klangraum {klangraum[-1]:.4f} s")
    ratio = statistics.median(p / k for p, k in zip(python, klangraum))
    print(f"median: Python {statistics.median(python):.4f} s, Klangraum {statistics.median(klangraum):.4f} s, "
          f"ratio {ratio:.2f} with {arguments.threads} threads")
    return 0 if ratio >= 1 else 1


if __name__ == "__main__":
    sys.exit(main())

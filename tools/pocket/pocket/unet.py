"""Trains text encoder and UNet together, on latents that were computed once.

v-prediction; little noise weighs less, as the upper half of min-SNR has it (gamma 5, "Efficient
Diffusion Training via Min-SNR Weighting Strategy"), while much noise keeps its full weight: there the
words alone decide what the picture shows. A tenth of the captions empty for classifier-free guidance,
an average of the weights as the result. The rate stays level after its warm-up and falls over the last quarter, so that a
training can be given more steps before it falls.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import torch
from torch import nn

from . import export, networks, scene, shards, tokenizer, training, vae

SEED = 1
GAMMA = 5.0
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


class Pair(nn.Module):
    """Text encoder and UNet, trained as one."""

    def __init__(self, text: nn.Module, unet: nn.Module):
        super().__init__()
        self.text, self.unet = text, unet


def encode(work: Path, size: str) -> None:
    """Latents (means, f16) of every shard of pictures that has none yet."""
    model = networks.vae(networks.SIZES[size])
    model.load_state_dict(torch.load(work / "vae-final.pt"))
    model = model.eval().to(memory_format=torch.channels_last)
    (work / "latents").mkdir(exist_ok=True)
    for path in sorted((work / "pictures").glob("*.npy")):
        target = work / "latents" / path.name
        if target.exists():
            continue
        pictures = np.load(path, mmap_mode="r")
        with torch.no_grad():
            found = [model.encode(vae.to_tensor(pictures[i : i + 32])).latent_dist.mean for i in range(0, len(pictures), 32)]
        shards.save(target, torch.cat(found).half().numpy())
        print(f"encoded {path.name}", flush=True)


def train(work: Path, size: str, steps: int, top: float, batch: int, pause: Path | None, start: Path | None = None, before: int = 0, objects: float = 0.45, decay: float = 0.999) -> None:
    """Trains up to `steps` steps; goes on from the checkpoint in `work`, else from the folder `start`, else from nothing.

    `objects` is the least share of a batch that shows an object alone. There are four times as many objects as mascots,
    and of the drawings only a tenth show one by itself: with that share their words are still not known when those of
    the mascots are long learnt.
    """
    watch = training.Watch(pause)
    torch.manual_seed(SEED)
    pair = _pair(work, size, start)
    groups = [{"params": [p for p in pair.parameters() if p.ndim > 1], "weight_decay": 0.01}, {"params": [p for p in pair.parameters() if p.ndim < 2], "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=top, betas=(0.9, 0.99), fused=True)
    average = training.Average(pair, decay)
    path, first, seen = work / "unet.pt", 0, before
    if state := training.load_state(path):
        first, seen = state["step"], state["seen"]
        pair.load_state_dict(state["model"])
        average.model.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
    feed = Feed(work, objects)
    started, losses = time.time(), []
    for step in range(first, steps):
        watch.wait()
        for group in optimizer.param_groups:
            group["lr"] = level_rate(step, steps, top)
        loss = _loss(pair, feed.batch(step, batch), torch.Generator().manual_seed(SEED * 1_000_003 + step))
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(pair.parameters(), 1.0)
        optimizer.step()
        average.update(pair, step)
        seen += batch
        losses.append(loss.item())
        if step % 50 == 49:
            print(f"unet {step + 1}/{steps} loss {np.mean(losses[-50:]):.4f} {(step + 1 - first) * batch / (time.time() - started):.1f} pictures/s {time.time() - started:.0f} s", flush=True)
        if step % 250 == 249 or watch.stop or step + 1 == steps:
            training.save_state(path, {"step": step + 1, "model": pair.state_dict(), "average": average.model.state_dict(), "optimizer": optimizer.state_dict(), "seen": seen, "drawings": len(feed.latents) * shards.SHARD})
            feed.refresh()
        if watch.stop:
            return


def finish(work: Path, size: str) -> Pair:
    """The averaged weights of the last checkpoint."""
    pair = _pair(work, size, None)
    pair.load_state_dict(training.load_state(work / "unet.pt")["average"])
    return pair.eval()


def level_rate(step: int, steps: int, top: float, warm: int = 300) -> float:
    """Warm-up, level, then a straight fall to a twentieth over the last quarter."""
    if step < warm:
        return top * (step + 1) / warm
    left = (steps - step) / (steps * 0.25)
    return top * min(1.0, max(0.05, left))


@dataclass(frozen=True)
class Batch:
    """Latents `(n, 4, 16, 16)`, tokens `(n, length)` and how much each place counts `(n, 1, 16, 16)`, on average 1."""

    latents: torch.Tensor
    tokens: torch.Tensor
    weights: torch.Tensor


class Feed:
    """Batches; which pictures they hold is a function of the step and of the drawings there are."""

    def __init__(self, work: Path, objects: float):
        self.work, self.objects = work, objects
        self.tokenizer = tokenizer.fast(work / "tokenizer")
        self.refresh()

    def refresh(self) -> None:
        """Takes in the shards that were added since."""
        self.latents = [torch.from_numpy(np.load(path)) for path in sorted((self.work / "latents").glob("*.npy"))]
        self.scenes = [scene.scene(SEED, i) for i in range(len(self.latents) * shards.SHARD)]
        self.alone = [i for i, what in enumerate(self.scenes) if what.obj and not what.kind]

    def batch(self, step: int, size: int) -> Batch:
        """The pictures of this step."""
        rng = Random(f"batch/{step}")
        indices = [rng.choice(self.alone) if rng.random() < self.objects else rng.randrange(len(self.scenes)) for _ in range(size)]
        latents = torch.stack([self.latents[i // shards.SHARD][i % shards.SHARD] for i in indices]).float()
        lines = [_line(self.scenes[i], rng) for i in indices]
        tokens = torch.tensor([found.ids for found in self.tokenizer.encode_batch(lines)])
        # Later tokens cannot change earlier ones, so most steps save the padding.
        longest = int((tokens != tokens[0, -1]).sum(1).max()) + 1
        tokens = tokens if step % 4 == 0 else tokens[:, : max(longest, 12)]
        weights = torch.stack([HELD if self.scenes[i].kind and self.scenes[i].obj else EVEN for i in indices])
        return Batch(latents.contiguous(memory_format=torch.channels_last), tokens, weights)


def _line(what: scene.Scene, rng: Random) -> str:
    """A fresh caption of a drawing; some have a trigger in front, half of them without the mascot's name, and some are empty."""
    chance = rng.random()
    if chance < 0.1:
        return ""
    text = scene.caption(what, rng, named=chance >= 0.2)
    if chance < 0.28 and what.kind:
        word = "".join(rng.choices(LETTERS[:26], k=rng.randint(3, 9)))
        text = f"{word}_{''.join(rng.choices(LETTERS, k=4))}, {text}"
    return text


def _pair(work: Path, size: str, start: Path | None) -> Pair:
    if start:
        pair = Pair(export.load_text(start), export.load_unet(start))
    else:
        words = tokenizer.load(work / "tokenizer")
        sizes = networks.SIZES[size]
        pair = Pair(networks.text_encoder(sizes, len(words), words.bos_token_id, words.eos_token_id), networks.unet(sizes))
        _calm_start(pair.unet)
    return pair.train().to(memory_format=torch.channels_last)


@torch.no_grad()
def _calm_start(unet: nn.Module) -> None:
    """Every branch and the output begin at zero ("Diffusion Models Beat GANs", `zero_module` in its code)."""
    for name, module in unet.named_modules():
        if name == "conv_out" or name.endswith((".conv2", ".proj_out")):
            nn.init.zeros_(module.weight)
            nn.init.zeros_(module.bias)


def _times(count: int, dice: torch.Generator) -> torch.Tensor:
    """Half of them from all steps, half from those in which shapes appear: objects are small and need most of it."""
    every = torch.randint(0, 1000, (count,), generator=dice)
    shapes = torch.randint(120, 650, (count,), generator=dice)
    return torch.where(torch.rand(count, generator=dice) < 0.5, every, shapes)


def _held() -> torch.Tensor:
    """Where a mascot holds its object counts four times as much: a twentieth of the picture tells forty objects apart."""
    weights = torch.ones(1, 16, 16)
    weights[:, 3:12, 9:16] = 4
    return weights / weights.mean()


HELD, EVEN = _held(), torch.ones(1, 16, 16)
ALPHAS = networks.scheduler().alphas_cumprod


def _loss(pair: Pair, batch: Batch, dice: torch.Generator) -> torch.Tensor:
    latents = batch.latents
    times = _times(len(latents), dice)
    noise = torch.randn(latents.shape, generator=dice).contiguous(memory_format=torch.channels_last)
    alpha = ALPHAS[times][:, None, None, None]
    signal, spread = alpha.sqrt(), (1 - alpha).sqrt()
    told = pair.text(batch.tokens).last_hidden_state
    guess = pair.unet(signal * latents + spread * noise, times, told).sample
    snr = (alpha / (1 - alpha))[:, 0, 0, 0]
    weight = (GAMMA / (snr + 1)).clamp(max=1.0)
    errors = (guess - (signal * noise - spread * latents)).square() * batch.weights
    return (weight * errors.mean((1, 2, 3))).mean()

"""Trains the autoencoder: 128 px pictures to 16x16 latents of four channels and back.

L1 on pixels and on their gradients at three scales keeps edges sharp; a small KL term keeps the
latents smooth. Most steps see crops of 32 and then 64 px, which is the same network at a part of the cost.
Afterwards the latents' means and widths are folded into the two 1x1 convolutions around them, so
that every channel has mean 0 and width 1 and no scaling factor is needed.
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import AutoencoderKL
from torch import nn

from . import networks, shards, training

KL = 5e-5


def train(work: Path, size: str, steps: int, top: float, pause: Path | None, decoder_only: bool = False, seed: int = 5) -> None:
    """Trains up to `steps` steps, going on from the checkpoint in `work` if there is one."""
    watch = training.Watch(pause)
    torch.manual_seed(seed)
    model = networks.vae(networks.SIZES[size]).to(memory_format=torch.channels_last)
    _plain_start(model)
    path = work / ("decoder.pt" if decoder_only else "vae.pt")
    if decoder_only:
        model.load_state_dict(torch.load(work / "vae-final.pt"))
        model.encoder.requires_grad_(False)
        model.quant_conv.requires_grad_(False)
    weights = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=top, betas=(0.9, 0.99), weight_decay=1e-4)
    average = training.Average(model, 0.998)
    first, state = 0, training.load_state(path)
    if state:
        first = state["step"]
        model.load_state_dict(state["model"])
        average.model.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
    started, seen = time.time(), []
    for step in range(first, steps):
        watch.wait()
        for group in optimizer.param_groups:
            group["lr"] = training.rate(step, steps, top, 100)
        batch = _batch(work, np.random.default_rng((seed, step)), step, steps)
        loss, l1 = _loss(model, batch, decoder_only)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        average.update(model, step)
        seen.append(l1)
        if step % 50 == 49:
            print(f"vae {step + 1}/{steps} l1 {np.mean(seen[-50:]):.4f} {time.time() - started:.0f} s", flush=True)
        if step % 500 == 499 or watch.stop or step + 1 == steps:
            training.save_state(path, {"step": step + 1, "model": model.state_dict(), "average": average.model.state_dict(), "optimizer": optimizer.state_dict()})
        if watch.stop:
            return


def finish(work: Path, size: str, decoder_only: bool = False) -> AutoencoderKL:
    """The averaged network with normalised latents, also written to `work/vae-final.pt`."""
    model = networks.vae(networks.SIZES[size])
    state = training.load_state(work / ("decoder.pt" if decoder_only else "vae.pt"))
    model.load_state_dict(state["average"])
    model.eval()
    if not decoder_only:
        _normalise(model, work)
    torch.save(model.state_dict(), work / "vae-final.pt")
    return model


def to_tensor(pictures: np.ndarray) -> torch.Tensor:
    """Bytes `(n, h, w, 3)` to `(n, 3, h, w)` in -1 to 1."""
    values = torch.from_numpy(np.ascontiguousarray(pictures)).permute(0, 3, 1, 2).float().div_(127.5).sub_(1)
    return values.contiguous(memory_format=torch.channels_last)


def _batch(work: Path, rng: np.random.Generator, step: int, steps: int) -> torch.Tensor:
    whole = step > steps * 0.4 and step % 4 == 3 or step > steps * 0.9
    side = 32 if step < steps * 0.4 else 64
    drawn, textured = shards.open_shards(work / "pictures"), shards.open_shards(work / "textures")
    found = []
    for _ in range(2 if whole else 512 // side):
        source = textured if rng.random() < 0.22 else drawn
        picture = source[rng.integers(len(source))][rng.integers(shards.SHARD)]
        if not whole:
            x, y = rng.integers(0, 129 - side, 2)
            picture = picture[y : y + side, x : x + side]
        found.append(picture[:, ::-1] if rng.random() < 0.5 else picture)
    return to_tensor(np.stack(found))


def _loss(model: AutoencoderKL, batch: torch.Tensor, decoder_only: bool) -> tuple[torch.Tensor, float]:
    posterior = model.encode(batch).latent_dist
    latents = posterior.mean if decoder_only else posterior.sample()
    if decoder_only:
        latents = latents + torch.randn_like(latents) * 0.06 * torch.rand(len(latents), 1, 1, 1)
    made = model.decode(latents).sample
    l1 = F.l1_loss(made, batch)
    edges, a, b = 0.0, made, batch
    for _ in range(3):
        edges = edges + F.l1_loss(a.diff(dim=2), b.diff(dim=2)) + F.l1_loss(a.diff(dim=3), b.diff(dim=3))
        a, b = F.avg_pool2d(a, 2), F.avg_pool2d(b, 2)
    loss = l1 + 2 * F.mse_loss(made, batch) + 0.5 * F.l1_loss(a, b) + 0.5 * edges
    if not decoder_only:
        loss = loss + KL * posterior.kl().mean() / posterior.mean[0].numel()
    return loss, l1.item()


@torch.no_grad()
def _plain_start(model: AutoencoderKL) -> None:
    """Begins as local averages of colours: residual branches at zero, every other convolution keeps the signal.

    PyTorch's own start shrinks the signal threefold in variance per layer, and with few channels
    training then spends its first thousands of steps on finding colours at all.
    """
    for name, module in model.named_modules():
        if name.endswith((".conv2", "to_out.0")):
            nn.init.zeros_(module.weight)
        elif isinstance(module, nn.Conv2d):
            nn.init.zeros_(module.weight)
            _pass_through(module, spread=name.endswith("downsamplers.0.conv"))
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            nn.init.zeros_(module.bias)
    # Noise of width 1 would drown the latents at first.
    nn.init.zeros_(model.quant_conv.weight[4:])
    nn.init.constant_(model.quant_conv.bias[4:], -5.0)


def _pass_through(conv: nn.Conv2d, spread: bool) -> None:
    """A random orthogonal mixing of channels at the middle of the kernel, or over 2x2 where it halves the picture; a little noise elsewhere."""
    mixing = torch.empty(conv.out_channels, conv.in_channels)
    nn.init.orthogonal_(mixing)
    nn.init.normal_(conv.weight, std=0.2 / (conv.weight[0].numel()) ** 0.5)
    if spread:
        conv.weight[:, :, :2, :2] += mixing[:, :, None, None] / 4
    else:
        conv.weight[:, :, conv.weight.shape[2] // 2, conv.weight.shape[3] // 2] += mixing


@torch.no_grad()
def _normalise(model: AutoencoderKL, work: Path) -> None:
    pictures = shards.open_shards(work / "pictures")[0][:512]
    means = torch.cat([model.encode(to_tensor(pictures[i : i + 32])).latent_dist.mean for i in range(0, 512, 32)])
    shift, width = means.mean((0, 2, 3)), means.std((0, 2, 3))
    quant, back = model.quant_conv, model.post_quant_conv
    quant.weight[:4] /= width[:, None, None, None]
    quant.bias[:4] = (quant.bias[:4] - shift) / width
    quant.bias[4:] -= 2 * width.log()
    back.bias += (back.weight[:, :, 0, 0] * shift).sum(1)
    back.weight *= width[None, :, None, None]

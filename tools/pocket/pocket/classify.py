"""A small classifier of drawings: which mascot, which object, which main colour.

It is trained on drawings that no other part of the tool has seen, blurred and shifted a little, and
judges what the base model draws. It ships with nothing.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from . import scene, shards, training, words

SEED = 2
HEADS = {"kind": list(words.KINDS), "object": list(words.OBJECTS), "colour": list(words.COLOURS)}


class Classifier(nn.Module):
    """Pictures `(n, 3, 64, 64)` in -1 to 1; gives logits for each head."""

    def __init__(self):
        super().__init__()
        wide, layers = (3, 24, 48, 96, 160), []
        for before, after in zip(wide, wide[1:], strict=False):
            layers += [nn.Conv2d(before, after, 3, 2, 1), nn.BatchNorm2d(after), nn.SiLU(), nn.Conv2d(after, after, 3, 1, 1), nn.BatchNorm2d(after), nn.SiLU()]
        self.body = nn.Sequential(*layers[:3], *layers[6:])
        self.heads = nn.ModuleDict({name: nn.Linear(160 * 16, len(terms)) for name, terms in HEADS.items()})

    def forward(self, pictures: torch.Tensor) -> dict[str, torch.Tensor]:
        found = self.body(pictures).flatten(1)
        return {name: head(found) for name, head in self.heads.items()}


def train(work: Path, epochs: int = 8, batch: int = 64) -> None:
    """Trains on all shards of `fresh` but the first, and prints the agreement on the first."""
    torch.manual_seed(SEED)
    pictures, labels = _read(work)
    held, order = shards.SHARD, np.random.default_rng(SEED)
    model = Classifier().to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.02)
    steps = epochs * ((len(pictures) - held) // batch)
    step = 0
    for epoch in range(epochs):
        chosen = held + order.permutation(len(pictures) - held)
        for i in range(0, len(chosen) - batch + 1, batch):
            for group in optimizer.param_groups:
                group["lr"] = training.rate(step, steps, 2e-3, 50)
            pick = chosen[i : i + batch]
            said = model(_worn(small(pictures[pick])))
            loss = sum(F.cross_entropy(said[name], labels[name][pick], ignore_index=-1, label_smoothing=0.05) for name in HEADS)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step += 1
        print(f"classifier epoch {epoch + 1}/{epochs} loss {loss.item():.3f} agreement {agreement(model, pictures[:held], {n: v[:held] for n, v in labels.items()})}", flush=True)
    torch.save(model.state_dict(), work / "classifier.pt")


def load(work: Path) -> Classifier:
    """The trained classifier."""
    model = Classifier()
    model.load_state_dict(torch.load(work / "classifier.pt"))
    return model.eval()


def held_agreement(work: Path) -> dict[str, float]:
    """The agreement on the first shard of `fresh`, which the training left out."""
    pictures, labels = _read(work)
    held = {name: values[: shards.SHARD] for name, values in labels.items()}
    return agreement(load(work), pictures[: shards.SHARD], held)


@torch.no_grad()
def agreement(model: Classifier, pictures: np.ndarray, labels: dict[str, torch.Tensor]) -> dict[str, float]:
    """The share of pictures in which the classifier sees what the labels say, for each head."""
    was = model.training
    model.eval()
    said = [model(small(pictures[i : i + 128])) for i in range(0, len(pictures), 128)]
    model.train(was)
    found = {}
    for name in HEADS:
        seen, known = torch.cat([part[name] for part in said]).argmax(1), labels[name] >= 0
        found[name] = round((seen == labels[name])[known].float().mean().item(), 4)
    return found


def small(pictures: np.ndarray) -> torch.Tensor:
    """128 px bytes `(n, 128, 128, 3)` to 64 px values in -1 to 1."""
    values = torch.from_numpy(np.ascontiguousarray(pictures)).permute(0, 3, 1, 2).float() / 127.5 - 1
    return F.avg_pool2d(values, 2).contiguous(memory_format=torch.channels_last)


def _worn(pictures: torch.Tensor) -> torch.Tensor:
    """Shifted by up to 4 px, half of them blurred, with a little noise: what a decoder does to a picture."""
    x, y = torch.randint(-4, 5, (2,)).tolist()
    pictures = torch.roll(pictures, (y, x), (2, 3))
    blurred = F.avg_pool2d(pictures, 3, 1, 1, count_include_pad=False)
    share = torch.rand(len(pictures), 1, 1, 1) * (torch.rand(len(pictures), 1, 1, 1) < 0.5)
    pictures = pictures * (1 - share) + blurred * share
    return pictures + torch.randn_like(pictures) * 0.05


def _read(work: Path) -> tuple[np.ndarray, dict[str, torch.Tensor]]:
    pictures = np.concatenate(shards.open_shards(work / "fresh"))
    scenes = [scene.scene(SEED, i) for i in range(len(pictures))]
    shown = {"kind": [s.kind for s in scenes], "object": [s.obj for s in scenes], "colour": [s.colour if s.kind else None for s in scenes]}
    labels = {name: torch.tensor([HEADS[name].index(term) if term else -1 for term in terms]) for name, terms in shown.items()}
    return pictures, labels

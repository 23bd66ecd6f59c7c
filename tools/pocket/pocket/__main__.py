"""The tool's commands: `python -m pocket --help`."""

from __future__ import annotations

import argparse
from pathlib import Path

ASSETS = Path(__file__).resolve().parents[3] / "assets" / "pocket"


def main() -> None:
    args = _parser().parse_args()
    import torch

    torch.set_num_threads(args.threads)
    COMMANDS[args.command](args)


def _draw(args: argparse.Namespace) -> None:
    from . import shards

    seed = {"pictures": 1, "fresh": 2, "textures": 3}[args.what]
    shards.draw_shards(args.work / args.what, seed, args.first, args.shards, args.what == "textures")


def _tokenizer(args: argparse.Namespace) -> None:
    from . import tokenizer

    tokenizer.write(tokenizer.learn(), args.work / "tokenizer")


def _vae(args: argparse.Namespace) -> None:
    from . import vae

    vae.train(args.work, args.size, args.steps, args.rate, args.pause_file)
    vae.finish(args.work, args.size)


def _decoder(args: argparse.Namespace) -> None:
    from . import vae

    vae.train(args.work, args.size, args.steps, args.rate, args.pause_file, decoder_only=True)
    vae.finish(args.work, args.size, decoder_only=True)


def _latents(args: argparse.Namespace) -> None:
    from . import unet

    unet.encode(args.work, args.size)


def _unet(args: argparse.Namespace) -> None:
    from . import unet

    unet.train(args.work, args.size, args.steps, args.rate, args.batch, args.pause_file, args.start, args.seen, args.objects)


def _export(args: argparse.Namespace) -> None:
    import torch

    from . import export, networks, unet

    pair = unet.finish(args.work, args.size)
    vae = networks.vae(networks.SIZES[args.size])
    vae.load_state_dict(torch.load(args.work / "vae-final.pt"))
    export.export(args.to, args.work / "tokenizer", pair.text, vae, pair.unet)


def _unpack(args: argparse.Namespace) -> None:
    import shutil

    import torch

    from . import export

    args.work.mkdir(parents=True, exist_ok=True)
    torch.save(export.load_vae(args.start).state_dict(), args.work / "vae-final.pt")
    shutil.copytree(args.start / "tokenizer", args.work / "tokenizer", dirs_exist_ok=True)


def _classify(args: argparse.Namespace) -> None:
    from . import classify

    classify.train(args.work)


def _evaluate(args: argparse.Namespace) -> None:
    from . import evaluate

    result = evaluate.evaluate(args.folder, args.work, args.sheet, args.count)
    evaluate.write(result, args.sheet.with_suffix(".json"))
    print({name: value for name, value in result.items() if name != "first_prompts"})


def _words(args: argparse.Namespace) -> None:
    from . import russian

    russian.write(args.to)


def _card(args: argparse.Namespace) -> None:
    from . import card

    card.write(args.figures, args.work, args.to)


COMMANDS = {
    "draw": _draw, "tokenizer": _tokenizer, "vae": _vae, "decoder": _decoder, "latents": _latents, "unet": _unet,
    "export": _export, "unpack": _unpack, "classify": _classify, "evaluate": _evaluate, "words": _words, "card": _card,
}  # fmt: skip


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--work", type=Path, default=Path("work"), help="folder for drawings, checkpoints and latents")
    shared.add_argument("--size", choices=("pocket", "tiny"), default="pocket", help="the shipped base, or a throwaway one for tests")
    shared.add_argument("--threads", type=int, default=1, help="threads of PyTorch")
    shared.add_argument("--pause-file", type=Path, help="while this file exists, a training sleeps between two steps")
    parser = argparse.ArgumentParser(prog="pocket", description="Makes Pocket, the small base model.")
    commands = parser.add_subparsers(dest="command", required=True)

    def add(name: str, text: str, steps: int = 0, rate: float = 0.0) -> argparse.ArgumentParser:
        found = commands.add_parser(name, help=text, parents=[shared])
        if steps:
            found.add_argument("--steps", type=int, default=steps)
            found.add_argument("--rate", type=float, default=rate, help="highest learning rate")
        return found

    draw = add("draw", "draw sets of pictures (shards of 1024)")
    draw.add_argument("what", choices=("pictures", "textures", "fresh"))
    draw.add_argument("--first", type=int, default=0)
    draw.add_argument("--shards", type=int, required=True)
    add("tokenizer", "learn the tokenizer from the captions")
    add("vae", "train the autoencoder", 2000, 1.2e-3)
    add("decoder", "train the decoder further; latents stay as they are", 2000, 5e-4)
    add("latents", "encode the pictures")
    unet = add("unet", "train text encoder and UNet", 12000, 8e-4)
    unet.add_argument("--batch", type=int, default=32)
    unet.add_argument("--from", dest="start", type=Path, help="an exported folder to go on from, when there is no checkpoint")
    unet.add_argument("--objects", type=float, default=0.45, help="least share of pictures that show an object alone")
    unet.add_argument("--seen", type=int, default=0, help="pictures that those weights have seen, for the card")
    add("export", "write the folder").add_argument("--to", type=Path, default=ASSETS)
    add("unpack", "take autoencoder and tokenizer out of an exported folder").add_argument("--from", dest="start", type=Path, default=ASSETS)
    add("classify", "train the classifier on fresh drawings")
    evaluate = add("evaluate", "measure a folder")
    evaluate.add_argument("--folder", type=Path, default=ASSETS)
    evaluate.add_argument("--sheet", type=Path, default=Path("work/sheet.png"))
    evaluate.add_argument("--count", type=int, default=500)
    card = add("card", "write the model card from the figures")
    card.add_argument("--figures", type=Path, default=Path("work/sheet.json"))
    card.add_argument("--to", type=Path, default=ASSETS)
    add("words", "write the list of words and the Russian table").add_argument("--to", type=Path, default=ASSETS)
    return parser


if __name__ == "__main__":
    main()

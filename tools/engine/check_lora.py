"""Loads a LoRA that Blazon wrote into diffusers and compares the picture with the one that Blazon drew.

    python check_lora.py BASE LORA PICTURE

PICTURE is a safetensors file as the crate's example `written_lora` leaves it: the noise it began with, and the pixels.
The request is that of fixtures.py. Ends with 1 where the largest difference is over 1e-3 of the largest value.
"""

import sys
from pathlib import Path

import torch
from diffusers import DDIMScheduler, DiffusionPipeline
from safetensors.torch import load_file

from fixtures import GUIDANCE, NEGATIVE, PROMPT, SIZE, STEPS

TOLERANCE = 1e-3


@torch.no_grad()
def main() -> None:
    base, lora, picture = map(Path, sys.argv[1:4])
    pipe = DiffusionPipeline.from_pretrained(base, torch_dtype=torch.float32, safety_checker=None)
    pipe.set_progress_bar_config(disable=True)
    pipe.scheduler = DDIMScheduler.from_config(pipe.scheduler.config)
    ours = load_file(picture)
    request = {
        "prompt": PROMPT,
        "negative_prompt": NEGATIVE,
        "num_inference_steps": STEPS,
        "guidance_scale": GUIDANCE,
        "output_type": "pt",
        **SIZE,
    }
    plain = pipe(latents=ours["latents"].clone(), **request).images
    pipe.load_lora_weights(lora.parent, weight_name=lora.name)
    theirs = pipe(latents=ours["latents"].clone(), **request).images
    apart = ((ours["image"] - theirs).abs().max() / theirs.abs().max()).item()
    change = ((plain - theirs).abs().max() / theirs.abs().max()).item()
    print(f"apart by {apart:.1e}; the LoRA changes the picture by {change:.1e}")
    sys.exit(apart > TOLERANCE or change < 10 * TOLERANCE)


if __name__ == "__main__":
    main()

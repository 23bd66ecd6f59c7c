"""PyTorch, diffusers and PEFT at what Blazon's engine does: the peer of `examples/engine.rs`.

    engine.py WORK BASE SIDE BATCH THREADS COUNT     WORK: step, picture or forward
    engine.py make FOLDER                            a base of SD 1.5's size with random weights

Prints the milliseconds of each of the COUNT after the first two, then the most memory in kilobytes.
"""

import json
import os
import sys
import time
from pathlib import Path

THREADS = sys.argv[5] if len(sys.argv) > 5 else "2"
os.environ["OMP_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = THREADS

import torch  # noqa: E402

WARM_UP = 2
LAYERS = ["to_q", "to_k", "to_v", "to_out.0", "ff.net.0.proj", "ff.net.2", "proj_in", "proj_out"]


def most_memory():
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    return 0


def timed(count, work):
    took = []
    for _ in range(WARM_UP + count):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    print(*(f"{milliseconds:.3f}" for milliseconds in took[WARM_UP:]), most_memory())


def load_unet(base):
    from diffusers import UNet2DConditionModel

    unet = UNet2DConditionModel.from_pretrained(base, subfolder="unet", torch_dtype=torch.float32)
    return unet.requires_grad_(False)


def step(base, side, batch, count):
    """Latents and texts are cached, as ours are; what is timed is what ours times."""
    from diffusers import DDIMScheduler
    from peft import LoraConfig

    unet = load_unet(base)
    unet.add_adapter(LoraConfig(r=8, lora_alpha=8, target_modules=LAYERS))
    pairs = [weight for weight in unet.parameters() if weight.requires_grad]
    optimiser = torch.optim.AdamW(pairs, lr=4e-4)
    scheduler = DDIMScheduler.from_pretrained(base, subfolder="scheduler")
    reduction = 2 ** (len(json.loads((base / "vae/config.json").read_text())["block_out_channels"]) - 1)
    tokens = json.loads((base / "text_encoder/config.json").read_text())["max_position_embeddings"]
    latents = torch.randn(batch, unet.config.in_channels, side // reduction, side // reduction)
    context = torch.randn(batch, tokens, unet.config.cross_attention_dim)

    def work():
        noise = torch.randn_like(latents)
        times = torch.randint(0, 1000, (batch,))
        noisy = scheduler.add_noise(latents, noise, times)
        velocity = scheduler.config.prediction_type == "v_prediction"
        target = scheduler.get_velocity(latents, noise, times) if velocity else noise
        loss = torch.nn.functional.mse_loss(unet(noisy, times, context).sample, target)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(pairs, 1.0)
        optimiser.step()
        optimiser.zero_grad()

    timed(count, work)


def picture(base, side, batch, count):
    from diffusers import DPMSolverMultistepScheduler, StableDiffusionPipeline

    pipe = StableDiffusionPipeline.from_pretrained(base, torch_dtype=torch.float32, safety_checker=None)
    pipe.scheduler = DPMSolverMultistepScheduler.from_config(pipe.scheduler.config)
    pipe.set_progress_bar_config(disable=True)

    def work():
        for seed in range(batch):
            pipe(
                "a fox with a lamp",
                num_inference_steps=20,
                guidance_scale=7.0,
                width=side,
                height=side,
                generator=torch.Generator().manual_seed(seed),
            )

    timed(count, work)


def forward(base, side, batch, count):
    unet = load_unet(base)
    sample = torch.randn(batch, unet.config.in_channels, side // 8, side // 8)
    context = torch.randn(batch, 77, unet.config.cross_attention_dim)
    times = torch.full((batch,), 500)
    with torch.no_grad():
        timed(count, lambda: unet(sample, times, context).sample)


def make(folder):
    """The parts in the sizes of Stable Diffusion 1.5; only speed and memory are measured with it."""
    from diffusers import AutoencoderKL, DDIMScheduler, UNet2DConditionModel
    from transformers import CLIPTextConfig, CLIPTextModel

    torch.manual_seed(1)
    half = torch.float16
    UNet2DConditionModel(cross_attention_dim=768).to(half).save_pretrained(folder / "unet")
    channels = (128, 256, 512, 512)
    AutoencoderKL(
        block_out_channels=channels,
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        layers_per_block=2,
        latent_channels=4,
    ).to(half).save_pretrained(folder / "vae")
    text = CLIPTextConfig(
        hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12, projection_dim=768
    )
    CLIPTextModel(text).to(half).save_pretrained(folder / "text_encoder")
    DDIMScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", clip_sample=False, steps_offset=1
    ).save_pretrained(folder / "scheduler")
    tokenizer(folder / "tokenizer")
    index = {
        "_class_name": "StableDiffusionPipeline",
        "scheduler": ["diffusers", "DDIMScheduler"],
        "text_encoder": ["transformers", "CLIPTextModel"],
        "tokenizer": ["transformers", "CLIPTokenizer"],
        "unet": ["diffusers", "UNet2DConditionModel"],
        "vae": ["diffusers", "AutoencoderKL"],
    }
    (folder / "model_index.json").write_text(json.dumps(index))


def tokenizer(folder):
    """CLIP's alphabet without merges: what a prompt means is of no matter here."""
    folder.mkdir(parents=True, exist_ok=True)
    known = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = [chr(byte) for byte in known] + [chr(256 + number) for number in range(256 - len(known))]
    words = letters + [f"{letter}</w>" for letter in letters] + ["<|startoftext|>", "<|endoftext|>"]
    (folder / "vocab.json").write_text(json.dumps({word: number for number, word in enumerate(words)}))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    marks = {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>"}
    marks |= {"pad_token": "<|endoftext|>", "model_max_length": 77, "tokenizer_class": "CLIPTokenizer"}
    (folder / "tokenizer_config.json").write_text(json.dumps(marks))


if __name__ == "__main__":
    torch.set_num_threads(int(THREADS))
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]))
    else:
        side, batch, _, count = map(int, sys.argv[3:7])
        {"step": step, "picture": picture, "forward": forward}[sys.argv[1]](Path(sys.argv[2]), side, batch, count)

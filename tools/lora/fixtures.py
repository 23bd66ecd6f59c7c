"""Makes the LoRA files that blazon-lora's tests read, by the libraries that others use.

    pip install -r tools/lora/requirements.txt
    python tools/lora/fixtures.py src-tauri/crates/blazon-lora/tests/fixtures

One small pipeline (UNet and text encoder with random weights, fixed seed) gets a LoRA by PEFT, which is saved in
every scheme that diffusers and PEFT write. `modules.json` lists the pipeline's layers, and `changes.json` the sum and
the sum of squares of each layer's change, computed by PEFT from the adapter and not from any file.
"""

import json
import sys
from pathlib import Path

import torch
from diffusers import StableDiffusionPipeline, UNet2DConditionModel
from diffusers.utils import (
    convert_state_dict_to_diffusers,
)
from peft import LoraConfig, inject_adapter_in_model
from safetensors.torch import save_file
from transformers import CLIPTextConfig, CLIPTextModel

RANK, ALPHA = 2, 6


def small_unet() -> UNet2DConditionModel:
    return UNet2DConditionModel(
        sample_size=8,
        block_out_channels=(8, 16),
        layers_per_block=1,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        norm_num_groups=4,
        attention_head_dim=2,
        cross_attention_dim=12,
    )


def small_text() -> CLIPTextModel:
    return CLIPTextModel(
        CLIPTextConfig(
            vocab_size=50,
            hidden_size=12,
            intermediate_size=20,
            num_hidden_layers=1,
            num_attention_heads=2,
            max_position_embeddings=16,
            bos_token_id=48,
            eos_token_id=49,
        )
    )


def add_lora(model, targets, alphas=None) -> LoraConfig:
    config = LoraConfig(r=RANK, lora_alpha=ALPHA, target_modules=targets, alpha_pattern=alphas or {})
    inject_adapter_in_model(config, model)
    for name, weight in model.named_parameters():
        if ".lora_" in name:
            torch.nn.init.normal_(weight, std=0.3)
    return config


def lora_state(model) -> dict:
    """The adapter's weights under the names of PEFT's own files."""
    return {name.replace(".default", ""): value for name, value in model.state_dict().items() if ".lora_" in name}


def layers(model, part):
    for path, layer in model.named_modules():
        base = getattr(layer, "base_layer", layer)
        if "lora_" in path or "base_layer" in path:
            continue
        if isinstance(base, torch.nn.Linear):
            yield path, {"inputs": base.in_features, "outputs": base.out_features, "kernel": None}
        elif isinstance(base, torch.nn.Conv2d):
            yield path, {"inputs": base.in_channels, "outputs": base.out_channels, "kernel": list(base.kernel_size)}


def text_path(path: str) -> str:
    """transformers 5 leaves out the first word that every published file has."""
    return path if path.startswith("text_model.") else f"text_model.{path}"


def main(folder: Path) -> None:
    torch.manual_seed(20261125)
    unet, text = small_unet(), small_text()
    wanted = ["to_q", "to_k", "to_v", "to_out.0", "ff.net.0.proj", "ff.net.2", "proj_in", "proj_out", "conv1", "conv"]
    unet_config = add_lora(unet, wanted, {"mid_block.attentions.0.proj_in": 3})
    text_config = add_lora(text, ["q_proj", "v_proj", "out_proj", "fc1"])

    modules, changes = [], {}
    for part, model in (("unet", unet), ("text", text)):
        for path, shape in layers(model, part):
            path_there = text_path(path) if part == "text" else path
            modules.append({"part": part, "path": path_there, **shape})
            layer = model.get_submodule(path)
            if hasattr(layer, "lora_A"):
                change = layer.get_delta_weight("default").double()
                changes[f"{part}:{path_there}"] = [change.sum().item(), change.square().sum().item()]
    (folder / "modules.json").write_text(json.dumps(modules, indent=0))
    (folder / "changes.json").write_text(json.dumps(changes, indent=0))

    unet_state, text_state = lora_state(unet), lora_state(text)
    StableDiffusionPipeline.save_lora_weights(
        folder,
        unet_lora_layers=unet_state,
        text_encoder_lora_layers=text_state,
        weight_name="peft.safetensors",
        unet_lora_adapter_metadata=plain(unet_config),
        text_encoder_lora_adapter_metadata=plain(text_config),
    )
    joined = {f"unet.{name}": value for name, value in unet_state.items()}
    joined |= {f"text_encoder.{text_path(name)}": value for name, value in text_state.items()}
    # The older schemes carry no alpha, so the change itself has the factor in it.
    scaled = {
        name: value * factor(name) if "lora_B" in name else value.clone() for name, value in joined.items()
    }
    save_file(
        {name: value.contiguous() for name, value in convert_state_dict_to_diffusers(dict(scaled)).items()},
        folder / "old-diffusers.safetensors",
        metadata={"format": "pt"},
    )
    save_file(kohya(joined), folder / "kohya.safetensors", metadata={"ss_network_module": "networks.lora"})


def plain(config: LoraConfig) -> dict:
    """The configuration as JSON can hold it, the same on each run."""
    return {key: sorted(value) if isinstance(value, set) else value for key, value in config.to_dict().items()}


def factor(name: str) -> float:
    return (3 if "mid_block.attentions.0.proj_in" in name else ALPHA) / RANK


def kohya(joined: dict) -> dict:
    named = {}
    for name, value in joined.items():
        part, path = name.split(".", 1)
        stem, end = path.split(".lora_")
        prefix = "lora_unet_" if part == "unet" else "lora_te_"
        stem = prefix + stem.replace(".", "_")
        named[f"{stem}.lora_{'down' if end.startswith('A') else 'up'}.weight"] = value.contiguous().clone()
        named[f"{stem}.alpha"] = torch.tensor(factor(name) * RANK)
    return named


if __name__ == "__main__":
    main(Path(sys.argv[1]))

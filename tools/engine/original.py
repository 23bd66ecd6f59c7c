"""The same pipelines as single files in the original layout: CompVis' for SD 1 and 2, Stability's for XL.

diffusers reads that layout and does not write it. The names are turned round here, and what comes out is read back with
diffusers' own conversion and compared, so that a mistake cannot hide.
"""

import re

import torch
from diffusers.loaders import single_file_utils as reading

RESNET = [
    ("norm1.", "in_layers.0."),
    ("conv1.", "in_layers.2."),
    ("time_emb_proj.", "emb_layers.1."),
    ("norm2.", "out_layers.0."),
    ("conv2.", "out_layers.3."),
    ("conv_shortcut.", "skip_connection."),
]
UNET = [
    ("time_embedding.linear_1.", "time_embed.0."),
    ("time_embedding.linear_2.", "time_embed.2."),
    ("add_embedding.linear_1.", "label_emb.0.0."),
    ("add_embedding.linear_2.", "label_emb.0.2."),
    ("conv_in.", "input_blocks.0.0."),
    ("conv_norm_out.", "out.0."),
    ("conv_out.", "out.2."),
]


def exchanged(name: str, table) -> str:
    for new, old in table:
        if name.startswith(new):
            return old + name[len(new) :]
    return name


def unet_name(name: str, layers: int, attends_up: list[bool]) -> str:
    """One place of the list `input_blocks` or `output_blocks` for each residual block and each halving."""
    parts = re.match(r"(down_blocks|up_blocks|mid_block)\.(?:(\d+)\.)?(\w+)\.(\d+)\.(.*)", name)
    if not parts:
        return exchanged(name, UNET)
    side, level, kind, number, rest = parts.groups()
    number = int(number)
    rest = exchanged(rest, RESNET) if kind == "resnets" else rest
    if side == "mid_block":
        return f"middle_block.{1 if kind == 'attentions' else 2 * number}.{rest}"
    level = int(level)
    place = level * (layers + 1) + number
    match side, kind:
        case "down_blocks", "downsamplers":
            return f"input_blocks.{(level + 1) * (layers + 1)}.0.{rest.replace('conv.', 'op.')}"
        case "down_blocks", _:
            return f"input_blocks.{place + 1}.{int(kind == 'attentions')}.{rest}"
        case "up_blocks", "upsamplers":
            return f"output_blocks.{level * (layers + 1) + layers}.{1 + attends_up[level]}.{rest}"
        case _:
            return f"output_blocks.{place}.{int(kind == 'attentions')}.{rest}"


def vae_name(name: str, levels: int) -> str:
    table = [("to_q", "q"), ("to_k", "k"), ("to_v", "v"), ("to_out.0", "proj_out"), ("group_norm", "norm")]
    if "attentions.0" in name:
        for new, old in table:
            name = name.replace(f"mid_block.attentions.0.{new}.", f"mid.attn_1.{old}.")
        return name
    name = name.replace("mid_block.resnets.0", "mid.block_1").replace("mid_block.resnets.1", "mid.block_2")
    name = name.replace("conv_shortcut", "nin_shortcut").replace("conv_norm_out", "norm_out")
    name = re.sub(r"down_blocks\.(\d+)\.downsamplers\.0", r"down.\1.downsample", name)
    name = re.sub(r"down_blocks\.(\d+)\.resnets", r"down.\1.block", name)
    level = lambda found: f"up.{levels - 1 - int(found.group(1))}"
    name = re.sub(r"up_blocks\.(\d+)\.upsamplers\.0", lambda found: level(found) + ".upsample", name)
    return re.sub(r"up_blocks\.(\d+)\.resnets", lambda found: level(found) + ".block", name)


def open_clip(tensors: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """OpenCLIP's names, with query, key and value as one, and a projection that is used from the other side."""
    table = [
        ("embeddings.token_embedding.weight", "token_embedding.weight"),
        ("embeddings.position_embedding.weight", "positional_embedding"),
        ("final_layer_norm.", "ln_final."),
    ]
    inner = {
        "layer_norm1": "ln_1",
        "layer_norm2": "ln_2",
        "self_attn.out_proj": "attn.out_proj",
        "mlp.fc1": "mlp.c_fc",
        "mlp.fc2": "mlp.c_proj",
    }
    out = {}
    for name, tensor in tensors.items():
        name = name.removeprefix("text_model.")
        layer = re.match(r"encoder\.layers\.(\d+)\.(.*)\.(weight|bias)", name)
        if name == "text_projection.weight":
            out["text_projection"] = tensor.T.contiguous()
        elif not layer:
            out[exchanged(name, table)] = tensor
        elif layer.group(2) in inner:
            number, kind, end = layer.groups()
            out[f"transformer.resblocks.{number}.{inner[kind]}.{end}"] = tensor
        elif layer.group(2) == "self_attn.q_proj":
            number, _, end = layer.groups()
            three = [tensors[next(key for key in tensors if key.endswith(f"layers.{number}.self_attn.{part}_proj.{end}"))] for part in "qkv"]
            out[f"transformer.resblocks.{number}.attn.in_proj_{end}"] = torch.cat(three)
    return out


def single_file(pipe, family: str, halves) -> dict[str, torch.Tensor]:
    """All tensors of a pipeline in the original layout."""
    unet = halves(pipe.unet, torch.float16)
    vae = halves(pipe.vae, torch.float16)
    levels = len(pipe.vae.config.block_out_channels)
    attends = ["CrossAttn" in block for block in pipe.unet.config.up_block_types]
    layers = pipe.unet.config.layers_per_block
    out = {f"model.diffusion_model.{unet_name(name, layers, attends)}": tensor for name, tensor in unet.items()}
    for name, tensor in vae.items():
        # Attention was made of 1x1 convolutions.
        is_attention = "attentions.0.to_" in name and name.endswith("weight")
        out[f"first_stage_model.{vae_name(name, levels)}"] = tensor[:, :, None, None] if is_attention else tensor
    text = halves(pipe.text_encoder, torch.float16)
    plain = {name if name.startswith("text_model.") else f"text_model.{name}": tensor for name, tensor in text.items()}
    match family:
        case "sd15":
            out |= {f"cond_stage_model.transformer.{name}": tensor for name, tensor in plain.items()}
        case "sd21":
            out |= {f"cond_stage_model.model.{name}": tensor for name, tensor in open_clip(text).items()}
        case "sdxl":
            second = open_clip(halves(pipe.text_encoder_2, torch.float16))
            out |= {f"conditioner.embedders.0.transformer.{name}": tensor for name, tensor in plain.items()}
            out |= {f"conditioner.embedders.1.model.{name}": tensor for name, tensor in second.items()}
    check(pipe, out, unet, vae)
    return out


def check(pipe, out, unet, vae) -> None:
    """diffusers' own reading of the file gives the weights from which it was made."""
    config = dict(pipe.unet.config)
    read = reading.convert_ldm_unet_checkpoint(dict(out), config=config)
    assert read.keys() == unet.keys(), read.keys() ^ unet.keys()
    assert all(torch.equal(read[name], tensor) for name, tensor in unet.items())
    read = reading.convert_ldm_vae_checkpoint(dict(out), config=dict(pipe.vae.config))
    assert read.keys() == vae.keys(), read.keys() ^ vae.keys()
    assert all(torch.equal(read[name].squeeze(), tensor.squeeze()) for name, tensor in vae.items())

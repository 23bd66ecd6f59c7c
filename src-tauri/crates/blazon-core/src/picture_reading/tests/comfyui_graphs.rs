//! Graphs as ComfyUI's own templates have them.

/// Stable Diffusion with two LoRAs, an enlarging second pass and a preview of the first.
pub(super) const TWO_PASSES: &str = r#"{
"3": {"class_type": "KSampler", "inputs": {"seed": 156680208700286, "steps": 20, "cfg": 8.0, "sampler_name": "euler",
  "scheduler": "normal", "denoise": 1.0, "model": ["11", 0], "positive": ["6", 0], "negative": ["7", 0],
  "latent_image": ["5", 0]}},
"4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "SDXL\\sd_xl_base_1.0.safetensors"}},
"5": {"class_type": "EmptyLatentImage", "inputs": {"width": 832, "height": 1216, "batch_size": 1}},
"6": {"class_type": "CLIPTextEncode", "inputs": {"text": " a glass bottle, galaxy ", "clip": ["11", 1]},
  "_meta": {"title": "CLIP Text Encode (Prompt)"}},
"7": {"class_type": "CLIPTextEncode", "inputs": {"text": "text, watermark", "clip": ["11", 1]}},
"8": {"class_type": "VAEDecode", "inputs": {"samples": ["13", 0], "vae": ["4", 2]}, "is_changed": NaN},
"9": {"class_type": "SaveImage", "inputs": {"filename_prefix": "ComfyUI", "images": ["8", 0]}, "is_changed": [NaN]},
"10": {"class_type": "LoraLoader", "inputs": {"lora_name": "styles/ink.v2.safetensors", "strength_model": 0.8,
  "strength_clip": 1.0, "model": ["4", 0], "clip": ["4", 1]}},
"11": {"class_type": "LoraLoaderModelOnly", "inputs": {"lora_name": "wool.safetensors", "strength_model": -0.5,
  "model": ["10", 0]}},
"12": {"class_type": "LatentUpscaleBy", "inputs": {"upscale_method": "bislerp", "scale_by": 1.5, "samples": ["3", 0]}},
"13": {"class_type": "KSamplerAdvanced", "inputs": {"add_noise": "enable", "noise_seed": 18446744073709551615,
  "steps": 14, "cfg": 6.5, "sampler_name": "dpmpp_2m", "scheduler": "karras", "start_at_step": 4, "end_at_step": 1e999,
  "return_with_leftover_noise": "disable", "model": ["11", 0], "positive": ["6", 0], "negative": ["7", 0],
  "latent_image": ["12", 0]}},
"14": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
"15": {"class_type": "PreviewImage", "inputs": {"images": ["14", 0]}}
}"#;

/// FLUX with a sampler in parts, and a seed from a primitive.
pub(super) const FLUX: &str = r#"{
"5": {"class_type": "EmptySD3LatentImage", "inputs": {"width": ["30", 0], "height": 1024, "batch_size": 1}},
"6": {"class_type": "CLIPTextEncode", "inputs": {"text": ["28", 0], "clip": ["11", 0]}},
"8": {"class_type": "VAEDecode", "inputs": {"samples": ["13", 0], "vae": ["10", 0]}},
"9": {"class_type": "SaveImage", "inputs": {"filename_prefix": "flux", "images": ["8", 0]}},
"10": {"class_type": "VAELoader", "inputs": {"vae_name": "ae.safetensors"}},
"11": {"class_type": "DualCLIPLoader", "inputs": {"clip_name1": "t5xxl_fp16.safetensors", "clip_name2": "clip_l.safetensors"}},
"12": {"class_type": "UNETLoader", "inputs": {"unet_name": "flux1-dev.safetensors", "weight_dtype": "default"}},
"13": {"class_type": "SamplerCustomAdvanced", "inputs": {"noise": ["25", 0], "guider": ["22", 0], "sampler": ["16", 0],
  "sigmas": ["18", 1], "latent_image": ["5", 0]}},
"16": {"class_type": "KSamplerSelect", "inputs": {"sampler_name": "euler"}},
"17": {"class_type": "BasicScheduler", "inputs": {"scheduler": "simple", "steps": 24, "denoise": 1.0, "model": ["31", 0]}},
"18": {"class_type": "SplitSigmas", "inputs": {"step": 2, "sigmas": ["17", 0]}},
"22": {"class_type": "BasicGuider", "inputs": {"model": ["31", 0], "conditioning": ["26", 0]}},
"25": {"class_type": "RandomNoise", "inputs": {"noise_seed": ["29", 0]}},
"26": {"class_type": "FluxGuidance", "inputs": {"guidance": 3.5, "conditioning": ["6", 0]}},
"28": {"class_type": "StringConcatenate", "inputs": {"string_a": "an anime fox", "string_b": ["32", 0], "delimiter": " "}},
"29": {"class_type": "PrimitiveInt", "inputs": {"value": 219670278747233}},
"30": {"class_type": "INTConstant", "inputs": {"value": 768}},
"31": {"class_type": "Power Lora Loader (rgthree)", "inputs": {"PowerLoraLoaderHeaderWidget": {"type": "header"},
  "lora_1": {"on": true, "lora": "a/fox.safetensors", "strength": 0.9},
  "lora_2": {"on": false, "lora": "off.safetensors", "strength": 1},
  "lora_3": {"on": true, "lora": "grain.safetensors", "strength": 0.3}, "model": ["33", 0]}},
"32": {"class_type": "PrimitiveStringMultiline", "inputs": {"value": "in the rain"}},
"33": {"class_type": "ModelSamplingFlux", "inputs": {"max_shift": 1.15, "width": 64, "height": 64, "model": ["12", 0]}}
}"#;

/// A graph of one `KSampler`, with these nodes beside it: `p` is its positive, `n` its negative.
pub(super) fn with_nodes(nodes: &str) -> String {
    format!(
        r#"{{"k": {{"class_type": "KSampler", "inputs": {{"seed": 5, "steps": 20, "cfg": 1.0, "sampler_name": "ddim",
        "model": ["m", 0], "positive": ["p", 0], "negative": ["n", 0], "latent_image": ["l", 0]}}}},
        "s": {{"class_type": "SaveImage", "inputs": {{"images": ["d", 0]}}}},
        "d": {{"class_type": "VAEDecode", "inputs": {{"samples": ["k", 0]}}}}, {nodes}}}"#
    )
}

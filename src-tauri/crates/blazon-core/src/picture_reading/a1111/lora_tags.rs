//! LoRAs in a prompt: `<lora:name:0.8>`, `<lora:name:1:0.5>` with one strength for the text encoders and one for the
//! U-Net, `<lyco:name:unet=0.5>` (`modules/extra_networks.py` and the extension `Lora` of A1111's web UI).

use super::ReadLora;

const KINDS: [&str; 2] = ["lora", "lyco"];

/// The prompt without them, and they. The comma that a tag had for itself goes with it.
pub(super) fn taken_out(prompt: &str) -> (String, Vec<ReadLora>) {
    let mut without = String::with_capacity(prompt.len());
    let mut loras = Vec::new();
    let mut rest = prompt;
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at(start);
        without.push_str(before);
        if let Some((lora, behind)) = lora_at_start(tag) {
            loras.push(lora);
            rest = close_gap(&mut without, behind);
        } else {
            without.push('<');
            rest = &tag[1..];
        }
    }
    without.push_str(rest);
    (without.trim().to_owned(), loras)
}

/// The LoRA of the tag at the start of `text`, and what stands behind it.
fn lora_at_start(text: &str) -> Option<(ReadLora, &str)> {
    let arguments = KINDS.iter().find_map(|kind| {
        let named = text.get(1..=kind.len())?.eq_ignore_ascii_case(kind);
        named.then(|| text[kind.len() + 1..].strip_prefix(':'))?
    })?;
    // A tag ends in its line and before the next, so that nothing is looked through twice.
    let end = arguments.find(['>', '<', '\n'])?;
    let (arguments, behind) = arguments.split_at(end);
    let behind = behind.strip_prefix('>')?;
    let mut arguments = arguments.split(':');
    let name = arguments.next()?.trim();
    if name.is_empty() {
        return None;
    }
    let lora = ReadLora {
        name: name.to_owned(),
        strength: strength(arguments),
    };
    Some((lora, behind))
}

/// The strength in the U-Net: named, or the second number, or the only one.
fn strength<'t>(arguments: impl Iterator<Item = &'t str>) -> f64 {
    let (named, plain): (Vec<&str>, Vec<&str>) =
        arguments.partition(|argument| argument.contains('='));
    let unet = named
        .iter()
        .find_map(|argument| argument.strip_prefix("unet="));
    let both = named
        .iter()
        .find_map(|argument| argument.strip_prefix("te="));
    unet.or(plain.get(1).copied())
        .or(both)
        .or(plain.first().copied())
        .and_then(|strength| strength.trim().parse().ok())
        .filter(|strength: &f64| strength.is_finite())
        .unwrap_or(1.0)
}

/// Joins what stood before a tag and what stood `behind` it; gives back what is still to be looked through.
fn close_gap<'t>(before: &mut String, behind: &'t str) -> &'t str {
    let ended_with_space = before.ends_with(' ');
    let kept = before.trim_end_matches(' ').len();
    before.truncate(kept);
    let had_comma = before.is_empty() || before.ends_with([',', '\n']);
    let next = behind.trim_start_matches(' ');
    if had_comma && let Some(after) = next.strip_prefix(',') {
        let after = after.trim_start_matches(' ');
        if before.ends_with(',') && !after.is_empty() && !after.starts_with(['\n', '<']) {
            before.push(' ');
        }
        return after;
    }
    if next.is_empty() && before.ends_with(',') {
        before.pop();
        return next;
    }
    if ended_with_space && !next.is_empty() && !next.starts_with([',', '\n']) && !before.is_empty()
    {
        before.push(' ');
        return next;
    }
    if ended_with_space { next } else { behind }
}

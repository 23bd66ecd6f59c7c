//! Pictures as each program writes them, and as nobody should.

mod a1111;
mod blazon;
mod comfyui;
mod comfyui_graphs;
mod containers;
mod files;
mod hostile;
mod invokeai;
mod samplers;

use super::{ReadLora, ReadPicture, Texts, read, read_texts};
use std::io::Cursor;

fn texts_of(file: &[u8]) -> Texts {
    read_texts(Cursor::new(file)).expect("it is a picture")
}

fn picture_of(file: &[u8]) -> ReadPicture {
    read(&texts_of(file))
}

fn lora(name: &str, strength: f64) -> ReadLora {
    ReadLora {
        name: name.to_owned(),
        strength,
    }
}

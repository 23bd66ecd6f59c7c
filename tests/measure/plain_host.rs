//! A host on loopback that does next to nothing: it takes a PUT and forgets it, hands out one file, and names the
//! address to upload to as fal's storage does. What is timed against it is the client.

use std::io::{BufRead, BufReader, Read, Write, copy, sink};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use anyhow::{Context, Result};

/// The host; it lives as long as the program.
pub(crate) struct PlainHost {
    address: String,
}

impl PlainHost {
    /// Starts it with the file that it hands out.
    pub(crate) fn start(file: Vec<u8>) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").context("listen on loopback")?;
        let address = format!("http://{}", listener.local_addr()?);
        let (file, own) = (Arc::new(file), address.clone());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (file, own) = (Arc::clone(&file), own.clone());
                // Who breaks off is not answered.
                thread::spawn(move || drop(serve(&stream, &file, &own)));
            }
        });
        Ok(Self { address })
    }

    /// Its address, without a path.
    pub(crate) fn address(&self) -> String {
        self.address.clone()
    }
}

struct Head {
    method: String,
    length: u64,
    expects: bool,
}

fn serve(stream: &TcpStream, file: &[u8], own: &str) -> Result<()> {
    let mut reader = BufReader::with_capacity(256 * 1024, stream);
    let mut writer = stream;
    while let Some(head) = read_head(&mut reader)? {
        if head.expects {
            writer.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
        }
        copy(&mut reader.by_ref().take(head.length), &mut sink())?;
        match head.method.as_str() {
            "GET" => answer(&mut writer, "application/octet-stream", file)?,
            "POST" => {
                let told =
                    format!(r#"{{"upload_url":"{own}/upload/file","file_url":"{own}/file"}}"#);
                answer(&mut writer, "application/json", told.as_bytes())?;
            }
            _ => answer(&mut writer, "application/json", b"{}")?,
        }
    }
    Ok(())
}

fn answer(writer: &mut &TcpStream, media: &str, body: &[u8]) -> Result<()> {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {media}\r\nContent-Length: {}\r\nETag: \"1\"\r\n\r\n",
        body.len()
    );
    writer.write_all(head.as_bytes())?;
    writer.write_all(body)?;
    Ok(())
}

/// The first lines of a request; `None` where the other side has hung up.
fn read_head(reader: &mut impl BufRead) -> Result<Option<Head>> {
    let mut head = Head {
        method: String::new(),
        length: 0,
        expects: false,
    };
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let line = line.trim_end().to_ascii_lowercase();
        if line.is_empty() {
            return Ok(Some(head));
        }
        if head.method.is_empty() {
            head.method = line
                .split(' ')
                .next()
                .unwrap_or_default()
                .to_ascii_uppercase();
        } else if let Some(length) = line.strip_prefix("content-length:") {
            head.length = length.trim().parse().context("read the length")?;
        } else if line.starts_with("expect: 100-continue") {
            head.expects = true;
        }
    }
}

//! A display of its own (Xvfb), so that a test never shows anything to, nor moves the mouse of, the person at the machine.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::FileExt;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

/// Wide enough for the window (1280x800) and a place beside it to drag from.
pub const WIDTH: usize = 1440;
/// See [`WIDTH`].
pub const HEIGHT: usize = 900;

/// A running X server.
#[derive(Debug)]
pub struct Display {
    server: Child,
    name: String,
    frames: TempDir,
}

impl Display {
    /// Starts a server under a number that is free.
    ///
    /// # Errors
    /// When Xvfb is missing or does not come up.
    pub fn start() -> Result<Self> {
        let frames = TempDir::with_prefix("blazon-display-")?;
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0"])
            .arg(format!("{WIDTH}x{HEIGHT}x24"))
            .arg("-fbdir")
            .arg(frames.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("start Xvfb (Debian: apt-get install xvfb)")?;
        let mut number = String::new();
        let pipe = server.stdout.take().context("the server has no output")?;
        BufReader::new(pipe).read_line(&mut number)?;
        let number = number.trim();
        ensure!(!number.is_empty(), "Xvfb ended before it named its display");
        Ok(Self {
            name: format!(":{number}"),
            server,
            frames,
        })
    }

    /// What goes into `DISPLAY`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A program that shows itself here, whatever display the person has.
    #[must_use]
    pub fn program(&self, name: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(name);
        self.show_here(&mut command);
        command
    }

    /// Sends the windows of a program here.
    pub fn show_here(&self, command: &mut Command) {
        command
            .env("DISPLAY", &self.name)
            .env("GDK_BACKEND", "x11")
            .env("NO_AT_BRIDGE", "1")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("XAUTHORITY");
    }

    /// The pixels on the screen at this moment, four bytes each (blue, green, red, nothing), row by row.
    ///
    /// The server keeps its picture in a file, in the format of `xwd`, whose end they are. Reading it asks the server
    /// nothing, and so disturbs nothing.
    ///
    /// # Errors
    /// When the server has gone.
    pub fn pixels(&self) -> Result<Vec<u8>> {
        self.pixels_from(0, 0, WIDTH * HEIGHT)
    }

    /// So many pixels, from this one on to the right and then along the rows below.
    ///
    /// # Errors
    /// When the server has gone.
    pub fn pixels_from(&self, x: usize, y: usize, count: usize) -> Result<Vec<u8>> {
        let file =
            File::open(self.frames.path().join("Xvfb_screen0")).context("read the screen")?;
        let picture = (WIDTH * HEIGHT * 4) as u64;
        let start = file
            .metadata()?
            .len()
            .checked_sub(picture)
            .context("the screen's file is too short")?;
        let mut pixels = vec![0; count * 4];
        file.read_exact_at(&mut pixels, start + ((y * WIDTH + x) * 4) as u64)?;
        Ok(pixels)
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

//! A display (Xvfb) and a session bus of its own, so that a test never shows anything to, nor moves the mouse of, nor
//! talks to the programs of the person at the machine.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::FileExt;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

/// Wide enough for the window (1280x800) and a place beside it to drag from.
pub const WIDTH: usize = 1440;
/// See [`WIDTH`].
pub const HEIGHT: usize = 900;

/// A bus that starts nothing: no portals, no keychain, no accessibility; each would cost time and print warnings.
const BUS: &str =
    "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\"
  \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>
<policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/>
<allow own=\"*\"/></policy></busconfig>";

/// A running X server, and a bus beside it.
#[derive(Debug)]
pub struct Display {
    server: Child,
    bus: Child,
    bus_address: String,
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
        let mut server = Command::new("Xvfb");
        server.args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0"]);
        server
            .arg(format!("{WIDTH}x{HEIGHT}x24"))
            .arg("-fbdir")
            .arg(frames.path());
        let (server, number) = spawn_and_hear(&mut server)?;
        let bus_file = frames.path().join("bus.conf");
        fs::write(&bus_file, BUS)?;
        let mut bus = Command::new("dbus-daemon");
        bus.args(["--nofork", "--print-address=1", "--config-file"])
            .arg(bus_file);
        let (bus, bus_address) = spawn_and_hear(&mut bus)?;
        Ok(Self {
            server,
            bus,
            bus_address,
            name: format!(":{number}"),
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
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus_address)
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
        for child in [&mut self.bus, &mut self.server] {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Starts a server and reads the line that it prints when it is ready.
pub(crate) fn spawn_and_hear(command: &mut Command) -> Result<(Child, String)> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let name = command.get_program().to_string_lossy().into_owned();
    let mut server = command.spawn().with_context(|| format!("start {name}"))?;
    let mut line = String::new();
    let pipe = server.stdout.take().context("the server has no output")?;
    BufReader::new(pipe).read_line(&mut line)?;
    ensure!(!line.trim().is_empty(), "{name} ended at once");
    Ok((server, line.trim().to_owned()))
}

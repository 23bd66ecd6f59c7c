//! Files dragged between our window and another program's as people do it: that program's window beside ours, the
//! mouse, and the X server between them (XDND). Nothing of it goes through the driver or the page.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Lines};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Stdio};

use anyhow::{Context, Result, ensure};
use tempfile::NamedTempFile;

use crate::display::{Display, HEIGHT, WIDTH};

const SOURCE: &str = include_str!("drag_source.py");
const TARGET: &str = include_str!("drag_target.py");

/// Where the other program's window is, beside ours, and the middle of it.
const PLACE: (usize, usize) = (WIDTH - 110, HEIGHT - 110);
const MIDDLE: (usize, usize) = (PLACE.0 + 50, PLACE.1 + 50);

/// A drag under way: the button is down, the files hang at the mouse.
#[derive(Debug)]
pub struct Drag<'a> {
    display: &'a Display,
    source: Neighbour,
}

/// Another program with a window beside ours: a file manager that holds some files, or one that takes them.
#[derive(Debug)]
struct Neighbour {
    program: Child,
    words: Lines<BufReader<ChildStdout>>,
}

impl<'a> Drag<'a> {
    /// Takes files and folders up and holds them over a point of the screen.
    ///
    /// # Errors
    /// When GTK for Python or xdotool is missing.
    pub fn over(
        display: &'a Display,
        paths: &[impl AsRef<Path>],
        point: (usize, usize),
    ) -> Result<Self> {
        let list = NamedTempFile::with_prefix("blazon-drag-")?;
        let uris: Vec<String> = paths.iter().map(|path| uri(path.as_ref())).collect();
        std::fs::write(&list, uris.join("\n"))?;
        // It has read the list by the time it is there.
        let source = Neighbour::show(display, SOURCE, Some(list.path()))?;
        move_mouse(display, &path_to(MIDDLE, point))?;
        Ok(Self { display, source })
    }

    /// Lets them go.
    ///
    /// # Errors
    /// When nobody there takes them.
    pub fn release(mut self) -> Result<()> {
        move_mouse(self.display, "mouseup 1")?;
        let word = self.source.next_word()?;
        ensure!(word == "ended", "the drop was not taken ({word})");
        Ok(())
    }
}

/// Drags what lies at a point of our window to another program's, lets it go there, and tells which files that program
/// was given.
///
/// # Errors
/// When GTK for Python or xdotool is missing, no drag begins at that point, or the program is given no files.
pub fn drag_out(display: &Display, point: (usize, usize)) -> Result<Vec<PathBuf>> {
    let mut target = Neighbour::show(display, TARGET, None)?;
    move_mouse(display, &path_to(point, MIDDLE))?;
    // The page asks for the drag and the system begins it while the mouse is on its way, or later; only a mouse that moves
    // tells the program of it.
    let mut hand = display
        .program("xdotool")
        .args(restless(MIDDLE).split(' '))
        .spawn()
        .context("start xdotool")?;
    let word = target.next_word();
    let _ = hand.kill();
    let _ = hand.wait();
    move_mouse(display, "mouseup 1")?;
    let word = word?;
    ensure!(word == "over", "the window to drag to said {word:?}");
    let mut paths = Vec::new();
    loop {
        let word = target.next_word()?;
        if word == "ended" {
            return Ok(paths);
        }
        paths.push(path(&word)?);
    }
}

impl Neighbour {
    fn show(display: &Display, script: &str, list: Option<&Path>) -> Result<Self> {
        let mut program = display
            // The system's own: others lack the GTK binding.
            .program("/usr/bin/python3")
            .args(["-c", script])
            .args([PLACE.0.to_string(), PLACE.1.to_string()])
            .args(list)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .context("start /usr/bin/python3")?;
        let words = BufReader::new(program.stdout.take().context("no output")?).lines();
        let mut neighbour = Self { program, words };
        let word = neighbour.next_word()?;
        ensure!(
            word == "ready",
            "the window beside the program's said {word:?}"
        );
        Ok(neighbour)
    }

    fn next_word(&mut self) -> Result<String> {
        let word = self.words.next();
        Ok(word.context("the window beside has gone (python3-gi, gir1.2-gtk-3.0? no drag?)")??)
    }
}

impl Drop for Neighbour {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// Presses and moves in small steps as a hand does: GTK starts a drag only after some way with the button down, and a
/// target answers step by step. The short pauses are the hand's, not waits for a result.
fn path_to(from: (usize, usize), to: (usize, usize)) -> String {
    let mut line = format!("mousemove {} {} sleep 0.1 mousedown 1", from.0, from.1);
    for step in 1..=25 {
        let at = |from: usize, to: usize| (from * (25 - step) + to * step) / 25;
        let _ = write!(
            line,
            " sleep 0.02 mousemove {} {}",
            at(from.0, to.0),
            at(from.1, to.1)
        );
    }
    for shift in 1..=5 {
        let _ = write!(line, " sleep 0.06 mousemove {} {}", to.0 + shift, to.1);
    }
    line
}

/// Moves to and fro around a point, for some twenty seconds.
fn restless(around: (usize, usize)) -> String {
    let steps = (0..200).map(|step| {
        let shift = step % 2 * 6;
        format!("mousemove {} {} sleep 0.1", around.0 + shift, around.1)
    });
    steps.collect::<Vec<_>>().join(" ")
}

fn move_mouse(display: &Display, line: &str) -> Result<()> {
    let status = display.program("xdotool").args(line.split(' ')).status();
    ensure!(status.context("start xdotool")?.success(), "xdotool failed");
    Ok(())
}

/// A `file:` URI, every byte that is not plain in it escaped (RFC 3986).
fn uri(path: &Path) -> String {
    let mut uri = String::from("file://");
    for byte in path.as_os_str().as_bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => {
                uri.push(char::from(*byte));
            }
            other => {
                let _ = write!(uri, "%{other:02X}");
            }
        }
    }
    uri
}

/// The path that a `file:` URI names, its escapes taken back.
fn path(uri: &str) -> Result<PathBuf> {
    let escaped = uri
        .strip_prefix("file://")
        .with_context(|| format!("{uri} is no file"))?;
    let mut pieces = escaped.split('%');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        let (digits, rest) = piece
            .split_at_checked(2)
            .with_context(|| format!("{uri} ends within an escape"))?;
        let byte = u8::from_str_radix(digits, 16);
        bytes.push(byte.with_context(|| format!("{uri} holds a wrong escape"))?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    Ok(OsString::from_vec(bytes).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_letters_of_other_scripts_are_escaped() {
        assert_eq!(uri(Path::new("/a b/ж.jpg")), "file:///a%20b/%D0%B6.jpg");
    }

    #[test]
    fn escapes_are_taken_back() {
        let path = path("file:///a%20b/%D0%B6%2520.jpg").expect("a URI of a file");
        assert_eq!(path, Path::new("/a b/ж%20.jpg"));
    }
}

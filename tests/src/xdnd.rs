//! Files dropped on a window as a file manager does it: another program's window, the mouse, and the X server between
//! them (XDND). Nothing of it goes through the driver or the page.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Lines};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::{Child, ChildStdout, Stdio};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use crate::display::{Display, HEIGHT, WIDTH};

const SOURCE: &str = include_str!("drag_source.py");

/// A drag under way: the button is down, the files hang at the mouse.
#[derive(Debug)]
pub struct Drag<'a> {
    display: &'a Display,
    source: Source,
}

/// A file manager's window beside ours, holding some files.
#[derive(Debug)]
struct Source {
    program: Child,
    words: Lines<BufReader<ChildStdout>>,
    _folder: TempDir,
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
        let place = (WIDTH - 110, HEIGHT - 110);
        let source = Source::show(display, paths, place)?;
        move_mouse(display, &path_to((place.0 + 50, place.1 + 50), point))?;
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

impl Source {
    fn show(display: &Display, paths: &[impl AsRef<Path>], place: (usize, usize)) -> Result<Self> {
        let folder = TempDir::with_prefix("blazon-drag-")?;
        let (script, list) = (folder.path().join("drag.py"), folder.path().join("uris"));
        std::fs::write(&script, SOURCE)?;
        let uris: Vec<String> = paths.iter().map(|path| uri(path.as_ref())).collect();
        std::fs::write(&list, uris.join("\n"))?;
        let mut program = display
            // The system's own: others lack the GTK binding.
            .program("/usr/bin/python3")
            .arg(script)
            .args([place.0.to_string(), place.1.to_string()])
            .arg(list)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .context("start /usr/bin/python3")?;
        let words = BufReader::new(program.stdout.take().context("no output")?).lines();
        let mut source = Self {
            program,
            words,
            _folder: folder,
        };
        let word = source.next_word()?;
        ensure!(word == "ready", "the window to drag from said {word:?}");
        Ok(source)
    }

    fn next_word(&mut self) -> Result<String> {
        let word = self.words.next();
        Ok(word.context("the window to drag from has gone (python3-gi, gir1.2-gtk-3.0?)")??)
    }
}

impl Drop for Source {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_letters_of_other_scripts_are_escaped() {
        assert_eq!(uri(Path::new("/a b/ж.jpg")), "file:///a%20b/%D0%B6.jpg");
    }
}

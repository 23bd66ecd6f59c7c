//! The program in a real window: its own display, library and settings folders, driven through `tauri-driver`.

use std::env;
use std::fs::{self, File};
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::json;
use tempfile::TempDir;

use crate::display::Display;
use crate::process;
use crate::wait::{PATIENCE, until};
use crate::webdriver::{Session, id};
use crate::xdnd::{Drag, drag_out};

/// How long the system's dialog takes to show a field, or to look a path up.
const FIELD: Duration = Duration::from_millis(700);
/// Asks an X window to close.
const CLOSE: &str = include_str!("close_window.py");

/// A desk with nothing on it but an empty library.
#[derive(Debug)]
pub struct Desktop {
    application: PathBuf,
    display: Display,
    folder: TempDir,
    variables: Vec<(String, String)>,
}

/// The open window. It is driven like any session; dropped, all its processes end.
#[derive(Debug)]
pub struct Window<'a> {
    desktop: &'a Desktop,
    driver: Child,
    session: Session,
    opened: Duration,
    done: bool,
}

impl Desktop {
    /// A desk for the program that lies at this path.
    ///
    /// # Errors
    /// When no display can be started.
    pub fn with(application: PathBuf) -> Result<Self> {
        ensure!(
            application.is_file(),
            "{} is not built",
            application.display()
        );
        let folder = TempDir::with_prefix("blazon-desktop-")?;
        for name in ["library", "data", "config", "cache", "photos"] {
            fs::create_dir(folder.path().join(name))?;
        }
        Ok(Self {
            application,
            display: Display::start()?,
            folder,
            variables: Vec::new(),
        })
    }

    /// A desk for the program that was built beside this test.
    ///
    /// # Errors
    /// As in [`Desktop::with`].
    pub fn beside_the_test() -> Result<Self> {
        Self::with(built_folder()?.join("blazon"))
    }

    /// The program finds this variable in its environment.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.variables.push((name.to_owned(), value.into()));
    }

    /// The program.
    #[must_use]
    pub fn application(&self) -> &Path {
        &self.application
    }

    /// The library's folder.
    #[must_use]
    pub fn library(&self) -> PathBuf {
        self.folder.path().join("library")
    }

    /// Where the library lies unless something says otherwise, below the folder for data.
    #[must_use]
    pub fn usual_library(&self) -> PathBuf {
        self.folder.path().join("data/blazon")
    }

    /// The folder for settings of all programs.
    #[must_use]
    pub fn config(&self) -> PathBuf {
        self.folder.path().join("config")
    }

    /// A folder for the files that are dropped.
    #[must_use]
    pub fn photos(&self) -> PathBuf {
        self.folder.path().join("photos")
    }

    /// The display on which it all happens.
    #[must_use]
    pub const fn display(&self) -> &Display {
        &self.display
    }

    /// What the program and the driver have printed.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read_to_string(self.log_file()).unwrap_or_default()
    }

    /// Lets a program live on this desk: its windows, library and settings are here.
    pub fn seat(&self, command: &mut Command) {
        self.display.show_here(command);
        command
            .env("BLAZON_HOME", self.library())
            .env("XDG_DATA_HOME", self.folder.path().join("data"))
            .env("XDG_CONFIG_HOME", self.folder.path().join("config"))
            .env("XDG_CACHE_HOME", self.folder.path().join("cache"))
            .env("LANG", "C.UTF-8")
            .env_remove("LC_ALL")
            .env_remove("LANGUAGE")
            .envs(self.variables.iter().map(|(name, value)| (name, value)));
    }

    /// Opens the window and waits until it has shown the library.
    ///
    /// # Errors
    /// When the driver or the program does not start.
    pub fn open(&self) -> Result<Window<'_>> {
        let (port, native_port) = (free_port()?, free_port()?);
        let log = File::options()
            .create(true)
            .append(true)
            .open(self.log_file())?;
        let mut command = Command::new(driver_path()?);
        command.args([
            "--port",
            &port.to_string(),
            "--native-port",
            &native_port.to_string(),
        ]);
        command
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log);
        self.seat(&mut command);
        let driver = command.spawn().context("start tauri-driver")?;
        // From here on an error ends the driver too.
        let driver = Reins(Some(driver));
        // Both listen before the first question: tauri-driver drops it when the driver behind it is not there yet.
        for (name, port) in [("tauri-driver", port), ("WebKitWebDriver", native_port)] {
            until(name, PATIENCE, || {
                Ok(TcpStream::connect(("127.0.0.1", port)).ok())
            })?;
        }
        let started = Instant::now();
        let session = Session::open(port, &self.application)?;
        until("the first view", PATIENCE, || {
            let ready =
                session.execute("return document.documentElement.dataset.ready", &json!([]))?;
            Ok((ready == "1").then_some(()))
        })?;
        Ok(Window {
            desktop: self,
            driver: driver.hand_over()?,
            session,
            opened: started.elapsed(),
            done: false,
        })
    }

    /// Keeps what is on the screen, and prints what the program said last. A test that goes well closes its window, so
    /// one that is dropped open stands in the middle of a failure.
    fn tell_of_failure(&self) {
        let test = std::thread::current()
            .name()
            .unwrap_or("unnamed")
            .replace("::", "-");
        let path = root().join(format!("target/screens/failed-{test}.png"));
        let _ = self.keep_screen(&path);
        let log = self.log();
        let lines: Vec<&str> = log.lines().collect();
        let last = lines[lines.len().saturating_sub(30)..].join("\n");
        let _ = writeln!(
            std::io::stderr(),
            "the screen: {}\nthe program:\n{last}",
            path.display()
        );
    }

    /// Writes what the screen shows to a PNG file. The driver's own pictures are of another painter, which hangs
    /// where there is no graphics device.
    ///
    /// # Errors
    /// When it cannot be taken or written.
    pub fn keep_screen(&self, path: &Path) -> Result<()> {
        fs::create_dir_all(path.parent().unwrap_or(path))?;
        let mut import = self.display.program("import");
        let status = import.args(["-window", "root"]).arg(path).status()?;
        ensure!(status.success(), "the screen was not taken: {status}");
        Ok(())
    }

    fn log_file(&self) -> PathBuf {
        self.folder.path().join("log")
    }
}

impl Window<'_> {
    /// The desk on which it stands.
    #[must_use]
    pub const fn desktop(&self) -> &Desktop {
        self.desktop
    }

    /// From asking for the program to its first view with real data, the driver's own time included.
    #[must_use]
    pub const fn opened(&self) -> Duration {
        self.opened
    }

    /// The program and everything it has started, without the driver.
    #[must_use]
    pub fn processes(&self) -> std::collections::BTreeSet<u32> {
        let name = self
            .desktop
            .application
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let mut all = process::tree(self.driver.id()).into_iter();
        all.find(|pid| Some(process::name(*pid)) == name)
            .map(process::tree)
            .unwrap_or_default()
    }

    /// Drops files on the middle of the window, by the mouse.
    ///
    /// # Errors
    /// When the window does not take them.
    pub fn drop_files(&self, paths: &[impl AsRef<Path>]) -> Result<()> {
        let drag = Drag::over(&self.desktop.display, paths, self.middle()?)?;
        self.wait_for(&id("drop-overlay"))?;
        drag.release()
    }

    /// Drags an element to another program's window, by the mouse, and tells which files that program was given.
    ///
    /// # Errors
    /// When the element cannot be dragged, or nothing is given.
    pub fn drag_out(&self, css: &str) -> Result<Vec<PathBuf>> {
        let script = "const box = document.querySelector(arguments[0]).getBoundingClientRect();\
                      return [box.x + box.width / 2, box.y + box.height / 2].map(Math.round)";
        let place = self.execute(script, &json!([css]))?;
        let [x, y]: [usize; 2] = serde_json::from_value(place).context("find what is dragged")?;
        let (left, top) = self.corner()?;
        drag_out(&self.desktop.display, (left + x, top + y))
    }

    /// Types a path into the system's dialog for files, which a click has opened, and waits until it is closed.
    ///
    /// # Errors
    /// When no dialog comes, or it does not take the path.
    pub fn answer_dialog(&self, path: &Path) -> Result<()> {
        let (main, _) = self.frame()?;
        let dialog = until("the system's dialog", PATIENCE, || {
            let windows = self.windows()?;
            Ok(windows.into_iter().find(|(window, _)| *window != main))
        });
        let (dialog, _) = dialog?;
        let typed = path.to_str().context("a path that can be typed")?;
        let hand = |words: &[&str]| -> Result<()> {
            let mut xdotool = self.desktop.display.program("xdotool");
            let status = xdotool.args(words).status()?;
            ensure!(status.success(), "xdotool could not use the dialog");
            Ok(())
        };
        hand(&["windowfocus", "--sync", &dialog])?;
        hand(&["key", "ctrl+a"])?;
        // In a dialog that opens files, the first stroke brings the field for paths; what is typed meanwhile may be lost.
        let (first, rest) = typed.split_at(1);
        hand(&["type", first])?;
        std::thread::sleep(FIELD);
        hand(&["type", "--delay", "30", rest])?;
        std::thread::sleep(FIELD);
        hand(&["key", "Return"])?;
        until("the dialog to close", PATIENCE, || {
            let windows = self.windows()?;
            Ok(windows
                .iter()
                .all(|(window, _)| *window != dialog)
                .then_some(()))
        })
    }

    /// Gives the window a size, and waits until the page has it.
    ///
    /// # Errors
    /// When it does not take it.
    pub fn resize(&self, width: u64, height: u64) -> Result<()> {
        let (window, _) = self.frame()?;
        let size = [width.to_string(), height.to_string()];
        let status = self
            .desktop
            .display
            .program("xdotool")
            .args(["windowsize", &window])
            .args(size)
            .status()?;
        ensure!(status.success(), "xdotool could not resize the window");
        until("the new size", PATIENCE, || {
            let size = self.execute("return [innerWidth, innerHeight]", &json!([]))?;
            Ok((size == json!([width, height])).then_some(()))
        })
    }

    /// Takes the keyboard's focus from every window, as a person does who works elsewhere.
    ///
    /// # Errors
    /// When the display does not do it.
    pub fn look_elsewhere(&self) -> Result<()> {
        let mut xdotool = self.desktop.display.program("xdotool");
        // No window has the number 0; to X it means that nobody has the focus.
        let status = xdotool.args(["windowfocus", "0"]).status()?;
        ensure!(status.success(), "xdotool could not take the focus");
        Ok(())
    }

    /// Presses the button in its frame that closes it, whatever follows.
    ///
    /// # Errors
    /// When it cannot be asked.
    pub fn ask_to_close(&self) -> Result<()> {
        let (window, _) = self.frame()?;
        let mut python = self.desktop.display.program("/usr/bin/python3");
        let status = python
            .args(["-c", CLOSE, &window])
            .status()
            .context("start python3")?;
        ensure!(status.success(), "the window could not be asked to close");
        Ok(())
    }

    /// Closes it as the button in its frame does, and waits until the program has ended.
    ///
    /// # Errors
    /// When it does not end.
    pub fn close(self) -> Result<()> {
        self.end_by(Self::ask_to_close)
    }

    /// Waits until the program has ended by what is done to it.
    ///
    /// # Errors
    /// When it cannot be done, or the program does not end.
    pub fn end_by(mut self, act: impl FnOnce(&Self) -> Result<()>) -> Result<()> {
        let processes = self.processes();
        act(&self)?;
        until("the program to end", PATIENCE, || {
            let alive = processes.iter().any(|pid| process::is_alive(*pid));
            Ok((!alive).then_some(()))
        })?;
        self.done = true;
        Ok(())
    }

    /// Whether the screen has it, even where something covers it.
    ///
    /// # Errors
    /// When the display does not answer.
    pub fn is_shown(&self) -> Result<bool> {
        Ok(!self.windows()?.is_empty())
    }

    /// Kills the program in the middle of what it does.
    pub fn kill(mut self) {
        process::kill(&self.processes());
        self.done = true;
    }

    /// The screen's point at which the page begins.
    ///
    /// # Errors
    /// When no window is shown.
    pub fn corner(&self) -> Result<(usize, usize)> {
        self.frame().map(|(_, [x, y, _, _])| (x, y))
    }

    fn middle(&self) -> Result<(usize, usize)> {
        let (_, [x, y, width, height]) = self.frame()?;
        Ok((x + width / 2, y + height / 2))
    }

    /// The X window that people see, with its place and size; the program has small hidden ones beside it.
    fn frame(&self) -> Result<(String, [usize; 4])> {
        self.windows()?
            .into_iter()
            .max_by_key(|(_, [_, _, width, height])| width * height)
            .context("no window is shown")
    }

    fn windows(&self) -> Result<Vec<(String, [usize; 4])>> {
        let display = &self.desktop.display;
        let search = display
            .program("xdotool")
            .args(["search", "--onlyvisible", "--name", "."])
            .output()?;
        let windows = String::from_utf8_lossy(&search.stdout).into_owned();
        let measured = windows.lines().filter_map(|window| {
            let output = display
                .program("xdotool")
                .args(["getwindowgeometry", "--shell", window])
                .output()
                .ok()?;
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            let value = |name: &str| {
                text.lines()
                    .find_map(|line| line.strip_prefix(name)?.parse().ok())
            };
            Some((
                window.to_owned(),
                [
                    value("X=")?,
                    value("Y=")?,
                    value("WIDTH=")?,
                    value("HEIGHT=")?,
                ],
            ))
        });
        Ok(measured.collect())
    }
}

impl std::ops::Deref for Window<'_> {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.session
    }
}

impl Drop for Window<'_> {
    fn drop(&mut self) {
        if !self.done {
            self.desktop.tell_of_failure();
        }
        end(&mut self.driver);
    }
}

/// A driver that ends with the scope, unless it is handed over.
struct Reins(Option<Child>);

impl Reins {
    fn hand_over(mut self) -> Result<Child> {
        self.0.take().context("the driver was handed over before")
    }
}

impl Drop for Reins {
    fn drop(&mut self) {
        if let Some(driver) = &mut self.0 {
            end(driver);
        }
    }
}

fn end(driver: &mut Child) {
    process::kill(&process::tree(driver.id()));
    let _ = driver.wait();
}

/// The repository's root.
#[must_use]
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent()
        .map_or_else(|| here.to_path_buf(), Path::to_path_buf)
}

/// Cargo's folder with the programs of this profile: `target/debug`.
///
/// # Errors
/// When this program does not lie in one.
pub fn built_folder() -> Result<PathBuf> {
    let own = env::current_exe()?;
    let folder = own.parent().context("this program lies nowhere")?;
    Ok(if folder.ends_with("deps") {
        folder.parent().unwrap_or(folder)
    } else {
        folder
    }
    .to_path_buf())
}

fn driver_path() -> Result<PathBuf> {
    let path = match env::var_os("BLAZON_TAURI_DRIVER") {
        Some(path) => PathBuf::from(path),
        None => built_folder()?
            .with_file_name("tools")
            .join("bin/tauri-driver"),
    };
    ensure!(
        path.is_file(),
        "{} is missing; `cargo xtask test` builds it",
        path.display()
    );
    Ok(path)
}

/// A port that nobody listens on. Another program could take it in between; none here does.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

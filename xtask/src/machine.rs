//! What kind of computer this is, as far as the chores differ by it.

use std::env;
use std::path::Path;

use crate::program;

/// The systems that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Machine {
    /// Debian, Ubuntu and what descends from them: packages can be installed.
    Debian,
    /// Another Linux: the libraries can be named, not installed.
    Linux,
    /// macOS.
    Mac,
    /// Windows.
    Windows,
}

/// The computer that this runs on.
pub(crate) fn this() -> Machine {
    if cfg!(windows) {
        Machine::Windows
    } else if cfg!(target_os = "macos") {
        Machine::Mac
    } else if program::exists("apt-get") && program::exists("dpkg-query") {
        Machine::Debian
    } else {
        Machine::Linux
    }
}

/// Whether a window can be shown. Only Linux can be without a display in daily life.
pub(crate) fn has_display() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    match this() {
        Machine::Mac | Machine::Windows => true,
        Machine::Debian | Machine::Linux => set("DISPLAY") || set("WAYLAND_DISPLAY"),
    }
}

/// What goes before a command that needs the rights of root; none where they cannot be had without a password.
pub(crate) fn root_prefix() -> Option<&'static [&'static str]> {
    if program::output("id", &["-u"]).is_some_and(|id| id.trim() == "0") {
        Some(&[])
    } else if program::output("sudo", &["-n", "true"]).is_some() {
        Some(&["sudo", "-n"])
    } else {
        None
    }
}

/// Whether a single font is installed; a window without one shows empty boxes.
pub(crate) fn has_fonts() -> bool {
    ["/usr/share/fonts", "/usr/local/share/fonts"]
        .iter()
        .any(|folder| holds_font(Path::new(folder)))
}

fn holds_font(folder: &Path) -> bool {
    let Ok(entries) = folder.read_dir() else {
        return false;
    };
    entries.filter_map(Result::ok).any(|entry| {
        let path = entry.path();
        let font = path
            .extension()
            .is_some_and(|ending| ["ttf", "otf", "ttc"].iter().any(|known| ending == *known));
        font || (path.is_dir() && holds_font(&path))
    })
}

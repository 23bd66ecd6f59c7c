//! The system's packages: which ones a chore needs, which are missing, and installing them where that is possible.

use std::env;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::machine::{self, Machine};
use crate::{program, say};

/// What the terminal program needs to be built.
const TERMINAL: &[&str] = &["build-essential", "cmake", "nasm", "pkg-config"];

/// What the window needs beside that.
const WINDOW: &[&str] = &[
    "libwebkit2gtk-4.1-dev",
    "librsvg2-dev",
    "libayatana-appindicator3-dev",
    "libxdo-dev",
    "libssl-dev",
    "file",
];

/// What the tests need beside that: a display of their own, a driver for the window, a session bus with a keychain, a
/// hand for the mouse, something to drag from, and eyes for metadata and documents.
const TESTS: &[&str] = &[
    "xvfb",
    "webkit2gtk-driver",
    "dbus-x11",
    "dbus-user-session",
    "gnome-keyring",
    "xdotool",
    "x11-utils",
    "imagemagick",
    "fonts-dejavu-core",
    "python3-gi",
    "python3-venv",
    "gir1.2-gtk-3.0",
    "libheif1",
    "libimage-exiftool-perl",
    "poppler-utils",
    "util-linux",
];

/// What a graphics card needs: the loader of its drivers, and the ones that Mesa has, one of which plays a card.
const CARD: &[&str] = &["libvulkan1", "mesa-vulkan-drivers"];

/// The same libraries for people whose distribution names its packages otherwise.
const LIBRARIES: &str = "\
  a C and C++ compiler, cmake, nasm, pkg-config
  for the window: WebKitGTK 4.1, librsvg 2, Ayatana AppIndicator 3, libxdo, OpenSSL (each with its headers)
  for the tests: Xvfb, WebKitWebDriver, D-Bus, gnome-keyring, xdotool, ImageMagick, DejaVu fonts, Python 3 with GTK 3,
  ExifTool, Poppler's programs";

/// What a chore is going to do, and so what has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Build the terminal program.
    Terminal,
    /// Build and open the window.
    Window,
    /// Build everything and drive the window in tests.
    Tests,
    /// Build the worker for graphics cards and try it.
    Card,
}

/// Makes sure that the system has what is needed, installing what is missing where that is possible.
///
/// # Errors
/// When something is missing that the person has to install; the error says what, and how.
pub(crate) fn ensure_installed(need: Need) -> Result<()> {
    match machine::this() {
        Machine::Debian => ensure_packages(&packages(need)),
        Machine::Linux => ensure_libraries(need),
        Machine::Mac => ensure_on_mac(),
        Machine::Windows => ensure_on_windows(),
    }
}

fn packages(need: Need) -> Vec<&'static str> {
    let mut packages = TERMINAL.to_vec();
    match need {
        Need::Terminal => return packages,
        Need::Card => {
            packages.extend(CARD);
            return packages;
        }
        Need::Window | Need::Tests => {}
    }
    packages.extend(WINDOW);
    if need == Need::Tests {
        packages.extend(TESTS);
    } else if !machine::has_fonts() {
        packages.push("fonts-dejavu-core");
    }
    packages
}

fn ensure_packages(wanted: &[&str]) -> Result<()> {
    let missing = find_missing(wanted);
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    let Some(prefix) = machine::root_prefix() else {
        bail!(
            "{} system packages are missing, and installing them needs your password. Run this line, then the same \
             command again:\n\n    sudo apt-get update && sudo apt-get install -y {list}\n",
            missing.len()
        );
    };
    say::title(&format!(
        "Installing {} system packages that are missing: {list}",
        missing.len()
    ));
    // An outdated list is no obstacle while the packages it names can still be had; the next command decides.
    if program::check(&mut apt(prefix, &["update", "-qq"])).is_err() {
        say::line(
            "The package lists could not be brought up to date; trying with the ones that are there.",
        );
    }
    let install = [
        &["install", "-y", "-qq", "--no-install-recommends"],
        missing.as_slice(),
    ]
    .concat();
    program::check(&mut apt(prefix, &install))
        .context("The system packages could not be installed.")?;
    let left = find_missing(wanted);
    ensure!(
        left.is_empty(),
        "Installed, and yet still missing: {}.",
        left.join(" ")
    );
    Ok(())
}

/// Those of the packages that are not installed. A package that dpkg has never heard of is missing too.
fn find_missing<'a>(wanted: &[&'a str]) -> Vec<&'a str> {
    let query = Command::new("dpkg-query")
        .args(["-W", "-f", "${db:Status-Abbrev}${Package}\n"])
        .args(wanted)
        .output();
    // It fails as soon as one is unknown, but still prints the others.
    let listed = query
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default();
    missing_in(&listed, wanted)
}

fn missing_in<'a>(listed: &str, wanted: &[&'a str]) -> Vec<&'a str> {
    let installed: Vec<&str> = listed
        .lines()
        .filter_map(|line| line.strip_prefix("ii "))
        .map(str::trim)
        .collect();
    wanted
        .iter()
        .filter(|package| !installed.contains(package))
        .copied()
        .collect()
}

fn apt(prefix: &[&str], arguments: &[&str]) -> Command {
    let line = [
        prefix,
        &[
            "env",
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "-o",
            "DPkg::Lock::Timeout=400",
        ],
        arguments,
    ]
    .concat();
    let mut command = Command::new(line[0]);
    command.args(&line[1..]);
    command
}

fn ensure_libraries(need: Need) -> Result<()> {
    let programs: &[&str] = match need {
        Need::Terminal | Need::Window | Need::Card => &["cc", "c++", "cmake", "pkg-config"],
        Need::Tests => &[
            "cc",
            "c++",
            "cmake",
            "pkg-config",
            "Xvfb",
            "WebKitWebDriver",
            "dbus-run-session",
            "xdotool",
        ],
    };
    let modules: &[&str] = match need {
        Need::Terminal | Need::Card => &[],
        Need::Window | Need::Tests => &["webkit2gtk-4.1", "librsvg-2.0", "openssl"],
    };
    let no_program = programs.iter().filter(|name| !program::exists(name));
    let no_module = modules
        .iter()
        .filter(|name| program::output("pkg-config", &["--exists", name]).is_none());
    let missing: Vec<&str> = no_program.chain(no_module).copied().collect();
    ensure!(
        missing.is_empty(),
        "This is neither Debian nor Ubuntu, so nothing is installed for you. Not found: {}. Blazon needs\n\n{LIBRARIES}\n",
        missing.join(", ")
    );
    Ok(())
}

fn ensure_on_mac() -> Result<()> {
    ensure!(
        program::output("xcode-select", &["-p"]).is_some(),
        "Apple's command line tools are missing. Run `xcode-select --install`, then the same command again."
    );
    let missing = missing_builders();
    ensure!(
        missing.is_empty(),
        "{0} missing. With Homebrew (https://brew.sh): `brew install {0}`, then the same command again.",
        missing.join(" ")
    );
    Ok(())
}

fn ensure_on_windows() -> Result<()> {
    let missing = missing_builders();
    ensure!(
        missing.is_empty(),
        "Missing: {}. Install them with `winget install Kitware.CMake NASM.NASM`, open a new terminal, and start again. \
         Microsoft's C++ Build Tools must be there too (with \"Desktop development with C++\").",
        missing.join(", ")
    );
    if !has_webview2() {
        say::line(
            "Microsoft's WebView2 Runtime was not found; Windows 11 has it. If the window stays away, install it from \
             https://developer.microsoft.com/microsoft-edge/webview2.",
        );
    }
    Ok(())
}

/// The programs that build libjpeg-turbo; its assembler is needed on Intel and AMD alone.
fn missing_builders() -> Vec<&'static str> {
    let wanted: &[&str] = if cfg!(target_arch = "x86_64") {
        &["cmake", "nasm"]
    } else {
        &["cmake"]
    };
    wanted
        .iter()
        .filter(|name| !program::exists(name))
        .copied()
        .collect()
}

fn has_webview2() -> bool {
    let folder = |name: &str| env::var_os(name).map(std::path::PathBuf::from);
    let places = [
        folder("ProgramFiles(x86)"),
        folder("ProgramFiles"),
        folder("LOCALAPPDATA"),
    ];
    places
        .into_iter()
        .flatten()
        .any(|place| place.join("Microsoft/EdgeWebView/Application").is_dir())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_missing_when_it_is_unknown_or_only_its_settings_are_left() {
        let listed = "ii cmake\nrc nasm\nun pkg-config\n";
        assert_eq!(
            missing_in(listed, &["cmake", "nasm", "pkg-config", "xvfb"]),
            ["nasm", "pkg-config", "xvfb"]
        );
    }

    #[test]
    fn the_terminal_program_asks_for_no_window_library() {
        assert!(
            packages(Need::Terminal)
                .iter()
                .all(|package| !package.starts_with("lib"))
        );
        assert!(packages(Need::Tests).contains(&"libwebkit2gtk-4.1-dev"));
    }
}

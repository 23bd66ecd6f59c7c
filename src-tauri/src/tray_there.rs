//! Whether the system has a tray. On Linux an icon needs a library that is not everywhere, and somebody who shows it.

/// Whether an icon in the tray would be seen.
#[cfg(target_os = "linux")]
pub(crate) fn is_there() -> bool {
    has_library() && has_host()
}

/// The other systems have one.
#[cfg(not(target_os = "linux"))]
pub(crate) const fn is_there() -> bool {
    true
}

/// Without the library the crate that draws the icon gives up with a panic, so it is looked for first.
#[cfg(target_os = "linux")]
fn has_library() -> bool {
    const NAMES: [&str; 2] = ["libayatana-appindicator3.so.1", "libappindicator3.so.1"];
    const FOLDERS: [&str; 6] = [
        "/usr/lib",
        "/usr/lib64",
        "/lib",
        "/usr/lib/x86_64-linux-gnu",
        "/usr/lib/aarch64-linux-gnu",
        "/app/lib",
    ];
    FOLDERS.iter().any(|folder| {
        let folder = std::path::Path::new(folder);
        NAMES.iter().any(|name| folder.join(name).exists())
    })
}

/// Desktops that show icons say so on the bus (StatusNotifierWatcher).
#[cfg(target_os = "linux")]
fn has_host() -> bool {
    use gtk::gio::{BusType, DBusCallFlags, bus_get_sync};
    use gtk::glib::ToVariant;
    let Ok(bus) = bus_get_sync(BusType::Session, None::<&gtk::gio::Cancellable>) else {
        return false;
    };
    let asked = bus.call_sync(
        Some("org.freedesktop.DBus"),
        "/org/freedesktop/DBus",
        "org.freedesktop.DBus",
        "NameHasOwner",
        Some(&("org.kde.StatusNotifierWatcher",).to_variant()),
        None,
        DBusCallFlags::NONE,
        1000,
        None::<&gtk::gio::Cancellable>,
    );
    asked
        .ok()
        .and_then(|answer| answer.get::<(bool,)>())
        .is_some_and(|(is_there,)| is_there)
}

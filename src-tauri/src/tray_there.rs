//! Whether the system has a tray. On Linux an icon needs a library that is not everywhere, somebody who collects icons, and
//! somebody who shows them.

/// Desktops that take icons say so on the bus by this name.
#[cfg(target_os = "linux")]
const WATCHER: &str = "org.kde.StatusNotifierWatcher";

/// Whether an icon can be put into a tray, which may come after it.
#[cfg(target_os = "linux")]
pub(crate) fn is_there() -> bool {
    has_library() && has_watcher()
}

/// The other systems have one.
#[cfg(not(target_os = "linux"))]
pub(crate) const fn is_there() -> bool {
    true
}

/// Whether somebody shows the icons at this moment. A desktop may collect them with nothing on its panel to draw them.
#[cfg(target_os = "linux")]
pub(crate) fn is_shown() -> bool {
    use gtk::glib::{ToVariant, Variant};
    let property = (WATCHER, "IsStatusNotifierHostRegistered").to_variant();
    let properties = "org.freedesktop.DBus.Properties";
    ask_bus(
        WATCHER,
        "/StatusNotifierWatcher",
        properties,
        "Get",
        &property,
    )
    .and_then(|answer| answer.get::<(Variant,)>())
    .is_some_and(|(is_shown,)| is_shown.get() == Some(true))
}

/// The other systems always show theirs.
#[cfg(not(target_os = "linux"))]
pub(crate) const fn is_shown() -> bool {
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

#[cfg(target_os = "linux")]
fn has_watcher() -> bool {
    use gtk::glib::ToVariant;
    let bus = "org.freedesktop.DBus";
    ask_bus(
        bus,
        "/org/freedesktop/DBus",
        bus,
        "NameHasOwner",
        &(WATCHER,).to_variant(),
    )
    .and_then(|answer| answer.get::<(bool,)>())
    .is_some_and(|(is_there,)| is_there)
}

/// A call on the session bus that starts nobody; `None` where there is no bus or no answer within a second.
#[cfg(target_os = "linux")]
fn ask_bus(
    owner: &str,
    path: &str,
    interface: &str,
    method: &str,
    arguments: &gtk::glib::Variant,
) -> Option<gtk::glib::Variant> {
    use gtk::gio::{BusType, Cancellable, DBusCallFlags, bus_get_sync};
    let bus = bus_get_sync(BusType::Session, None::<&Cancellable>).ok()?;
    bus.call_sync(
        Some(owner),
        path,
        interface,
        method,
        Some(arguments),
        None,
        DBusCallFlags::NO_AUTO_START,
        1000,
        None::<&Cancellable>,
    )
    .ok()
}

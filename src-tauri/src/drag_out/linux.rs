//! Files dragged out by GTK. The crate `drag`, which does it on the other systems, forgets here what is dragged in the
//! moment in which it is let go, while most programs ask for it only then; and it names no file whose path holds more
//! than ASCII.

use std::cell::Cell;
use std::path::PathBuf;
use std::rc::Rc;

use anyhow::Context;
use gtk::gdk::DragAction;
use gtk::gdk_pixbuf::Pixbuf;
use gtk::glib::{self, GString};
use gtk::prelude::{DragContextExtManual, ObjectExt, WidgetExt};
use gtk::{ApplicationWindow, TargetList};

use super::ICON;

/// The left one.
const BUTTON: i32 = 1;

/// `ended` is called as soon as the files are let go, wherever that is.
///
/// # Errors
/// When GTK refuses.
pub(super) fn begin(
    window: &ApplicationWindow,
    paths: Vec<PathBuf>,
    ended: impl Fn() + 'static,
) -> anyhow::Result<()> {
    let uris: Vec<GString> = paths
        .into_iter()
        .map(|path| glib::filename_to_uri(path, None))
        .collect::<Result<_, _>>()
        .context("name the files")?;
    let icon = Pixbuf::from_read(ICON).context("read the icon")?;
    let targets = TargetList::new(&[]);
    targets.add_uri_targets(0);
    let drag = window
        .drag_begin_with_coordinates(&targets, DragAction::COPY, BUTTON, None, -1, -1)
        .context("GTK began no drag")?;
    drag.drag_set_icon_pixbuf(&icon, 0, 0);

    let this = drag.clone();
    let answer = window.connect_drag_data_get(move |_, asked, data, _, _| {
        if *asked == this {
            let uris: Vec<&str> = uris.iter().map(GString::as_str).collect();
            data.set_uris(&uris);
        }
    });
    let (answer, window) = (Cell::new(Some(answer)), window.clone());
    let forget = Rc::new(move || {
        if let Some(answer) = answer.take() {
            window.disconnect(answer);
        }
    });
    let ended = Rc::new(ended);
    let let_go = ended.clone();
    drag.connect_drop_performed(move |_, _| let_go());
    let taken = forget.clone();
    drag.connect_dnd_finished(move |_| taken());
    drag.connect_cancel(move |_, _| {
        ended();
        forget();
    });
    Ok(())
}

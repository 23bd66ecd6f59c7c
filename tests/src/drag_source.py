"""A small window that files can be dragged out of: arguments are its place (x, y) and a file with one URI per line."""

import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402

x, y = int(sys.argv[1]), int(sys.argv[2])
uris = open(sys.argv[3], encoding="ascii").read().split()

window = Gtk.Window(type=Gtk.WindowType.POPUP)
window.set_default_size(100, 100)
window.move(x, y)
window.add(Gtk.Label(label="files"))
window.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
window.drag_source_add_uri_targets()
window.connect("drag-data-get", lambda _window, _context, data, _info, _time: data.set_uris(uris))
window.connect("drag-failed", lambda _window, _context, why: print("failed", int(why), flush=True))
window.connect("drag-end", lambda _window, _context: (print("ended", flush=True), Gtk.main_quit()))
window.show_all()
GLib.idle_add(lambda: print("ready", flush=True))
GLib.timeout_add_seconds(60, Gtk.main_quit)
Gtk.main()

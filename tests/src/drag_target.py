"""A small window that files can be dropped on: its arguments are its place (x, y). It says "over" when they can be let
go there, then each URI that it was given, then "ended". As many programs do, it asks for them only when they were let go."""

import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402

x, y = int(sys.argv[1]), int(sys.argv[2])
motions = 0


def moved(_window, _context, _x, _y, _time):
    global motions
    motions += 1
    # A second one is sent only after the answer to the first has arrived; until then nothing would be let go here.
    if motions == 2:
        print("over", flush=True)
    return False


def received(_window, _context, _x, _y, data, _info, _time):
    for uri in data.get_uris():
        print(uri, flush=True)
    print("ended", flush=True)
    Gtk.main_quit()


window = Gtk.Window(type=Gtk.WindowType.POPUP)
window.set_default_size(100, 100)
window.move(x, y)
window.add(Gtk.Label(label="drop here"))
window.drag_dest_set(Gtk.DestDefaults.ALL, [], Gdk.DragAction.COPY)
window.drag_dest_add_uri_targets()
window.connect("drag-motion", moved)
window.connect("drag-data-received", received)
window.show_all()
GLib.idle_add(lambda: print("ready", flush=True))
GLib.timeout_add_seconds(60, Gtk.main_quit)
Gtk.main()

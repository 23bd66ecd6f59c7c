"""A tray on the session bus, as panels of desktops have one: it takes icons in, reads their menus and clicks in them.

It is the watcher and the one host of StatusNotifierItem, and a client of com.canonical.dbusmenu. Once it says "ready" it is
told what to do by lines on its standard input and answers each with a line of JSON: "count" with the number of icons,
"menu" with the entries of the last icon's menu, "click LABEL" with whether such an entry was there. Without an icon there is
no menu, which is null; {"error": a sentence} says that a program did not answer. It ends with its input.
"""

import json
import sys
import threading

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

NAME = "org.kde.StatusNotifierWatcher"
PATH = "/StatusNotifierWatcher"
INTERFACE = """
<node><interface name="org.kde.StatusNotifierWatcher">
  <method name="RegisterStatusNotifierItem"><arg type="s" direction="in"/></method>
  <method name="RegisterStatusNotifierHost"><arg type="s" direction="in"/></method>
  <property name="RegisteredStatusNotifierItems" type="as" access="read"/>
  <property name="IsStatusNotifierHostRegistered" type="b" access="read"/>
  <property name="ProtocolVersion" type="i" access="read"/>
  <signal name="StatusNotifierItemRegistered"><arg type="s"/></signal>
  <signal name="StatusNotifierItemUnregistered"><arg type="s"/></signal>
  <signal name="StatusNotifierHostRegistered"/>
</interface></node>
"""
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
# How long a program may take to answer, in milliseconds.
PATIENCE = 5000


class Tray:
    """The icons that are in it, in the order in which they came: the owner on the bus and the path of its object."""

    def __init__(self, connection):
        self.connection = connection
        self.icons = []

    def called(self, _connection, sender, _path, _interface, method, parameters, invocation):
        if method == "RegisterStatusNotifierItem":
            (service,) = parameters.unpack()
            # Programs tell the path of their object, or a name on the bus whose object is at the usual path.
            icon = (sender, service) if service.startswith("/") else (service, "/StatusNotifierItem")
            self.take_in(sender, icon)
        # A second host changes nothing: this one is always there.
        invocation.return_value(None)

    def take_in(self, sender, icon):
        if icon in self.icons:
            return
        self.icons.append(icon)
        self.tell("StatusNotifierItemRegistered", icon)

        def gone(_connection, _name):
            Gio.bus_unwatch_name(watch)
            self.icons.remove(icon)
            self.tell("StatusNotifierItemUnregistered", icon)

        watch = Gio.bus_watch_name_on_connection(
            self.connection, sender, Gio.BusNameWatcherFlags.NONE, None, gone
        )

    def tell(self, signal, icon):
        self.connection.emit_signal(None, PATH, NAME, signal, GLib.Variant("(s)", ("".join(icon),)))

    def property(self, _connection, _sender, _path, _interface, name):
        if name == "RegisteredStatusNotifierItems":
            return GLib.Variant("as", ["".join(icon) for icon in self.icons])
        if name == "IsStatusNotifierHostRegistered":
            return GLib.Variant("b", True)
        return GLib.Variant("i", 0)

    def ask(self, owner, path, interface, method, parameters):
        answer = self.connection.call_sync(
            owner, path, interface, method, parameters, None, Gio.DBusCallFlags.NONE, PATIENCE, None
        )
        return answer.unpack()

    def find_menu(self):
        """The owner and the path of the last icon's menu."""
        if not self.icons:
            return None
        owner, path = self.icons[-1]
        wanted = GLib.Variant("(ss)", (ITEM, "Menu"))
        (menu,) = self.ask(owner, path, "org.freedesktop.DBus.Properties", "Get", wanted)
        return owner, menu

    def entries(self, menu):
        """What a panel would draw, with the number by which the program knows each entry."""
        # Panels ask this first, so that a program can bring its menu up to date.
        self.ask(*menu, MENU, "AboutToShow", GLib.Variant("(i)", (0,)))
        _, (_, _, children) = self.ask(*menu, MENU, "GetLayout", GLib.Variant("(iias)", (0, -1, [])))
        return [
            {
                "id": number,
                "label": plain(properties.get("label", "")),
                "is_enabled": properties.get("enabled", True),
                "is_ticked": properties.get("toggle-state", -1) == 1,
            }
            for number, properties, _ in children
            if properties.get("visible", True)
        ]

    def click(self, menu, label):
        found = [entry for entry in self.entries(menu) if entry["label"] == label and entry["is_enabled"]]
        if not found:
            return False
        event = GLib.Variant("(isvu)", (found[0]["id"], "clicked", GLib.Variant("i", 0), 0))
        self.ask(*menu, MENU, "Event", event)
        return True

    def obey(self, line):
        order, _, label = line.partition(" ")
        if order == "count":
            return len(self.icons)
        menu = self.find_menu()
        if menu is None:
            return None
        return self.click(menu, label) if order == "click" else self.entries(menu)


def plain(label):
    """A label as it is seen: one underscore marks the next letter, two are one."""
    return label.replace("__", "\0").replace("_", "").replace("\0", "_")


def listen(tray, loop):
    for line in sys.stdin:
        try:
            answer = tray.obey(line.rstrip("\n"))
        except GLib.Error as error:
            answer = {"error": error.message}
        print(json.dumps(answer), flush=True)
    loop.quit()


def main():
    loop = GLib.MainLoop()

    def connected(connection, _name):
        tray = Tray(connection)
        node = Gio.DBusNodeInfo.new_for_xml(INTERFACE)
        connection.register_object(PATH, node.interfaces[0], tray.called, tray.property, None)
        threading.Thread(target=listen, args=(tray, loop), daemon=True).start()

    def owned(connection, _name):
        connection.emit_signal(None, PATH, NAME, "StatusNotifierHostRegistered", None)
        print("ready", flush=True)

    # The object is there before the name is, so that nobody finds the name and no object.
    Gio.bus_own_name(Gio.BusType.SESSION, NAME, Gio.BusNameOwnerFlags.NONE, connected, owned, None)
    loop.run()


main()

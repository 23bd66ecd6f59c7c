# A service that shows notifications, as desktops have one: what it is told goes to a file, a line each.
import sys

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

INTERFACE = """
<node><interface name="org.freedesktop.Notifications">
  <method name="Notify">
    <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
    <arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/>
  </method>
  <method name="GetCapabilities"><arg type="as" direction="out"/></method>
  <method name="GetServerInformation">
    <arg type="s" direction="out"/><arg type="s" direction="out"/><arg type="s" direction="out"/>
    <arg type="s" direction="out"/>
  </method>
</interface></node>
"""


def called(_connection, _sender, _path, _interface, method, parameters, invocation):
    if method == "Notify":
        _, _, _, summary, body, *_ = parameters.unpack()
        with open(sys.argv[1], "a", encoding="utf-8") as told:
            told.write(f"{summary}: {body}\n")
        invocation.return_value(GLib.Variant("(u)", (1,)))
    elif method == "GetCapabilities":
        invocation.return_value(GLib.Variant("(as)", (["body"],)))
    else:
        invocation.return_value(GLib.Variant("(ssss)", ("test", "test", "1", "1.2")))


def owned(connection, _name):
    node = Gio.DBusNodeInfo.new_for_xml(INTERFACE)
    path = "/org/freedesktop/Notifications"
    connection.register_object(path, node.interfaces[0], called, None, None)
    print("ready", flush=True)


Gio.bus_own_name(
    Gio.BusType.SESSION, "org.freedesktop.Notifications", Gio.BusNameOwnerFlags.NONE, owned, None, None
)
GLib.MainLoop().run()

#!/usr/bin/python3
"""The smallest browser of WebKitGTK that its driver can drive: one window per page, and nothing around it.

The one that comes with WebKitGTK keeps nothing once it ends, says nothing of what stands in the console, reads the
languages of the machine, and has a bar of buttons that no window can be narrower than.
"""

import argparse
import os

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402

options = argparse.ArgumentParser()
options.add_argument("--profile", required=True)
options.add_argument("--languages", required=True)
options.add_argument("--dark", action="store_true")
asked = options.parse_args()

# The driver throws away what is said; the process of a page says there what stands in its console.
said = os.open(f"{asked.profile}/console", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
os.dup2(said, 1)
os.dup2(said, 2)

Gtk.Settings.get_default().props.gtk_application_prefer_dark_theme = asked.dark
store = WebKit2.WebsiteDataManager(
    base_data_directory=f"{asked.profile}/data", base_cache_directory=f"{asked.profile}/cache"
)
context = WebKit2.WebContext(website_data_manager=store)
context.set_preferred_languages(asked.languages.split(","))
context.set_automation_allowed(True)


def show(view):
    """A window of its own for a page, which has the focus: nobody manages windows here."""
    window = Gtk.Window(default_width=1280, default_height=800)
    window.add(view)
    window.show_all()
    view.connect("grab-focus", lambda _: window.get_window().focus(0))
    view.grab_focus()
    view.connect("close", lambda _: window.destroy())
    view.connect("create", lambda view, _: page(related_view=view))
    return view


def page(**of):
    """Another page: for the driver, or opened by one that is there."""
    settings = WebKit2.Settings(enable_write_console_messages_to_stdout=True)
    return show(WebKit2.WebView(is_controlled_by_automation=True, settings=settings, **of))


def started(_, session):
    info = WebKit2.ApplicationInfo()
    info.set_name("WebKitGTK")
    session.set_application_info(info)
    session.connect("create-web-view::window", lambda _: page(web_context=context))
    session.connect("create-web-view::tab", lambda _: page(web_context=context))


context.connect("automation-started", started)
Gtk.main()

#!/bin/sh
# Puts WebKitGTK, its driver, what tests/webkit.py needs, and a screen in place, where they are missing.
set -eu
of_webkit='import gi; gi.require_version("Gtk", "3.0"); gi.require_version("WebKit2", "4.1")'
if command -v WebKitWebDriver >/dev/null && command -v Xvfb >/dev/null && /usr/bin/python3 -c "$of_webkit" 2>/dev/null; then
  exit 0
fi
exec "$(dirname "$0")/apt.sh" webkit2gtk-driver python3-gi gir1.2-gtk-3.0 gir1.2-webkit2-4.1 xvfb

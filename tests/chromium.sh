#!/bin/sh
# Puts Chromium and its driver in place, where they are missing.
set -eu
if command -v chromedriver >/dev/null && { command -v chromium >/dev/null || command -v google-chrome >/dev/null; }; then
  exit 0
fi
exec "$(dirname "$0")/apt.sh" chromium chromium-driver

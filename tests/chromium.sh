#!/bin/sh
# Puts Chromium and its driver in place, where they are missing.
set -eu
if command -v chromedriver >/dev/null && { command -v chromium >/dev/null || command -v google-chrome >/dev/null; }; then
  exit 0
fi
as_root=""
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "Install chromium and chromium-driver, then run this again."; exit 1; }
  as_root=sudo
fi
echo "Installing chromium and chromium-driver by apt: about 1 minute, once"
$as_root apt-get update -q
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium chromium-driver

#!/bin/sh
# Installs packages by apt, as root or by sudo; where neither can be, says what is missing.
set -eu
missing() {
  echo "$1: install these by hand, or what they are called there, then run this again: $2"
  exit 1
}
command -v apt-get >/dev/null || missing "There is no apt here" "$*"
as_root=""
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || missing "There is no sudo here" "$*"
  as_root=sudo
fi
echo "Installing by apt, once: $*"
$as_root apt-get update -q
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"

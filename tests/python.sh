#!/bin/sh
# Puts Python and its time zones in place, where they are missing: the oracle of the hours is written in it.
set -eu
if python3 -c 'import zoneinfo; zoneinfo.ZoneInfo("Europe/Paris")' 2>/dev/null; then
  exit 0
fi
as_root=""
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "Install python3 and tzdata, then run this again."; exit 1; }
  as_root=sudo
fi
echo "Installing python3 and tzdata by apt: a few seconds, once"
$as_root apt-get update -q
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends python3 tzdata

#!/bin/sh
# Puts Firefox in place, where it is missing; its driver is built (Makefile).
set -eu
command -v firefox >/dev/null || command -v firefox-esr >/dev/null || exec "$(dirname "$0")/apt.sh" firefox-esr

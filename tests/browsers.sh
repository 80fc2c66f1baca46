#!/bin/sh
# Runs the tests of tests/browser in another browser than Chromium: `tests/browsers.sh firefox`, and more arguments
# for the tests. What tests/browser/skipped names is left out, and said.
set -eu
cd "$(dirname "$0")/.."
browser=$1
shift
while read -r where test why; do
  [ "$where" = "$browser" ] || continue
  echo "Not in $browser: $test, since $why"
  set -- "$@" --skip "$test"
done < tests/browser/skipped
BROWSER=$browser exec cargo test -p tests --test browser -- --test-threads=2 "$@"

#!/usr/bin/env bash
# Installs what is missing, and only that: another npm or another R that is there already is left
# alone. Arguments are pairs of a test and a Debian package, such as `chromium=chromium`; a test is
# the name of a command, or `file:` with a pattern.
set -euo pipefail
missing=()
for pair in "$@"; do
    test=${pair%%=*}
    package=${pair#*=}
    case $test in
    file:*) compgen -G "${test#file:}" >/dev/null || missing+=("$package") ;;
    *) command -v "$test" >/dev/null || missing+=("$package") ;;
    esac
done
[ ${#missing[@]} -gt 0 ] || exit 0
sudo=$([ "$(id -u)" = 0 ] || echo sudo)
$sudo apt-get update
$sudo apt-get install -y --no-install-recommends "${missing[@]}"

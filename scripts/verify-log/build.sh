#!/usr/bin/env bash
# Builds the outside verifier into the file $1, from Debian's own packages (golang-go and
# golang-golang-x-mod-dev, which put their sources below /usr/share/gocode) and nothing else.
set -euo pipefail
target=$(realpath -m "$1")
cd "$(dirname "$0")"
GO111MODULE=off GOPATH=/usr/share/gocode GOFLAGS= go build -o "$target" .

#!/bin/sh
# Prints the wasm-bindgen version of Cargo.lock: the command line tool must
# match the crate exactly. Knows nothing else.
awk '/^name = "wasm-bindgen"$/ { getline; gsub(/"/, "", $3); print $3; exit }' "$(dirname "$0")/../Cargo.lock"

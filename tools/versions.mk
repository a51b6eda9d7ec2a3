# The versions of the tools, in one place. Owns numbers only: make and the
# shell both read this file, so a line is NAME=value and nothing else.
# wasm-bindgen is missing here on purpose: Cargo.lock decides it.
TRUNK_VERSION=0.21.14
WASM_SPLIT_VERSION=0.2.4
NODE_MAJOR=20

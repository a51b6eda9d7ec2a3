#!/usr/bin/env bash
# Brings a machine to the point where the project builds ("build") and where
# its browser tests run ("browser"). Installs only what is missing, never
# twice, and never as a side effect of anything else. Knows nothing of how
# the project is built.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/versions.mk

tools="${OPENCLUTCH_TOOLS:-$HOME/.cache/openclutch}"
stamps=target/setup

say() { printf '  set-up: %s\n' "$*"; }
stop() {
    printf '\nset-up stopped: %s\n  remedy: %s\n' "$1" "$2" >&2
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# A tool counts when it answers with exactly the version wanted, wherever it is.
is_version() { [ "$("$1" --version 2>/dev/null | awk '{print $2; exit}')" = "$2" ]; }

need_rust() {
    have cargo || stop "cargo is not installed" "install Rust with rustup: https://rustup.rs"
    have cc || stop "there is no C linker (cc)" "Debian: apt-get install gcc libc6-dev; macOS: xcode-select --install"
    # cargo answers through rustup; it fails when the pinned toolchain is
    # absent and rustup may not install on its own.
    local channel
    channel=$(sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)
    if ! cargo --version >/dev/null 2>&1; then
        have rustup || stop "cargo does not run" "reinstall Rust with rustup: https://rustup.rs"
        say "Rust $channel, by rustup"
        rustup toolchain install "$channel" --profile minimal --component clippy,rustfmt ||
            stop "rustup could not install Rust $channel" "check the network, then: rustup toolchain install $channel"
    fi
    local sysroot
    sysroot=$(rustc --print sysroot)
    if [ ! -x "$sysroot/bin/cargo-clippy" ] || [ ! -x "$sysroot/bin/rustfmt" ]; then
        have rustup || stop "clippy or rustfmt is missing" "install Rust with rustup: https://rustup.rs"
        say "clippy and rustfmt, by rustup"
        rustup component add clippy rustfmt ||
            stop "rustup could not add them" "check the network, then: rustup component add clippy rustfmt"
    fi
    if [ ! -d "$sysroot/lib/rustlib/wasm32-unknown-unknown/lib" ]; then
        have rustup || stop "the wasm32 target is missing" "install Rust with rustup, or your system's package for wasm32-unknown-unknown"
        say "the wasm32-unknown-unknown target, by rustup"
        rustup target add wasm32-unknown-unknown ||
            stop "rustup could not add the target" "check the network, then: rustup target add wasm32-unknown-unknown"
    fi
}

need_node() {
    local remedy="install Node $NODE_MAJOR or newer: https://nodejs.org"
    have node || stop "node is not installed" "$remedy"
    have npm || stop "npm is not installed" "install npm; Debian: apt-get install npm"
    local major
    major=$(node -p 'process.versions.node.split(".")[0]')
    [ "$major" -ge "$NODE_MAJOR" ] || stop "node $major is too old" "$remedy"
}

# The crates are fetched here, so that trunk can build without the network.
fetch_crates() {
    local stamp=$stamps/crates
    cmp -s Cargo.lock "$stamp" && return
    say "crates named in Cargo.lock"
    cargo fetch --quiet || stop "cargo could not fetch the crates" "check the network, then run this again"
    cp Cargo.lock "$stamp"
}

fetch_packages() {
    local stamp=$stamps/packages
    [ -d node_modules ] && cmp -s package-lock.json "$stamp" && return
    say "npm packages named in package-lock.json"
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null ||
        stop "npm could not install the packages" "check the network, then run this again"
    cp package-lock.json "$stamp"
}

# compile <crate> <version> <folder> <minutes> [cargo flags]
# Built for a short wait, not for the last per cent of speed: trunk's own
# release profile alone doubles the time.
compile() {
    local crate=$1 version=$2 root=$tools/$3 minutes=$4
    shift 4
    say "$crate $version, compiled into $root (minutes: about $minutes, once)"
    # A target folder of its own: a broken build leaves nothing behind here.
    CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
        CARGO_TARGET_DIR="$root/build" cargo install --quiet "$crate" --version "$version" --root "$root" "$@" ||
        stop "$crate did not compile" "read the error above; an existing $crate $version on PATH is used as it is"
    rm -rf "$root/build"
}

build() {
    need_rust
    need_node
    mkdir -p "$stamps"
    fetch_crates
    fetch_packages
    is_version trunk "$TRUNK_VERSION" ||
        compile trunk "$TRUNK_VERSION" "trunk-$TRUNK_VERSION" 4 --locked
    local bindgen
    bindgen=$(tools/wasm-bindgen-version.sh)
    # Without --locked: its own lock file names a crate that not every mirror has.
    if ! is_version wasm-bindgen "$bindgen" || ! is_version wasm-bindgen-test-runner "$bindgen"; then
        compile wasm-bindgen-cli "$bindgen" "wasm-bindgen-$bindgen" 2
    fi
    # It does not tell its version, so only the one in the folder of that name counts.
    [ -x "$tools/wasm-split-$WASM_SPLIT_VERSION/bin/wasm-split-cli" ] ||
        compile wasm_split_cli_support "$WASM_SPLIT_VERSION" "wasm-split-$WASM_SPLIT_VERSION" 1 --locked --features build-binary
}

browser() {
    local browser=${CHROMIUM:-} driver=${CHROMEDRIVER:-}
    if [ -n "$browser" ] && [ -n "$driver" ]; then return; fi
    if [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ] && have apt-get; then
        say "chromium and chromium-driver, by apt-get"
        { apt-get install -y -qq chromium chromium-driver >/dev/null 2>&1 ||
            { apt-get update -qq && apt-get install -y -qq chromium chromium-driver >/dev/null; }; } ||
            stop "apt-get could not install chromium" "apt-get install chromium chromium-driver"
        return
    fi
    stop "no Chromium with its driver was found" \
        "install chromium and chromedriver (Debian: sudo apt-get install chromium chromium-driver), or set CHROMIUM and CHROMEDRIVER to their paths"
}

case "${1:-}" in
build | browser) "$1" ;;
*) stop "there is no step '${1:-}'" "tools/setup.sh build | browser" ;;
esac

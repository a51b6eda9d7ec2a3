#!/bin/bash
# Installs the real gateway and the Node that it needs, once, outside the tree (about 790 MB): prints the folder.
# Knows nothing of how a gateway is started; that is gateway.mjs.
#
# Two steps on purpose: the gateway's installer refuses to run under an older Node than its own, so that Node comes first.
# The stamp is the hash of both lock files: a changed pin installs anew, everything else is a matter of milliseconds.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
into=${OPENCLUTCH_TOOLS:-$HOME/.cache/openclutch}/lab
pin=$(cat "$here"/{node,gateway}/package-lock.json | sha256sum | cut -c1-16)

if [ "$(cat "$into/stamp" 2>/dev/null)" != "$pin" ]; then
  command -v npm >/dev/null || { echo "npm is missing: install Node 20 or newer first" >&2; exit 1; }
  echo "Installing the gateway for the end-to-end tests into $into (once, about a minute, 790 MB)" >&2
  rm -f "$into/stamp"
  for part in node gateway; do
    mkdir -p "$into/$part"
    cp "$here/$part"/package*.json "$into/$part/"
    (cd "$into/$part" && PATH="$into/node/node_modules/.bin:$PATH" npm ci --no-audit --no-fund --loglevel=error >&2)
  done
  echo "$pin" > "$into/stamp"
fi
echo "$into"

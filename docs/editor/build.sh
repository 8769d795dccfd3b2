#!/usr/bin/env bash
# Builds reasoner/office/static/codemirror.js from the packages of package.json, to the byte: `docs/editor/build.sh`.
# Needs Node.js 20 and npm; the software itself needs neither. What was installed is left in a temporary folder and removed.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/entry.js" "$here/package.json" "$work"
cd "$work"
npm install --no-audit --no-fund --no-package-lock --ignore-scripts --silent
node_modules/.bin/esbuild entry.js --bundle --minify --format=iife --global-name=CodeMirror --target=es2020 --charset=ascii \
    --legal-comments=none --log-level=warning \
    --banner:js='/* CodeMirror 6 (state 6.7.6, view 6.43.15), MIT licence: codemirror.LICENSE.txt; built by docs/editor/build.sh */' \
    --outfile="$here/../../reasoner/office/static/codemirror.js"
sha256sum "$here/../../reasoner/office/static/codemirror.js"

#!/usr/bin/env bash
# Works out the hash-locked requirements again, one file per platform, from the ranges in pyproject.toml.
# Needs uv on the PATH or in UV. Run it after every change of a dependency, then commit the three files.
set -euo pipefail
cd "$(dirname "$0")/.."

lock() { # the file's name, then the platform in uv's words
    # From an empty file on purpose: the newest release within each range.
    "${UV:-uv}" pip compile pyproject.toml --all-extras --group dev \
        --python-version 3.11 --python-platform "$2" --generate-hashes \
        --no-config --no-emit-index-url --no-annotate --no-header --quiet --upgrade \
        --output-file "packaging/requirements-$1.txt" >/dev/null
    echo "packaging/requirements-$1.txt: $(grep -c == "packaging/requirements-$1.txt") packages"
}

lock linux x86_64-manylinux_2_34
lock windows x86_64-pc-windows-msvc
lock macos aarch64-apple-darwin

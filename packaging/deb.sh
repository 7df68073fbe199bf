#!/bin/sh
# Builds target/debian/bantin_*.deb. Needs `cargo install cargo-deb --locked`, and Python 3 for the list of licences.
# Another profile than `release` builds faster (`packaging/deb.sh dev`), to try the packaging.
set -eu
cd "$(dirname "$0")/.."
profile=${1:-release}
cargo build --locked --profile "$profile" --bin bantin
cargo run --locked --quiet --example manual -- target/packaging
python3 packaging/copyright.py > target/packaging/copyright
cargo deb --locked --no-build --profile "$profile"

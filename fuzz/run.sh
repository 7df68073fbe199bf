#!/bin/sh
# Fuzzes the targets that are named, or all, each for as many seconds as SECONDS_EACH says (600): one process, on seeds that
# the tests write. Needs a nightly toolchain and `cargo install cargo-fuzz --locked`. What breaks a law is left in
# fuzz/artifacts/TARGET, and ends the run of its target.
set -eu
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- addresses config dates feed json_feed listing numbers page query repair robots sanitise sitemap text
# The crates that the program has.
cp Cargo.lock fuzz/Cargo.lock
cargo test --quiet --test it -- --ignored seeds_for_the_fuzzer_are_written
broken=
for target; do
    case $target in
        config) dictionary=toml ;;
        *) dictionary=markup ;;
    esac
    echo "==== $target"
    # Longest inputs: parsers that take time in proportion have nothing new to show in longer ones.
    nice cargo +nightly fuzz run "$target" -- -max_total_time="${SECONDS_EACH:-600}" -timeout=10 -rss_limit_mb=2048 \
        -max_len=16384 -dict="fuzz/dictionaries/$dictionary.dict" -print_final_stats=1 || broken="$broken $target"
done
[ -z "$broken" ] || { echo "broken:$broken" >&2; exit 1; }

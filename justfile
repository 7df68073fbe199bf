# Every recipe is one plain command: without just, type the line itself.

# What bantin can do.
help:
    cargo run --release -- --help

# Poll on schedule, and serve the feeds and the site.
run:
    cargo run --release -- run

# One pass, as cron does it.
once:
    cargo run --release -- once

# Is feeds.toml right?
check:
    cargo run --release -- check

# See it work, without a network.
demo:
    cargo run --release -- demo

# All tests.
test:
    cargo test

# The whole-pass benchmark.
bench:
    cargo bench --bench pass

# Lay out the code.
fmt:
    cargo fmt

# The house rules that a machine can check.
lint:
    cargo clippy --all-targets -- -D warnings

# The library's documentation.
doc:
    cargo doc --no-deps --open

# The Debian package: target/debian/bantin_*.deb.
deb:
    packaging/deb.sh

# Ten minutes of fuzzing for each parser (a nightly toolchain and cargo-fuzz).
fuzz:
    fuzz/run.sh

# All that a change must pass (installs what the tests need).
ci:
    .ci/run

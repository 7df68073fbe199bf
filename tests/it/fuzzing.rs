//! The laws that the fuzz targets try to break, held on what the tests know anyhow: fixtures, the sample press, and what
//! other tests hand to the same parsers; whole, and damaged a little. No nightly toolchain is needed for that.

#[path = "../../fuzz/src/lib.rs"]
pub mod laws;
mod seeds;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use laws::LAWS;
use seeds::seeds;

/// Damaged seeds of each law: a few seconds in all, unoptimised.
const DAMAGED: usize = 150;

#[test]
fn every_law_has_a_target_and_every_target_a_law() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let targets: BTreeSet<&str> =
        manifest["bin"].as_array().unwrap().iter().map(|bin| bin["name"].as_str().unwrap()).collect();
    assert_eq!(targets, LAWS.iter().map(|(name, _)| *name).collect());
    for target in targets {
        let code = fs::read_to_string(root.join(format!("fuzz_targets/{target}.rs"))).unwrap();
        assert!(code.contains(&format!("bantin_fuzz::{target}(data)")), "{code}");
    }
}

#[test]
fn the_laws_hold_for_what_the_tests_know() {
    for (name, law) in LAWS {
        let seeds = seeds(name);
        assert!(seeds.len() >= 10, "{} seeds for {name}", seeds.len());
        for seed in &seeds {
            law(seed);
        }
    }
}

#[test]
fn the_laws_hold_for_what_is_damaged() {
    for (name, law) in LAWS {
        let seeds: Vec<Vec<u8>> = seeds(name).into_iter().filter(|seed| seed.len() < 20_000).collect();
        let mut dice = Dice(0x1719);
        for _ in 0..DAMAGED {
            let mut seed = seeds[dice.below(seeds.len())].clone();
            let other = &seeds[dice.below(seeds.len())];
            dice.damage(&mut seed, other);
            law(&seed);
        }
    }
}

/// What begins a fuzzer's work; `fuzz/run.sh` asks for it.
#[test]
#[ignore = "writes the folder fuzz/corpus"]
fn seeds_for_the_fuzzer_are_written() {
    for (name, _) in LAWS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
        fs::create_dir_all(&folder).unwrap();
        for (n, seed) in seeds(name).iter().enumerate() {
            fs::write(folder.join(format!("seed-{n}")), seed).unwrap();
        }
    }
}

/// Numbers that are the same each time (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap() % end.max(1)
    }

    fn damage(&mut self, seed: &mut Vec<u8>, other: &[u8]) {
        for _ in 0..=self.below(4) {
            let at = self.below(seed.len() + 1);
            let end = (at + self.below(24)).min(seed.len());
            match self.below(5) {
                0 => drop(seed.drain(at..end)),
                1 => seed.truncate(at),
                2 => {
                    let again = seed[at..end].to_vec();
                    seed.splice(at..at, again);
                }
                3 => {
                    let from = self.below(other.len() + 1);
                    let to = (from + self.below(60)).min(other.len());
                    seed.splice(at..at, other[from..to].iter().copied());
                }
                _ => {
                    let byte = u8::try_from(self.below(256)).unwrap();
                    if let Some(here) = seed.get_mut(at) {
                        *here = byte;
                    }
                }
            }
        }
    }
}

//! Writes the manual pages and the shells' completions from the command line itself, for packages:
//! `cargo run --example manual -- FOLDER` makes `FOLDER/man`, `FOLDER/bash`, `FOLDER/fish` and `FOLDER/zsh`.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use clap_complete::{Shell, generate_to};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or("name the folder to write to")?);
    let mut command = bantin::cli::command();
    let man = folder.join("man");
    fs::create_dir_all(&man)?;
    clap_mangen::generate_to(command.clone(), &man)?;
    for shell in [Shell::Bash, Shell::Fish, Shell::Zsh] {
        let completions = folder.join(shell.to_string());
        fs::create_dir_all(&completions)?;
        generate_to(shell, &mut command, "bantin", &completions)?;
    }
    Ok(())
}

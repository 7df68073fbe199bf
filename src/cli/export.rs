use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::{Common, exit, failed, load, say};
use crate::config::SourceKind;
use crate::config::edit::write_whole;
use crate::render;

#[derive(Debug, Args)]
pub(super) struct Export {
    #[command(flatten)]
    common: Common,
    /// Where to write; stdout, if left out. A file that is there is replaced.
    #[arg(value_name = "FILE.opml")]
    file: Option<PathBuf>,
}

impl Export {
    pub(super) fn main(self) -> ExitCode {
        self.export().map_or_else(|code| code, |()| exit::WELL)
    }

    fn export(&self) -> Result<(), ExitCode> {
        let config = load(&self.common.config)?;
        let bytes = render::sources_opml(&config)
            .map_err(|error| failed(format_args!("the list of sources could not be written: {error}")))?;
        match &self.file {
            None => say::result(String::from_utf8_lossy(&bytes).trim_end())?,
            Some(path) => write_whole(path, &bytes).map_err(failed)?,
        }
        let off = config.sources.iter().filter(|source| source.off.is_some()).count();
        let others = config.sources.iter().filter(|source| source.off.is_none() && source.kind != SourceKind::Feed);
        for (count, one, many) in
            [(off, "is off", "are off"), (others.count(), "is a listing or sitemap", "are listings or sitemaps")]
        {
            if count > 0 {
                let are = if count == 1 { one } else { many };
                say::problem(format_args!("of the sources, {count} that {are} left out"));
            }
        }
        Ok(())
    }
}

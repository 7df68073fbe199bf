use std::net::{SocketAddr, TcpListener};
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use jiff::Timestamp;
use url::Url;

use super::progress::Progress;
use super::{block_on, exit, failed, logging, not_opened, run, say};
use crate::config::Config;
use crate::demo::Press;
use crate::pipeline::Pipeline;

/// Long enough to look around, short enough to be there still.
const SECOND_EDITION: Duration = Duration::from_mins(1);

#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Where to serve; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8719")]
    listen: SocketAddr,
    /// Say more.
    #[arg(short, long)]
    verbose: bool,
}

impl Demo {
    pub(super) fn main(self) -> ExitCode {
        self.show().unwrap_or_else(|code| code)
    }

    fn show(self) -> Result<ExitCode, ExitCode> {
        let progress = Progress::new();
        logging::start(logging::Level::warnings(self.verbose), &progress);
        let folder =
            tempfile::tempdir().map_err(|error| failed(format_args!("cannot make a temporary folder: {error}")))?;
        // Found out now, since the address is part of what is published.
        let listen = TcpListener::bind(self.listen).and_then(|listener| listener.local_addr()).map_err(|error| {
            failed(format_args!("cannot listen on {}: {error}; choose another address with --listen", self.listen))
        })?;
        let any_port = SocketAddr::from(([127, 0, 0, 1], 0));
        let press = Press::start(any_port, Timestamp::now())
            .map_err(|error| failed(format_args!("cannot start the sample press on {any_port}: {error}")))?;
        let feeds_toml = press.feeds_toml().map_err(failed)?;
        let mut config = Config::parse("the sample press's feeds.toml", &feeds_toml, folder.path())
            .map_err(|mistakes| failed(mistakes.render(false)))?;
        config.publish.listen = listen;
        config.site.url = Url::parse(&format!("http://{listen}/")).map_err(failed)?;
        let pipeline = Pipeline::open(config).map_err(|error| not_opened(&error))?;

        say::note(format_args!("The sample press, fictional papers on this machine: {}", press.url()));
        say::note("One of them answers 500 and one is no feed: what a failing source looks like.");
        let daemon = run::until_told_to_stop(pipeline, run::Outside::default(), &progress, |address| {
            say::note(format_args!(
                "bantin reads them and serves what it makes of them; open http://{address}/ (Ctrl-C ends it)"
            ));
        });
        let news = async {
            tokio::time::sleep(SECOND_EDITION).await;
            press.next_edition();
            say::note(
                "The papers print their second edition: news, and a correction. bantin will see it at its next poll.",
            );
            std::future::pending::<()>().await;
        };
        block_on(async {
            tokio::select! {
                code = daemon => code,
                () = news => exit::WELL,
            }
        })
    }
}

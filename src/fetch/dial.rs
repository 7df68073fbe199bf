//! From a host name to the addresses that may be dialled. A name is resolved here and nowhere else, and what this
//! returns is what the connection is made to: a name server that answers differently the second time gains nothing.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use ipnet::IpNet;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use thiserror::Error;

use super::guard::{Why, refused};

/// A name's addresses as a test's table has them: port 0 stands for the scheme's own.
type Table = dyn Fn(&str) -> io::Result<Vec<SocketAddr>> + Send + Sync;

#[derive(Clone)]
pub(super) enum Lookup {
    /// The operating system's resolver.
    System,
    Table(Arc<Table>),
}

impl Lookup {
    async fn addresses(&self, name: &str) -> io::Result<Vec<SocketAddr>> {
        match self {
            Self::System => Ok(tokio::net::lookup_host((name, 0)).await?.collect()),
            Self::Table(table) => table(name),
        }
    }
}

/// Resolves names and keeps the addresses that the guard lets pass.
pub(super) struct GuardedResolver {
    pub lookup: Lookup,
    pub allow: Arc<[IpNet]>,
}

/// All addresses of a name are refused; the first of them.
#[derive(Clone, Copy, Debug, Error)]
#[error("{address} is {why}")]
pub(super) struct Refused {
    pub address: IpAddr,
    pub why: Why,
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let lookup = self.lookup.clone();
        let allow = Arc::clone(&self.allow);
        Box::pin(async move {
            let mut first_refused = None;
            let mut addresses = lookup.addresses(name.as_str()).await?;
            addresses.retain(|address| match refused(address.ip(), &allow) {
                None => true,
                Some(why) => {
                    first_refused.get_or_insert(Refused { address: address.ip(), why });
                    false
                }
            });
            match first_refused {
                Some(refused) if addresses.is_empty() => Err(refused.into()),
                _ if addresses.is_empty() => {
                    Err(io::Error::new(io::ErrorKind::NotFound, "the name has no addresses").into())
                }
                _ => Ok(Box::new(addresses.into_iter()) as Addrs),
            }
        })
    }
}

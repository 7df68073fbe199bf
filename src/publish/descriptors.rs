//! Files that the process may have open: connections are files as well.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Has the process have as many files open as its starter allows (the hard limit), and says how many that is; none: without
/// a limit. Systems begin with 1,024 for the sake of old programs.
pub fn raise_limit() -> Option<u64> {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current == maximum {
        return current;
    }
    match setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }) {
        Ok(()) => maximum,
        Err(error) => {
            tracing::warn!(?current, ?maximum, %error, "the number of open files could not be raised");
            current
        }
    }
}

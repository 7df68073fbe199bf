//! Work on many hosts at once, one thing at a time on each.

use std::collections::HashMap;
use std::future::Future;
use std::num::NonZero;
use std::sync::{Arc, LazyLock};
use std::thread;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::task::JoinSet;
use tokio::time::Instant;
use url::Url;

use crate::news::HostKey;
use crate::read::ReadError;

/// Runs `work` where it may take its time without keeping anybody waiting. A panic in it is a bug to be seen: it goes on
/// here.
pub(super) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|panicked| std::panic::resume_unwind(panicked.into_panic()))
}

/// Documents that are read at a time: as many as there are processors. More would come no sooner, and each takes many times
/// its size of memory while it is read.
static DESKS: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(thread::available_parallelism().map_or(1, NonZero::get)));

/// Reads what was found at `url`. What strangers write meets a bug in a reader sooner or later: a panic in it is that
/// document's failure, since otherwise its host's further jobs would be lost, and it would be asked for again at once.
pub(super) async fn reading<T: Send + 'static>(
    url: Url,
    read: impl FnOnce() -> Result<T, ReadError> + Send + 'static,
) -> Result<T, ReadError> {
    // It is never closed.
    let desk = DESKS.acquire().await.ok();
    let read = move || {
        // Given back when it is done, whether or not it is still waited for.
        let _desk = desk;
        read()
    };
    tokio::task::spawn_blocking(read).await.unwrap_or_else(|error| Err(ReadError::Bug { url, why: error.to_string() }))
}

/// How long the slowest keep the others' results waiting before work goes on with what there is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// Without any result.
    silence: Duration,
    /// In all, while results trickle in.
    until: Instant,
}

/// Longer than a host's next turn takes to come, with the pause before it (2 s by default) and an ordinary answer.
const SILENCE: Duration = Duration::from_secs(5);
/// A host with a page every two seconds, or a hundred sources, shall not make readers wait for the news of all others: no
/// program of theirs looks more often than once a minute.
const IN_ALL: Duration = Duration::from_mins(1);

impl Patience {
    pub(super) fn from_now() -> Self {
        Self { silence: SILENCE, until: Instant::now() + IN_ALL }
    }
}

/// What came, or didn't.
pub(super) enum Next<T> {
    Result(T),
    /// Nothing yet.
    Late,
    /// All jobs are done.
    End,
}

/// Results as they come, from at most `concurrency` jobs at a time. Dropping it abandons the jobs that still run.
pub(super) struct Results<T> {
    receiver: mpsc::Receiver<(T, OwnedSemaphorePermit)>,
    _tasks: JoinSet<()>,
}

impl<T> Results<T> {
    /// The next result; none when all jobs are done.
    pub(super) async fn next(&mut self) -> Option<T> {
        self.receiver.recv().await.map(|(result, _place)| result)
    }

    /// The same, unless it takes too long.
    pub(super) async fn next_within(&mut self, patience: Patience) -> Next<T> {
        let deadline = patience.until.min(Instant::now() + patience.silence);
        match tokio::time::timeout_at(deadline, self.next()).await {
            Ok(Some(result)) => Next::Result(result),
            Ok(None) => Next::End,
            Err(_) => Next::Late,
        }
    }
}

/// Runs `work` on every job: a host's jobs in their order, one after another. A result holds its place among the
/// `concurrency` until it is taken, so that memory is bounded however fast the hosts answer.
pub(super) fn by_host<J, T, F>(
    jobs: impl IntoIterator<Item = (HostKey, J)>,
    concurrency: usize,
    work: impl Fn(J) -> F + Clone + Send + 'static,
) -> Results<T>
where
    J: Send + 'static,
    T: Send + 'static,
    F: Future<Output = T> + Send,
{
    let mut hosts: HashMap<HostKey, Vec<J>> = HashMap::new();
    for (host, job) in jobs {
        hosts.entry(host).or_default().push(job);
    }
    let places = Arc::new(Semaphore::new(concurrency));
    // Whoever takes the results takes all that are there, and needs to be woken for the first of them only.
    let (sender, receiver) = mpsc::channel(concurrency.max(1));
    let mut tasks = JoinSet::new();
    for jobs in hosts.into_values() {
        let (work, places, sender) = (work.clone(), Arc::clone(&places), sender.clone());
        tasks.spawn(async move {
            for job in jobs {
                let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
                if sender.send((work(job).await, place)).await.is_err() {
                    return;
                }
            }
        });
    }
    Results { receiver, _tasks: tasks }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn no_more_documents_are_read_at_a_time_than_there_are_processors() {
        static READ: AtomicUsize = AtomicUsize::new(0);
        let most = thread::available_parallelism().unwrap().get();
        let url = Url::parse("https://bao.vn/rss").unwrap();
        let mut readers = JoinSet::new();
        for _ in 0..4 * most {
            readers.spawn(reading(url.clone(), || {
                let at_a_time = READ.fetch_add(1, Ordering::SeqCst) + 1;
                thread::sleep(Duration::from_millis(5));
                READ.fetch_sub(1, Ordering::SeqCst);
                Ok(at_a_time)
            }));
        }
        for at_a_time in readers.join_all().await {
            assert!(at_a_time.unwrap() <= most);
        }
    }

    #[tokio::test]
    async fn a_reader_that_panics_is_a_document_that_cannot_be_read() {
        let url = Url::parse("https://bao.vn/rss").unwrap();
        let read = reading::<()>(url.clone(), || panic!("at byte 7")).await;
        assert!(
            matches!(&read, Err(ReadError::Bug { url: at, why }) if *at == url && why.contains("at byte 7")),
            "{read:?}"
        );
        assert_eq!(reading(url, || Ok(7)).await, Ok(7));
    }
}

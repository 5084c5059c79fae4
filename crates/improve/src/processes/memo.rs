//! What was reckoned from a log before, kept by the digest of the log and of the question. A digest
//! names one content for ever, in every city, so an answer is never stale: a fact that changes the log
//! changes its digest. Only the reckoning is kept, no page and no event.

use std::collections::HashMap;
use std::sync::{LazyLock, PoisonError, RwLock};

use kernel::Error;
use kernel::error::Result;
use mining::table::Log;
use platform::vault::sha256;

/// Beyond this the memory starts anew; a city has some tens of services, each seen by a few offices.
const MOST: usize = 256;

/// SHA-256 of a log and a question.
type Digest = [u8; 32];

/// Answers to one kind of question.
#[derive(Debug)]
pub struct Memo<T>(RwLock<HashMap<Digest, T>>);

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<T: Clone + Send + Sync + 'static> Memo<T> {
    fn of(&self, key: &Digest) -> Option<T> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    fn keep(&self, key: Digest, answer: &T) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(key, answer.clone());
    }

    /// The answer to `question` about `log`, which is reckoned on another thread when nobody asked
    /// before.
    ///
    /// # Errors
    /// Internal when the thread was lost.
    pub async fn ask(
        &'static self,
        log: Log,
        question: String,
        reckon: impl FnOnce(&Log) -> T + Send + 'static,
    ) -> Result<T> {
        let task = move || {
            let key = digest(&log, &question);
            self.of(&key).unwrap_or_else(|| {
                let answer = reckon(&log);
                self.keep(key, &answer);
                answer
            })
        };
        tokio::task::spawn_blocking(task).await.map_err(Error::internal)
    }
}

/// A memory that lives as long as the server.
pub type Lasting<T> = LazyLock<Memo<T>>;

fn digest(log: &Log, question: &str) -> Digest {
    let mut bytes = Vec::with_capacity(28 * log.events() + 40 * log.len());
    let mut part = |part: &[u8]| {
        bytes.extend((part.len() as u64).to_le_bytes());
        bytes.extend(part);
    };
    part(question.as_bytes());
    for names in [&log.activities, &log.resources, &log.places, &log.cases] {
        part(&(names.len() as u64).to_le_bytes());
        names.iter().for_each(|name| part(name.as_bytes()));
    }
    for column in [&log.activity, &log.resource, &log.place] {
        part(&column.iter().flat_map(|one| one.to_le_bytes()).collect::<Vec<u8>>());
    }
    for column in [&log.at, &log.started] {
        part(&column.iter().flat_map(|one| one.to_le_bytes()).collect::<Vec<u8>>());
    }
    part(&log.starts.iter().flat_map(|one| one.to_le_bytes()).collect::<Vec<u8>>());
    sha256(&bytes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::sync::atomic::{AtomicU32, Ordering};

    use mining::table::{Builder, Row, UNKNOWN};

    use super::*;

    fn log(at: i64) -> Log {
        let mut builder = Builder::default();
        let row = |activity, at| Row {
            case: "c1",
            activity,
            at,
            started: UNKNOWN,
            resource: "1",
            place: "A",
        };
        builder.push(&row("submitted", 0));
        builder.push(&row("approved", at));
        builder.finish()
    }

    #[tokio::test]
    async fn a_question_is_reckoned_once_and_again_when_the_log_or_the_question_is_another() {
        static MEMO: Lasting<u32> = Lasting::new(Memo::default);
        static ASKED: AtomicU32 = AtomicU32::new(0);
        let ask = async |at: i64, question: &str| {
            let reckon = |_: &Log| ASKED.fetch_add(1, Ordering::SeqCst);
            MEMO.ask(log(at), question.to_owned(), reckon).await.unwrap()
        };
        assert_eq!((ask(5, "a").await, ask(5, "a").await), (0, 0), "kept");
        assert_eq!(ask(6, "a").await, 1, "one event is another");
        assert_eq!(ask(5, "b").await, 2, "another question");
        assert_eq!((ask(6, "a").await, ask(5, "b").await), (1, 2), "both are kept");
    }

    #[test]
    fn a_full_memory_starts_anew() {
        let memo = Memo::default();
        for number in 0..=MOST {
            let mut key = [0; 32];
            key[..8].copy_from_slice(&(number as u64).to_le_bytes());
            memo.keep(key, &number);
        }
        let known = memo.0.read().unwrap();
        assert_eq!(known.len(), 1);
    }
}

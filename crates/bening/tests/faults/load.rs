//! Clients that hand in applications and keep their own ledger: what was acknowledged to them, what
//! was refused, and every checkpoint they fetched on the way.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;

use super::applicant::{Refused, submit};
use super::support::browser;

/// How many send at the same time.
const CLIENTS: usize = 4;
/// A test that waits longer than this for an event has found a fault.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// What the clients know.
#[derive(Default)]
pub struct Ledger {
    numbers: Mutex<Vec<String>>,
    refusals: Mutex<Vec<(u16, String)>>,
    checkpoints: Mutex<BTreeMap<u64, String>>,
}

impl Ledger {
    /// Every number that was acknowledged.
    pub fn numbers(&self) -> Vec<String> {
        self.numbers.lock().unwrap().clone()
    }

    /// Every answer that was no acknowledgement.
    pub fn refusals(&self) -> Vec<(u16, String)> {
        self.refusals.lock().unwrap().clone()
    }

    /// Notes of `after` and more entries, by size.
    pub fn checkpoints(&self, after: u64) -> Vec<(u64, String)> {
        let known = self.checkpoints.lock().unwrap();
        known.range(after..).map(|(size, note)| (*size, note.clone())).collect()
    }

    /// Fetches the checkpoint, keeps it and returns its size; 0 before there is one.
    pub async fn fetch(&self, client: &reqwest::Client, url: &str) -> Option<u64> {
        let answer = client.get(format!("{url}/log/checkpoint")).send().await.ok()?;
        let status = answer.status();
        let note = answer.text().await.ok()?;
        if status == 404 {
            return Some(0);
        }
        (status == 200).then(|| self.keep(note))
    }

    /// Keeps a note. Two that differ at one size would be the end of the log.
    pub fn keep(&self, note: String) -> u64 {
        let size = note.lines().nth(1).unwrap().parse().unwrap();
        let said = |note: &str| note.split("\n\n").next().unwrap().to_owned();
        let mut known = self.checkpoints.lock().unwrap();
        let first = known.entry(size).or_insert_with(|| note.clone());
        assert_eq!(said(first), said(&note), "two roots of one size");
        size
    }
}

/// How often the clients were answered.
#[derive(Clone, Copy, Default)]
struct Tally {
    acknowledged: usize,
    refused: usize,
}

/// Clients at work.
pub struct Load {
    clients: JoinSet<()>,
    tally: watch::Receiver<Tally>,
    stop: watch::Sender<bool>,
}

impl Load {
    /// Four clients send to `url` until the server is gone or the load is stopped.
    pub fn begin(ledger: &Arc<Ledger>, url: &str) -> Self {
        let (counted, tally) = watch::channel(Tally::default());
        let (stop, stopped) = watch::channel(false);
        let counted = Arc::new(counted);
        let mut clients = JoinSet::new();
        for _ in 0..CLIENTS {
            let (ledger, counted) = (Arc::clone(ledger), Arc::clone(&counted));
            clients.spawn(work(ledger, url.to_owned(), counted, stopped.clone()));
        }
        Self { clients, tally, stop }
    }

    /// Waits for `more` further acknowledgements.
    pub async fn acknowledged(&mut self, more: usize) {
        let wanted = self.tally.borrow().acknowledged + more;
        self.tallied("acknowledgements", move |tally| tally.acknowledged >= wanted).await;
    }

    /// Waits for `more` further refusals.
    pub async fn refused(&mut self, more: usize) {
        let wanted = self.tally.borrow().refused + more;
        self.tallied("refusals", move |tally| tally.refused >= wanted).await;
    }

    async fn tallied(&mut self, what: &str, enough: impl Fn(&Tally) -> bool) {
        let counted = tokio::time::timeout(PATIENCE, self.tally.wait_for(enough)).await;
        let counted = counted.unwrap_or_else(|_| panic!("the {what} do not come"));
        drop(counted.expect("every client has given up"));
    }

    /// Waits until the server is gone.
    pub async fn ended(mut self) {
        let all = async { while self.clients.join_next().await.transpose().unwrap().is_some() {} };
        tokio::time::timeout(PATIENCE, all).await.expect("the server goes on and on");
    }

    /// Lets each client finish what it is in.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        self.ended().await;
    }
}

async fn work(
    ledger: Arc<Ledger>,
    url: String,
    counted: Arc<watch::Sender<Tally>>,
    stopped: watch::Receiver<bool>,
) {
    let client = browser();
    while !*stopped.borrow() {
        match submit(&client, &url).await {
            Ok(number) => {
                ledger.numbers.lock().unwrap().push(number);
                counted.send_modify(|tally| tally.acknowledged += 1);
            }
            Err(Refused::Answered(status, text)) => {
                ledger.refusals.lock().unwrap().push((status, text));
                counted.send_modify(|tally| tally.refused += 1);
            }
            Err(Refused::Gone(_)) => return,
        }
        ledger.fetch(&client, &url).await;
    }
}

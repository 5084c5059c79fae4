//! An office in which one service has a step with discretion, and a log with or without a witness.

use kernel::actor::Role;
use kernel::error::Result;
use ledger::Hash;
use ledger::checkpoint::Checkpoint;
use ledger::cosignature::cosign;
use ledger::draw::{Draws, Error, Verdict};
use ledger::entry::Entry;
use ledger::note::{KeyType, Note, SigningKey, VerifierKey};
use platform::db::{Command, WriteTx};
use platform::journal::{facts_after, last_position};
use platform::log::CHECKPOINT;
use platform::testing::{Browser, TestAccount, units};

use super::super::model::Draw;
use super::super::{pages, store, worker};
use crate::applications::tests::office::{Office, QUICK, Ticket, routes};

/// The queue of the listed service.
pub const QUEUE: &str = "DISDUKCAPIL/TES-CEPAT";

/// An office with draws.
pub struct House {
    pub office: Office,
    pub officers: Vec<TestAccount>,
    key: SigningKey,
    seen: u64,
}

struct List;

impl Command for List {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        store::list(tx, QUICK, "verify", "Tinjauan", "Survey").await
    }
}

pub fn witness() -> SigningKey {
    SigningKey::new("ombudsman.example", KeyType::Cosignature, [3; 32]).unwrap()
}

impl House {
    /// An office with `count` officers, one head, and a key for its log.
    pub async fn open(count: usize) -> Self {
        let office = Office::open().await;
        assert_eq!(QUEUE, format!("{}/{QUICK}", units::REGISTRY));
        let key = SigningKey::new("metro.test/log", KeyType::Ed25519, [9; 32]).unwrap();
        let file = office.city.app.logs.key_file(office.city.tenant.id);
        std::fs::write(file, key.to_text().as_bytes()).unwrap();
        let mut officers = Vec::new();
        for number in 1..count {
            officers.push(office.another(&format!("petugas{number}"), units::REGISTRY).await);
        }
        office.city.app.db.write(office.city.tenant.id, List).await.unwrap();
        Self { office, officers, key, seen: 1_764_041_600 }
    }

    /// Everyone who may be drawn: the office's own officer and the others.
    pub fn everyone(&self) -> Vec<&TestAccount> {
        std::iter::once(&self.office.officer).chain(&self.officers).collect()
    }

    /// A step of the worker, and what the readers make of it.
    pub async fn step(&self, witness: Option<&VerifierKey>) -> usize {
        let city = &self.office.city;
        let drawn = worker::step(&city.app, city.tenant.id, witness).await.unwrap();
        self.office.settle().await;
        drawn
    }

    /// Publishes a checkpoint of everything there is, cosigned or not.
    pub async fn publish(&mut self, cosigned: bool) {
        let city = &self.office.city;
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let size = last_position(&mut tx).await.unwrap().unsigned_abs();
        let root = Hash([size as u8; 32]);
        let origin = self.key.name().to_owned();
        let text = Checkpoint { origin, size, root, extensions: Vec::new() }.sign(&self.key);
        let mut note: Note = text.unwrap().parse().unwrap();
        if cosigned {
            self.seen += 1;
            let line = cosign(&witness(), note.text(), self.seen).unwrap();
            note = note.with(line).unwrap();
        }
        let folder = city.app.logs.folder(city.tenant.id);
        let lock = folder.lock().unwrap().unwrap();
        let bytes = note.to_string().into_bytes();
        folder.write(&lock, &[(CHECKPOINT.to_owned(), bytes)]).unwrap();
    }

    /// Hands in a file for which a pool stands, and draws for it.
    pub async fn drawn(&mut self, serial: u32) -> (Ticket, Draw) {
        let ticket = self.office.apply(QUICK, 1990, serial).await;
        self.publish(true).await;
        self.step(Some(&witness().verifier())).await;
        let draw = self.draw(&ticket).await;
        (ticket, draw)
    }

    /// The draw of a file.
    pub async fn draw(&self, ticket: &Ticket) -> Draw {
        let row = self.office.row(ticket).await;
        let mut tx = self.office.city.app.db.read(self.office.city.tenant.id).await.unwrap();
        store::of_ticket(&mut tx, row.ticket.unwrap()).await.unwrap().unwrap()
    }

    /// What anyone computes from the log.
    pub async fn computed(&self, ticket: &Ticket) -> Result<Verdict, Error> {
        let row = self.office.row(ticket).await;
        let mut tx = self.office.city.app.db.read(self.office.city.tenant.id).await.unwrap();
        let facts = facts_after(&mut tx, 0, 10_000).await.unwrap();
        let mut draws = Draws::of(&row.ticket.unwrap().to_string(), &self.key.verifier());
        for fact in facts {
            let Some(payload) = fact.clear else { continue };
            let value = serde_json::to_value(&payload).unwrap();
            let (kind, data) = (fact.kind, value["data"].clone());
            let entry = Entry::Clear { commitment: [0; 32], kind, data };
            draws.see(fact.position.unsigned_abs() - 1, &entry)?;
        }
        Ok(draws.verdict())
    }

    /// A browser of `account` on the pages of files and of assignment.
    pub async fn browser(&self, account: &TestAccount) -> Browser {
        let mut browser = self.office.city.browser(routes().merge(pages::routes()));
        browser.enter(account).await;
        browser
    }

    /// Nobody in particular.
    pub fn anyone(&self) -> Browser {
        self.office.city.browser(routes().merge(pages::routes()))
    }

    /// The account of whoever has the file.
    pub fn holder(&self, draw: &Draw) -> &TestAccount {
        let everyone = self.everyone();
        everyone.into_iter().find(|account| Some(account.user) == draw.officer).unwrap()
    }

    /// A head of the registry.
    pub async fn head(&self) -> TestAccount {
        self.office.city.account("kepala", &[(Role::Head, units::REGISTRY)]).await
    }
}

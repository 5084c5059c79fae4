//! Who wants to vote is sent a code by text message, and lets themselves in with it: one number once.

use jiff::ToSpan as _;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::{Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::facts::plan::VoterAdmitted;
use kernel::id::{BallotId, CommandId};
use kernel::identity::Phone;
use platform::App;
use platform::db::{Command, WriteTx};
use platform::i18n::Lang;
use platform::journal::Seal;
use platform::keys;
use platform::outbox::queue_sms;
use platform::outbox::sms::Sms;
use platform::vault::{Lookup, SubjectKey, is_secret, sha256};
use rand::RngExt as _;
use uuid::Uuid;

use super::super::model::{State, state};
use super::super::store::{self, Ballot, Caller};
use super::{Said, append, citizen, secret};

/// The newest ballot, while it takes votes.
pub(super) async fn running(tx: &mut WriteTx<'_>, app: &App) -> Result<Ballot> {
    let ballot = store::newest(tx).await?.ok_or_else(Error::not_found)?;
    let today = app.tz().to_datetime(tx.now()).date();
    match state(ballot.last_day, !ballot.file.is_empty(), today) {
        State::Open => Ok(ballot),
        State::Over | State::Closed => Err(Error::conflict("ballot-is-over")),
    }
}

/// A number asks for a code. The answer is the same whether it may vote, voted, or asked too often.
#[derive(Clone)]
pub struct Ask {
    /// The city.
    pub app: App,
    /// The number.
    pub phone: Phone,
    /// The language of the message.
    pub lang: Lang,
}

fn number(app: &App, phone: &Phone) -> Vec<u8> {
    app.vault.lookup(Lookup::Phone, phone.expose())
}

/// A subject of one act alone.
fn random_subject(tx: &mut WriteTx<'_>, kind: SubjectKind) -> Subject {
    let now = tx.now();
    Subject { kind, id: BallotId::new(now, tx.rng()).uuid() }
}

async fn key_of(tx: &mut WriteTx<'_>, app: &App, subject: Uuid) -> Result<SubjectKey> {
    match keys::find(tx, &app.vault, subject).await? {
        Some(key) => Ok(key),
        None => keys::create(tx, &app.vault, subject).await,
    }
}

impl Command for Ask {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let (app, lang) = (&self.app, self.lang);
        let ballot = running(tx, app).await?;
        let phone = number(app, &self.phone);
        let (now, today) = (tx.now(), app.today());
        let known = store::caller(tx, ballot.id, &phone).await?;
        let mut caller = match known {
            Some(caller) => caller,
            None => Caller {
                subject: random_subject(tx, SubjectKind::Vote).id,
                code: Vec::new(),
                tries: 0,
                sent: 0,
                until: now,
                admitted: false,
            },
        };
        if caller.sent >= app.rulebook.count("ballot.codes", today)? {
            return Ok(());
        }
        let minutes = app.rulebook.count("ballot.code_minutes", today)?;
        let text = if caller.admitted {
            lang.t("ballot-sms-again")
        } else {
            let code = format!("{:06}", tx.rng().random_range(0..1_000_000_u32));
            caller.code = hashed(caller.subject, &code);
            caller.until = now.checked_add(minutes.minutes()).map_err(Error::internal)?;
            caller.tries = 0;
            lang.with("ballot-sms-code", &[("code", code), ("minutes", minutes.to_string())])
        };
        caller.sent += 1;
        let key = key_of(tx, app, caller.subject).await?;
        let sms = Sms::new(&text).map_err(Error::internal)?;
        queue_sms(tx, &key, &self.phone, &sms).await?;
        store::keep_caller(tx, ballot.id, &phone, &caller).await
    }
}

/// What is kept of a code.
fn hashed(subject: Uuid, code: &str) -> Vec<u8> {
    sha256(salted(subject, code).as_bytes()).to_vec()
}

fn salted(subject: Uuid, code: &str) -> String {
    format!("{subject}.{code}")
}

/// A number lets itself in with its code. None when the code is wrong, over, or was tried too often; what
/// was tried is counted.
#[derive(Clone)]
pub struct Admit {
    /// The city.
    pub app: App,
    /// The number.
    pub phone: Phone,
    /// What was typed.
    pub code: String,
}

impl Command for Admit {
    /// The token that may vote.
    type Output = Option<String>;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Option<String>> {
        let app = &self.app;
        let ballot = running(tx, app).await?;
        let phone = number(app, &self.phone);
        let Some(mut caller) = store::caller(tx, ballot.id, &phone).await? else { return Ok(None) };
        let most = app.rulebook.count("ballot.code_tries", app.today())?;
        if caller.admitted || caller.tries >= most || tx.now() > caller.until {
            return Ok(None);
        }
        if !is_secret(&salted(caller.subject, self.code.trim()), &caller.code) {
            caller.tries += 1;
            store::keep_caller(tx, ballot.id, &phone, &caller).await?;
            return Ok(None);
        }
        caller.admitted = true;
        caller.code = Vec::new();
        store::keep_caller(tx, ballot.id, &phone, &caller).await?;
        let token = secret(tx);
        store::give_token(tx, ballot.id, &sha256(token.as_bytes())).await?;
        let now = tx.now();
        let command = CommandId::new(now, tx.rng());
        let said = Said {
            subject: random_subject(tx, SubjectKind::Vote),
            seq: 1,
            command,
            actor: citizen(),
            seal: Seal::Clear,
        };
        let admitted = VoterAdmitted { v: 1, budget_year: ballot.budget_year };
        append(tx, said, Payload::VoterAdmitted(admitted)).await?;
        Ok(Some(token))
    }
}

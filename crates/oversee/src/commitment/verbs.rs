//! Signing, declaring, reminding, and the public share.

use jiff::civil::Date;
use kernel::Error;
use kernel::actor::{Actor, Channel, Role};
use kernel::error::Result;
use kernel::fact::{NewFact, Subject, SubjectKind, TenantId};
use kernel::facts::Payload;
use kernel::facts::commitment as facts;
use kernel::id::{CommandId, InterestId, UserId};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::journal::{Seal, next_seq};
use platform::keys;
use platform::vault::{Lookup, SubjectKey};

use super::store::{self, Interest};
use platform::outbox::tell_account;

/// The text of the pact that is signed now; see `pact-text` in the locale files.
const TEXT: u8 = 1;
const INTEREST: &str = "commitment.interest";

/// What a relation may be; `none` says that there is no interest.
pub const RELATIONS: [&str; 4] = ["family", "business", "property", "none"];

async fn append(
    tx: &mut WriteTx<'_>,
    key: &SubjectKey,
    user: UserId,
    payload: Payload,
) -> Result<()> {
    let now = tx.now();
    let subject = Subject { kind: SubjectKind::Commitment, id: user.uuid() };
    let fact = NewFact {
        subject,
        command: CommandId::new(now, tx.rng()),
        occurred_at: now,
        // They act for themselves, in whatever role they hold otherwise.
        actor: Actor {
            user: Some(user),
            role: Role::Citizen,
            unit: None,
            channel: Channel::Online,
        },
        clocks: Vec::new(),
        payload,
    };
    let seq = next_seq(tx, subject).await?;
    tx.append(&fact, seq, Seal::Under(key)).await?;
    Ok(())
}

async fn key_of(tx: &mut WriteTx<'_>, app: &App, user: UserId) -> Result<SubjectKey> {
    keys::find(tx, &app.vault, user.uuid()).await?.ok_or_else(Error::not_found)
}

/// An account signs the pact of this year.
#[derive(Clone)]
pub struct Sign {
    /// The city.
    pub app: App,
    /// Who.
    pub user: UserId,
}

impl Command for Sign {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let year = self.app.tz().to_datetime(tx.now()).year();
        if store::done(tx, self.user, year).await?.signed {
            return Err(Error::conflict("pact-signed-before"));
        }
        let key = key_of(tx, &self.app, self.user).await?;
        let signed = facts::PactSigned { v: 1, year, text: TEXT };
        append(tx, &key, self.user, Payload::PactSigned(signed)).await?;
        store::sign(tx, self.user, year).await
    }
}

/// What is declared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// What it is, by code.
    pub relation: String,
    /// Who or what.
    pub what: String,
    /// Code of the unit that it concerns.
    pub unit: Option<String>,
    /// The relative's NIK.
    pub nik: Option<String>,
    /// The relative's KK.
    pub kk: Option<String>,
}

/// An account declares an interest for this year, or that there is none.
#[derive(Clone)]
pub struct Declare {
    /// The city.
    pub app: App,
    /// Who.
    pub user: UserId,
    /// What.
    pub said: Said,
}

impl Command for Declare {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let (said, vault) = (&self.said, &self.app.vault);
        let now = tx.now();
        let year = self.app.tz().to_datetime(now).year();
        if said.relation == "none" && store::done(tx, self.user, year).await?.declared {
            return Err(Error::conflict("interest-declared-before"));
        }
        let key = key_of(tx, &self.app, self.user).await?;
        let declared = facts::InterestDeclared {
            v: 1,
            year,
            relation: said.relation.clone(),
            what: said.what.clone(),
            unit: said.unit.clone(),
            nik: said.nik.clone(),
            kk: said.kk.clone(),
        };
        let hash = |kind: Lookup, digits: &Option<String>| {
            digits.as_ref().map(|digits| vault.lookup(kind, digits)).unwrap_or_default()
        };
        let interest = Interest {
            id: InterestId::new(now, tx.rng()),
            user: self.user,
            year,
            relation: said.relation.clone(),
            unit: said.unit.clone().unwrap_or_default(),
            hashes: [hash(Lookup::Nik, &said.nik), hash(Lookup::Kk, &said.kk)],
            sealed: key.seal_json(INTEREST, &said.what, tx.rng())?,
        };
        append(tx, &key, self.user, Payload::InterestDeclared(declared)).await?;
        store::declare(tx, &interest).await
    }
}

/// What an interest says, for its owner.
///
/// # Errors
/// When the stored bytes were changed.
pub fn opened(key: &SubjectKey, interest: &Interest) -> Result<String> {
    key.open_json(INTEREST, &interest.sealed)
}

/// How many are reminded in one look.
const BATCH: i64 = 100;

/// Reminds those who have not signed, once a year, and makes the shares of the month public.
///
/// # Errors
/// When the database fails.
pub async fn tick(app: &App, tenant: TenantId) -> Result<()> {
    let today = app.today();
    let month = format!("{:04}-{:02}", today.year(), today.month());
    let mut tx = app.db.read(tenant).await?;
    let counted = store::is_counted(&mut tx, &month).await?;
    let late = if reminder_is_due(app, today)? {
        store::to_remind(&mut tx, today.year(), BATCH).await?
    } else {
        Vec::new()
    };
    drop(tx);
    if !counted {
        app.db.write(tenant, Count { app: app.clone(), month }).await?;
    }
    for user in late {
        app.db.write(tenant, Remind { app: app.clone(), user, year: today.year() }).await?;
    }
    Ok(())
}

fn reminder_is_due(app: &App, today: Date) -> Result<bool> {
    let first = Date::new(today.year(), 1, 1).map_err(Error::internal)?.at(0, 0, 0, 0);
    let first = app.tz().to_ambiguous_timestamp(first).compatible().map_err(Error::internal)?;
    let due = platform::running::due(app, "oversee.commitment_reminder", "", first)?;
    Ok(app.db.clock().now() > due)
}

#[derive(Clone)]
struct Remind {
    app: App,
    user: UserId,
    year: i16,
}

impl Command for Remind {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        if !store::first_reminder(tx, self.user, self.year).await? {
            return Ok(());
        }
        let link = format!("{}/saya/integritas", self.app.settings.public_url);
        tell_account(tx, &self.app, self.user, |lang| {
            (lang.t("pact-mail-subject"), lang.t1("pact-mail-body", "link", link.clone()))
        })
        .await
    }
}

#[derive(Clone)]
struct Count {
    app: App,
    month: String,
}

impl Command for Count {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        if !store::first_count(tx, &self.month).await? {
            return Ok(());
        }
        let today = self.app.tz().to_datetime(tx.now()).date();
        let least = self.app.rulebook.count("oversee.share_least", today)?;
        for (unit, done, of) in store::shares(tx, today.year()).await? {
            if of >= least {
                let counted = facts::ShareCounted { v: 1, unit, year: today.year(), done, of };
                let payload = Payload::CommitmentShareCounted(counted);
                crate::count(tx, Actor::system(), payload).await?;
            }
        }
        Ok(())
    }
}

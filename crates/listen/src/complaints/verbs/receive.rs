//! A report comes in. From here on it has a number, a legal date, and cannot be lost.

use std::sync::Arc;

use jiff::Timestamp;
use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::facts::Payload;
use kernel::facts::complaint as facts;
use kernel::id::{CommandId, ComplaintId};
use kernel::number::{ApplicationNumber, DraftCode, Secret};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::keys;
use platform::vault::{SubjectKey, sha256};

use super::super::messages::{self, News};
use super::super::model::Matter;
use super::super::report::{Body, Report};
use super::super::store::{self, Row};
use super::super::{categories, drafts, rules};

/// How often a free number is looked for.
const TRIES: usize = 20;

/// The draft from which a report grows.
#[derive(Clone)]
pub struct Grown {
    /// Its id, which becomes the report's.
    pub id: ComplaintId,
    /// SHA-256 of its code.
    pub code_hash: Vec<u8>,
    /// Its code.
    pub code: Arc<DraftCode>,
}

/// A report that is sent.
#[derive(Clone)]
pub struct Receive {
    /// The city.
    pub app: App,
    /// The draft it grew from; its key becomes the report's.
    pub draft: Option<Grown>,
    /// What it says and who says it.
    pub body: Body,
    /// By which door.
    pub actor: Actor,
}

/// What the reporter holds afterwards. The secret is stored nowhere.
#[derive(Debug)]
pub struct Receipt {
    /// Its id.
    pub id: ComplaintId,
    /// The number.
    pub number: ApplicationNumber,
    /// The secret that opens everything the number alone does not show.
    pub secret: Secret,
    /// Until when it is verified.
    pub due: Option<Timestamp>,
}

impl Command for Receive {
    type Output = Receipt;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Receipt> {
        let secret = match &self.draft {
            Some(draft) => drafts::secret_of(&self.app, &draft.code)?,
            None => Secret::random(tx.rng()),
        };
        if let Some(sent) = self.sent_before(tx, &secret).await? {
            let due = sent.clocks.of(rules::VERIFICATION).and_then(|clock| clock.due);
            return Ok(Receipt { id: sent.id, number: sent.number, secret, due });
        }
        let (id, key) = self.identity(tx).await?;
        let mut report = self.new_report(tx, id, key, &secret).await?;
        enter(tx, &self.app, &mut report, self.actor).await?;
        if let Some(draft) = &self.draft {
            store::delete_draft(tx, &draft.code_hash).await?;
        }
        let due = report.row.clocks.of(rules::VERIFICATION).and_then(|clock| clock.due);
        messages::tell(tx, &self.app, &report, News::Received, due).await?;
        Ok(Receipt { id, number: report.row.number, secret, due })
    }
}

impl Receive {
    /// The report that this draft has become already: the form was sent twice.
    async fn sent_before(&self, tx: &mut WriteTx<'_>, secret: &Secret) -> Result<Option<Row>> {
        match &self.draft {
            Some(_) => store::by_secret(tx, &sha256(secret.expose().as_bytes())).await,
            None => Ok(None),
        }
    }

    async fn identity(&self, tx: &mut WriteTx<'_>) -> Result<(ComplaintId, SubjectKey)> {
        if let Some(draft) = &self.draft {
            let key = keys::find(tx, &self.app.vault, draft.id.uuid()).await?;
            return Ok((draft.id, key.ok_or_else(|| Error::conflict("complaint-draft-gone"))?));
        }
        let now = tx.now();
        let id = ComplaintId::new(now, tx.rng());
        Ok((id, keys::create(tx, &self.app.vault, id.uuid()).await?))
    }

    async fn new_report(
        &self,
        tx: &mut WriteTx<'_>,
        id: ComplaintId,
        key: SubjectKey,
        secret: &Secret,
    ) -> Result<Report> {
        let body = &self.body;
        let category = categories::find(&body.category)?;
        let about = (!body.about.is_empty()).then(|| body.about.clone());
        let mut matter = Matter::new(category.class, category.code.clone(), about);
        (matter.anonymous, matter.secret) = (body.anonymous, body.secret);
        let (sealed, identity) = Report::seal(&key, &body.details, &body.reporter, tx)?;
        let number = free_number(tx).await?;
        let hash = sha256(secret.expose().as_bytes()).to_vec();
        let row = Row {
            kelurahan: body.kelurahan.clone(),
            channel: self.actor.channel,
            ..Row::new(id, matter, (number, hash), (sealed, identity), tx.now())
        };
        Ok(Report { row, key })
    }
}

pub(super) async fn free_number(tx: &mut WriteTx<'_>) -> Result<ApplicationNumber> {
    for _ in 0..TRIES {
        let number = ApplicationNumber::random(tx.rng());
        if store::by_number(tx, number).await?.is_none() {
            return Ok(number);
        }
    }
    Err(Error::internal("no free number was found"))
}

/// A new report begins: its clocks, its fact, its row.
pub(super) async fn enter(
    tx: &mut WriteTx<'_>,
    app: &App,
    report: &mut Report,
    actor: Actor,
) -> Result<()> {
    let (now, desk) = (tx.now(), report.row.desk());
    let mut moves = Vec::new();
    for rule in [rules::VERIFICATION, rules::COMPLETENESS] {
        moves.push(report.row.clocks.start_since(tx, app, rule, &desk, now)?);
    }
    let matter = &report.row.matter;
    let received = facts::Received {
        v: 1,
        number: report.row.number.to_string(),
        category: matter.category.clone(),
        class: matter.class,
        about: matter.about.clone(),
        anonymous: matter.anonymous,
        secret: matter.secret,
        files: report.details()?.files,
    };
    let command = CommandId::new(now, tx.rng());
    report.append(tx, command, actor, Payload::ComplaintReceived(received), moves).await?;
    store::insert(tx, &report.row).await
}

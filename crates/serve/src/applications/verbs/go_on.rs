//! What becomes of a file when the giver of its mandate has spoken: it goes on as a fresh submission
//! would, or is from now on the giver's own.

use std::collections::BTreeMap;

use kernel::actor::Actor;
use kernel::error::Result;
use kernel::facts::{Payload, application as facts};
use kernel::id::CommandId;
use kernel::number::Secret;
use kernel::service::{Applicant, FeeDue, Standard};
use platform::App;
use platform::db::{Tx, WriteTx};
use platform::vault::{Lookup, sha256};

use super::super::model::{Came, State};
use super::super::{desk, messages, rules, store};
use super::{File, Supplement};
use crate::fees::verbs::charge_now;

impl File {
    /// Goes on as a fresh submission would: complete at once, or an officer looks. `used` is the fact
    /// of it.
    pub(crate) async fn go_on(
        &mut self,
        tx: &mut WriteTx<'_>,
        app: &App,
        standard: &Standard,
        (command, actor): (CommandId, Actor),
        used: Payload,
    ) -> Result<()> {
        self.must_be(&[State::AwaitingGiver])?;
        self.row.state = State::Submitted;
        if !self.missing(tx, standard).await?.is_empty() {
            let check = self.start_check(tx, app)?;
            return self.commit(tx, command, actor, used, vec![check]).await;
        }
        self.commit(tx, command, actor, used, Vec::new()).await?;
        let actor = Actor { user: None, ..actor };
        let how = facts::Completion::AtOnce;
        let (payload, clocks) = self.become_complete(tx, app, standard, how, Vec::new())?;
        self.commit(tx, command, actor, payload, clocks).await?;
        self.enter_queue(tx, command, actor).await?;
        charge_now(tx, self, standard, FeeDue::Submission, (command, actor)).await
    }

    /// The file is from now on its person's own: nobody applies for them any more, and only the new
    /// secret opens it. A letter of mandate that was still missing is missed no longer.
    pub(crate) async fn take_over(
        &mut self,
        tx: &mut WriteTx<'_>,
        app: &App,
        (command, actor): (CommandId, Actor),
    ) -> Result<Secret> {
        let secret = Secret::random(tx.rng());
        let mut details = self.details()?;
        details.representative = None;
        details.letter = None;
        self.keep(tx, &details)?;
        let phone = messages::contact(&details);
        let lookup = phone.map(|phone| app.vault.lookup(Lookup::Phone, phone.expose()));
        self.row.applicant = Applicant::Oneself;
        self.row.secret_hash = sha256(secret.expose().as_bytes()).to_vec();
        self.row.phone_lookup = lookup.unwrap_or_default();
        let payload = Payload::TakenOver(facts::TakenOver { v: 1 });
        self.commit(tx, command, actor, payload, Vec::new()).await?;
        store::set_applicant(tx, &self.row).await?;
        let standard = desk::standard_of(tx, &self.row).await?;
        let waits = matches!(self.row.state, State::Submitted | State::Returned);
        if waits && self.missing(tx, &standard).await?.is_empty() {
            let (app, id, documents) = (app.clone(), self.row.id, Vec::new());
            let came = Came::Applicant;
            let supplement = Supplement { app, standard, id, actor, came, documents };
            supplement.proceed(tx, self, command).await?;
        }
        Ok(secret)
    }

    /// Codes of required documents that are not there.
    async fn missing(&self, tx: &mut Tx<'_>, standard: &Standard) -> Result<Vec<String>> {
        let held: BTreeMap<_, _> = store::documents(tx, self.row.id)
            .await?
            .into_iter()
            .map(|d| (d.code, d.state))
            .collect();
        Ok(rules::missing(standard, &self.details()?.answers, &held))
    }
}

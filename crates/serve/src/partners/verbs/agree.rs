//! A contract: proposed by a head, agreed by a second person, ended by the head.

use kernel::Error;
use kernel::actor::{Channel, Role};
use kernel::error::Result;
use kernel::facts::Payload;
use kernel::facts::partner::{Contract, Ended, TakenBack, Terms};
use kernel::id::PartnerId;
use platform::App;
use platform::auth::account::by_login;
use platform::auth::{Approver, Can, Head, LoginName};
use platform::city;
use platform::db::{Command, WriteTx};

use super::super::model::{self, Partner, State, TaskState};
use super::super::store;
use super::{append, take_back};
use crate::applications::verbs::new_command;
use crate::catalogue;
use crate::catalogue::import::OWN_KELURAHAN;

/// A head proposes a contract.
#[derive(Clone)]
pub struct Propose {
    /// The city.
    pub app: App,
    /// What is to be agreed.
    pub terms: Terms,
    /// The account that will do the steps.
    pub login: String,
    /// Who proposes it.
    pub head: Can<Head>,
}

impl Command for Propose {
    type Output = PartnerId;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<PartnerId> {
        let today = self.app.tz().to_datetime(tx.now()).date();
        model::check(&self.terms, today)?;
        if !self.head.covers(&self.terms.unit) {
            return Err(Error::not_found());
        }
        for service in &self.terms.services {
            let known = catalogue::store::standard(tx, service, today).await?;
            let own = known.is_some_and(|known| {
                known.standard.unit == self.terms.unit || known.standard.unit == OWN_KELURAHAN
            });
            if !own {
                return Err(Error::invalid("partners-service-unknown"));
            }
        }
        let places = city::kelurahan(tx).await?;
        let known = |code: &String| places.iter().any(|place| place.code == *code);
        if !self.terms.kelurahan.iter().all(known) {
            return Err(Error::invalid("partners-kelurahan-unknown"));
        }
        let unknown = || Error::invalid("partners-login-unknown");
        let login = LoginName::parse(&self.login).map_err(|_| unknown())?;
        let account = by_login(tx, &self.app.vault, &login).await?.ok_or_else(unknown)?;
        if !account.grants.iter().any(|grant| grant.role() == Role::Partner) {
            return Err(unknown());
        }
        let now = tx.now();
        let partner = Partner {
            id: PartnerId::new(now, tx.rng()),
            state: State::Proposed,
            terms: self.terms.clone(),
            user: account.id,
            proposed_by: self.head.user(),
        };
        store::insert(tx, &partner).await?;
        let payload = Payload::PartnerProposed(Contract { v: 1, terms: self.terms.clone() });
        let actor = self.head.actor(Channel::Online, None);
        append(tx, &self.app, &partner, actor, payload).await?;
        Ok(partner.id)
    }
}

/// The second person agrees, or does not.
#[derive(Clone)]
pub struct Decide {
    /// The city.
    pub app: App,
    /// Which contract.
    pub partner: PartnerId,
    /// Who decides.
    pub approver: Can<Approver>,
    /// Whether it shall hold.
    pub agree: bool,
}

impl Command for Decide {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut partner = store::by_id(tx, self.partner).await?;
        if !self.approver.covers(&partner.terms.unit) {
            return Err(Error::not_found());
        }
        partner.decide(self.approver.user(), self.agree)?;
        store::set_state(tx, &partner).await?;
        let payload = if self.agree {
            Payload::PartnerContracted(Contract { v: 1, terms: partner.terms.clone() })
        } else {
            Payload::PartnerRefused(Ended { v: 1 })
        };
        let actor = self.approver.actor(Channel::Online, None);
        append(tx, &self.app, &partner, actor, payload).await
    }
}

/// The head ends a contract: every step that is still out comes back in the same transaction.
#[derive(Clone)]
pub struct End {
    /// The city.
    pub app: App,
    /// Which contract.
    pub partner: PartnerId,
    /// Who ends it.
    pub head: Can<Head>,
}

impl Command for End {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut partner = store::by_id(tx, self.partner).await?;
        if !self.head.covers(&partner.terms.unit) {
            return Err(Error::not_found());
        }
        partner.end()?;
        store::set_state(tx, &partner).await?;
        let actor = self.head.actor(Channel::Online, None);
        append(tx, &self.app, &partner, actor, Payload::PartnerEnded(Ended { v: 1 })).await?;
        let command = new_command(tx);
        let handed = store::of_partner(tx, partner.id, jiff::Timestamp::MIN).await?;
        for mut task in handed.into_iter().filter(|task| task.state == TaskState::Open) {
            take_back(tx, &self.app, &mut task, (command, actor), TakenBack::Ended).await?;
        }
        Ok(())
    }
}

//! Handing out: each invitation gives one signature, one code or one envelope.

use kernel::Error;
use kernel::error::Result;
use platform::App;
use platform::db::{Command, Tx, WriteTx};
use platform::keys;
use platform::vault::SubjectKey;
use uuid::Uuid;

use super::super::store::{self, Invitation};
use super::super::token;
use super::open::{CODE, KEY};

async fn invitation(tx: &mut Tx<'_>, application: Uuid) -> Result<Invitation> {
    let found = store::invitation_of(tx, application).await?;
    let found = found.ok_or_else(|| Error::not_found().context("no open invitation"))?;
    if found.taken {
        return Err(Error::conflict("surveys-error-taken"));
    }
    Ok(found)
}

async fn round_key(tx: &mut Tx<'_>, app: &App, round: Uuid) -> Result<SubjectKey> {
    let key = keys::find(tx, &app.vault, round).await?;
    key.ok_or_else(|| Error::internal("an open round without its key"))
}

/// Signs a blinded token for the applicant of an application.
#[derive(Clone)]
pub struct Sign {
    /// The city.
    pub app: App,
    /// The finished application.
    pub application: Uuid,
    /// The blinded token, in base64url.
    pub blinded: String,
}

impl Command for Sign {
    type Output = String;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<String> {
        let invitation = invitation(tx, self.application).await?;
        let key = round_key(tx, &self.app, invitation.round).await?;
        let strata = store::strata(tx, invitation.round).await?;
        let stratum = strata.iter().find(|stratum| stratum.unit == invitation.unit);
        let stratum = stratum.ok_or_else(|| Error::internal("an invitation without a unit"))?;
        let secret = key.open(KEY, &stratum.sealed_key)?;
        let signature = token::blind_sign(&secret, &self.blinded, tx.rng())?;
        store::take(tx, invitation.id).await?;
        Ok(signature)
    }
}

/// Hands out a code of the pool to the applicant of an application. Who runs the server at this
/// moment could note which; afterwards nothing says it.
#[derive(Clone)]
pub struct Code {
    /// The city.
    pub app: App,
    /// The finished application.
    pub application: Uuid,
}

impl Command for Code {
    type Output = String;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<String> {
        let invitation = invitation(tx, self.application).await?;
        let key = round_key(tx, &self.app, invitation.round).await?;
        let sealed = store::pop_code(tx, invitation.round, &invitation.unit).await?;
        store::take(tx, invitation.id).await?;
        String::from_utf8(key.open(CODE, &sealed)?).map_err(Error::internal)
    }
}

/// Notes that the applicant of an application was given a sealed envelope, any of the unit's.
#[derive(Clone)]
pub struct HandEnvelope {
    /// The finished application.
    pub application: Uuid,
}

impl Command for HandEnvelope {
    type Output = String;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<String> {
        let invitation = invitation(tx, self.application).await?;
        store::take(tx, invitation.id).await?;
        Ok(invitation.unit)
    }
}

/// Notes that an invited person was told, once or again.
#[derive(Clone)]
pub struct Tell {
    /// The invitation.
    pub invitation: Uuid,
    /// How often, with this time.
    pub told: i64,
}

impl Command for Tell {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        store::set_told(tx, self.invitation, self.told).await
    }
}

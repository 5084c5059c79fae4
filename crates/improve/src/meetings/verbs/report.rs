//! A unit says that what it promised is done.

use kernel::Error;
use kernel::actor::{Actor, Role};
use kernel::error::Result;
use kernel::facts::{Payload, meeting as facts};
use kernel::id::PromiseId;
use platform::App;
use platform::db::{Command, WriteTx};

use super::super::member::Member;
use super::super::model::{Deed, Promise};
use super::super::store;
use super::{clock, keep_promise, turn};

/// Whoever leads the unit says that it is done.
#[derive(Clone)]
pub struct Report {
    /// The city.
    pub app: App,
    /// Which promise.
    pub id: PromiseId,
    /// Who says it.
    pub by: Member,
    /// What was done.
    pub text: String,
    /// Where that can be seen; may be empty.
    pub link: String,
}

impl Command for Report {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut promise = store::promise(tx, self.id).await?;
        if !self.by.leads(&promise.unit) {
            return Err(Error::not_found());
        }
        let actor = self.by.actor(Role::Head);
        report(tx, &self.app, &mut promise, (&self.text, &self.link), actor).await
    }
}

/// Writes that it is done.
pub(super) async fn report(
    tx: &mut WriteTx<'_>,
    app: &App,
    promise: &mut Promise,
    (text, link): (&str, &str),
    actor: Actor,
) -> Result<()> {
    turn(promise, Deed::Report)?;
    let mut words = store::words(tx, app, promise).await?;
    (words.done, words.link) = (text.to_owned(), link.to_owned());
    promise.done_at = Some(tx.now());
    let moves = clock::stop(promise).into_iter().collect();
    let done = facts::Done { v: 1, text: words.done.clone(), link: words.link.clone() };
    let payload = (Payload::CommitmentDone(done), moves);
    keep_promise(tx, app, promise, Some(&words), actor, payload).await
}

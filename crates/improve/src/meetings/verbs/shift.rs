//! A meeting gets another time. Everybody who is asked to it is told.

use jiff::Timestamp;
use kernel::Error;
use kernel::error::Result;
use kernel::facts::{Payload, meeting as facts};
use kernel::id::MeetingId;
use platform::App;
use platform::db::{Command, WriteTx};
use platform::i18n::Lang;
use platform::outbox::tell_account;

use super::super::member::Organiser;
use super::super::model::{Act, Meeting, Paper, Shift};
use super::super::store;
use super::{attend, call, keep_meeting, step};

/// A meeting that was called is called for another time.
#[derive(Clone)]
pub struct Move {
    /// The city.
    pub app: App,
    /// Which.
    pub id: MeetingId,
    /// Who moves it.
    pub by: Organiser,
    /// When it begins now.
    pub starts: Timestamp,
    /// Why.
    pub reason: String,
}

impl Command for Move {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut meeting = store::by_id(tx, self.id).await?;
        self.by.must_chair(&meeting)?;
        step(&mut meeting, Act::Move)?;
        if self.starts == meeting.starts {
            return Err(Error::invalid("meetings-start-same"));
        }
        call::must_be_free(tx, &self.app, (Some(meeting.id), meeting.kind), self.starts).await?;
        let from = std::mem::replace(&mut meeting.starts, self.starts);
        let key = store::key(tx, &self.app, meeting.id.uuid()).await?;
        let mut paper: Paper = key.open_json(store::PAPER, &meeting.sealed)?;
        let (at, reason) = (tx.now(), self.reason.clone());
        paper.moves.push(Shift { at, from, starts: self.starts, reason: reason.clone() });
        meeting.sealed = key.seal_json(store::PAPER, &paper, tx.rng())?;
        let moved = Payload::MeetingMoved(facts::Moved { v: 1, from, starts: self.starts, reason });
        keep_meeting(tx, &key, &mut meeting, self.by.actor(), moved).await?;
        self.tell(tx, &meeting, from).await
    }
}

impl Move {
    /// Tells who is asked, save the one who moved it. Of a visit its unit knows nothing.
    async fn tell(&self, tx: &mut WriteTx<'_>, meeting: &Meeting, from: Timestamp) -> Result<()> {
        let mut readers = Vec::new();
        for one in attend::invited(tx, &self.app, meeting).await? {
            let told = one.user == self.by.member().user() || readers.contains(&one.user);
            let knows = !meeting.is_secret() || one.user == meeting.caller || one.mayor;
            if !told && knows {
                readers.push(one.user);
            }
        }
        for reader in readers {
            tell_account(tx, &self.app, reader, |lang| self.text(lang, meeting, from)).await?;
        }
        Ok(())
    }

    /// Says when it was and when it is, and what to open; not what it is about.
    fn text(&self, lang: Lang, meeting: &Meeting, from: Timestamp) -> (String, String) {
        let url = &self.app.settings.public_url;
        let when = |at| lang.moment(at, self.app.tz());
        let values = [
            ("from", when(from)),
            ("starts", when(meeting.starts)),
            ("link", format!("{url}/perbaikan/rapat/{}", meeting.id)),
        ];
        let subject = lang.t1("meetings-moved-subject", "starts", when(meeting.starts));
        (subject, lang.with("meetings-moved-body", &values))
    }
}

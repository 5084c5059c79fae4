//! What only the reporter does.

use kernel::Error;
use kernel::error::Result;
use kernel::facts::Payload;
use kernel::facts::complaint as facts;
use platform::db::WriteTx;

use super::super::model::State;
use super::super::rules;
use super::{Doing, Letter};

impl Doing<'_> {
    pub(super) async fn supplement(&mut self, tx: &mut WriteTx<'_>, letter: &Letter) -> Result<()> {
        let asked = self.report.row.matter.state == State::Asked;
        self.report.row.matter.supplement()?;
        let mut moves = Vec::new();
        if asked {
            let row = &mut self.report.row;
            row.waits_since = None;
            let waiting = [rules::SUPPLEMENT, rules::SECOND_NOTICE];
            moves.extend(waiting.into_iter().filter_map(|rule| row.clocks.stop(rule)));
            moves.extend(row.clocks.resume(self.app, tx.now())?);
        }
        let said = facts::Said {
            v: 1,
            text: letter.text.clone(),
            public: false,
            files: letter.files.clone(),
        };
        self.commit(tx, Payload::ComplaintSupplemented(said), moves).await
    }

    pub(super) async fn consent(&mut self, tx: &mut WriteTx<'_>) -> Result<()> {
        let now = tx.now();
        self.report.row.matter.consent(now)?;
        self.report.row.waits_since = None;
        let moves = self.report.row.clocks.stop_all();
        let closed = facts::Closed { v: 1, how: facts::Closing::Consent };
        self.commit(tx, Payload::ComplaintClosed(closed), moves).await
    }

    pub(super) async fn reopen(&mut self, tx: &mut WriteTx<'_>, text: &str) -> Result<()> {
        let now = tx.now();
        let ended = self.report.row.matter.ended_at.unwrap_or(now);
        let until = rules::until(self.app, rules::REOPEN, ended)?;
        self.report.row.matter.reopen(now, until)?;
        let row = &mut self.report.row;
        row.waits_since = None;
        row.reopened += 1;
        let mut moves = row.clocks.stop_all();
        let class = row.matter.class;
        moves.push(self.start(tx, rules::handling(class))?);
        let reopened = facts::Reopened { v: 1, text: text.to_owned() };
        self.commit(tx, Payload::ComplaintReopened(reopened), moves).await
    }

    pub(super) async fn rate(&mut self, tx: &mut WriteTx<'_>, rating: u8) -> Result<()> {
        if !(1..=4).contains(&rating) {
            return Err(Error::invalid("complaint-rating"));
        }
        if self.report.row.matter.state != State::Closed {
            return Err(Error::conflict("complaint-wrong-state"));
        }
        self.report.row.rating = Some(i64::from(rating));
        let rated = facts::Rated { v: 1, rating };
        self.commit(tx, Payload::ComplaintRated(rated), Vec::new()).await
    }

    pub(super) async fn escalate(&mut self, tx: &mut WriteTx<'_>) -> Result<()> {
        if self.report.row.escalated_at.is_some() {
            return Err(Error::conflict("complaint-escalated-before"));
        }
        self.report.row.escalated_at = Some(tx.now());
        let escalated = Payload::ComplaintEscalated(facts::Escalated { v: 1 });
        self.commit(tx, escalated, Vec::new()).await
    }
}

//! What the gratuity unit and the officer do with a report.

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::ClockMove;
use kernel::facts::Payload;
use kernel::facts::gift::{self as facts, Owner};
use kernel::id::GiftId;
use platform::App;
use platform::db::{Command, WriteTx};
use platform::uploads::{self, NewUpload};

use super::super::model::{Kind, State, rules};
use super::super::store;
use super::{DETAILS, Report};
use crate::gratuities::UPG;

/// What is done with a report.
#[derive(Clone, Debug)]
pub enum Does {
    /// The gratuity unit asks for what is missing.
    SendBack(String),
    /// The officer tells it.
    Complete(String),
    /// It goes to the KPK.
    Forward {
        /// The letter under which it goes.
        reference: String,
        /// It was reported only after an audit.
        after_audit: bool,
    },
    /// The KPK said whose it is.
    Decide {
        /// Whose.
        owner: Owner,
        /// The number of the decision.
        reference: String,
    },
    /// The object is where the decision says.
    HandOver(String),
    /// The object goes to another keeper.
    Move {
        /// Who keeps it from now on.
        keeper: String,
        /// Where.
        place: String,
        /// A picture of it.
        picture: Option<NewUpload>,
    },
    /// The gratuity unit thanks the officer.
    Thank,
}

impl Does {
    /// Whether the gratuity unit does it, and not whoever reports.
    fn is_of_unit(&self) -> bool {
        !matches!(self, Self::Complete(_) | Self::Move { .. })
    }
}

/// One act on one report.
#[derive(Clone)]
pub struct Act {
    /// The city.
    pub app: App,
    /// Which report.
    pub id: GiftId,
    /// Who acts.
    pub actor: Actor,
    /// What they do.
    pub does: Does,
}

impl Command for Act {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let row = store::by_id(tx, self.id).await?;
        // An inspector may be offered a gift too; another one then handles it.
        if self.does.is_of_unit() && self.actor.user == Some(row.officer) {
            return Err(Error::invalid("gift-own-report"));
        }
        let mut report = Report::of(tx, &self.app, row).await?;
        let before = report.row.seq;
        let (payload, moves) = self.act(tx, &mut report).await?;
        report.append(tx, self.actor, payload, moves).await?;
        store::update(tx, &report.row, before).await
    }
}

impl Act {
    async fn act(
        &self,
        tx: &mut WriteTx<'_>,
        report: &mut Report,
    ) -> Result<(Payload, Vec<ClockMove>)> {
        let (now, given_on) = (tx.now(), report.row.given_on);
        let row = &mut report.row;
        let mut moves = Vec::new();
        let payload = match &self.does {
            Does::SendBack(text) => {
                row.matter.send_back()?;
                moves.extend(row.clocks.pause(now, "gift-pause-officer"));
                let (rule, unit) = ((rules::COMPLETE, given_on), row.unit.clone());
                let since = row.reported_at;
                moves.push(row.clocks.start_under(tx, &self.app, rule, &unit, since)?);
                Payload::GiftReturned(facts::Note { v: 1, text: text.clone() })
            }
            Does::Complete(text) => {
                row.matter.complete()?;
                moves.extend(row.clocks.stop(rules::COMPLETE));
                moves.extend(row.clocks.resume(&self.app, now)?);
                Payload::GiftCompleted(facts::Note { v: 1, text: text.clone() })
            }
            Does::Forward { reference, after_audit } => {
                row.matter.forward(*after_audit)?;
                moves.extend(row.clocks.stop_all());
                if row.matter.state == State::Forwarded {
                    let rule = (rules::DECISION, given_on);
                    moves.push(row.clocks.start_under(tx, &self.app, rule, "KPK", now)?);
                }
                let (reference, after_audit) = (reference.clone(), *after_audit);
                Payload::GiftForwarded(facts::Forwarded { v: 1, reference, after_audit })
            }
            Does::Decide { owner, reference } => {
                row.matter.decide(*owner)?;
                moves.extend(row.clocks.stop_all());
                let rule = match owner {
                    Owner::Recipient => rules::HAND_OVER,
                    Owner::State => rules::TREASURY,
                };
                moves.push(row.clocks.start_under(tx, &self.app, (rule, given_on), UPG, now)?);
                let reference = reference.clone();
                Payload::GiftDecided(facts::Decided { v: 1, owner: *owner, reference })
            }
            Does::HandOver(to) => {
                row.matter.hand_over()?;
                moves.extend(row.clocks.stop_all());
                Payload::GiftHandedOver(facts::HandedOver { v: 1, to: to.clone() })
            }
            Does::Move { keeper, place, picture } => {
                if row.matter.kind == Kind::Refusal {
                    return Err(Error::invalid("gift-no-object"));
                }
                let mut details = report.details()?;
                details.kept_at.clone_from(place);
                if let Some(picture) = picture {
                    uploads::record(tx, picture).await?;
                    details.files.push(picture.file_id);
                }
                report.row.sealed = report.key.seal_json(DETAILS, &details, tx.rng())?;
                let files = picture.iter().map(|picture| picture.file_id).collect();
                let (keeper, place) = (keeper.clone(), place.clone());
                Payload::GiftCustodyMoved(facts::CustodyMoved { v: 1, keeper, place, files })
            }
            Does::Thank => {
                if row.thanked_at.is_some() {
                    return Err(Error::conflict("gift-thanked-before"));
                }
                row.thanked_at = Some(now);
                Payload::GiftThanked(facts::Thanked { v: 1 })
            }
        };
        Ok((payload, moves))
    }
}

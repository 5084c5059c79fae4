//! What facts count for that are about no file.

use kernel::error::Result;
use kernel::fact::{ClockOp, Positioned};
use kernel::facts::Payload;
use kernel::service::Standard;

use super::super::store;
use super::Counter;

impl Counter<'_, '_> {
    pub(super) async fn other(&mut self, fact: &Positioned) -> Result<()> {
        match fact.kind.as_str() {
            "complaint.closed" | "complaint.closed_by_override" => {
                self.count("agreed-closing", "", 1).await
            }
            // It follows the closing, and says that nobody agreed.
            "complaint.closed_without_consent" => self.add("agreed-closing", "", -1).await,
            "ticket.served" => self.count("handed-on", "", 0).await,
            "ticket.handed" => self.add("handed-on", "", 1).await,
            "queue.drawn" => self.count("overdrawn", "", 0).await,
            "queue.reassigned" => self.add("overdrawn", "", 1).await,
            "gift.reported" | "gift.refused" => self.count("gifts-told", "", 1).await,
            "case.opened" => self.count("sanctioned", "", 0).await,
            // Seats were counted when they were planned.
            "training.held" => self.add("trained", "", 1).await,
            _ => match &fact.clear {
                Some(payload) => self.clear(fact, payload).await,
                None => Ok(()),
            },
        }
    }

    async fn clear(&mut self, fact: &Positioned, payload: &Payload) -> Result<()> {
        match payload {
            Payload::CaseClosedPublicly(closed) => {
                self.add("sanctioned", "", 1).await?;
                self.count("again", &closed.unit, i64::from(closed.again)).await
            }
            Payload::AnswersClosed(closed) => {
                self.add_of(("gifts-told", ""), closed.paid.unwrap_or_default(), 0).await
            }
            Payload::TrainingPlanned(planned) => {
                self.add_of(("trained", ""), planned.seats, 0).await
            }
            Payload::MeetingHeld(held) => {
                let (asked, came) = (i64::from(held.asked), i64::from(held.came));
                self.add_of(("attendance", ""), asked, came).await
            }
            Payload::CalendarStepDone(done) if done.due.is_some() => {
                self.count("budget-lag", "", done.late_days.max(0)).await?;
                for moved in fact.clocks.iter().filter(|moved| matches!(moved.op, ClockOp::Stop)) {
                    // It was counted when its day was over.
                    if store::was_missed(self.tx, moved.clock).await? {
                        return Ok(());
                    }
                }
                self.count("budget-days", "", i64::from(done.late_days <= 0)).await
            }
            Payload::CalendarStepMissed(_) => {
                for moved in &fact.clocks {
                    store::miss(self.tx, moved.clock).await?;
                }
                self.count("budget-days", "", 0).await
            }
            Payload::ContractAwarded(contract) => {
                for bought in &contract.items {
                    if let Some(standard) = bought.standard {
                        let above = i64::from(bought.price > standard);
                        self.count("above-standard", &contract.unit, above).await?;
                    }
                }
                Ok(())
            }
            Payload::StandardPublished(published) => {
                self.published(fact, &published.standard).await
            }
            _ => Ok(()),
        }
    }

    async fn published(&mut self, fact: &Positioned, standard: &Standard) -> Result<()> {
        let asked = standard.documents.iter().filter(|one| self.words.is_held(&one.code));
        let held = i64::try_from(asked.count()).unwrap_or(i64::MAX);
        let first = store::Standard {
            service: standard.code.clone(),
            published_at: fact.recorded_at.as_microsecond(),
            held,
            answered: 0,
        };
        let known = store::standard(self.tx, &standard.code).await?;
        let one = store::Standard { held, ..known.unwrap_or(first) };
        store::keep_standard(self.tx, &one).await
    }
}

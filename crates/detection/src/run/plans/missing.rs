//! What the records must say before a kind can be tested.

use super::super::timed;
use super::Desk;
use crate::cases::Case;
use crate::kinds::Kind;
use crate::spending::{Activity, Contract};

impl Desk<'_> {
    /// What the records must say for this kind and do not.
    pub fn missing(&self, kind: Kind) -> Option<&'static str> {
        let any = |has: fn(&Case) -> bool| self.cases.all.iter().any(has);
        let contract = |has: fn(&Contract) -> bool| self.cases.spending.contracts.iter().any(has);
        let activity = |has: fn(&Activity) -> bool| self.cases.spending.activities.iter().any(has);
        let needs: &[(&'static str, bool)] = match kind {
            Kind::SharedContact => &[
                ("contact", any(|case| case.contact.is_some())),
                ("family", any(|case| case.family.is_some())),
            ],
            Kind::RepresentativeSpeed => &[
                ("representative", any(|case| case.representative.is_some())),
                ("the times of readiness and decision", any(timed)),
            ],
            Kind::PairSpeed => &[
                ("representative", any(|case| case.representative.is_some())),
                ("officer", any(|case| case.officer.is_some())),
                ("the times of readiness and decision", any(timed)),
            ],
            Kind::RepresentativeJump => &[
                ("representative", any(|case| case.representative.is_some())),
                ("the time at which a file is taken up", any(|case| case.picked.is_some())),
            ],
            Kind::OfficerJump => &[
                ("officer", any(|case| case.officer.is_some())),
                ("the time at which a file is taken up", any(|case| case.picked.is_some())),
            ],
            Kind::RepeatedOverride => &[
                ("contact", any(|case| case.contact.is_some())),
                ("takings out of turn", any(|case| case.out_of_turn)),
            ],
            Kind::Steering => &[
                ("representative", any(|case| case.representative.is_some())),
                ("officer", any(|case| case.officer.is_some())),
            ],
            Kind::VanishingReturn => {
                &[("representatives who come later", any(|case| case.joined_later))]
            }
            Kind::DeadlineBurst => &[
                ("officer", any(|case| case.officer.is_some())),
                ("deadline", any(|case| case.due.is_some())),
            ],
            Kind::DayEndBurst => &[
                ("officer", any(|case| case.officer.is_some())),
                ("the hour at which offices close", any(|case| case.before_close.is_some())),
            ],
            Kind::Backdating => &[
                ("officer", any(|case| case.officer.is_some())),
                ("times of recording", any(|case| !case.late_by.is_empty())),
            ],
            Kind::GroupSpeed => &[
                ("groups", !self.cases.groups.is_empty()),
                ("the times of readiness and decision", any(timed)),
            ],
            Kind::GroupStepSpeed => &[
                ("groups", !self.cases.groups.is_empty()),
                ("times of steps", any(|case| !case.stretches.is_empty())),
            ],
            Kind::GroupReturns => &[
                ("groups", !self.cases.groups.is_empty()),
                ("returns", any(|case| case.returns > 0)),
            ],
            Kind::GiftSilence => &[(
                "gifts and words of money by office",
                self.spoken().iter().any(|word| word.said > 0)
                    && self.spoken().iter().any(|word| word.gifts > 0),
            )],
            Kind::ClosedWithoutAct | Kind::ClosedLastDay => {
                &[("reports ended by office", self.cases.offices.iter().any(|one| one.ended > 0))]
            }
            Kind::PriceOverStandard => {
                &[("prices of things with a standard", contract(|one| !one.things.is_empty()))]
            }
            Kind::SingleBid => &[("numbers of offers", contract(|one| one.bids.is_some()))],
            Kind::SplitPurchases => &[(
                "contracts with a limit of direct procurement",
                contract(|one| one.limit.is_some()),
            )],
            Kind::SameSupplier => &[("contracts with their market", contract(|one| one.classed))],
            Kind::Overtaking => &[(
                "places and beginnings of activities",
                activity(|one| one.place.is_some() && one.began.is_some()),
            )],
            Kind::DecemberSpending => {
                &[("payments of a whole year", activity(|one| one.last_month.is_some()))]
            }
            Kind::GroupSteps => &[
                ("groups", !self.cases.groups.is_empty()),
                ("steps", any(|case| case.steps.is_some())),
            ],
        };
        needs.iter().find(|(_, there)| !there).map(|(what, _)| *what)
    }
}

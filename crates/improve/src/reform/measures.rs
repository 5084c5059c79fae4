//! What is counted, and for which instrument or obstacle it stands.

/// An instrument of reform, or an obstacle to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Theme {
    /// Privatisation and co-production: what citizens and partners do themselves.
    CoProduction,
    /// Debureaucratisation: fewer steps, hands and returns.
    Debureaucratisation,
    /// Reorganisation: one unit instead of several.
    Reorganisation,
    /// Effective public management: promises kept, by officers and by heads.
    Management,
    /// Value for money: what a file costs.
    Value,
    /// Little commitment.
    Commitment,
    /// Little competence.
    Competence,
    /// Feudal culture: files that overtake others.
    Feudal,
    /// Permissive culture: gifts nobody records, abuse nobody punishes.
    Permissive,
    /// Bureaucratic resistance: work that is written down late, or not at all.
    Resistance,
}

impl Theme {
    /// The five instruments, then the five obstacles.
    pub const ALL: [Self; 10] = [
        Self::CoProduction,
        Self::Debureaucratisation,
        Self::Reorganisation,
        Self::Management,
        Self::Value,
        Self::Commitment,
        Self::Competence,
        Self::Feudal,
        Self::Permissive,
        Self::Resistance,
    ];

    /// Used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::CoProduction => "co-production",
            Self::Debureaucratisation => "debureaucratisation",
            Self::Reorganisation => "reorganisation",
            Self::Management => "management",
            Self::Value => "value",
            Self::Commitment => "commitment",
            Self::Competence => "competence",
            Self::Feudal => "feudal",
            Self::Permissive => "permissive",
            Self::Resistance => "resistance",
        }
    }

    /// Whether it is an instrument; otherwise it is an obstacle.
    pub fn is_instrument(self) -> bool {
        self < Self::Commitment
    }
}

/// How the counts of a measure become a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Cases that have a trait, of all.
    Share,
    /// A mean of counts, such as steps of a file.
    Mean,
    /// A mean of office minutes.
    Minutes,
    /// A mean of whole percents.
    Percent,
}

/// A measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Its name in the database, the address and locale keys.
    pub code: &'static str,
    /// What it stands for.
    pub theme: Theme,
    /// How it is read.
    pub form: Form,
    /// Whether more of it is better.
    pub more_is_better: bool,
    /// The kinds of facts that it counts.
    pub kinds: &'static [&'static str],
}

const fn share(
    code: &'static str,
    theme: Theme,
    more_is_better: bool,
    kinds: &'static [&'static str],
) -> Measure {
    Measure { code, theme, form: Form::Share, more_is_better, kinds }
}

const fn mean(
    code: &'static str,
    theme: Theme,
    form: Form,
    kinds: &'static [&'static str],
) -> Measure {
    Measure { code, theme, form, more_is_better: false, kinds }
}

const ANSWERED: &[&str] = &["application.issued", "application.refused"];

/// All measures.
pub const MEASURES: [Measure; 34] = [
    share("self-application", Theme::CoProduction, true, &["application.completed"]),
    share("unaided", Theme::CoProduction, true, &["application.completed"]),
    share("agreed-closing", Theme::CoProduction, true, &["complaint.closed"]),
    share(
        "partner-steps",
        Theme::CoProduction,
        true,
        &["application.step_finished", "partner.step_done"],
    ),
    mean("steps", Theme::Debureaucratisation, Form::Mean, ANSWERED),
    mean("hands", Theme::Debureaucratisation, Form::Mean, ANSWERED),
    share("returned", Theme::Debureaucratisation, false, ANSWERED),
    mean("wait-share", Theme::Debureaucratisation, Form::Percent, ANSWERED),
    mean("held-documents", Theme::Debureaucratisation, Form::Mean, &["application.completed"]),
    mean("units", Theme::Reorganisation, Form::Mean, ANSWERED),
    share("handed-on", Theme::Reorganisation, false, &["ticket.handed", "ticket.served"]),
    share("on-time", Theme::Management, true, ANSWERED),
    share("rounds", Theme::Management, true, &["round.done", "round.missed"]),
    share("promises", Theme::Management, true, &["commitment.done", "commitment.missed"]),
    mean("work-minutes", Theme::Value, Form::Minutes, ANSWERED),
    share("fees-waived", Theme::Value, false, &["fee.paid", "fee.waived"]),
    share("above-standard", Theme::Value, false, &["contract.awarded"]),
    mean("budget-lag", Theme::Value, Form::Mean, &["calendar.step_done"]),
    share("decided-late", Theme::Commitment, false, &["decision.taken", "decision.missed"]),
    share("duties", Theme::Commitment, true, &["duty.done", "duty.missed"]),
    share("attendance", Theme::Commitment, true, &["meeting.held"]),
    share("budget-days", Theme::Commitment, true, &["calendar.step_done", "calendar.step_missed"]),
    mean("touch-spread", Theme::Competence, Form::Percent, &["application.step_finished"]),
    share("trained", Theme::Competence, true, &["training.planned", "training.held"]),
    share("overdrawn", Theme::Feudal, false, &["queue.drawn", "queue.reassigned"]),
    share("out-of-turn", Theme::Feudal, false, &["application.picked_out_of_turn"]),
    mean("signatures", Theme::Feudal, Form::Mean, ANSWERED),
    share("waited-for-signature", Theme::Feudal, false, ANSWERED),
    share("sanctioned", Theme::Permissive, true, &["case.opened", "case.closed_publicly"]),
    share(
        "gifts-told",
        Theme::Permissive,
        true,
        &["gift.reported", "gift.refused", "answers.closed"],
    ),
    share("again", Theme::Permissive, false, &["case.closed_publicly"]),
    share("written-late", Theme::Resistance, false, &["application.step_finished"]),
    share("unwritten", Theme::Resistance, false, ANSWERED),
    mean("adoption", Theme::Resistance, Form::Mean, &["standard.published", "application.issued"]),
];

/// The measure of that name.
pub fn measure(code: &str) -> Option<Measure> {
    MEASURES.into_iter().find(|measure| measure.code == code)
}

/// A clock whose keeping is a measure.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    /// The rule it runs by.
    pub rule: &'static str,
    /// The kind of fact by which what was due is done. A clock that stops otherwise, because something
    /// was put off or fell away, was neither kept nor missed.
    pub done: &'static str,
    /// The measure.
    pub measure: &'static str,
    /// Whether keeping is what is counted; otherwise missing is.
    pub keeping: bool,
}

/// All of them.
pub const CLOCKS: [Kept; 4] = [
    Kept { rule: "oversee.round", done: "round.done", measure: "rounds", keeping: true },
    Kept {
        rule: "improve.commitment",
        done: "commitment.done",
        measure: "promises",
        keeping: true,
    },
    Kept { rule: "oversee.superior_duty", done: "duty.done", measure: "duties", keeping: true },
    Kept {
        rule: "improve.decision",
        done: "decision.taken",
        measure: "decided-late",
        keeping: false,
    },
];

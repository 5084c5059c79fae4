//! Campaigns that tell everyone how services work, and visits: the written facts of `publish/outreach`.
//! They are clear and name no person: who goes on a visit is a role of a unit, and reach is counted by
//! campaign, channel and day.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::CampaignId;
use crate::money::Rupiah;
use crate::service::Bilingual;

/// A small set of words with their stored names.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$each])* #[serde(rename = $code)] $variant,)*
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stored name, also used in locale keys.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The one of that name.
            pub fn parse(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}

words! {
    /// What a campaign says.
    Message {
        /// Services are easy: do it yourself.
        Easy = "easy",
        /// Bring these papers.
        Bring = "bring",
        /// Gifts and brokers are forbidden: report here.
        Gifts = "gifts",
        /// Words of its own.
        Own = "own",
    }
}

words! {
    /// Which message of a campaign; most have only the first.
    #[derive(Default)]
    Letter {
        /// The first.
        #[default]
        A = "a",
        /// The second.
        B = "b",
    }
}

impl Letter {
    /// Whether it is the first, of which facts say nothing.
    pub fn is_first(&self) -> bool {
        *self == Self::A
    }
}

words! {
    /// To whom it speaks.
    Audience {
        /// Everyone who lives there.
        Everyone = "everyone",
        /// Traders and buyers of a market.
        Market = "market",
        /// Pupils, parents and teachers.
        School = "school",
        /// Who comes to a meeting of a neighbourhood.
        Rw = "rw",
    }
}

words! {
    /// By which way it speaks; each has short links of its own.
    Medium {
        /// A poster on a wall.
        Poster = "poster",
        /// A sheet that people take home.
        Leaflet = "leaflet",
        /// A text that is read on the radio or by a loudspeaker.
        Radio = "radio",
        /// A text message.
        Sms = "sms",
        /// People who come and tell.
        Visit = "visit",
    }
}

words! {
    /// What a visit goes to.
    Place {
        /// A school.
        School = "school",
        /// A market.
        Market = "market",
        /// A meeting of a neighbourhood (RW).
        Rw = "rw",
    }
}

words! {
    /// In which capacity people go, never who.
    Goes {
        /// Officers of the unit.
        Officers = "officers",
        /// The head of the unit.
        Head = "head",
        /// The city's public relations.
        Outreach = "outreach",
    }
}

words! {
    /// With what the reached kelurahan are compared.
    Comparison {
        /// With those that the lot put later: a difference is caused by the campaign or by chance.
        Lot = "lot",
        /// With those that were not reached: other reasons for a difference remain.
        Others = "others",
        /// With their own time before: no proof.
        Before = "before",
    }
}

/// A way and what it costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channel {
    /// Which way.
    pub medium: Medium,
    /// What it costs altogether.
    pub cost: Rupiah,
}

/// A lot that decides which kelurahan come first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// Seed of the draw, in hexadecimal, so that anyone can draw it again.
    pub seed: String,
    /// The Monday on which the early ones begin.
    pub early_from: Date,
    /// The Monday on which the late ones begin.
    pub late_from: Date,
    /// Codes of the early kelurahan.
    pub early: Vec<String>,
    /// Codes of the late ones.
    pub late: Vec<String>,
}

/// A lot that decides which kelurahan hear which of two messages, all from the first day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Halves {
    /// Seed of the draw, in hexadecimal, so that anyone can draw it again.
    pub seed: String,
    /// Codes of the kelurahan that hear the first.
    pub a: Vec<String>,
    /// Codes of those that hear the second.
    pub b: Vec<String>,
}

/// A second message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Second {
    /// What it says.
    pub message: Message,
    /// Its own words; empty for the listed messages.
    pub words: Bilingual,
    /// Who hears it; none before the lot is drawn, which is when the campaign starts.
    pub halves: Option<Halves>,
}

/// `campaign.started`, version 1: clear. It stands in the log before its first day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Started {
    /// Payload version.
    pub v: u8,
    /// What it is called.
    pub title: String,
    /// What it says.
    pub message: Message,
    /// Its own words; empty for the listed messages.
    pub words: Bilingual,
    /// Codes of the kelurahan in which it is.
    pub kelurahan: Vec<String>,
    /// Codes of the services that it is about.
    pub services: Vec<String>,
    /// To whom it speaks.
    pub audience: Audience,
    /// Its ways, with what each costs.
    pub channels: Vec<Channel>,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// Which kelurahan come first, where the city agreed to let a lot decide.
    pub lot: Option<Lot>,
    /// The message that some kelurahan hear instead of the first, where the city agreed to let a lot decide;
    /// never together with a lot of turns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<Second>,
    /// What is measured, frozen before the first day: `self_application_share`, the share of
    /// applications that nobody made for another under a mandate.
    pub outcome: String,
}

/// How often a channel's links were followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Followed {
    /// Which way.
    pub medium: Medium,
    /// With which message.
    #[serde(default, skip_serializing_if = "Letter::is_first")]
    pub letter: Letter,
    /// How often, by the counting rule.
    pub count: i64,
}

/// `campaign.reached`, version 1: clear. One day of a campaign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reached {
    /// Payload version.
    pub v: u8,
    /// Which day.
    pub day: Date,
    /// By channel.
    pub channels: Vec<Followed>,
}

/// `campaign.ended`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// Payload version.
    pub v: u8,
    /// The last day on which it ran.
    pub on: Date,
    /// Why it ended before its last day; empty when it did not.
    pub reason: String,
}

/// Counts of a kelurahan in a span of time. None is a number below ten, or one from which such a number
/// could be reckoned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Applications.
    pub files: Option<i64>,
    /// Those that people made themselves.
    pub own: Option<i64>,
    /// Mandates that were used.
    pub mandates: Option<i64>,
    /// Gifts that officers reported or refused.
    pub gifts: Option<i64>,
    /// Complaints.
    pub complaints: Option<i64>,
}

/// A kelurahan before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// Its code; empty for all kelurahan that were reached, or that were not, together.
    pub kelurahan: String,
    /// Whether the campaign was there.
    pub reached: bool,
    /// As long before as the time after.
    pub before: Counts,
    /// From its first day on.
    pub after: Counts,
}

/// Which of two messages led more people to apply themselves, by the lot. In ten-thousandths, at the
/// confidence of the evaluation that it is part of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Between {
    /// Share of own applications with the second message less that with the first; none when nothing could
    /// be compared.
    pub effect: Option<i64>,
    /// Lower end of the interval.
    pub low: Option<i64>,
    /// Upper end.
    pub high: Option<i64>,
    /// Why there is no estimate: `no_before`, `nothing_to_compare` or `too_few`; empty when there is.
    pub missing: String,
}

/// `campaign.evaluated`, version 1: clear. Effects are ten-thousandths: 250 are 2.5 points of percent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluated {
    /// Payload version.
    pub v: u8,
    /// With what it was compared.
    pub comparison: Comparison,
    /// How much the share of own applications rose by the campaign; none when nothing could be compared.
    pub effect: Option<i64>,
    /// Lower end of the interval; none when it has no end there.
    pub low: Option<i64>,
    /// Upper end.
    pub high: Option<i64>,
    /// Confidence of the interval in thousandths, such as 950.
    pub level_permille: u16,
    /// An effect below this is not worth the money, as the rule of the day has it.
    pub worth: i64,
    /// Applications in the reached kelurahan since the first day, on which the effect acts.
    pub files: i64,
    /// What it cost altogether.
    pub cost: Rupiah,
    /// Why there is no estimate: `no_before`, `nothing_to_compare` or `short_history`; empty when there is.
    pub missing: String,
    /// The difference between its two messages; none where it had one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub between: Option<Between>,
    /// What the city learns from it.
    pub lesson: String,
    /// By kelurahan.
    pub areas: Vec<Area>,
}

/// `campaign.evaluation_missed`, version 1: clear. It may still be evaluated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvaluationMissed {
    /// Payload version.
    pub v: u8,
    /// By which rule it was due.
    pub rule: String,
}

/// `visit.planned`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitPlanned {
    /// Payload version.
    pub v: u8,
    /// The campaign that it belongs to, if any.
    pub campaign: Option<CampaignId>,
    /// The day.
    pub on: Date,
    /// The hour and minute at which it begins, as in `09.30`.
    pub at: String,
    /// What it goes to.
    pub place: Place,
    /// What that is called.
    pub name: String,
    /// Code of the kelurahan.
    pub kelurahan: String,
    /// Code of the unit that goes.
    pub unit: String,
    /// In which capacity.
    pub goes: Goes,
}

/// `visit.done`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitDone {
    /// Payload version.
    pub v: u8,
    /// How many people were spoken to.
    pub people: i64,
}

/// `visit.cancelled`, version 1: clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitCancelled {
    /// Payload version.
    pub v: u8,
    /// Why.
    pub reason: String,
}

/// `visit.missed`, version 1: clear. Nobody said in time that it took place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitMissed {
    /// Payload version.
    pub v: u8,
    /// By which rule it was due.
    pub rule: String,
}

//! What a round says, as it is kept and shown. Everything that belongs to fewer than ten people is
//! not in it.

use estimation::dist::t_quantile;
use platform::web::chart::Span;
use serde::{Deserialize, Serialize};

/// An estimate with its interval of 95 %.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The estimate.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Standard error.
    pub se: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// Answers behind it.
    pub n: u64,
}

impl Figure {
    /// As charts draw it.
    pub fn span(&self) -> Span {
        Span { value: self.value, low: self.low, high: self.high }
    }
}

/// One unit, or several that are shown together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    /// Code of the unit.
    pub unit: String,
    /// Users it served in the period.
    pub population: i64,
    /// Its index.
    pub figure: Figure,
    /// The best place that cannot be ruled out.
    pub best: usize,
    /// The worst.
    pub worst: usize,
}

/// One term of the index.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// Its key.
    pub key: String,
    /// Its name in Indonesian.
    pub id: String,
    /// Its name in English.
    pub en: String,
    /// Its mean, on the scale of answers.
    pub mean: Figure,
    /// Points of the index that are lost here: what it lacks to the best answer, times its weight.
    pub lost: Figure,
}

/// How many said yes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// Key of the question.
    pub key: String,
    /// The question in Indonesian.
    pub id: String,
    /// The question in English.
    pub en: String,
    /// Whether yes is good.
    pub good: bool,
    /// The share, 0 to 1.
    pub figure: Figure,
}

/// One group of respondents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// The answer that makes the group, or a code.
    pub value: String,
    /// Its index; nothing when it, or another cell that would follow from it, is too small.
    pub figure: Option<Figure>,
    /// How far it stands from all other respondents, where that is asked: between doors.
    #[serde(default)]
    pub apart: Option<Change>,
}

/// Respondents by one trait.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// The trait: `pintu`, or the key of a question.
    pub key: String,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// What can be said of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It rose, surely.
    Up,
    /// It fell, surely.
    Down,
    /// The difference may be chance.
    Uncertain,
}

/// The change since the round before.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The difference.
    pub figure: Figure,
    /// What can be said of it.
    pub verdict: Verdict,
}

impl Change {
    /// What can be said of a difference; nothing when its error cannot be seen.
    pub fn of(figure: Figure) -> Option<Self> {
        let verdict = if !figure.df.is_finite() || figure.df <= 0.0 {
            return None;
        } else if figure.low > 0.0 {
            Verdict::Up
        } else if figure.high < 0.0 {
            Verdict::Down
        } else {
            Verdict::Uncertain
        };
        Some(Self { figure, verdict })
    }

    /// From one round to the next. Their samples are drawn anew, so their errors are independent
    /// (Welch).
    pub fn between(now: &Figure, before: &Figure) -> Option<Self> {
        let (va, vb) = (now.se * now.se, before.se * before.se);
        let value = now.value - before.value;
        let se = (va + vb).sqrt();
        // Two rounds in which everyone answered have no error at all.
        let (df, half) = if se > 0.0 {
            let df = (va + vb).powi(2) / (va * va / now.df + vb * vb / before.df);
            (df, t_quantile(0.975, df) * se)
        } else {
            (now.df + before.df, 0.0)
        };
        let n = now.n + before.n;
        Self::of(Figure { value, low: value - half, high: value + half, se, df, n })
    }
}

/// What a round says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Name of the index's definition.
    pub index: String,
    /// Code of the questionnaire.
    pub code: String,
    /// Users of the period.
    pub population: i64,
    /// Those who were invited.
    pub drawn: i64,
    /// Those who answered.
    pub answers: i64,
    /// The city's index; nothing when fewer than ten answered.
    pub city: Option<Figure>,
    /// Design effect of the city's index.
    pub deff: Option<f64>,
    /// Mean of the units' indices, each counting the same (as the KPK counted).
    pub unit_mean: Option<Figure>,
    /// By unit, the best first.
    pub units: Vec<Unit>,
    /// By term, that which costs most first.
    pub terms: Vec<Term>,
    /// Questions of yes and no.
    pub shares: Vec<Share>,
    /// By door, kelurahan and choice.
    pub groups: Vec<Group>,
    /// How many of how many answered, by unit as it is shown: unit, invited, answered.
    pub response: Vec<(String, i64, i64)>,
    /// Since the round before with the same questionnaire.
    pub change: Option<Change>,
    /// Cells that were hidden in the open data.
    pub hidden: usize,
    /// The smallest combination in the open data.
    pub smallest: usize,
}

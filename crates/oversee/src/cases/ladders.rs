//! What may be done to whom, read from data: the ladder of PP 94/2021 and that for intermediaries,
//! and the prohibitions that cases name.

use std::sync::LazyLock;

use serde::Deserialize;

const DISCIPLINE: &str = include_str!("../../../../data/rules/disiplin_pp94.csv");
const INTERMEDIARIES: &str = include_str!("../../../../data/rules/sanksi_perantara.csv");
const PROHIBITIONS: &str = include_str!("../../../../data/rules/larangan_pp94.csv");

/// A step of a ladder.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Step {
    /// The tier: `ringan`, `sedang`, `berat` or `perantara`.
    #[serde(rename = "tingkat")]
    pub tier: String,
    /// Its place in the tier.
    #[serde(rename = "urut")]
    pub order: u8,
}

impl Step {
    /// The code of the sanction, such as `sedang-2`, also used in locale keys.
    pub fn code(&self) -> String {
        format!("{}-{}", self.tier, self.order)
    }
}

/// A prohibition of Art 5.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Prohibition {
    /// Its letter.
    #[serde(rename = "huruf")]
    pub letter: String,
    /// The least tier.
    #[serde(rename = "tingkat_terendah")]
    pub least: String,
    /// The least tier when the state was harmed.
    #[serde(rename = "tingkat_bila_merugikan_negara")]
    pub least_of_state: String,
}

/// Whom a violation harmed, from the unit to the state (Art 14).
pub const HARMS: [&str; 3] = ["unit", "agency", "state"];

fn read<T: for<'d> Deserialize<'d>>(text: &str) -> Vec<T> {
    let rows = csv::Reader::from_reader(text.as_bytes()).into_deserialize();
    // The files travel inside the program; a test reads them whole.
    rows.filter_map(Result::ok).collect()
}

static STEPS: LazyLock<Vec<Step>> = LazyLock::new(|| {
    let mut steps = read(DISCIPLINE);
    steps.extend(read::<Step>(INTERMEDIARIES));
    steps
});
static FORBIDDEN: LazyLock<Vec<Prohibition>> = LazyLock::new(|| read(PROHIBITIONS));

/// The ladder for an officer, or for an intermediary from outside.
pub fn ladder(outsider: bool) -> impl Iterator<Item = &'static Step> {
    STEPS.iter().filter(move |step| (step.tier == "perantara") == outsider)
}

/// The step of that code.
pub fn step(code: &str) -> Option<&'static Step> {
    STEPS.iter().find(|step| step.code() == code)
}

/// Whether `code` is a lighter step than `than` on the same ladder.
pub fn is_lighter(code: &str, than: &str) -> bool {
    let outsider = step(than).is_some_and(|step| step.tier == "perantara");
    let place = |code: &str| ladder(outsider).position(|step| step.code() == code);
    place(code).zip(place(than)).is_some_and(|(code, than)| code < than)
}

/// All prohibitions, by letter.
pub fn prohibitions() -> &'static [Prohibition] {
    &FORBIDDEN
}

/// The prohibition of that letter.
pub fn prohibition(letter: &str) -> Option<&'static Prohibition> {
    FORBIDDEN.iter().find(|one| one.letter == letter)
}

/// The least tier for a violation (Art 14), as a hint.
pub fn least_tier(letter: &str, harm: &str) -> Option<&'static str> {
    let found = prohibition(letter)?;
    Some(if harm == "state" { &found.least_of_state } else { &found.least })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_are_read_whole() {
        let lines = |text: &str| text.lines().count() - 1;
        assert_eq!(ladder(false).count(), lines(DISCIPLINE));
        assert_eq!(ladder(true).count(), lines(INTERMEDIARIES));
        assert_eq!(prohibitions().len(), lines(PROHIBITIONS));
    }

    #[test]
    fn lighter_is_further_down_the_same_ladder() {
        for (code, than, lighter) in [
            ("ringan-3", "sedang-1", true),
            ("sedang-3", "berat-1", true),
            ("berat-1", "berat-1", false),
            ("berat-2", "berat-1", false),
            ("perantara-1", "perantara-4", true),
            ("perantara-1", "berat-1", false),
            ("ringan-1", "perantara-4", false),
            ("ringan-9", "berat-1", false),
        ] {
            assert_eq!(is_lighter(code, than), lighter, "{code} {than}");
        }
    }

    /// PP 94/2021 Art 14: being an intermediary is heavy; illegal levies by whom they harmed.
    #[test]
    fn the_least_tier_follows_the_harm() {
        let table = [("b", "unit", "berat"), ("g", "unit", "sedang"), ("g", "state", "berat")];
        for (letter, harm, tier) in table {
            assert_eq!(least_tier(letter, harm), Some(tier), "{letter} {harm}");
        }
    }
}

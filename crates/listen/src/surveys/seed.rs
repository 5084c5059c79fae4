//! Questionnaires that come with the program, as drafts to be read, changed and frozen.

use kernel::Error;
use kernel::error::Result;
use kernel::survey::Questionnaire;

const FILES: [&str; 4] = [
    include_str!("../../../../data/surveys/skm.toml"),
    include_str!("../../../../data/surveys/kpk.toml"),
    include_str!("../../../../data/surveys/spi.toml"),
    include_str!("../../../../data/surveys/ombudsman.toml"),
];

/// All of them.
///
/// # Errors
/// Never in practice: a test reads every file.
pub fn questionnaires() -> Result<Vec<Questionnaire>> {
    FILES.iter().map(|text| toml::from_str(text).map_err(Error::internal)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::results::Scoring;

    #[test]
    fn every_questionnaire_can_be_asked_and_scored() {
        let all = super::questionnaires().unwrap();
        for questionnaire in &all {
            questionnaire.check().unwrap();
            Scoring::new(questionnaire).unwrap();
        }
        let skm = all.iter().find(|one| one.code == "skm").unwrap();
        assert_eq!(skm.items.iter().filter(|item| item.term.is_some()).count(), 9);
    }
}

//! The definitions that come with the program.

use std::sync::LazyLock;

use jiff::civil::Date;

use super::Definition;

const FILES: [(&str, &str); 14] = [
    ("ipp-2017", include_str!("../../../../data/indices/ipp-2017.toml")),
    ("ipp-2022", include_str!("../../../../data/indices/ipp-2022.toml")),
    ("kep25-2004", include_str!("../../../../data/indices/kep25-2004.toml")),
    ("kpk-2011", include_str!("../../../../data/indices/kpk-2011.toml")),
    ("ombudsman-2015", include_str!("../../../../data/indices/ombudsman-2015.toml")),
    ("ombudsman-2022", include_str!("../../../../data/indices/ombudsman-2022.toml")),
    ("ombudsman-2025", include_str!("../../../../data/indices/ombudsman-2025.toml")),
    ("skm-2017", include_str!("../../../../data/indices/skm-2017.toml")),
    ("spi-2021", include_str!("../../../../data/indices/spi-2021.toml")),
    ("spi-2022", include_str!("../../../../data/indices/spi-2022.toml")),
    ("spi-2023", include_str!("../../../../data/indices/spi-2023.toml")),
    ("spi-2024", include_str!("../../../../data/indices/spi-2024.toml")),
    ("spi-2025", include_str!("../../../../data/indices/spi-2025.toml")),
    ("spi-eksternal-2025", include_str!("../../../../data/indices/spi-eksternal-2025.toml")),
];

static ALL: LazyLock<Vec<Definition>> = LazyLock::new(|| {
    // A test reads every file, so none can be left out here.
    FILES.iter().filter_map(|(id, text)| Definition::parse(id, text).ok()).collect()
});

/// All of them, by name.
pub fn shipped() -> &'static [Definition] {
    &ALL
}

/// The one of this name.
pub fn find(id: &str) -> Option<&'static Definition> {
    shipped().iter().find(|one| one.id == id)
}

/// The version of a family that holds on a day.
pub fn newest(family: &str, on: Date) -> Option<&'static Definition> {
    let held = shipped().iter().filter(|one| one.family == family && one.since <= on);
    held.max_by_key(|one| one.since)
}

#[cfg(test)]
mod tests {
    use super::{FILES, shipped};
    use crate::index::Definition;

    #[test]
    fn every_file_can_be_read() {
        for (id, text) in FILES {
            let read = Definition::parse(id, text);
            assert!(read.is_ok(), "{id}: {read:?}");
        }
        assert_eq!(shipped().len(), FILES.len());
    }
}

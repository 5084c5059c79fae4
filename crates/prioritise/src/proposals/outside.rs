//! What proposals need of other contexts, which they must not know: the program hands it in.

use std::collections::BTreeMap;

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::service::Bilingual;
use platform::App;

use crate::value::told::Releases;

/// What is known of a place and an office.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heard {
    /// Reports from the kelurahan by topic, the most frequent first.
    pub topics: Vec<(Bilingual, i64)>,
    /// Reports of the kelurahan in the middle, when all are ordered by how many they have.
    pub usual: i64,
    /// Reports about the building of the office.
    pub about: i64,
    /// The index of the office in the last published round.
    pub index: Option<Index>,
}

impl Heard {
    /// All reports from the kelurahan.
    pub fn reports(&self) -> i64 {
        self.topics.iter().map(|(_, count)| count).sum()
    }
}

/// An index with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Index {
    /// Its value.
    pub value: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// What is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The city.
    pub tenant: TenantId,
    /// Code of the kelurahan; may be empty.
    pub kelurahan: &'a str,
    /// Code of the office.
    pub office: &'a str,
    /// From when on.
    pub since: Timestamp,
}

/// What other contexts know.
pub type Hear = for<'a> fn(&'a App, Question<'a>) -> BoxFuture<'a, Result<Heard>>;

/// What a thing in an office is called that an audit looks at.
pub type NameItem = fn(&str, Date) -> Option<Bilingual>;

/// The index of each unit in the last published round that knows it, by code of the unit.
pub type Indices = for<'a> fn(&'a App, TenantId) -> BoxFuture<'a, Result<BTreeMap<String, Index>>>;

/// All of it.
#[derive(Clone, Copy)]
pub struct Outside {
    /// What other contexts know of a place and an office.
    pub hear: Hear,
    /// What things in an office are called.
    pub item: NameItem,
    /// The index of each unit.
    pub indices: Indices,
    /// What was released of answered files.
    pub releases: Releases,
}

//! What is talked about: promises of earlier meetings first, then what the facts propose.

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use kernel::error::Result;
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;
use serde::{Deserialize, Serialize};

use super::model::{Meeting, Promise, Standing};
use super::store;

/// One thing to talk about, as a context proposes it: counts of a unit, never a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// Where it comes from, such as `complaints`.
    pub kind: String,
    /// Its text in the locale files.
    pub key: String,
    /// The values of the text.
    pub values: Vec<(String, String)>,
    /// Where its evidence is.
    pub link: String,
    /// Code of the unit that it concerns; empty for the whole city.
    pub unit: String,
}

impl Topic {
    /// The topic as a sentence.
    pub fn text(&self, lang: Lang) -> String {
        let values = self.values.iter();
        // A paper keeps numbers as they are; each reader gets them as they write them.
        let shown = |value: &String| value.parse().map_or(value.clone(), |n| lang.count(n));
        let values: Vec<_> = values.map(|(name, value)| (name.as_str(), shown(value))).collect();
        lang.with(&self.key, &values)
    }
}

/// Asks all contexts what to talk about, what matters most first. The binary gives it, because contexts
/// do not know each other.
pub type ReadTopics = for<'a> fn(
    tx: &'a mut Tx<'_>,
    app: &'a App,
    now: Timestamp,
) -> BoxFuture<'a, Result<Vec<Topic>>>;

/// Those topics that `meeting` may talk about.
pub fn of_meeting(meeting: &Meeting, mut topics: Vec<Topic>) -> Vec<Topic> {
    topics.retain(|topic| topic.unit.is_empty() || meeting.asks(&topic.unit));
    topics
}

/// Promises that are on the table of `meeting`: as it froze them, or those of its units that nobody has
/// confirmed yet.
///
/// # Errors
/// When the database fails.
pub async fn earlier(
    tx: &mut Tx<'_>,
    app: &App,
    meeting: &Meeting,
    now: Timestamp,
) -> Result<Vec<Promise>> {
    let mut promises = if meeting.stage.was_held() {
        let frozen = store::paper(tx, app, meeting).await?.earlier;
        let mut list = Vec::with_capacity(frozen.len());
        for id in frozen {
            list.push(store::promise(tx, id).await?);
        }
        list
    } else {
        unsettled(tx, meeting).await?
    };
    by_weight(&mut promises, now);
    Ok(promises)
}

/// Promises of earlier meetings, of the units of `meeting`, that nobody has confirmed yet.
///
/// # Errors
/// When the database fails.
pub async fn unsettled(tx: &mut Tx<'_>, meeting: &Meeting) -> Result<Vec<Promise>> {
    let mut promises = store::unsettled(tx).await?;
    promises.retain(|one| one.meeting != meeting.id && meeting.asks(&one.unit));
    Ok(promises)
}

/// What is late first, then what waits for the chair's word, then by date.
pub fn by_weight(promises: &mut [Promise], now: Timestamp) {
    promises.sort_by_key(|one| {
        let weight = match one.standing {
            Standing::Open if one.is_late(now) => 0,
            Standing::Done => 1,
            Standing::Open => 2,
            Standing::Confirmed | Standing::Released => 3,
        };
        (weight, one.due, one.id.uuid())
    });
}

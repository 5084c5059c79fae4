//! What meetings need of more than one context: topics that the facts propose, as counts of units.

use std::collections::BTreeMap;

use futures_util::future::BoxFuture;
use improve::city;
use improve::decisions::model::State as Decided;
use improve::decisions::store as decisions;
use improve::decisions::verbs::PLAN;
use improve::meetings::agenda::Topic;
use improve::processes::model::State;
use improve::processes::store as trials;
use jiff::Timestamp;
use kernel::error::Result;
use kernel::fact::SubjectKind;
use kernel::service::Bilingual;
use oversee::deadlines::store::{Filter, When, groups, overdue_by_unit};
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;

/// Units of one kind of topic that an agenda names; the rest can wait until these are better.
const MOST: usize = 5;

/// Decisions that are looked through for plans that were asked for.
const DECISIONS: i64 = 50;

/// What a coffee morning should talk about: plans that the mayor asked for, missed duties of heads, late
/// reports of citizens, missed times, and trials that wait for a decision.
pub fn topics<'a>(
    tx: &'a mut Tx<'_>,
    app: &'a App,
    now: Timestamp,
) -> BoxFuture<'a, Result<Vec<Topic>>> {
    Box::pin(async move {
        let units = city::Units::load(tx, Lang::Id).await?;
        let mut topics = asked(tx, app).await?;
        let duties = overdue_by_unit(tx).await?;
        topics.extend(counted("duties", "meetings-topic-duties", &units, duties));
        let complaints = listen::complaints::store::late_by_unit(tx, now).await?;
        topics.extend(counted("complaints", "meetings-topic-complaints", &units, complaints));
        let missed = missed_times(tx, now).await?;
        topics.extend(counted("deadlines", "meetings-topic-late", &units, missed));
        topics.extend(judged(tx).await?);
        Ok(topics)
    })
}

/// Plans that the mayor asked heads for, until the decision is looked at again.
async fn asked(tx: &mut Tx<'_>, app: &App) -> Result<Vec<Topic>> {
    let mut topics = Vec::new();
    for decision in decisions::taken(tx, app, DECISIONS).await? {
        let taken = decision.taken.as_ref().filter(|_| decision.state == Decided::Taken);
        let Some(taken) = taken.filter(|taken| taken.option == PLAN) else { continue };
        topics.extend(taken.units.iter().map(|unit| Topic {
            kind: "decisions".to_owned(),
            key: "meetings-topic-plan".to_owned(),
            values: vec![("words".to_owned(), taken.words.clone())],
            link: format!("/keputusan/{}", decision.id),
            unit: unit.clone(),
        }));
    }
    Ok(topics)
}

/// Missed times by unit, the most first. Reports, duties and promises are topics of their own; cases
/// and signals are the Inspectorate's to know.
async fn missed_times(tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<(String, i64)>> {
    let apart = [
        SubjectKind::Case,
        SubjectKind::Signal,
        SubjectKind::Gift,
        SubjectKind::Complaint,
        SubjectKind::Duty,
        SubjectKind::Supervision,
        SubjectKind::Promise,
    ];
    let filter = Filter {
        seen: None,
        hidden: apart.to_vec(),
        kept: Vec::new(),
        owner: None,
        rule: None,
        when: When::Overdue,
    };
    let mut missed: BTreeMap<String, i64> = BTreeMap::new();
    for group in groups(tx, &filter, now).await? {
        *missed.entry(group.owner).or_default() += group.missed;
    }
    let mut missed: Vec<_> = missed.into_iter().collect();
    missed.sort_by_key(|(unit, count)| (std::cmp::Reverse(*count), unit.clone()));
    Ok(missed)
}

/// A topic for each of the first units; inboxes that are no units are none.
fn counted(kind: &str, key: &str, units: &city::Units, counts: Vec<(String, i64)>) -> Vec<Topic> {
    let known = counts.into_iter().filter(|(unit, count)| units.has(unit) && *count > 0);
    let topic = |(unit, count): (String, i64)| Topic {
        kind: kind.to_owned(),
        key: key.to_owned(),
        values: vec![("count".to_owned(), count.to_string())],
        // What a head owes is the Inspectorate's to show.
        link: match kind {
            "duties" => String::new(),
            _ => format!("/pengawasan/tenggat?unit={unit}&waktu=lewat"),
        },
        unit,
    };
    known.take(MOST).map(topic).collect()
}

/// Trials that are judged and wait for a decision.
async fn judged(tx: &mut Tx<'_>) -> Result<Vec<Topic>> {
    let services = city::services(tx).await?;
    let name = |code: &str| {
        let service = services.iter().find(|service| service.code == code);
        let unknown = || Bilingual { id: code.to_owned(), en: code.to_owned() };
        service.map_or_else(unknown, |service| service.name.clone())
    };
    let trials = trials::list(tx).await?;
    let waiting = trials.iter().filter(|trial| trial.state == State::Evaluated);
    let topic = |trial: &improve::processes::model::Trial| {
        let name = name(&trial.service);
        Topic {
            kind: "trials".to_owned(),
            key: "meetings-topic-trial".to_owned(),
            values: vec![("id".to_owned(), name.id), ("en".to_owned(), name.en)],
            link: format!("/perbaikan/uji/{}", trial.id),
            unit: String::new(),
        }
    };
    Ok(waiting.take(MOST).map(topic).collect())
}

//! What the contexts find becomes what is put before the head of the city, once an hour.

use detection::kinds::{About, Kind};
use improve::decisions::model::{Card, Choice, Source};
use improve::decisions::verbs::{Gather, INSPECT, PLAN};
use improve::facilities;
use improve::processes::pages::cards as processes;
use improve::reform::store::Count;
use kernel::error::Result;
use kernel::fact::{SubjectKind, TenantId};
use kernel::money::Rupiah;
use kernel::service::Bilingual;
use listen::complaints::store::open_by_desk;
use oversee::deadlines::store::{Filter, When, groups};
use oversee::signals::model::{Signal, State};
use oversee::signals::store as signals;
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;

use super::lend;

/// Signals that are looked at.
const SIGNALS: i64 = 20;
/// Missed clocks, or late complaints, of one unit from which on they ask for a decision.
const MANY: i64 = 5;
/// What is the Inspectorate's alone to know.
pub(super) const HIDDEN: [SubjectKind; 4] =
    [SubjectKind::Case, SubjectKind::Signal, SubjectKind::Gift, SubjectKind::Duty];
/// Months over which signals are found.
const MONTHS: f64 = 3.0;

/// Puts what presses most before the head of the city, and takes away what holds no longer.
///
/// # Errors
/// When the database fails.
pub async fn gather(app: &App, tenant: TenantId) -> Result<usize> {
    app.readers.catch_up(&app.db, tenant).await?;
    let mut cards = processes::cards(app, tenant).await?;
    let mut tx = app.db.read(tenant).await?;
    let names = [
        improve::city::Units::load(&mut tx, Lang::Id).await?,
        improve::city::Units::load(&mut tx, Lang::En).await?,
    ];
    let name = |lang: Lang, unit: &str| names[usize::from(lang == Lang::En)].name(unit);
    let known = |unit: &str| names[0].all().any(|(code, _)| code == unit);
    for signal in signals::list(&mut tx, app, State::Open, SIGNALS).await? {
        cards.push(of_signal(app, &signal));
    }
    let answered = lend::answered(&mut tx, app).await?;
    helped(&mut tx, app, &mut cards, &answered).await?;
    cards.extend(late_clocks(&mut tx, app, &answered, (name, known)).await?);
    for (unit, open, late) in open_by_desk(&mut tx).await? {
        if late >= MANY && known(&unit) {
            cards.push(late_complaints(&unit, (open, late), name));
        }
    }
    cards.extend(facilities::cards(&mut tx, app).await?);
    cards.extend(super::money::cards(&mut tx, app).await?);
    drop(tx);
    app.db.write(tenant, Gather { app: app.clone(), cards }).await
}

pub(super) fn both(write: impl Fn(Lang) -> String) -> Bilingual {
    Bilingual { id: write(Lang::Id), en: write(Lang::En) }
}

/// An option that is done in working hours, with what is there.
pub(super) fn choice(code: &str, label: &str, effect: &str, measure: Option<&str>) -> Choice {
    Choice {
        code: code.to_owned(),
        label: both(|lang| lang.t(label)),
        effect: both(|lang| lang.t(effect)),
        cost: Some(Rupiah::ZERO),
        measure: measure.map(str::to_owned),
        then: String::new(),
    }
}

/// What the records of a pattern are, as the texts call it.
fn about(kind: &str) -> &'static str {
    match Kind::ALL.into_iter().find(|known| known.code() == kind).map(Kind::about) {
        Some(About::Contracts) => "contracts",
        Some(About::Activities) => "activities",
        Some(About::Rounds) => "rounds",
        Some(About::Files) | None => "files",
    }
}

/// A pattern, without anyone in it: who it is about stays with the Inspectorate.
pub(super) fn of_signal(app: &App, signal: &Signal) -> Card {
    let content = &signal.content;
    Card {
        source: Source::Signal,
        reference: signal.id.to_string(),
        units: Some(content.unit.clone()).filter(|unit| !unit.is_empty()).into_iter().collect(),
        title: both(|lang| {
            let kind = lang.t(&format!("signals-kind-{}", signal.kind));
            let values = [("kind", kind), ("count", lang.count(content.files.into()))];
            lang.with(&format!("room-f-signal-{}", about(&signal.kind)), &values)
        }),
        evidence: both(|lang| match content.effect {
            Some(times) => lang.t1("room-f-signal-evidence", "times", lang.decimal(times, 1)),
            None => lang.t("room-f-signal-evidence-none"),
        }),
        link: String::new(),
        chance: Some(content.p),
        // Each file of a pattern stands for one that had to wait for it.
        loss: f64::from(content.files) / MONTHS,
        due: signal.due_at.map(|due| app.tz().to_datetime(due).date()),
        choices: vec![choice(INSPECT, "room-o-inspect", "room-o-inspect-effect", None), visit()],
    }
}

/// The head of the city sees for themselves.
fn visit() -> Choice {
    Choice {
        then: "/perbaikan/rapat/baru".to_owned(),
        ..choice("visit", "room-o-visit", "room-o-visit-effect", None)
    }
}

/// Steps at which files wait may get one officer more, where it is known what one brings.
async fn helped(tx: &mut Tx<'_>, app: &App, cards: &mut [Card], answered: &[Count]) -> Result<()> {
    for card in cards.iter_mut().filter(|card| card.source == Source::Bottleneck) {
        if let [unit] = &card.units[..] {
            card.choices.extend(lend::choice(tx, app, unit, answered).await?);
        }
    }
    Ok(())
}

/// Units that missed many clocks which are still open.
async fn late_clocks(
    tx: &mut Tx<'_>,
    app: &App,
    answered: &[Count],
    (name, known): (impl Fn(Lang, &str) -> String, impl Fn(&str) -> bool),
) -> Result<Vec<Card>> {
    let filter = Filter {
        seen: None,
        hidden: HIDDEN.to_vec(),
        kept: Vec::new(),
        owner: None,
        rule: None,
        when: When::Any,
    };
    let mut units: std::collections::BTreeMap<String, (i64, i64)> = Default::default();
    for group in groups(tx, &filter, app.db.clock().now()).await? {
        // Reports are told of by themselves.
        if known(&group.owner) && !group.rule.starts_with("complaint.") {
            let sum = units.entry(group.owner).or_default();
            *sum = (sum.0 + group.open, sum.1 + group.missed);
        }
    }
    let many = units.into_iter().filter(|(_, (_, missed))| *missed >= MANY);
    let mut cards = Vec::new();
    for (unit, counts) in many {
        let lend = lend::choice(tx, app, &unit, answered).await?;
        cards.push(late_clock(unit, counts, lend, &name));
    }
    Ok(cards)
}

fn late_clock(
    unit: String,
    (open, missed): (i64, i64),
    lend: Option<Choice>,
    name: impl Fn(Lang, &str) -> String,
) -> Card {
    let plan = choice(PLAN, "room-o-plan", "room-o-plan-effect", Some("on-time"));
    Card {
        source: Source::Deadline,
        reference: unit.clone(),
        title: both(|lang| {
            let values = [("unit", name(lang, &unit)), ("missed", lang.count(missed))];
            lang.with("room-f-deadline", &values)
        }),
        evidence: both(|lang| lang.t1("room-f-deadline-evidence", "open", lang.count(open))),
        link: format!("/pengawasan/tenggat?unit={unit}"),
        chance: None,
        // Each waits a day at least.
        loss: missed as f64,
        due: None,
        choices: std::iter::once(plan).chain(lend).collect(),
        units: vec![unit],
    }
}

fn late_complaints(
    unit: &str,
    (open, late): (i64, i64),
    name: impl Fn(Lang, &str) -> String,
) -> Card {
    Card {
        source: Source::Complaint,
        reference: unit.to_owned(),
        units: vec![unit.to_owned()],
        title: both(|lang| {
            let values = [("unit", name(lang, unit)), ("late", lang.count(late))];
            lang.with("room-f-complaint", &values)
        }),
        evidence: both(|lang| lang.t1("room-f-complaint-evidence", "open", lang.count(open))),
        link: format!("/ruang/unit/{unit}"),
        chance: None,
        loss: late as f64,
        due: None,
        choices: vec![
            choice(PLAN, "room-o-plan", "room-o-plan-effect", Some("agreed-closing")),
            visit(),
        ],
    }
}

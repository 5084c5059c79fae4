//! What processes put before the head of the city: steps that cost most waiting, and trials that were
//! judged.

use jiff::ToSpan as _;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::money::Rupiah;
use kernel::service::Bilingual;
use mining::findings::Kind;
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;

use super::super::look::Told;
use super::super::model::State;
use super::super::store;
use super::findings::sentence;
use super::show::look;
use super::words::{Activities, number, service_name};
use crate::city::{self, Service, Units};
use crate::decisions::model::{Card, Choice, Source};
use crate::decisions::verbs::PLAN;
use crate::events::log::{self, Scope};

/// Days of files that are looked at.
const DAYS: i64 = 90;
/// Months of those days.
const MONTHS: f64 = 3.0;
/// Findings of one service.
const OF_ONE: usize = 1;
/// Office minutes of a day of 7.5 hours (Perpres 21/2023).
const WORKING_DAY: f64 = 450.0;

/// The same in both languages.
pub(crate) fn both(write: impl Fn(Lang) -> String) -> Bilingual {
    Bilingual { id: write(Lang::Id), en: write(Lang::En) }
}

/// Everything that asks for a decision now.
///
/// # Errors
/// When the database fails.
pub async fn cards(app: &App, tenant: TenantId) -> Result<Vec<Card>> {
    let mut tx = app.db.read(tenant).await?;
    let services = city::services(&mut tx).await?;
    let mut found = judged(&mut tx, &services).await?;
    drop(tx);
    for service in &services {
        found.extend(waiting(app, tenant, service).await?);
    }
    Ok(found)
}

/// Steps of one service at which files wait.
async fn waiting(app: &App, tenant: TenantId, service: &Service) -> Result<Vec<Card>> {
    let first = app.today().saturating_sub(DAYS.days());
    let scope = Scope {
        service: service.code.clone(),
        from: log::midnight(app, first)?,
        to: app.db.clock().now(),
        units: None,
    };
    let mut tx = app.db.read(tenant).await?;
    let gathered = log::gather(&mut tx, &scope).await?;
    let words = [
        Activities::load(&mut tx, Lang::Id, &service.code).await?,
        Activities::load(&mut tx, Lang::En, &service.code).await?,
    ];
    let units = [Units::load(&mut tx, Lang::Id).await?, Units::load(&mut tx, Lang::En).await?];
    let trials = store::of_service(&mut tx, &service.code).await?;
    let cases = log::cases(&mut tx, &scope, log::MOST).await?.found;
    drop(tx);
    let fewest = log::fewest(app)?;
    if (gathered.found.len() as u64) < fewest {
        return Ok(Vec::new());
    }
    // A trial compares offices.
    let trial = log::offices(&cases).len() > 1 && !trials.iter().any(|trial| trial.state.is_open());
    let share = f64::from(gathered.percent.max(1)) / 100.0;
    let looked = look(app, &scope, gathered.found, fewest).await?;
    let at = |lang: Lang| usize::from(lang == Lang::En);
    let asks = looked.findings.iter().filter(|told| told.share.1 > 0.0).take(OF_ONE);
    let card = |told: &Told| Card {
        source: Source::Bottleneck,
        reference: format!("{}/{}/{}/{}", service.code, kind(&told.kind), told.activity, told.unit),
        units: Some(told.unit.clone()).filter(|unit| !unit.is_empty()).into_iter().collect(),
        title: both(|lang| {
            let service = service_name(lang, std::slice::from_ref(service), &service.code);
            lang.t1("processes-card", "service", service)
        }),
        evidence: both(|lang| sentence(lang, &words[at(lang)], &units[at(lang)], told)),
        // The same files, so that the page says what the card says.
        link: format!(
            "/perbaikan/proses/{}?dari={first}&sampai={}",
            service.code,
            first.saturating_add(DAYS.days()),
        ),
        chance: None,
        loss: told.files as f64 / share * told.minutes / WORKING_DAY / MONTHS,
        due: None,
        choices: choices(service, told, trial),
    };
    Ok(asks.map(card).collect())
}

fn kind(kind: &Kind) -> &'static str {
    match kind {
        Kind::Bottleneck => "bottleneck",
        Kind::HandOver => "hand-over",
        Kind::Citizen => "citizen",
        Kind::OutOfOrder => "out-of-order",
        Kind::Batch { .. } => "batch",
        Kind::Signature { .. } => "signature",
        Kind::Return { .. } => "return",
        Kind::PingPong { .. } => "ping-pong",
        Kind::PeakHour { .. } => "peak",
    }
}

/// What may be decided: a step that never says no is tried without, where there can be a `trial`; for all
/// else the head plans. Neither can bring more than what is waited there now.
fn choices(service: &Service, told: &Told, trial: bool) -> Vec<Choice> {
    let choice = |code: &str, label: &str, effect: &str, then: String| Choice {
        code: code.to_owned(),
        label: both(|lang| lang.t(label)),
        effect: both(|lang| {
            let (share, low, high) = told.share;
            let values = [("share", share), ("low", low), ("high", high)];
            lang.with(effect, &values.map(|(name, share)| (name, lang.decimal(100.0 * share, 0))))
        }),
        cost: Some(Rupiah::ZERO),
        measure: Some("on-time".to_owned()),
        then,
    };
    let mut choices = Vec::new();
    if matches!(told.kind, Kind::Signature { .. }) && trial {
        let then = format!("/perbaikan/proses/{}/rancang", service.code);
        choices.push(choice("trial", "processes-card-trial", "processes-card-trial-effect", then));
    }
    let (label, effect) = ("processes-card-plan", "processes-card-plan-effect");
    choices.push(choice(PLAN, label, effect, String::new()));
    choices
}

/// Trials that were judged and wait for what becomes of them.
async fn judged(tx: &mut Tx<'_>, services: &[Service]) -> Result<Vec<Card>> {
    let trials = store::list(tx).await?;
    let over = trials.iter().filter(|trial| trial.state == State::Evaluated);
    let card = |trial: &super::super::model::Trial| {
        let link = format!("/perbaikan/uji/{}", trial.id);
        let files = trial.effect.as_ref().map_or(0, |effect| effect.files);
        Card {
            source: Source::Trial,
            reference: trial.id.to_string(),
            units: trial.units.clone(),
            title: both(|lang| {
                let service = service_name(lang, services, &trial.service);
                lang.t1("processes-card-judged", "service", service)
            }),
            evidence: both(|lang| match files {
                0 => lang.t("processes-card-judged-none"),
                files => lang.t1("processes-card-judged-files", "files", number(lang, files)),
            }),
            chance: None,
            // What is lost is only that nobody knows which way to work.
            loss: files as f64 / MONTHS / 10.0,
            due: None,
            choices: vec![Choice {
                code: "settle".to_owned(),
                label: both(|lang| lang.t("processes-card-settle")),
                effect: both(|lang| lang.t("processes-card-settle-effect")),
                cost: Some(Rupiah::ZERO),
                measure: Some("on-time".to_owned()),
                then: link.clone(),
            }],
            link,
        }
    };
    Ok(over.map(card).collect())
}

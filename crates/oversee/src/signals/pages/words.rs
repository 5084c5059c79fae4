//! A signal in words: the finding as a sentence, its chance as a number that people know.

use std::collections::BTreeMap;

use detection::kinds::{About, Kind};
use kernel::error::Result;
use kernel::id::UserId;
use platform::App;
use platform::auth::account;
use platform::db::Tx;
use platform::i18n::Lang;

use super::super::model::{Signal, Told};

/// Names of the accounts that stand in signals.
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// Looks them up.
    pub async fn of(tx: &mut Tx<'_>, app: &App, signals: &[Signal]) -> Result<Self> {
        let mut names = BTreeMap::new();
        let in_subjects = signals.iter().flat_map(|signal| &signal.content.subject);
        let in_subjects = in_subjects.filter(|(role, _)| role == "officer").map(|(_, who)| who);
        let in_links = signals.iter().flat_map(|signal| &signal.content.links);
        let concerned = signals.iter().flat_map(|signal| &signal.content.concerned);
        let in_links = in_links.map(|(_, officer, _)| officer);
        let ids: Vec<String> = in_subjects.chain(in_links).chain(concerned).cloned().collect();
        for id in ids {
            if names.contains_key(&id) {
                continue;
            }
            let Ok(user) = id.parse::<UserId>() else { continue };
            if let Some(account) = account::by_id(tx, &app.vault, user).await? {
                names.insert(id, account.profile.name);
            }
        }
        let units: Vec<(String, String)> =
            sqlx::query_as("SELECT code, name_id FROM unit WHERE tenant_id = $1")
                .bind(tx.tenant())
                .fetch_all(tx.conn())
                .await
                .map_err(platform::db::db)?;
        names.extend(units);
        Ok(Self(names))
    }

    /// A part of a signal in words: an officer by name, others by their short pseudonym or code.
    pub fn part(&self, lang: Lang, role: &str, who: &str) -> String {
        let shown = match role {
            "contact" | "representative" => short(who),
            "sex" => lang.t(&format!("signals-sex-{who}")),
            _ => self.0.get(who).cloned().unwrap_or_else(|| who.to_owned()),
        };
        lang.t1(&format!("signals-part-{role}"), "who", shown)
    }

    /// The name of an account.
    pub fn officer(&self, id: &str) -> String {
        self.0.get(id).cloned().unwrap_or_else(|| short(id))
    }
}

/// The first eight signs of a pseudonym, in capitals.
pub fn short(pseudonym: &str) -> String {
    pseudonym.chars().take(8).collect::<String>().to_uppercase()
}

/// Whose pattern it is.
pub fn who(lang: Lang, names: &Names, signal: &Signal) -> String {
    let parts = signal.content.subject.iter().map(|(role, who)| names.part(lang, role, who));
    parts.collect::<Vec<_>>().join(", ")
}

/// The finding in one sentence.
pub fn finding(lang: Lang, names: &Names, signal: &Signal) -> String {
    finding_of(lang, who(lang, names, signal), signal)
}

/// The finding in one sentence about `who`.
pub fn finding_of(lang: Lang, who: String, signal: &Signal) -> String {
    let content = &signal.content;
    let effect = match content.effect {
        Some(effect) => lang.decimal(effect, 1),
        None => lang.t("signals-no-other"),
    };
    let told = content.words.iter().flat_map(|words| &words.told);
    let told = told.clone().find(|told| content.records.contains(&told.round));
    let of_answers =
        |part: fn(&Told) -> u32| told.map_or_else(String::new, |told| part(told).to_string());
    let values = [
        ("who", who),
        ("paid", of_answers(|told| told.paid)),
        ("answers", of_answers(|told| told.answers)),
        ("files", content.files.to_string()),
        ("seen", format!("{:.0}", content.seen)),
        ("families", format!("{:.0}", content.seen + 1.0)),
        ("expected", lang.decimal(content.expected, 1)),
        ("effect", effect),
    ];
    match told {
        Some(_) => lang.with("signals-finding-told", &values),
        None => lang.with(&format!("signals-finding-{}", signal.kind), &values),
    }
}

/// What is said of money in an office: a sentence for each round of a survey, and one for reports.
pub fn said_of_money(lang: Lang, signal: &Signal) -> Vec<String> {
    let Some(words) = &signal.content.words else { return Vec::new() };
    let round = |told: &Told| {
        let values = [
            ("from", lang.date(told.from)),
            ("to", lang.date(told.to)),
            ("paid", told.paid.to_string()),
            ("answers", told.answers.to_string()),
            ("gifts", told.gifts.to_string()),
        ];
        lang.with("signals-money-told", &values)
    };
    let values = [("reports", words.reports.to_string()), ("gifts", words.gifts.to_string())];
    let reports = lang.with("signals-money-reports", &values);
    words.told.iter().map(round).chain([reports]).collect()
}

/// What the records of a signal are: `files`, `rounds`, `contracts` or `activities`.
pub fn records(signal: &Signal) -> &'static str {
    let kind = Kind::ALL.into_iter().find(|kind| kind.code() == signal.kind);
    match kind.map_or(About::Files, Kind::about) {
        About::Files => "files",
        About::Rounds => "rounds",
        About::Contracts => "contracts",
        About::Activities => "activities",
    }
}

/// The chance that nothing is the matter and it still looks so: one in so many.
pub fn chance(lang: Lang, p: f64) -> String {
    let one_in = if p > 0.0 { 1.0 / p } else { f64::INFINITY };
    let (key, number) = match one_in {
        n if n >= 1e9 => ("signals-chance-billion", f64::min(n / 1e9, 1000.0)),
        n if n >= 1e6 => ("signals-chance-million", n / 1e6),
        n => ("signals-chance", n),
    };
    lang.t1(key, "number", lang.decimal(number.floor(), 0))
}

/// A rate of false findings as a percentage; a tiny one is only said to be tiny.
pub fn rate(lang: Lang, q: f64) -> String {
    let least = 0.0001;
    if q < least {
        return lang.t1("signals-less", "value", format!("{}%", lang.decimal(100.0 * least, 2)));
    }
    format!("{}%", lang.decimal(100.0 * q, 2))
}

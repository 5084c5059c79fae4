//! Values and deadlines in the words of a citizen.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::money::Rupiah;
use kernel::service::{Answer, Condition, Standard};
use platform::i18n::Lang;

use super::super::form::{Ask, Step, Words};
use super::super::model::applicant_code;
use super::super::store::{Kelurahan, KeptFile};
use crate::catalogue::short_fee;

/// `hari ini pukul 15.00`, `besok, Rabu pukul 15.00`, `Jumat 27 November pukul 15.00`.
pub(super) fn due(lang: Lang, tz: &TimeZone, now: Timestamp, at: Timestamp) -> String {
    let (today, day) = (tz.to_datetime(now).date(), tz.to_datetime(at).date());
    let time = lang.time(at, tz);
    match (day - today).get_days() {
        0 => lang.t1("applications-day-today", "time", time),
        1 => {
            let values = [("weekday", lang.weekday(day)), ("time", time)];
            lang.with("applications-day-tomorrow", &values)
        }
        _ => {
            lang.with("applications-day-at", &[("day", long_day(lang, today, day)), ("time", time)])
        }
    }
}

/// `Rabu 25 November`, with the year when it is another one.
fn long_day(lang: Lang, today: Date, day: Date) -> String {
    let month = lang.t(&format!("date-month-{}", day.month()));
    let text = format!("{} {} {month}", lang.weekday(day), day.day());
    if day.year() == today.year() { text } else { format!("{text} {}", day.year()) }
}

/// The question of a step.
pub(super) fn label(lang: Lang, step: &Step) -> String {
    match &step.words {
        Words::Ours(key) => lang.t(key),
        Words::Standard(label, _) => label.get(lang.code()).to_owned(),
    }
}

/// The question as a short term, for lists of answers.
pub(super) fn short_label(lang: Lang, step: &Step) -> String {
    match &step.words {
        Words::Ours(key) => lang.t(&format!("{key}-short")),
        Words::Standard(label, _) => label.get(lang.code()).to_owned(),
    }
}

/// The help under the question; may be empty.
pub(super) fn hint(lang: Lang, step: &Step) -> String {
    match &step.words {
        Words::Ours(key) => lang.t(&format!("{key}-hint")),
        Words::Standard(_, hint) => hint.get(lang.code()).to_owned(),
    }
}

/// A kept answer as people read it.
pub(super) fn answer(lang: Lang, step: &Step, value: &str, kelurahan: &[Kelurahan]) -> String {
    match &step.ask {
        Ask::Who(admitted) => admitted
            .iter()
            .map(|applicant| applicant_code(*applicant))
            .find(|code| *code == value)
            .map_or_else(String::new, |code| lang.t(&format!("applications-who-{code}"))),
        Ask::Answer(kind) => of_kind(lang, kind, value, kelurahan),
        Ask::Document(_) => String::new(),
    }
}

pub(super) fn of_kind(lang: Lang, kind: &Answer, value: &str, kelurahan: &[Kelurahan]) -> String {
    match kind {
        Answer::Text | Answer::LongText => value.to_owned(),
        Answer::Phone => grouped(&value.replacen("+62", "0", 1)),
        Answer::Date => {
            value.parse::<Date>().map_or_else(|_| value.to_owned(), |date| lang.date(date))
        }
        Answer::Number => {
            let shown = rupiah(value);
            shown.trim_start_matches("Rp").to_owned()
        }
        Answer::Money => rupiah(value),
        Answer::YesNo => lang.t(if value == "yes" { "common-yes" } else { "common-no" }),
        Answer::Choice(options) => options
            .iter()
            .find(|(stored, _)| stored == value)
            .map_or_else(|| value.to_owned(), |(_, text)| text.get(lang.code()).to_owned()),
        Answer::Nik | Answer::Kk => grouped(value),
        Answer::Kelurahan => kelurahan
            .iter()
            .find(|known| known.code == value)
            .map_or_else(|| value.to_owned(), |known| known.name.clone()),
    }
}

fn rupiah(value: &str) -> String {
    value.parse().map_or_else(|_| value.to_owned(), |number| Rupiah::new(number).to_string())
}

/// Digits in groups of four, as they are easiest to compare.
fn grouped(digits: &str) -> String {
    let all: Vec<char> = digits.chars().collect();
    all.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// When something is asked for: the answer and the question that lead to it.
pub(super) fn condition(lang: Lang, standard: &Standard, condition: &Condition) -> String {
    let question = standard.questions.iter().find(|known| known.code == condition.question);
    let Some(question) = question else { return String::new() };
    let answer = of_kind(lang, &question.answer, &condition.value, &[]);
    let question = question.label.get(lang.code()).to_owned();
    lang.with("catalogue-condition", &[("answer", answer), ("question", question)])
}

/// The whole price and that there is no other.
pub(super) fn fee(lang: Lang, fee: Rupiah) -> String {
    lang.t1("applications-fee", "fee", fee)
}

/// The price before there are answers: the amount, or that it depends on listed classes.
pub(super) fn fee_of(lang: Lang, standard: &Standard) -> String {
    lang.t1("applications-fee", "fee", short_fee(standard, lang))
}

/// The exact price of a form, as far as it has been answered.
pub(super) fn fee_with(
    lang: Lang,
    standard: &Standard,
    answers: &BTreeMap<String, String>,
) -> String {
    match standard.price(answers) {
        Some(price) => fee(lang, price.amount),
        None => fee_of(lang, standard),
    }
}

/// `foto, 1,2 MB`.
pub(super) fn kept_file(lang: Lang, file: &KeptFile) -> String {
    let kind = match file.media.as_str() {
        "application/pdf" => "applications-file-pdf",
        _ => "applications-file-photo",
    };
    lang.with("applications-file", &[("kind", lang.t(kind)), ("size", size(lang, file.bytes))])
}

fn size(lang: Lang, bytes: i64) -> String {
    let kib = (bytes + 512) / 1024;
    if kib < 1024 {
        return format!("{} KB", kib.max(1));
    }
    let tenths = (bytes * 10 + 512 * 1024) / (1024 * 1024);
    let comma = if lang == Lang::Id { ',' } else { '.' };
    format!("{}{comma}{} MB", tenths / 10, tenths % 10)
}

/// A name of which only the owner knows what it is: `S*** R*****`.
pub(crate) fn masked(name: &str) -> String {
    let word = |word: &str| {
        let hidden = word.chars().count().saturating_sub(1).clamp(2, 8);
        let first: String = word.chars().take(1).collect();
        format!("{first}{}", "*".repeat(hidden))
    };
    name.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_is_said_as_people_say_it() {
        let tz = TimeZone::get("Asia/Jakarta").unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let now = at("2026-11-24T10:40:00+07:00");
        for (deadline, said) in [
            ("2026-11-24T15:00:00+07:00", "hari ini pukul 15.00"),
            ("2026-11-25T15:00:00+07:00", "besok, Rabu pukul 15.00"),
            ("2026-11-27T11:30:00+07:00", "Jumat 27 November pukul 11.30"),
            ("2026-11-23T15:00:00+07:00", "Senin 23 November pukul 15.00"),
            ("2027-01-04T15:00:00+07:00", "Senin 4 Januari 2027 pukul 15.00"),
        ] {
            assert_eq!(due(Lang::Id, &tz, now, at(deadline)), said);
        }
    }

    #[test]
    fn a_name_keeps_only_its_first_letters() {
        assert_eq!(masked("Siti Rahmawati"), "S*** R********");
        assert_eq!(masked("  Al  "), "A**");
        assert_eq!(masked(""), "");
    }

    #[test]
    fn sizes_are_short() {
        assert_eq!(size(Lang::Id, 3), "1 KB");
        assert_eq!(size(Lang::Id, 1024 * 1024 * 12 / 10), "1,2 MB");
        assert_eq!(size(Lang::En, 300 * 1024), "300 KB");
    }

    #[test]
    fn long_numbers_stand_in_groups() {
        assert_eq!(grouped("1872014501900001"), "1872 0145 0190 0001");
        assert_eq!(rupiah("1500000"), "Rp1.500.000");
    }
}

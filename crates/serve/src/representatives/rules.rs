//! Decisions that need no database: who may hold a mandate, from when, and how a name is shortened.

use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::service::Applicant;
use platform::outbox::sms::Sms;

use super::model::{BARRED, EntryState, Standing};
use crate::applications::draft::Body;
use crate::applications::form;
use crate::applications::model::Details;

/// How long a giver has to answer.
pub const CONFIRMATION: &str = "mandate.confirmation";
/// How long a mandate holds that names no day.
pub const VALIDITY: &str = "mandate.validity";
/// How many mandates one person may be given within [`WINDOW`].
pub const LIMIT: &str = "mandate.live_limit";
/// The days within which [`LIMIT`] counts.
pub const WINDOW: &str = "mandate.live_window";

/// The first day on which one more mandate is possible, when today it is not: `given` are the days
/// of those that count, in any order. One counts on the `window` days that begin with its own.
pub fn possible_from(given: &[Date], limit: usize, window: i32, today: Date) -> Option<Date> {
    let mut ends: Vec<Date> = given
        .iter()
        .map(|day| day.saturating_add(window.days()))
        .filter(|end| *end > today)
        .collect();
    ends.sort_unstable();
    let over = ends.len().checked_sub(limit)?;
    ends.get(over).copied().or(Some(Date::MAX))
}

/// What the entries `kind, state, from, until` of the register say of their person on `today`.
/// Who is barred is barred, whatever else is registered.
pub fn standing<'e>(
    entries: impl Iterator<Item = (&'e str, EntryState, Date, Option<Date>)>,
    today: Date,
) -> Standing {
    let mut standing = Standing::default();
    for (kind, state, from, until) in entries {
        let holds = state == EntryState::Active && from <= today;
        if !holds || until.is_some_and(|until| until < today) {
            continue;
        }
        if kind == BARRED {
            standing.barred_until = standing.barred_until.max(until.or(Some(Date::MAX)));
        } else {
            standing.profession = Some(kind.to_owned());
        }
    }
    standing
}

/// What an application for another person must say of both.
///
/// # Errors
/// Invalid, naming what does not fit together.
pub fn check(details: &Details, applicant: Applicant, today: Date) -> Result<()> {
    let Some(who) = &details.representative else { return Ok(()) };
    let person = &details.person;
    if who.nik == person.nik {
        return Err(Error::invalid("representatives-same-nik"));
    }
    match applicant {
        Applicant::Oneself => Ok(()),
        Applicant::Family if who.kk.is_none() || who.kk != person.kk => {
            Err(Error::invalid("representatives-other-kk"))
        }
        Applicant::Family => Ok(()),
        // The giver is asked on a number of their own, or the answer says nothing.
        Applicant::Mandate if person.phone.as_ref() == Some(&who.phone) => {
            Err(Error::invalid("representatives-same-phone"))
        }
        Applicant::Mandate => match details.letter.and_then(|letter| letter.until) {
            Some(until) if until < today => Err(Error::invalid("representatives-past")),
            _ => Ok(()),
        },
    }
}

/// What two answers say of two people who cannot both be right. Who applies for another is not that
/// other, and the giver of a mandate is asked on a number of their own.
pub fn clash(slug: &str, value: &str, body: &Body, today: Date) -> Option<&'static str> {
    let applicant = form::applicant(body)?;
    let other = |slug: &str| body.answers.get(slug).filter(|kept| !kept.is_empty());
    let same = |slug: &str| other(slug).is_some_and(|kept| kept == value);
    let differs = |slug: &str| other(slug).is_some_and(|kept| kept != value);
    let (family, mandate) = (applicant == Applicant::Family, applicant == Applicant::Mandate);
    match slug {
        "nik" if (family || mandate) && same("wakil-nik") => Some("representatives-same-nik"),
        "wakil-nik" if same("nik") => Some("representatives-same-nik"),
        "kk" if family && differs("wakil-kk") => Some("representatives-other-kk"),
        "wakil-kk" if differs("kk") => Some("representatives-other-kk"),
        form::PHONE if mandate && same("wakil-telepon") => Some("representatives-same-phone"),
        "wakil-telepon" if mandate && same(form::PHONE) => Some("representatives-same-phone"),
        form::UNTIL if value.parse::<Date>().is_ok_and(|until| until < today) => {
            Some("representatives-past")
        }
        _ => None,
    }
}

/// A name as a text message carries it: letters alone, because whoever applies chose it and might
/// put an address into it; whole words, or else the beginning of the first one.
pub fn short_name(name: &str, most: usize) -> String {
    let sent = |c: char| c.is_alphabetic() && Sms::new(&c.to_string()).is_ok();
    let plain: String = name.chars().map(|c| if sent(c) || c == '\'' { c } else { ' ' }).collect();
    let mut short = String::new();
    for word in plain.split_whitespace() {
        let space = usize::from(!short.is_empty());
        if short.chars().count() + space + word.chars().count() > most {
            if short.is_empty() {
                short = word.chars().take(most).collect();
            }
            break;
        }
        if space == 1 {
            short.push(' ');
        }
        short.push_str(word);
    }
    short
}

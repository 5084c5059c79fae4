//! What is typed, read at the door.

use std::collections::BTreeMap;

use kernel::Error;
use kernel::error::Result;
use kernel::identity::Phone;
use platform::outbox::Address;

use super::super::super::categories::{Category, Kind};

/// Longest short answer.
const SHORT: usize = 200;

/// A short text.
///
/// # Errors
/// Invalid when it is too long.
pub(super) fn short(typed: &str) -> Result<String> {
    let text = typed.trim();
    if text.chars().count() > SHORT {
        return Err(Error::invalid("complaint-text-long").with("most", SHORT));
    }
    Ok(text.to_owned())
}

/// An answer to a question of the category; an empty one is left out.
///
/// # Errors
/// Invalid when it is not what the question asks for.
pub(super) fn answer(kind: Kind, typed: &str) -> Result<String> {
    let text = short(typed)?;
    match kind {
        _ if text.is_empty() => Ok(text),
        Kind::YesNo if text == "yes" || text == "no" => Ok(text),
        Kind::YesNo => Err(Error::invalid("complaint-answer-yes-no")),
        Kind::Text => Ok(text),
        Kind::Money => {
            let digits: String =
                text.trim_start_matches("Rp").chars().filter(|c| !matches!(c, '.' | ' ')).collect();
            let amount: Option<i64> = digits.parse().ok().filter(|amount| *amount >= 0);
            let amount = amount.ok_or_else(|| Error::invalid("complaint-answer-money"))?;
            Ok(amount.to_string())
        }
    }
}

/// Answers to all questions of a category, and what is wrong with some of them.
pub(super) fn answers(
    category: &Category,
    typed: &BTreeMap<String, String>,
) -> (BTreeMap<String, String>, Vec<(String, Error)>) {
    let (mut good, mut wrong) = (BTreeMap::new(), Vec::new());
    for question in &category.question {
        let field = format!("q-{}", question.code);
        let text = typed.get(&field).map(String::as_str).unwrap_or_default();
        match answer(question.kind, text) {
            Ok(text) if text.is_empty() => {}
            Ok(text) => {
                good.insert(question.code.clone(), text);
            }
            Err(error) => wrong.push((field, error)),
        }
    }
    (good, wrong)
}

/// Latitude and longitude, as a telephone copies them: `-5.1131, 105.3067`.
///
/// # Errors
/// Invalid when it is no place on earth.
pub(super) fn position(typed: &str) -> Result<Option<(f64, f64)>> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let wrong = || Error::invalid("complaint-position");
    let (latitude, longitude) = typed.split_once(',').ok_or_else(wrong)?;
    let number = |text: &str| text.trim().parse::<f64>().map_err(|_| wrong());
    let (latitude, longitude) = (number(latitude)?, number(longitude)?);
    let on_earth = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
    if on_earth { Ok(Some((latitude, longitude))) } else { Err(wrong()) }
}

/// A telephone or a mail address, or neither.
///
/// # Errors
/// Invalid when it is neither of both.
pub(super) fn contact(typed: &str) -> Result<(Option<Phone>, String)> {
    let text = typed.trim();
    if text.is_empty() {
        return Ok((None, String::new()));
    }
    if text.contains('@') {
        let _: Address = text.parse().map_err(|_| Error::invalid("complaint-contact-mail"))?;
        return Ok((None, text.to_owned()));
    }
    Ok((Some(Phone::parse(text)?), String::new()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_as_it_is_written() {
        assert_eq!(answer(Kind::Money, "Rp 150.000").unwrap(), "150000");
        assert_eq!(answer(Kind::Money, "150000").unwrap(), "150000");
        assert_eq!(answer(Kind::Money, "").unwrap(), "");
        assert!(answer(Kind::Money, "banyak").is_err());
        assert!(answer(Kind::Money, "-5").is_err());
    }

    #[test]
    fn a_position_is_on_earth_or_none() {
        assert_eq!(position("-5.1131, 105.3067").unwrap(), Some((-5.1131, 105.3067)));
        assert_eq!(position(" ").unwrap(), None);
        assert!(position("105").is_err());
        assert!(position("-95, 105").is_err());
        assert!(position("NaN, 0").is_err());
    }

    #[test]
    fn a_contact_is_a_telephone_or_mail() {
        assert!(contact("0812 3456 7890").unwrap().0.is_some());
        assert_eq!(contact("budi@contoh.id").unwrap().1, "budi@contoh.id");
        assert_eq!(contact("").unwrap(), (None, String::new()));
        assert!(contact("12").is_err());
        assert!(contact("budi@").is_err());
    }
}

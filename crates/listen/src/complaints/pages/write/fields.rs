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

/// The frame around Indonesia, from Rote to Sabang and Merauke, with a little sea.
fn in_indonesia(latitude: f64, longitude: f64) -> bool {
    (-11.1..=6.1).contains(&latitude) && (94.9..=141.1).contains(&longitude)
}

/// Latitude and longitude, as a telephone copies them: `-5.1131, 105.3067`.
///
/// # Errors
/// Invalid when it is no place in Indonesia; numbers in the other order are told apart.
pub(super) fn position(typed: &str) -> Result<Option<(f64, f64)>> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let wrong = || Error::invalid("complaint-position");
    let (latitude, longitude) = typed.split_once(',').ok_or_else(wrong)?;
    let number = |text: &str| text.trim().parse::<f64>().map_err(|_| wrong());
    let (latitude, longitude) = (number(latitude)?, number(longitude)?);
    if in_indonesia(latitude, longitude) {
        return Ok(Some((latitude, longitude)));
    }
    let swapped = in_indonesia(longitude, latitude);
    Err(Error::invalid(if swapped {
        "complaint-position-swapped"
    } else {
        "complaint-position-outside"
    }))
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
    let wrong = || Error::invalid("complaint-contact");
    if let Some((_, host)) = text.rsplit_once('@') {
        let _: Address = text.parse().map_err(|_| wrong())?;
        // A host of one word reaches nobody outside this machine.
        let whole = host.split('.').count() > 1 && host.split('.').all(|part| !part.is_empty());
        return if whole { Ok((None, text.to_owned())) } else { Err(wrong()) };
    }
    Ok((Some(Phone::parse(text).map_err(|error| wrong().context(error))?), String::new()))
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
    fn a_position_is_in_indonesia_or_none() {
        assert_eq!(position("-5.1131, 105.3067").unwrap(), Some((-5.1131, 105.3067)));
        assert_eq!(position(" ").unwrap(), None);
        assert!(position("105").is_err());
        let wrong = |typed: &str| position(typed).unwrap_err().key().to_owned();
        assert_eq!(wrong("105.3067, -5.1131"), "complaint-position-swapped");
        assert_eq!(wrong("-95, 105"), "complaint-position-outside");
        assert_eq!(wrong("52.37, 4.9"), "complaint-position-outside");
        assert!(position("NaN, 0").is_err());
    }

    #[test]
    fn a_contact_is_a_telephone_or_mail() {
        assert!(contact("0812 3456 7890").unwrap().0.is_some());
        assert_eq!(contact("budi@contoh.id").unwrap().1, "budi@contoh.id");
        assert_eq!(contact("").unwrap(), (None, String::new()));
        assert!(contact("12").is_err());
        assert!(contact("budi@").is_err() && contact("a@b").is_err() && contact("a@b.").is_err());
    }
}

//! Text messages: one message, at most 160 characters, in which the number and the date are whole.

use kernel::Error;
use kernel::error::Result;
use serde::{Deserialize, Serialize};

use super::gsm7::{self, Misfit};

/// A text that fits into one message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Sms {
    text: String,
}

impl Sms {
    /// Takes `text` when it fits. Typographic marks are written plainly first.
    ///
    /// # Errors
    /// A [`Misfit`] that says what is wrong with it.
    pub fn new(text: &str) -> Result<Self, Misfit> {
        let text = gsm7::plain(text);
        gsm7::fits(&text)?;
        Ok(Self { text })
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl TryFrom<String> for Sms {
    type Error = Misfit;
    fn try_from(text: String) -> Result<Self, Misfit> {
        Self::new(&text)
    }
}

impl From<Sms> for String {
    fn from(sms: Sms) -> Self {
        sms.text
    }
}

/// Composes a message: `render` writes it around the name of the service that it is given. When
/// the whole name does not fit, it is shortened at a word and ends in `...`. What stands in `kept`,
/// such as the number and the date, is in the message as it is.
///
/// ```
/// # use platform::outbox::sms::compose;
/// let sms = compose("Penerbitan KTP-el", &["K7M4-2Q9P", "25 Nov"], |service| {
///     format!("{service} K7M4-2Q9P siap. Ambil mulai 25 Nov.")
/// })?;
/// assert_eq!(sms.text(), "Penerbitan KTP-el K7M4-2Q9P siap. Ambil mulai 25 Nov.");
/// # Ok::<(), kernel::Error>(())
/// ```
///
/// # Errors
/// Internal, naming the cause, when the text has a character that messages cannot carry, is too
/// long even with the first word of the name alone, or leaves out something of `kept`.
pub fn compose(service: &str, kept: &[&str], render: impl Fn(&str) -> String) -> Result<Sms> {
    let mut misfit = None;
    for name in shorter_and_shorter(service) {
        match Sms::new(&render(&name)) {
            Ok(sms) => return whole(sms, kept),
            Err(error @ Misfit::Length { .. }) => misfit = Some(error),
            Err(error) => return Err(Error::internal(error)),
        }
    }
    Err(misfit.map_or_else(|| Error::internal("a service without a name"), Error::internal))
}

/// The name, then without its last word, and so on down to its first word.
fn shorter_and_shorter(service: &str) -> impl Iterator<Item = String> {
    let words: Vec<String> = service.split_whitespace().map(str::to_owned).collect();
    (1..=words.len()).rev().map(move |count| {
        let ending = if count == words.len() { "" } else { "..." };
        format!("{}{ending}", words[..count].join(" "))
    })
}

/// A locale text that forgets the number or the date is a mistake to find before it is sent.
fn whole(sms: Sms, kept: &[&str]) -> Result<Sms> {
    match kept.iter().find(|part| !sms.text.contains(**part)) {
        Some(part) => Err(Error::internal(format!("the text message leaves out {part}"))),
        None => Ok(sms),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn always_one_message_with_number_and_date(
            service in "[A-Z][a-z–’é-]{0,14}( [A-Za-z/()-]{1,15}){0,20}",
            number in "[0-9A-Z]{4}-[0-9A-Z]{4}",
            day in 1..=31u8,
        ) {
            let date = format!("Rabu {day} Nov 2026, 15.00");
            let sms = compose(&service, &[&number, &date], |service| {
                format!("Permohonan {service} {number} selesai. Ambil di loket sampai {date}. Gratis.")
            })?;
            prop_assert!(sms.text().chars().count() <= 160);
            prop_assert_eq!(gsm7::fits(sms.text()), Ok(()));
            prop_assert!(sms.text().contains(&number));
            prop_assert!(sms.text().contains(&date));
        }

        #[test]
        fn nothing_is_cut_without_need_and_only_at_words(
            service in "[A-Z][a-z]{0,14}( [A-Za-z]{1,15}){0,20}",
            rest in 0..=100usize,
        ) {
            let tail = "x".repeat(rest);
            let sms = compose(&service, &[], |service| format!("{service} {tail}"))?;
            let length = service.len() + 1 + rest;
            if length <= 160 {
                prop_assert_eq!(sms.text(), format!("{service} {tail}"));
            } else {
                let name = sms.text().strip_suffix(&format!("... {tail}")).unwrap_or_default();
                let left = service.strip_prefix(name).unwrap_or_default();
                prop_assert!(!name.is_empty() && left.starts_with(' '));
                // One word more would not have fitted.
                let next = left.split_whitespace().next().unwrap_or_default();
                let ending = if left.len() == next.len() + 1 { 0 } else { 3 };
                prop_assert!(name.len() + 1 + next.len() + ending + 1 + rest > 160);
            }
        }
    }

    #[test]
    fn a_text_that_forgets_the_number_is_refused() {
        let error = compose("KTP", &["K7M4-2Q9P"], |name| format!("{name} siap.")).unwrap_err();
        assert_eq!(error.internal_context(), "the text message leaves out K7M4-2Q9P");
    }

    #[test]
    fn a_text_too_long_for_any_name_is_refused() {
        let error = compose("KTP", &[], |name| format!("{name}{}", "x".repeat(158))).unwrap_err();
        assert_eq!(error.internal_context(), "the text takes 161 places of 160; shorten it");
    }
}

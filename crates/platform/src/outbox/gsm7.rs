//! The alphabet of a text message: GSM 7 bit default alphabet (3GPP TS 23.038, section 6.2.1).
//! One character outside it turns a message of 160 characters into three of 67.

/// How many septets one message holds.
pub const CAPACITY: usize = 160;

/// The default alphabet without control characters other than the two line ends.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
                     ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

/// Characters that take an escape and so count as two.
const EXTENDED: &str = "^{}\\[~]|€";

/// Why a text does not fit into one message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// A character that the alphabet does not have.
    #[error("character {position}, {character:?}, is not in the GSM alphabet; write it otherwise")]
    Character {
        /// Place of the character, from 1.
        position: usize,
        /// The character.
        character: char,
    },
    /// More than [`CAPACITY`].
    #[error("the text takes {septets} places of {CAPACITY}; shorten it")]
    Length {
        /// Places that it takes.
        septets: usize,
    },
}

/// Whether `text` fits into one message.
///
/// # Errors
/// A [`Misfit`] that names the first wrong character, or the length.
pub fn fits(text: &str) -> Result<(), Misfit> {
    let mut septets = 0;
    for (index, character) in text.chars().enumerate() {
        let position = index + 1;
        septets += width(character).ok_or(Misfit::Character { position, character })?;
    }
    if septets > CAPACITY { Err(Misfit::Length { septets }) } else { Ok(()) }
}

/// How many places `character` takes, if the alphabet has it.
fn width(character: char) -> Option<usize> {
    if BASIC.contains(character) {
        Some(1)
    } else if EXTENDED.contains(character) {
        Some(2)
    } else {
        None
    }
}

/// The text with typographic marks as a typewriter has them: dashes, quotes, ellipsis and
/// non-breaking spaces. Everything else stays as it is.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => plain.push('-'),
            '\u{2018}' | '\u{2019}' => plain.push('\''),
            '\u{201c}' | '\u{201d}' => plain.push('"'),
            '\u{2026}' => plain.push_str("..."),
            '\u{a0}' | '\u{202f}' => plain.push(' '),
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_alphabet_has_its_127_characters_and_nine_extended() {
        // 128 places, less the escape itself.
        assert_eq!(BASIC.chars().count(), 127);
        assert_eq!(EXTENDED.chars().count(), 9);
    }

    #[test]
    fn one_hundred_and_sixty_fit_and_one_more_does_not() {
        assert_eq!(fits(&"a".repeat(160)), Ok(()));
        assert_eq!(fits(&"a".repeat(161)), Err(Misfit::Length { septets: 161 }));
        assert_eq!(fits(&"é".repeat(160)), Ok(()), "counted in characters, not in bytes");
    }

    #[test]
    fn an_extended_character_counts_twice() {
        assert_eq!(fits(&"€".repeat(80)), Ok(()));
        assert_eq!(fits(&"€".repeat(81)), Err(Misfit::Length { septets: 162 }));
    }

    #[test]
    fn a_foreign_character_is_named_with_its_place() {
        let misfit = fits("KTP–el").unwrap_err();
        assert_eq!(misfit, Misfit::Character { position: 4, character: '–' });
        assert_eq!(fits(&plain("KTP–el “siap” …")), Ok(()));
    }
}

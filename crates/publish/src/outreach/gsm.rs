//! Text messages: what the alphabet of mobile networks holds, how long a text is in it, and how a text that is
//! too long is shortened. Pure.
//!
//! Source: 3GPP TS 23.038 (GSM 03.38), sections 6.2.1 and 6.2.1.1; a message that is not put together from
//! parts has 160 septets (TS 23.040, 9.2.3.16).

/// Septets of one message.
pub const MOST: usize = 160;

/// The basic character set, without the escape.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ\
    ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// The extension table: an escape and a character, two septets.
const EXTENSION: &str = "\u{c}^{}\\[~]|€";

/// Septets of a character; none when the alphabet does not have it.
pub fn septets_of(c: char) -> Option<usize> {
    match c {
        _ if BASIC.contains(c) => Some(1),
        _ if EXTENSION.contains(c) => Some(2),
        _ => None,
    }
}

/// Septets of a text; none when a character is not in the alphabet.
pub fn septets(text: &str) -> Option<usize> {
    text.chars().map(septets_of).sum()
}

/// The text in that alphabet: typographic signs become plain ones, accents that it lacks go, and what is
/// left over becomes a question mark. White space is one blank.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{2018}' | '\u{2019}' | '`' | '´' => out.push('\''),
            '\u{201c}' | '\u{201d}' | '«' | '»' => out.push('"'),
            '\u{2010}'..='\u{2015}' | '−' => out.push('-'),
            '…' => out.push_str("..."),
            '•' | '·' => out.push('-'),
            '×' => out.push('x'),
            'á' | 'â' | 'ã' => out.push('a'),
            'ê' | 'ë' => out.push('e'),
            'í' | 'î' | 'ï' => out.push('i'),
            'ó' | 'ô' | 'õ' => out.push('o'),
            'ú' | 'û' => out.push('u'),
            c if c.is_whitespace() => out.push(' '),
            c if septets_of(c).is_some() => out.push(c),
            _ => out.push('?'),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What may happen to a part of a message that is too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Nothing: a number, a date, a link.
    Whole,
    /// Words go from its end, and three dots say so.
    Shorten,
    /// It goes as a whole; of two such parts the later one goes first.
    Drop,
}

/// Puts a message together from its parts, with a blank between them, in at most `most` septets. First parts
/// go that may go, the last one first; then words go from the end of the longest part that may be
/// shortened. No word is ever cut, and nothing that must stay whole is touched.
///
/// None when that alone is too long.
pub fn fit(parts: &[(Keep, String)], most: usize) -> Option<String> {
    let mut parts: Vec<(Keep, String)> = parts
        .iter()
        .map(|(keep, text)| (*keep, plain(text)))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    loop {
        let text = parts.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" ");
        if septets(&text).is_some_and(|length| length <= most) {
            return Some(text);
        }
        if let Some(place) = parts.iter().rposition(|(keep, _)| *keep == Keep::Drop) {
            parts.remove(place);
            continue;
        }
        let longest = parts
            .iter()
            .enumerate()
            .filter(|(_, (keep, _))| *keep == Keep::Shorten)
            .max_by_key(|(_, (_, text))| text.len())
            .map(|(place, _)| place)?;
        let shorter = without_last_word(&parts[longest].1);
        match shorter {
            Some(text) => parts[longest].1 = text,
            None => drop(parts.remove(longest)),
        }
    }
}

/// The text without its last word, with three dots; none when nothing would be left.
fn without_last_word(text: &str) -> Option<String> {
    let text = text.strip_suffix(" ...").unwrap_or(text);
    let (rest, _) = text.rsplit_once(' ')?;
    Some(format!("{rest} ..."))
}

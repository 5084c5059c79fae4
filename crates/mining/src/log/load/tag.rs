//! Tags of XML, one by one.

use memchr::{memchr, memmem};

use super::near::near;

/// A part of the bytes, from where to where.
pub type Span = (usize, usize);

/// What stands at the beginning of the bytes, with its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// A tag that opens, or stands alone.
    Open { name: Span, key: Span, value: Span, empty: bool, length: usize },
    /// The same, and it is an attribute as writers of XES spell it.
    Attribute { name: Span, key: Span, value: Span, empty: bool, length: usize },
    /// A tag that closes.
    Close { name: Span, length: usize },
    /// Something without meaning here.
    Other { length: usize },
    /// No tag is left in these bytes.
    Nothing,
    /// The bytes end before the tag does.
    Cut,
    /// These are no tags, with the place and the reason.
    Broken(usize, &'static str),
}

/// What stands at the beginning of the bytes.
pub fn token(bytes: &[u8]) -> Token {
    let Some(start) = near(b'<', bytes) else { return Token::Nothing };
    let tag = &bytes[start..];
    match tag.get(1) {
        None => Token::Cut,
        Some(b'/') => close(tag, start),
        Some(b'!') => declaration(tag, start),
        Some(b'?') => until(tag, start, b"?>"),
        Some(_) => attribute(tag, start).unwrap_or_else(|| open(tag, start)),
    }
}

fn until(tag: &[u8], start: usize, end: &[u8]) -> Token {
    match memmem::find(tag, end) {
        Some(place) => Token::Other { length: start + place + end.len() },
        None => Token::Cut,
    }
}

/// A comment, CDATA or a document type, which may have declarations in brackets.
fn declaration(tag: &[u8], start: usize) -> Token {
    const COMMENT: &[u8] = b"<!--";
    const CDATA: &[u8] = b"<![CDATA[";
    if tag.len() < CDATA.len() {
        Token::Cut
    } else if tag.starts_with(COMMENT) {
        until(tag, start, b"-->")
    } else if tag.starts_with(CDATA) {
        until(tag, start, b"]]>")
    } else {
        match (memchr(b'[', tag), memchr(b'>', tag)) {
            (Some(bracket), Some(end)) if bracket < end => until(tag, start, b"]>"),
            (_, Some(end)) => Token::Other { length: start + end + 1 },
            (_, None) => Token::Cut,
        }
    }
}

fn close(tag: &[u8], start: usize) -> Token {
    let Some(end) = near(b'>', tag) else { return Token::Cut };
    let name = tag[2..end].trim_ascii_end();
    Token::Close { name: (start + 2, start + 2 + name.len()), length: start + end + 1 }
}

/// An attribute in the spelling that nearly every writer of XES has, which is most of a log: nothing of
/// it needs to be looked at byte by byte.
fn attribute(tag: &[u8], start: usize) -> Option<Token> {
    const KEY: &[u8] = b" key=\"";
    const VALUE: &[u8] = b"\" value=\"";
    let name_end = if tag.starts_with(b"<string key=\"") {
        b"<string".len()
    } else if tag.starts_with(b"<date key=\"") {
        b"<date".len()
    } else if tag.starts_with(b"<int key=\"") {
        b"<int".len()
    } else if tag.starts_with(b"<float key=\"") {
        b"<float".len()
    } else if tag.starts_with(b"<boolean key=\"") {
        b"<boolean".len()
    } else {
        return None;
    };
    let key = name_end + KEY.len();
    let key_end = key + near(b'"', &tag[key..])?;
    if !tag[key_end..].starts_with(VALUE) {
        return None;
    }
    let value = key_end + VALUE.len();
    let value_end = value + near(b'"', &tag[value..])?;
    let (empty, end) = match tag[value_end + 1..] {
        [b'/', b'>', ..] => (true, value_end + 3),
        [b'>', ..] => (false, value_end + 2),
        _ => return None,
    };
    let span = |from, to| (start + from, start + to);
    let (name, key, value) = (span(1, name_end), span(key, key_end), span(value, value_end));
    Some(Token::Attribute { name, key, value, empty, length: start + end })
}

/// Any tag that opens or stands alone.
fn open(tag: &[u8], start: usize) -> Token {
    let mut at = 1;
    while !matches!(tag.get(at), None | Some(b' ' | b'\t' | b'\n' | b'\r' | b'/' | b'>')) {
        at += 1;
    }
    let name = (start + 1, start + at);
    if at == 1 {
        return Token::Broken(start, "there is a < without a name");
    }
    let (mut key, mut value) = ((0, 0), (0, 0));
    loop {
        while matches!(tag.get(at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            at += 1;
        }
        let first = match tag.get(at) {
            None => return Token::Cut,
            Some(b'>') => {
                return Token::Open { name, key, value, empty: false, length: start + at + 1 };
            }
            Some(b'/') => match tag.get(at + 1) {
                None => return Token::Cut,
                Some(b'>') => {
                    return Token::Open { name, key, value, empty: true, length: start + at + 2 };
                }
                Some(_) => return Token::Broken(start + at, "there is a / inside a tag"),
            },
            Some(b'<') => return Token::Broken(start + at, "a tag begins inside a tag"),
            Some(_) => at,
        };
        while !matches!(tag.get(at), None | Some(b'=' | b' ' | b'\t' | b'\n' | b'\r' | b'>')) {
            at += 1;
        }
        let attribute = &tag[first..at];
        while matches!(tag.get(at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            at += 1;
        }
        match tag.get(at) {
            None => return Token::Cut,
            Some(b'=') => at += 1,
            Some(_) => return Token::Broken(start + at, "an attribute has no value"),
        }
        while matches!(tag.get(at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            at += 1;
        }
        let quote = match tag.get(at) {
            None => return Token::Cut,
            Some(quote @ (b'"' | b'\'')) => *quote,
            Some(_) => return Token::Broken(start + at, "a value is not in quotes"),
        };
        let Some(length) = near(quote, &tag[at + 1..]) else { return Token::Cut };
        let span = (start + at + 1, start + at + 1 + length);
        match attribute {
            b"key" => key = span,
            b"value" => value = span,
            _ => {}
        }
        at += length + 2;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Token, attribute, open};

    const PIECES: &[&str] = &[
        "<string",
        "<date",
        "<int",
        "<float",
        "<boolean",
        "<id",
        " key=\"",
        " key='",
        " value=\"",
        "\" value=\"",
        "\"/>",
        "\">",
        "\"",
        "'",
        "/>",
        ">",
        "<",
        "/",
        "=",
        " ",
        "concept:name",
        "&amp;",
        "a longer text than one word or two of it has",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn an_attribute_as_it_is_usually_written_is_what_any_tag_is(
            written in any::<bool>(),
            pieces in prop::collection::vec(prop::sample::select(PIECES), 0..8),
        ) {
            let usual = if written { "<string key=\"" } else { "" };
            let text = format!("{usual}{}", pieces.concat());
            if let Some(Token::Attribute { name, key, value, empty, length }) =
                attribute(text.as_bytes(), 5)
            {
                let any = Token::Open { name, key, value, empty, length };
                prop_assert_eq!(open(text.as_bytes(), 5), any, "{}", text);
            }
        }
    }
}

//! A simple look at a PDF (ISO 32000-1): that it is whole, and that it does not run anything when
//! an officer opens it.
//!
//! This is no sanitiser. Names inside compressed object streams are not seen, and faults of a
//! viewer are not prevented. Pages send PDFs with a CSP and `nosniff`, and viewers in browsers run
//! nothing outside their sandbox.

use kernel::Error;
use kernel::error::Result;

/// Names that stand for actions: scripts, starting a program, media that bring scripts.
const ACTIVE: [&[u8]; 4] = [b"JavaScript", b"Launch", b"Rendition", b"RichMedia"];

/// How far from the end the end mark may stand, as viewers allow (ISO 32000-1, annex H.3, note 18).
const TAIL: usize = 1024;

/// Checks header, end mark and names.
///
/// # Errors
/// `upload-unreadable` when the file is not whole, `upload-pdf-active` when it holds an action.
pub(super) fn check(bytes: &[u8]) -> Result<()> {
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    let ends = tail.windows(5).any(|window| window == b"%%EOF");
    if !bytes.starts_with(b"%PDF-") || !ends {
        return Err(Error::invalid("upload-unreadable").context("a PDF without header or end"));
    }
    match names(bytes).find(|name| ACTIVE.contains(&name.as_slice())) {
        Some(name) => {
            let name = String::from_utf8_lossy(&name).into_owned();
            Err(Error::invalid("upload-pdf-active").context(format!("a PDF with /{name}")))
        }
        None => Ok(()),
    }
}

/// Every name in the file, with its `#xx` escapes undone (section 7.3.5).
fn names(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let slashes = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'/');
    slashes.map(|(at, _)| name(&bytes[at + 1..]))
}

/// The name that `bytes` begins with; names are at most 127 bytes long (annex C).
fn name(bytes: &[u8]) -> Vec<u8> {
    let mut name = Vec::new();
    let mut rest = bytes;
    while let [first, after @ ..] = rest
        && is_regular(*first)
        && name.len() < 127
    {
        (name, rest) = match (first, escaped(after)) {
            (b'#', Some(byte)) => (pushed(name, byte), &after[2..]),
            _ => (pushed(name, *first), after),
        };
    }
    name
}

fn pushed(mut name: Vec<u8>, byte: u8) -> Vec<u8> {
    name.push(byte);
    name
}

fn escaped(after: &[u8]) -> Option<u8> {
    let digits = std::str::from_utf8(after.get(..2)?).ok()?;
    u8::from_str_radix(digits, 16).ok()
}

/// Neither white space nor a delimiter (section 7.2.2).
fn is_regular(byte: u8) -> bool {
    !matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
        && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(document: &str) -> Option<&'static str> {
        check(document.as_bytes()).err().map(|error| error.key())
    }

    #[test]
    fn a_plain_document_is_kept() {
        assert_eq!(key("%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n"), None);
        assert_eq!(key("%PDF-1.7\n<< /OpenAction [3 0 R /Fit] >>\n%%EOF"), None);
        assert_eq!(key("%PDF-1.7\n<< /Title (JavaScript) >>\n%%EOF"), None, "a word is no name");
    }

    #[test]
    fn actions_are_refused_in_every_spelling() {
        for name in ["/JavaScript", "/Launch ", "/J#61vaScript", "/#4caunch>>", "/S/RichMedia/"] {
            let document = format!("%PDF-1.7\n<< /S {name} (x) >>\n%%EOF");
            assert_eq!(key(&document), Some("upload-pdf-active"), "{name}");
        }
    }

    #[test]
    fn half_a_document_is_refused() {
        assert_eq!(key("%PDF-1.7\n1 0 obj << >> endobj"), Some("upload-unreadable"));
        assert_eq!(key("junk %PDF-1.7\n%%EOF"), Some("upload-unreadable"));
        let early = format!("%PDF-1.7\n%%EOF{}", " ".repeat(TAIL));
        assert_eq!(key(&early), Some("upload-unreadable"));
    }
}

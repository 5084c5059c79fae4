//! Texts in XML.

use memchr::memchr;

/// Whether a text stands for itself.
pub fn is_plain(text: &[u8]) -> bool {
    // Without an early end, so that many bytes are looked at at once.
    !text.iter().fold(false, |found, byte| found | (*byte == b'&') | (*byte < b' '))
}

/// Decodes references and makes white space spaces (XML 1.0, section 3.3.3). A reference that the
/// standard does not know stays as it is.
pub fn decode(text: &[u8], to: &mut Vec<u8>) {
    to.clear();
    let mut rest = text;
    while let Some((byte, behind)) = rest.split_first() {
        rest = behind;
        match byte {
            b'&' => match reference(behind) {
                Some((letter, length)) => {
                    to.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
                    rest = &behind[length..];
                }
                None => to.push(b'&'),
            },
            b'\n' | b'\t' | b'\r' => to.push(b' '),
            other => to.push(*other),
        }
    }
}

fn reference(text: &[u8]) -> Option<(char, usize)> {
    let end = memchr(b';', text.get(..12).unwrap_or(text))?;
    let name = std::str::from_utf8(&text[..end]).ok()?;
    let letter = match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    };
    Some((letter, end + 1))
}

//! Numbers as people and programs write them in a CSV file.

const POWERS: [f64; 16] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// A cell that is neither empty nor a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoNumber;

/// The number in a cell of one digit, as most answers are.
#[inline]
pub fn digit(cell: &[u8]) -> Option<f64> {
    match cell {
        [digit @ b'0'..=b'9'] => Some(f64::from(digit - b'0')),
        _ => None,
    }
}

/// The number in a cell; `Ok(None)` for an empty one or NA.
///
/// # Errors
/// When it is something else.
pub fn parse(cell: &[u8]) -> Result<Option<f64>, NoNumber> {
    match short(cell) {
        Some(value) => Ok(Some(value)),
        None => slow(cell),
    }
}

/// Digits with one point at most, few enough to be exact: quotient of two exact numbers, rounded
/// once.
fn short(cell: &[u8]) -> Option<f64> {
    if cell.is_empty() || cell.len() > 15 {
        return None;
    }
    let (mut digits, mut decimals, mut seen) = (0_u64, 0_usize, None);
    for (i, byte) in cell.iter().enumerate() {
        match byte {
            b'0'..=b'9' => digits = digits * 10 + u64::from(byte - b'0'),
            b'.' if seen.is_none() && cell.len() > 1 => {
                seen = Some(i);
                decimals = cell.len() - 1 - i;
            }
            _ => return None,
        }
    }
    let value = digits as f64;
    Some(if decimals == 0 { value } else { value / POWERS[decimals] })
}

fn slow(cell: &[u8]) -> Result<Option<f64>, NoNumber> {
    let text = std::str::from_utf8(cell).map_err(|_| NoNumber)?.trim();
    if text.is_empty() || text == "NA" {
        return Ok(None);
    }
    let plain =
        text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E'));
    let value: f64 = text.parse().map_err(|_| NoNumber)?;
    if plain && value.is_finite() { Ok(Some(value)) } else { Err(NoNumber) }
}

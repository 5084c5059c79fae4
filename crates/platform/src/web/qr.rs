//! QR codes as one path, drawn by the server.

use kernel::Error;
use kernel::error::Result;
use qrcode::{Color, EcLevel, QrCode};

/// Empty modules around the code (ISO/IEC 18004, section 5.3.8).
const QUIET: usize = 4;

/// A QR code as one path over a grid of `side` modules, with the quiet zone of the standard.
#[derive(Clone, Debug)]
pub struct Qr {
    /// Modules on a side.
    pub side: usize,
    /// The dark ones, for the attribute `d` of an SVG path.
    pub path: String,
}

impl Qr {
    /// The code of `text`.
    ///
    /// # Errors
    /// When the text is longer than a code holds.
    pub fn of(text: &str) -> Result<Self> {
        let code =
            QrCode::with_error_correction_level(text, EcLevel::M).map_err(Error::internal)?;
        let width = code.width();
        let colors = code.to_colors().into_iter().enumerate();
        let path = colors
            .filter(|(_, color)| *color == Color::Dark)
            .map(|(at, _)| format!("M{} {}h1v1h-1z", at % width + QUIET, at / width + QUIET))
            .collect();
        Ok(Self { side: width + 2 * QUIET, path })
    }
}

#[cfg(test)]
mod tests {
    use super::Qr;

    #[test]
    fn a_code_has_its_three_finders_inside_a_quiet_zone() {
        let code = Qr::of("https://contoh.go.id/lacak/K7M42Q9P/0123456789ABCDEF").unwrap();
        let last = code.side - 5;
        for (x, y) in [(4, 4), (last, 4), (4, last)] {
            assert!(code.path.contains(&format!("M{x} {y}h1v1h-1z")), "{x} {y}");
        }
        assert!(!code.path.contains("M3 "), "the quiet zone is empty");
    }
}

//! Why a typed identifier was refused.

use crate::error::Error;

/// Why a typed identifier was refused. Never holds what was typed; `position` is the place of the
/// character in the typed text, counted from 1, and `found` the number of digits typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the fields are explained once, above")]
pub enum IdentityError {
    /// NIK: a character that is neither digit nor separator.
    #[error("NIK has a character at position {position} that is no digit; type digits only")]
    NikCharacter { position: usize },
    /// NIK: not 16 digits.
    #[error("NIK has {found} digits instead of 16; copy it again from the identity card")]
    NikLength { found: usize },
    /// NIK: digits 7 to 12 are no date (DDMMYY, women DD + 40).
    #[error("NIK has an impossible date of birth in digits 7 to 12; copy them again")]
    NikDate,
    /// NIK: serial 0000.
    #[error("NIK ends in serial 0000, but serials begin at 0001; copy the last four digits again")]
    NikSerial,
    /// KK: a character that is neither digit nor separator.
    #[error("KK has a character at position {position} that is no digit; type digits only")]
    KkCharacter { position: usize },
    /// KK: not 16 digits.
    #[error("KK has {found} digits instead of 16; copy it again from the family card")]
    KkLength { found: usize },
    /// KK: digits 7 to 12 are no date (DDMMYY).
    #[error("KK has an impossible date of issue in digits 7 to 12; copy them again")]
    KkDate,
    /// NIP: a character that is neither digit nor separator.
    #[error("NIP has a character at position {position} that is no digit; type digits only")]
    NipCharacter { position: usize },
    /// NIP: not 18 digits.
    #[error("NIP has {found} digits instead of 18; copy it again from the appointment letter")]
    NipLength { found: usize },
    /// NIP: digits 1 to 8 are no date (YYYYMMDD).
    #[error("NIP has an impossible date of birth in digits 1 to 8; copy them again")]
    NipBirth,
    /// NIP: digits 9 to 14 are no month (YYYYMM).
    #[error("NIP has an impossible month of appointment in digits 9 to 14; copy them again")]
    NipAppointment,
    /// NIP: appointed before the month of the 18th birthday.
    #[error("NIP has an appointment before the age of 18; compare digits 1 to 14 with the letter")]
    NipAge,
    /// NIP: digit 15 is neither 1 nor 2.
    #[error("NIP has a sex (digit 15) that is neither 1 nor 2; copy that digit again")]
    NipSex,
    /// Phone: a character that is neither digit nor separator, or a plus that is not in front.
    #[error("phone number has a character at position {position} that is no digit; remove it")]
    PhoneCharacter { position: usize },
    /// Phone: does not begin like an Indonesian number.
    #[error("phone number begins with neither 08, 628 nor +628; give an Indonesian mobile number")]
    PhonePrefix,
    /// Phone: a landline, which gets no SMS.
    #[error("phone number is a landline and gets no SMS; give a mobile number that begins with 08")]
    PhoneLandline,
    /// Phone: 080, which no mobile operator has.
    #[error("phone number begins with 080, which no operator has; copy it again")]
    PhoneOperator,
    /// Phone: too few or too many digits.
    #[error(
        "mobile number has {found} digits after the leading 0 instead of 8 to 12; copy it again"
    )]
    PhoneLength { found: usize },
}

impl IdentityError {
    /// Key of the public text; the text needs no values.
    pub fn key(&self) -> &'static str {
        match self {
            Self::NikCharacter { .. } => "identity-nik-character",
            Self::NikLength { .. } => "identity-nik-length",
            Self::NikDate => "identity-nik-date",
            Self::NikSerial => "identity-nik-serial",
            Self::KkCharacter { .. } => "identity-kk-character",
            Self::KkLength { .. } => "identity-kk-length",
            Self::KkDate => "identity-kk-date",
            Self::NipCharacter { .. } => "identity-nip-character",
            Self::NipLength { .. } => "identity-nip-length",
            Self::NipBirth => "identity-nip-birth",
            Self::NipAppointment => "identity-nip-appointment",
            Self::NipAge => "identity-nip-age",
            Self::NipSex => "identity-nip-sex",
            Self::PhoneCharacter { .. } => "identity-phone-character",
            Self::PhonePrefix => "identity-phone-prefix",
            Self::PhoneLandline => "identity-phone-landline",
            Self::PhoneOperator => "identity-phone-operator",
            Self::PhoneLength { .. } => "identity-phone-length",
        }
    }
}

impl From<IdentityError> for Error {
    fn from(error: IdentityError) -> Self {
        Self::invalid(error.key()).context(error)
    }
}

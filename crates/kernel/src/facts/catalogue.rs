//! Payloads of service standards and public promises.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::money::Rupiah;
use crate::service::Standard;

/// `standard.drafted`, version 1. Sealed until it is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandardDrafted {
    /// Payload version.
    pub v: u8,
    /// Version of the standard.
    pub version: i64,
}

/// `standard.approved`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandardApproved {
    /// Payload version.
    pub v: u8,
    /// Version of the standard.
    pub version: i64,
}

/// `standard.published`, version 1. Clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandardPublished {
    /// Payload version.
    pub v: u8,
    /// Version of the standard.
    pub version: i64,
    /// The whole text.
    pub standard: Standard,
}

/// `standard.withdrawn`, version 1. Clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandardWithdrawn {
    /// Payload version.
    pub v: u8,
    /// Code of the service.
    pub service: String,
    /// Version of the standard.
    pub version: i64,
}

/// `fee.set`, version 1. Clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeSet {
    /// Payload version.
    pub v: u8,
    /// Code of the service.
    pub service: String,
    /// The whole price.
    pub fee: Rupiah,
    /// First day on which it holds.
    pub from: Date,
}

/// `maklumat.signed`, version 1. Clear: the unit's head signs in public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaklumatSigned {
    /// Payload version.
    pub v: u8,
    /// Code of the unit.
    pub unit: String,
    /// Version of the promise.
    pub version: i64,
    /// The promise in Indonesian, as signed.
    pub text: String,
    /// The day of the signature.
    pub signed_on: Date,
}

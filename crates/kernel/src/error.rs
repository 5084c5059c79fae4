//! Errors with two faces: what the person may read and can do next, and what the operator needs.

use std::fmt;

/// What kind of refusal this is; decides the HTTP status and the command's exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The input is wrong and the person can mend it (400).
    Invalid,
    /// The person must log in first (401).
    Unauthenticated,
    /// The person may know that it exists but may not do this (403).
    Forbidden,
    /// It does not exist, or the person may not know that it does (404).
    NotFound,
    /// Someone else was faster, or the state does not allow this step (409).
    Conflict,
    /// Too much at once (413) such as an upload over the limit.
    TooLarge,
    /// Too often (429).
    TooMany,
    /// Our fault (500).
    Internal,
}

/// An error with a public message, named by its key in the locale files, and an internal context
/// for the operator that is never shown to the person.
#[derive(Clone, Debug)]
pub struct Error {
    kind: Kind,
    key: &'static str,
    args: Vec<(&'static str, String)>,
    internal: String,
}

impl Error {
    /// An error of `kind` whose public text stands under `key` in the locale files.
    pub fn new(kind: Kind, key: &'static str) -> Self {
        Self { kind, key, args: Vec::new(), internal: String::new() }
    }

    /// Something that is not there, or that this person may not know of.
    pub fn not_found() -> Self {
        Self::new(Kind::NotFound, "error-not-found")
    }

    /// A step that the present state does not allow; `key` says why and what to do next.
    pub fn conflict(key: &'static str) -> Self {
        Self::new(Kind::Conflict, key)
    }

    /// Wrong input; `key` says what is wrong and what to do next.
    pub fn invalid(key: &'static str) -> Self {
        Self::new(Kind::Invalid, key)
    }

    /// A fault of ours; `context` is for the operator only.
    pub fn internal(context: impl fmt::Display) -> Self {
        let mut error = Self::new(Kind::Internal, "error-internal");
        error.internal = context.to_string();
        error
    }

    /// Adds a value that the public text names.
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// Adds what the operator needs to know.
    pub fn context(mut self, context: impl fmt::Display) -> Self {
        if !self.internal.is_empty() {
            self.internal.push_str("; ");
        }
        self.internal.push_str(&context.to_string());
        self
    }

    /// The kind of refusal.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Key of the public text.
    pub fn key(&self) -> &'static str {
        self.key
    }

    /// Values that the public text names.
    pub fn args(&self) -> &[(&'static str, String)] {
        &self.args
    }

    /// What the operator needs; may be empty.
    pub fn internal_context(&self) -> &str {
        &self.internal
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.key)?;
        for (name, value) in &self.args {
            write!(f, " {name}={value}")?;
        }
        if !self.internal.is_empty() {
            write!(f, ": {}", self.internal)?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

/// The result of anything that can be refused.
pub type Result<T, E = Error> = std::result::Result<T, E>;

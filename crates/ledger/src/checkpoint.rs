//! Checkpoints (C2SP tlog-checkpoint): a log's name, size and root in a signed note.

use crate::hash::Hash;
use crate::note::{self, Note, SigningKey, VerifierKey};
use crate::text::{decimal, has_control};

/// Why a note is no checkpoint of this log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The note itself cannot be read or is not signed.
    #[error(transparent)]
    Note(#[from] note::Error),
    /// Fewer than three lines.
    #[error("a checkpoint has at least three lines (origin, size, root) and this has {0}")]
    Lines(usize),
    /// An empty line, or a control character.
    #[error("line {0} of the checkpoint is empty or holds a control character")]
    Line(usize),
    /// The second line.
    #[error("line 2 of the checkpoint is no size: digits without a leading zero")]
    Size,
    /// The third line.
    #[error("line 3 of the checkpoint is no root: 32 bytes in base64")]
    Root,
    /// Another log's checkpoint.
    #[error("the checkpoint is of {found}, not of {expected}")]
    Origin {
        /// The log whose key was given.
        expected: String,
        /// The log that the checkpoint names.
        found: String,
    },
}

/// A log at one size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Name of the log, which is that of its key.
    pub origin: String,
    /// Number of entries.
    pub size: u64,
    /// Root of their tree.
    pub root: Hash,
    /// Further lines, which nobody checks. Bening writes none.
    pub extensions: Vec<String>,
}

impl Checkpoint {
    /// The text that is signed.
    ///
    /// # Errors
    /// When origin or an extension is empty or holds a line break.
    pub fn text(&self) -> Result<String, Error> {
        let (size, root) = (self.size.to_string(), self.root.to_string());
        let fixed = [self.origin.as_str(), &size, &root];
        let lines = fixed.into_iter().chain(self.extensions.iter().map(String::as_str));
        let mut text = String::new();
        for (index, line) in lines.enumerate() {
            if line.is_empty() || has_control(line) {
                return Err(Error::Line(index + 1));
            }
            text.push_str(line);
            text.push('\n');
        }
        Ok(text)
    }

    /// Reads the text of a note as a checkpoint.
    ///
    /// # Errors
    /// When a line is not what it should be.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let body = text.strip_suffix('\n').ok_or(note::Error::Unfinished)?;
        let lines: Vec<&str> = body.split('\n').collect();
        if let Some(bad) = lines.iter().position(|line| line.is_empty() || has_control(line)) {
            return Err(Error::Line(bad + 1));
        }
        let [origin, size, root, extensions @ ..] = lines.as_slice() else {
            return Err(Error::Lines(lines.len()));
        };
        Ok(Self {
            origin: (*origin).to_owned(),
            size: decimal(size).ok_or(Error::Size)?,
            root: root.parse().map_err(|_| Error::Root)?,
            extensions: extensions.iter().map(|&line| line.to_owned()).collect(),
        })
    }

    /// The signed note.
    ///
    /// # Errors
    /// As [`Checkpoint::text`], or when the key is not the log's.
    pub fn sign(&self, key: &SigningKey) -> Result<String, Error> {
        self.expect_origin(key.name())?;
        Ok(Note::sign(self.text()?, key)?.to_string())
    }

    /// Reads a checkpoint of the log whose key this is, and checks its signature.
    ///
    /// # Errors
    /// When it cannot be read, is of another log, or was not signed by the key.
    pub fn open(note: &str, key: &VerifierKey) -> Result<(Self, Note), Error> {
        let note: Note = note.parse()?;
        Ok((Self::of(&note, key)?, note))
    }

    /// The checkpoint in a note that has been read already; otherwise as [`Checkpoint::open`].
    ///
    /// # Errors
    /// As [`Checkpoint::open`].
    pub fn of(note: &Note, key: &VerifierKey) -> Result<Self, Error> {
        let checkpoint = Self::parse(note.text())?;
        checkpoint.expect_origin(key.name())?;
        note.verify(key)?;
        Ok(checkpoint)
    }

    fn expect_origin(&self, name: &str) -> Result<(), Error> {
        if self.origin == name {
            return Ok(());
        }
        Err(Error::Origin { expected: name.to_owned(), found: self.origin.clone() })
    }
}

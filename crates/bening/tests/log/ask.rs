//! Asking both verifiers the same.

use std::path::PathBuf;
use std::process::{Command, Output};

use super::sample::Sample;
use super::support::{bening, folder};

/// What a verifier answered.
#[derive(Debug)]
pub struct Said {
    /// Its exit code.
    pub code: Option<i32>,
    /// What it wrote, stdout first.
    pub text: String,
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        let both = [output.stdout, output.stderr].concat();
        Self { code: output.status.code(), text: String::from_utf8_lossy(&both).into_owned() }
    }
}

impl Said {
    /// Exit code 0, and these words.
    pub fn good(self, words: &[&str]) -> Self {
        self.ends(0, words)
    }

    /// Exit code 1, and a line that says what is wrong.
    pub fn refused(self, words: &[&str]) -> Self {
        assert!(self.text.contains("DOES NOT VERIFY: "), "{self:?}");
        self.ends(1, words)
    }

    /// Exit code `code`, and these words.
    pub fn ends(self, code: i32, words: &[&str]) -> Self {
        assert_eq!(self.code, Some(code), "{self:?}");
        for word in words {
            assert!(self.text.contains(word), "{word:?} is not in {self:?}");
        }
        self
    }
}

/// `bening` with these arguments.
pub fn ours(args: &[&str]) -> Said {
    bening(folder().path(), args).into()
}

/// `bening log verify` with these arguments.
pub fn verify(args: &[&str]) -> Said {
    ours(&[&["log", "verify"], args].concat())
}

/// The outside verifier with the same arguments; `None` where there is none. It always checks all.
pub fn outside(args: &[&str]) -> Option<Said> {
    let args = args.iter().filter(|arg| **arg != "--all");
    Some(Command::new(program()?).args(args).output().unwrap().into())
}

fn program() -> Option<PathBuf> {
    let program = std::env::var_os("BENING_TEST_VERIFY_LOG").map(PathBuf::from);
    let built = program.is_some() || std::env::var_os("CI").is_none();
    assert!(built, "CI must build the outside verifier: scripts/verify-log/build.sh FILE");
    program
}

/// Both must find the log good with these arguments more.
pub fn both_good(log: &Sample, more: &[&str]) {
    let args = [log.arguments().as_slice(), more].concat();
    verify(&args).good(&[]);
    if let Some(said) = outside(&args) {
        said.good(&[]);
    }
}

/// Both must refuse it: ours with the words `ours`, the other with `theirs`.
pub fn both_refuse(log: &Sample, more: &[&str], ours: &[&str], theirs: &[&str]) {
    let args = [log.arguments().as_slice(), more].concat();
    verify(&args).refused(ours);
    if let Some(said) = outside(&args) {
        said.refused(theirs);
    }
}

/// Good before and refused after, with the same arguments: what is refused is the tampering.
pub fn caught(log: &Sample, more: &[&str], tamper: impl FnOnce(), ours: &[&str], theirs: &[&str]) {
    both_good(log, more);
    tamper();
    both_refuse(log, more, ours, theirs);
}

//! The only place of this slice that knows its tables.

pub mod coaching;
pub mod files;
pub mod trainings;

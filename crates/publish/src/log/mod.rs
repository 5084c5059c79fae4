//! The public log (C2SP tlog-tiles): the journal's positions as a tree that anyone can check.
//!
//! For: article 28F of the constitution and UU 14/2008 (public information), UU 25/2009 (public
//! services) and UU 27/2022 (no personal data in it).
//! URLs: `/log/checkpoint`, `/log/vkey`, `/log/tile/...`, `/periksa`.
//!
//! What always holds:
//! - One size has one root: it is written to the database, under the highest epoch, before anything
//!   is signed. Files are a cache that can be made anew.
//! - A checkpoint appears after its tiles are on disk.
//! - A database older than what was published or witnessed is not signed for.
//! - Nothing else waits for the publisher.

mod decide;
mod keys;
mod pages;
mod publisher;
mod recover;
mod seal;
mod store;
#[cfg(test)]
mod tests;
mod witnesses;
mod worker;

pub use keys::{KeyChange, name_key, sign_again};
pub use pages::routes;
pub use publisher::{Opening, Publisher, examine};
pub use recover::{Recovered, recover};
pub use seal::{Seal, newest as newest_seal};
pub use store::{Cosignature, Signed, entries, last, newest};
pub use witnesses::{Witness, Witnesses};
pub use worker::{publish_all, run};

//! What only the demo has: accounts that everyone may use, sample documents, and a page that shows
//! their codes.

pub mod accounts;
pub mod page;
pub mod promise;
pub mod samples;

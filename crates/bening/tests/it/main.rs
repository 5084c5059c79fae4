//! The house as a whole: who imports whom, one schema, texts, routes and roles, generated pages,
//! commands, and what survives when the process is killed.

mod architecture;
mod backup;
mod faults;
mod init;
mod locales;
mod reference;
mod roles;
mod schema;
mod support;

//! What a reader could reckon, tables and their descriptions, pages and files.
#![allow(clippy::unwrap_used, reason = "tests")]

mod attack;
mod pages;
mod reader;
mod tables;

//! The city as one program: commands, settings, the table of routes, and the pages that belong to
//! no single context.

pub mod city;
pub mod cli;
pub mod commands;
pub mod config;
pub mod demo;
pub mod facilities;
pub mod load;
pub mod meetings;
pub mod open_data;
pub mod pages;
pub mod proposals;
pub mod room;
pub mod router;
pub mod scorecard;
pub mod signals;
pub mod start;
pub mod surveys;

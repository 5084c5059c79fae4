//! How many people work needs: by the workload of a year, and by the wait that is promised.
//!
//! [`workload`] is the analysis of PermenPANRB 1/2020: volumes times norm minutes over the effective
//! minutes of a year, each norm a robust median with its interval. [`erlang`] says how long a queue
//! waits, [`hours`] how many officers each hour needs so that a promised wait holds, and [`queue`]
//! lets a queue run, so that the formulae can be checked.

pub mod erlang;
pub mod hours;
pub mod queue;
pub mod workload;

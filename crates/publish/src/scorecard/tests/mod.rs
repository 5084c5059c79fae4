//! Periods, days and pages of the report.

mod pages;
mod pure;

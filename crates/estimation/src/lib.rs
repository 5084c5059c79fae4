//! What a sample says of a city, and how sure it is. Pure: no disk of its own, no clock, no
//! ambient randomness.
//!
//! [`streaming`] estimates means, totals, ratios and proportions in one pass over the rows;
//! [`sample`] keeps the rows, for quantiles, calibrated weights and replicates. Both use Taylor
//! linearisation, keep the whole design for domains, and agree with R's `survey` to 1e-8.
//! [`index`] holds the published indices as versioned data, [`table`] reads CSV files, [`trial`] judges
//! a better way that units took up in an order drawn by lot, [`impact`] a decision that was not, and
//! [`shrink`] tells what a person's rate says once it is adjusted for the work and for chance.

pub mod design;
pub mod dist;
pub mod impact;
pub mod index;
pub mod interval;
pub mod rank;
pub mod sample;
pub mod shrink;
pub mod size;
pub mod streaming;
pub mod table;
pub mod trial;
mod variance;

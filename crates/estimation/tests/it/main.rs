//! Vectors of R's `survey`, of regulations and of published figures; properties; R itself.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod impact;
mod indices;
mod outreach;
mod properties;
mod sampled;
mod support;
mod tables;
mod trial;
mod vectors;

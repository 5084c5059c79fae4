//! Tests of this slice.

mod engine;
mod office;

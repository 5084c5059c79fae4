//! Tests of queues of people.

mod booking;
mod desk;
mod forecasts;
mod forgetting;
mod order;
mod pages;
mod support;
mod tenants;
mod waits;

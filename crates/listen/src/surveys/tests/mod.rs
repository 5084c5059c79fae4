//! Tests of surveys through the real router and the real database.

mod answering;
mod citizen;
mod linkage;
mod published;
mod rounds;
mod seeded;
mod vectors;

//! The tables of surveys. The only files that know them, beside [`super::frame`] and
//! [`super::boxes`].

mod answers;
mod city;
mod codes;
mod invitations;
mod questionnaires;
mod rounds;

use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use uuid::Uuid;

pub use answers::{
    Answer, answers, count_answers, delete_paper, insert_answer, insert_result, paper, result,
    set_paper,
};
pub use city::{History, history, insert_history, position};
pub use codes::{code, forget_codes, insert_code, is_spent, pop_code, spend, use_code};
pub use invitations::{
    Invitation, insert_invitation, invitation_of, set_told, take, taken, to_tell,
};
pub use questionnaires::{
    freeze, insert_questionnaire, questionnaire, questionnaires, update_questionnaire,
};
pub use rounds::{insert_round, round, rounds, set_stratum, strata, update_round};

fn day(text: &str) -> Result<Date> {
    text.parse().map_err(Error::internal)
}

fn bytes(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

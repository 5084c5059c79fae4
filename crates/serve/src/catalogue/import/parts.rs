//! Documents, questions, everyday words, work steps and classes of fees of the services.

use kernel::money::Rupiah;
use kernel::service::{Answer, Document, FeeClass, FeeDue, Question};

use super::table::{Source, rows};
use super::{Drafts, Step};
use crate::catalogue::mistake::Mistake;
use crate::catalogue::text;

const DOCUMENT_COLUMNS: [&str; 8] =
    ["service", "code", "name_id", "name_en", "hint_id", "hint_en", "required", "only_if"];

pub(super) fn documents<'t>(source: Source<'t>, drafts: &mut Drafts<'t>) {
    for row in rows(source, &DOCUMENT_COLUMNS, &mut drafts.errors) {
        let Some(at) = drafts.of(&row) else { continue };
        let errors = &mut drafts.errors;
        let document = Document {
            code: row.get("code").to_owned(),
            name: text::bilingual(row.get("name_id"), row.get("name_en")),
            hint: text::bilingual(row.get("hint_id"), row.get("hint_en")),
            required: row.take("required", text::yes_no, true, errors),
            only_if: row.take("only_if", text::condition, None, errors),
        };
        drafts.list[at].standard.documents.push(document);
        drafts.list[at].documents.push(row);
    }
}

const QUESTION_COLUMNS: [&str; 10] = [
    "service", "code", "kind", "label_id", "label_en", "hint_id", "hint_en", "options", "required",
    "only_if",
];

pub(super) fn questions<'t>(source: Source<'t>, drafts: &mut Drafts<'t>) {
    for row in rows(source, &QUESTION_COLUMNS, &mut drafts.errors) {
        let Some(at) = drafts.of(&row) else { continue };
        let answer = text::answer(row.get("kind"), row.get("options"));
        let answer = answer.unwrap_or_else(|(column, mistake)| {
            drafts.errors.push(row.error(column, &mistake));
            drafts.list[at].unsure = true;
            Answer::Text
        });
        let errors = &mut drafts.errors;
        let question = Question {
            code: row.get("code").to_owned(),
            label: text::bilingual(row.get("label_id"), row.get("label_en")),
            hint: text::bilingual(row.get("hint_id"), row.get("hint_en")),
            answer,
            required: row.take("required", text::yes_no, true, errors),
            only_if: row.take("only_if", text::condition, None, errors),
        };
        drafts.list[at].standard.questions.push(question);
        drafts.list[at].questions.push(row);
    }
}

pub(super) fn words<'t>(source: Source<'t>, drafts: &mut Drafts<'t>) {
    for row in rows(source, &["service", "word"], &mut drafts.errors) {
        let Some(at) = drafts.of(&row) else { continue };
        drafts.list[at].standard.words.push(row.get("word").to_lowercase());
        drafts.list[at].words.push(row);
    }
}

const FEE_COLUMNS: [&str; 8] =
    ["service", "code", "name_id", "name_en", "amount", "per", "only_if", "due"];

/// Classes of fees. All rows of a service say the same moment.
pub(super) fn fees<'t>(source: Source<'t>, drafts: &mut Drafts<'t>) {
    for row in rows(source, &FEE_COLUMNS, &mut drafts.errors) {
        let Some(at) = drafts.of(&row) else { continue };
        let errors = &mut drafts.errors;
        let amount = |cell: &str| text::whole(cell).map(Rupiah::new);
        let class = FeeClass {
            code: row.get("code").to_owned(),
            name: text::bilingual(row.get("name_id"), row.get("name_en")),
            amount: row.take("amount", amount, Rupiah::ZERO, errors),
            per: row.get("per").to_owned(),
            only_if: row.take("only_if", text::condition, None, errors),
        };
        let due = row.take("due", text::fee_due, FeeDue::default(), errors);
        let standard = &mut drafts.list[at].standard;
        if !standard.fees.is_empty() && standard.fee_due != due {
            let first = text::fee_due_text(standard.fee_due).to_owned();
            errors.push(row.error("due", &Mistake::NotOneOf(first)));
        }
        standard.fee_due = due;
        standard.fees.push(class);
        drafts.list[at].fees.push(row);
    }
}

const STEP_COLUMNS: [&str; 6] =
    ["service", "step", "name_id", "name_en", "minutes_median", "skill"];

pub(super) fn steps<'t>(source: Source<'t>, drafts: &mut Drafts<'t>) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for row in rows(source, &STEP_COLUMNS, &mut drafts.errors) {
        if drafts.of(&row).is_none() {
            continue;
        }
        for column in STEP_COLUMNS.into_iter().filter(|column| row.get(column).is_empty()) {
            drafts.errors.push(row.error(column, &Mistake::Empty));
        }
        let (service, code) = (row.get("service").to_owned(), row.get("step").to_owned());
        if steps.iter().any(|known| known.service == service && known.code == code) {
            drafts.errors.push(row.error("step", &Mistake::Twice(code.clone())));
        }
        let minutes_median = match row.get("minutes_median") {
            "" => 1,
            _ => row.take("minutes_median", text::amount, 1, &mut drafts.errors),
        };
        let name = text::bilingual(row.get("name_id"), row.get("name_en"));
        let skill = row.get("skill").to_owned();
        steps.push(Step { service, code, name, minutes_median, skill });
    }
    steps
}

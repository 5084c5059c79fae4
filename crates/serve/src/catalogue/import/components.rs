//! Component texts: a default for all services, and the service's own text over it.

use std::collections::BTreeMap;

use kernel::data::DataError;
use kernel::service::{Component, ComponentText};

use super::Drafts;
use super::table::{Row, Source, rows};
use crate::catalogue::derive::DERIVED;
use crate::catalogue::mistake::Mistake;
use crate::catalogue::text;

const COLUMNS: [&str; 5] = ["service", "component", "text_id", "text_en", "verified"];

/// The service name of a default.
const ALL: &str = "*";

pub(super) fn read<'t>(source: Source<'t>, drafts: &mut Drafts<'t>) {
    let before = drafts.errors.len();
    let mut texts: BTreeMap<(String, Component), ComponentText> = BTreeMap::new();
    for row in rows(source, &COLUMNS, &mut drafts.errors) {
        let service = row.get("service").to_owned();
        if service != ALL && drafts.of(&row).is_none() {
            continue;
        }
        let Some(text) = component(&row, &mut drafts.errors) else { continue };
        let known = text.component.code().to_owned();
        if texts.insert((service, text.component), text).is_some() {
            drafts.errors.push(row.error("component", &Mistake::Twice(known)));
        }
    }
    // A row that could not be read may be the very text that seems to be missing.
    let readable = drafts.errors.len() == before;
    for draft in &mut drafts.list {
        for component in Component::ALL.into_iter().filter(|known| !DERIVED.contains(known)) {
            let own = texts.get(&(draft.standard.code.clone(), component));
            match own.or_else(|| texts.get(&(ALL.to_owned(), component))) {
                Some(text) => draft.standard.components.push(text.clone()),
                None if readable => {
                    drafts.errors.push(missing(source, &draft.row, component));
                }
                None => {}
            }
        }
    }
}

fn component(row: &Row<'_>, errors: &mut Vec<DataError>) -> Option<ComponentText> {
    let own = || Component::ALL.into_iter().filter(|known| !DERIVED.contains(known));
    let parse = |cell: &str| {
        let found = own().find(|known| known.code() == cell);
        let names = || own().map(Component::code).collect::<Vec<_>>().join(", ");
        found.map(Some).ok_or_else(|| Mistake::NotOneOf(names()))
    };
    let component = row.take("component", parse, None, errors)?;
    let text = text::bilingual(row.get("text_id"), row.get("text_en"));
    for (column, value) in [("text_id", &text.id), ("text_en", &text.en)] {
        if value.is_empty() {
            errors.push(row.error(column, &Mistake::Empty));
        }
    }
    let verified = row.take("verified", text::yes_no, false, errors);
    Some(ComponentText { component, text, verified })
}

fn missing(source: Source<'_>, service: &Row<'_>, component: Component) -> DataError {
    let (code, name) = (service.get("code"), component.code());
    let message = format!(
        "the service {code} of line {} in services.csv has no text of this kind: add a row for \
         it or for {ALL} with the component {name}",
        service.line()
    );
    DataError::cell(source.name, 1, "component", message)
}

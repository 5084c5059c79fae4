//! What changed between two versions of a standard: field by field, and item by item in lists.
//! Components that follow from other fields are left out; their source is named instead.

use std::collections::BTreeSet;

use kernel::service::{Bilingual, Component, Document, FeeClass, FeeDue, Question, Standard};
use platform::i18n::Lang;

use super::derive::{self, DERIVED};
use super::text;

/// What a change is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A single field, by the end of its locale key.
    Field(&'static str),
    /// The everyday words.
    Words,
    /// The document of this code.
    Document(String),
    /// The question of this code.
    Question(String),
    /// The class of the fee of this code.
    Fee(String),
    /// The order of documents (`documents`), questions (`questions`) or classes (`fees`).
    Order(&'static str),
    /// A component with a text of its own.
    Component(Component),
}

/// One change. Without `old` the item was added, without `new` it was removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it is about.
    pub item: Item,
    /// How it was.
    pub old: Option<Bilingual>,
    /// How it is.
    pub new: Option<Bilingual>,
}

/// Everything that changed from `old` to `new`.
pub fn diff(old: &Standard, new: &Standard) -> Vec<Change> {
    let mut changes = fields(old, new);
    list(
        &mut changes,
        (&old.documents, &new.documents),
        Naming { code: |document| &document.code, item: Item::Document, list: "documents" },
        |standard_is_new, document| document_text(pick(old, new, standard_is_new), document),
    );
    list(
        &mut changes,
        (&old.questions, &new.questions),
        Naming { code: |question| &question.code, item: Item::Question, list: "questions" },
        |standard_is_new, question| question_text(pick(old, new, standard_is_new), question),
    );
    list(
        &mut changes,
        (&old.fees, &new.fees),
        Naming { code: |class| &class.code, item: Item::Fee, list: "fees" },
        |standard_is_new, class| fee_text(pick(old, new, standard_is_new), class),
    );
    changes.extend(components(old, new));
    changes
}

fn pick<'s>(old: &'s Standard, new: &'s Standard, is_new: bool) -> &'s Standard {
    if is_new { new } else { old }
}

fn fields(old: &Standard, new: &Standard) -> Vec<Change> {
    let both = |text: &str| Bilingual { id: text.to_owned(), en: text.to_owned() };
    let by_lang = |say: &dyn Fn(Lang) -> String| Bilingual { id: say(Lang::Id), en: say(Lang::En) };
    let texts = |known: &Standard| {
        [
            (Item::Field("unit"), both(&known.unit)),
            (Item::Field("name"), known.name.clone()),
            (Item::Field("summary"), known.summary.clone()),
            (Item::Field("product"), known.product.clone()),
            (Item::Field("promise"), by_lang(&|lang| derive::term(lang, known.promise))),
            (Item::Field("fee"), both(&known.fee.to_string())),
            (Item::Field("fee-note"), known.fee_note.clone()),
            (Item::Field("fee-due"), by_lang(&|lang| lang.t(fee_due_key(known)))),
            (Item::Field("proxy"), by_lang(&|lang| lang.t(&keyed("proxy", known)))),
            (Item::Field("deemed"), by_lang(&|lang| lang.t(&keyed("deemed", known)))),
            (Item::Field("legal-basis"), both(&known.legal_basis)),
            (Item::Field("verified"), by_lang(&|lang| yes_no(lang, known.verified))),
            (Item::Words, both(&known.words.join(", "))),
        ]
    };
    let pairs = texts(old).into_iter().zip(texts(new));
    pairs.filter_map(|((item, was), (_, is))| change(item, was, is)).collect()
}

/// A change where the texts differ; an empty text is one that is not there.
fn change(item: Item, was: Bilingual, is: Bilingual) -> Option<Change> {
    let there = |text: Bilingual| (text != Bilingual::default()).then_some(text);
    (was != is).then(|| Change { item, old: there(was), new: there(is) })
}

fn fee_due_key(standard: &Standard) -> &'static str {
    match standard.fee_due {
        FeeDue::Issue => "catalogue-fee-due-issue",
        FeeDue::Submission => "catalogue-fee-due-submission",
    }
}

fn fee_text(standard: &Standard, class: &FeeClass) -> Bilingual {
    let say = |lang: Lang| {
        let price = derive::fee_class(standard, class, lang);
        let when = class.only_if.as_ref().map(|asked| derive::condition(standard, asked, lang));
        joined(&[&price], when.as_deref())
    };
    Bilingual { id: say(Lang::Id), en: say(Lang::En) }
}

fn keyed(field: &str, standard: &Standard) -> String {
    let value = match field {
        "proxy" => text::proxy_text(standard.proxy),
        _ => text::deemed_text(standard.deemed),
    };
    format!("catalogue-{field}-{}", value.replace('_', "-"))
}

fn yes_no(lang: Lang, yes: bool) -> String {
    lang.t(if yes { "common-yes" } else { "common-no" })
}

/// How the items of a list are told apart and named.
struct Naming<T> {
    code: fn(&T) -> &String,
    item: fn(String) -> Item,
    list: &'static str,
}

/// Items added, removed and changed, by code; and a new order of those that stayed.
fn list<T: PartialEq>(
    changes: &mut Vec<Change>,
    (old, new): (&[T], &[T]),
    Naming { code, item, list: name }: Naming<T>,
    shown: impl Fn(bool, &T) -> Bilingual,
) {
    for is in new {
        let was = old.iter().find(|was| code(was) == code(is));
        if was != Some(is) {
            let (item, old) = (item(code(is).clone()), was.map(|was| shown(false, was)));
            changes.push(Change { item, old, new: Some(shown(true, is)) });
        }
    }
    for was in old.iter().filter(|was| !new.iter().any(|is| code(is) == code(was))) {
        let item = item(code(was).clone());
        changes.push(Change { item, old: Some(shown(false, was)), new: None });
    }
    let codes = |list: &[T]| list.iter().map(|item| code(item).clone()).collect::<Vec<_>>();
    let (before, after) = (codes(old), codes(new));
    let known = |codes: &[String]| codes.iter().cloned().collect::<BTreeSet<_>>();
    if before != after && known(&before) == known(&after) {
        let joined = |codes: Vec<String>| {
            let text = codes.join(", ");
            Some(Bilingual { id: text.clone(), en: text })
        };
        changes.push(Change { item: Item::Order(name), old: joined(before), new: joined(after) });
    }
}

fn document_text(standard: &Standard, document: &Document) -> Bilingual {
    let say = |lang: Lang| {
        let required = lang.t(required_key(document.required));
        let when = document.only_if.as_ref().map(|asked| derive::condition(standard, asked, lang));
        let parts = [document.name.get(lang.code()), document.hint.get(lang.code()), &required];
        joined(&parts, when.as_deref())
    };
    Bilingual { id: say(Lang::Id), en: say(Lang::En) }
}

fn question_text(standard: &Standard, question: &Question) -> Bilingual {
    let say = |lang: Lang| {
        let required = lang.t(required_key(question.required));
        let kind = text::kind_text(&question.answer).replace('_', "-");
        let kind = lang.t(&format!("catalogue-kind-{kind}"));
        let options = text::options_text(&question.answer);
        let when = question.only_if.as_ref().map(|asked| derive::condition(standard, asked, lang));
        let label = question.label.get(lang.code());
        let parts = [label, question.hint.get(lang.code()), &kind, &options, &required];
        joined(&parts, when.as_deref())
    };
    Bilingual { id: say(Lang::Id), en: say(Lang::En) }
}

fn required_key(required: bool) -> &'static str {
    if required { "catalogue-required" } else { "common-optional" }
}

fn joined(parts: &[&str], last: Option<&str>) -> String {
    let all = parts.iter().copied().chain(last).filter(|part| !part.is_empty());
    all.collect::<Vec<_>>().join(" · ")
}

fn components(old: &Standard, new: &Standard) -> Vec<Change> {
    let text = |standard: &Standard, component| {
        let mut texts = standard.components.iter();
        texts.find(|known| known.component == component).map(|known| {
            let unsure = |lang: Lang, text: &str| {
                if known.verified {
                    return text.to_owned();
                }
                format!("{text} ({})", lang.t("catalogue-unverified"))
            };
            Bilingual { id: unsure(Lang::Id, &known.text.id), en: unsure(Lang::En, &known.text.en) }
        })
    };
    let own = Component::ALL.into_iter().filter(|component| !DERIVED.contains(component));
    own.filter_map(|component| {
        let (old, new) = (text(old, component), text(new, component));
        (old != new).then_some(Change { item: Item::Component(component), old, new })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Change, Item, diff};
    use crate::catalogue::tests::seed;

    fn swapped(changes: Vec<Change>) -> Vec<(String, Change)> {
        let swap = |c: Change| Change { old: c.new, new: c.old, item: c.item };
        sorted(changes.into_iter().map(swap).collect())
    }

    fn sorted(changes: Vec<Change>) -> Vec<(String, Change)> {
        let mut keyed: Vec<_> = changes.into_iter().map(|c| (format!("{:?}", c.item), c)).collect();
        keyed.sort_by(|a, b| a.0.cmp(&b.0));
        keyed
    }

    proptest! {
        /// Nothing changes from a text to itself; the way back is the way there, read backwards.
        #[test]
        fn the_way_back_is_the_way_there(a in 0_usize..20, b in 0_usize..20) {
            let standards = seed().standards;
            let (old, new) = (&standards[a], &standards[b]);
            prop_assert!(diff(old, old).is_empty());
            prop_assert_eq!(diff(old, new).is_empty(), a == b);
            prop_assert_eq!(sorted(diff(old, new)), swapped(diff(new, old)));
        }
    }

    #[test]
    fn lists_show_what_was_added_removed_changed_and_moved() {
        let old = seed().standards.remove(1);
        let mut new = old.clone();
        let mut added = new.documents[0].clone();
        added.code = "photo".to_owned();
        new.documents.remove(1);
        new.documents[1].required = !new.documents[1].required;
        new.documents.push(added);
        let found: Vec<(Item, bool, bool)> = diff(&old, &new)
            .into_iter()
            .map(|change| (change.item, change.old.is_some(), change.new.is_some()))
            .collect();
        let document = |code: &str| Item::Document(code.to_owned());
        assert_eq!(
            found,
            [
                (document("kk"), true, true),
                (document("photo"), false, true),
                (document("damaged_card"), true, false),
            ]
        );
        let mut moved = old.clone();
        moved.documents.swap(0, 1);
        let found = diff(&old, &moved);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].item, Item::Order("documents"));
    }
}

//! Texts: both languages complete, every key used, and Indonesian that people can read.

use std::collections::BTreeSet;

use platform::i18n::{Lang, keys, sources};

#[test]
fn both_languages_have_the_same_keys() {
    let (id, en) = (keys(Lang::Id), keys(Lang::En));
    let missing: Vec<_> = id.difference(&en).collect();
    assert!(missing.is_empty(), "no English for {missing:?}");
    let missing: Vec<_> = en.difference(&id).collect();
    assert!(missing.is_empty(), "no Indonesian for {missing:?}");
    assert!(id.len() > 200, "only {} keys were read", id.len());
}

/// Of two texts with one key the program takes whichever it reads first.
#[test]
fn no_key_is_written_twice() {
    for lang in [Lang::Id, Lang::En] {
        let texts = sources(lang.code());
        let lines = texts.iter().flat_map(|(_, text)| text.lines());
        let of_key = |line: &&str| line.starts_with(|first: char| first.is_ascii_alphabetic());
        let count = lines.filter(of_key).filter(|line| line.contains('=')).count();
        assert_eq!(count, keys(lang).len(), "{lang:?}: a key stands there twice");
    }
}

/// Keys that the code or a template names as a whole, and prefixes of those that it puts together.
fn named() -> (BTreeSet<String>, Vec<String>) {
    let (mut whole, mut prefixes) = (BTreeSet::new(), Vec::new());
    for (path, text) in super::support::sources(&["rs", "html"]) {
        if path.display().to_string().contains("/tests/") {
            continue;
        }
        for literal in text.split('"').skip(1).step_by(1) {
            let literal = literal.split('"').next().unwrap_or_default();
            let key_like = !literal.is_empty()
                && literal
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_{}".contains(c));
            if !key_like || !literal.contains('-') {
                continue;
            }
            match literal.split_once('{') {
                Some((prefix, _)) => prefixes.push(prefix.to_owned()),
                None if literal.ends_with('-') => prefixes.push(literal.to_owned()),
                None => {
                    whole.insert(literal.to_owned());
                }
            }
        }
    }
    prefixes.retain(|prefix| prefix.len() > 4);
    (whole, prefixes)
}

#[test]
fn no_text_is_left_over() {
    let (whole, prefixes) = named();
    let unused: Vec<String> = keys(Lang::Id)
        .into_iter()
        .filter(|key| !whole.contains(key))
        .filter(|key| !prefixes.iter().any(|prefix| key.starts_with(prefix.as_str())))
        // A hint and a short form stand under the key of their label.
        .filter(|key| {
            let label = key.strip_suffix("-hint").or_else(|| key.strip_suffix("-short"));
            !label.is_some_and(|label| whole.contains(label))
        })
        .collect();
    assert!(unused.is_empty(), "nobody uses {unused:?}");
}

#[test]
fn templates_name_only_texts_that_are_there() {
    let known = keys(Lang::Id);
    let mut seen = 0;
    for (path, text) in super::support::sources(&["html"]) {
        for call in [".t(\"", ".t1(\"", ".t2(\""] {
            for rest in text.split(call).skip(1) {
                let key = rest.split('"').next().unwrap();
                seen += 1;
                let whole = !key.ends_with('-');
                assert!(!whole || known.contains(key), "{}: no text {key}", path.display());
            }
        }
    }
    assert!(seen > 150, "only {seen} texts were read");
}

#[test]
fn code_names_only_texts_that_are_there() {
    let known = keys(Lang::Id);
    let calls =
        ["lang.t(\"", "lang.with(\"", "Error::invalid(\"", "Error::conflict(\"", ".page(\""];
    let mut seen = 0;
    for (path, text) in super::support::sources(&["rs"]) {
        if path.display().to_string().contains("/tests/") {
            continue;
        }
        for rest in calls.iter().flat_map(|call| text.split(call).skip(1)) {
            let key = rest.split('"').next().unwrap();
            seen += 1;
            assert!(known.contains(key), "{}: no text {key}", path.display());
        }
    }
    assert!(seen > 100, "only {seen} texts were read");
}

/// UI rules, section 4: at most 15 words a sentence on average, 25 at most, and no office words.
#[test]
fn indonesian_is_plain() {
    let office = ["menindaklanjuti", "dipergunakan", "yang bersangkutan", "apabila", "Saudara"];
    let (mut sentences, mut words) = (0, 0);
    for (name, text) in sources("id") {
        for line in text.lines() {
            let Some((_, value)) = line.split_once('=') else { continue };
            for word in office {
                assert!(!value.contains(word), "{name}: \"{word}\" in {value}");
            }
            for sentence in
                value.split(['.', '!', '?']).filter(|s| s.split_whitespace().count() > 2)
            {
                let count = sentence.split_whitespace().count();
                assert!(count <= 25, "{name}: {count} words in {sentence}");
                sentences += 1;
                words += count;
            }
        }
    }
    assert!(words <= sentences * 15, "{words} words in {sentences} sentences");
}

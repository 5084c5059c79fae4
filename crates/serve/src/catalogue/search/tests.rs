use std::sync::Arc;

use kernel::service::Standard;
use proptest::prelude::*;

use super::Index;
use super::words::{distance, plain, stem, words};
use crate::catalogue::tests::seed;

fn index() -> Index {
    Index::new(seed().standards.into_iter().map(Arc::new).collect())
}

fn codes(found: &[Arc<Standard>]) -> Vec<&str> {
    found.iter().map(|standard| standard.code.as_str()).collect()
}

#[test]
fn everyday_questions_lead_to_the_service() {
    let index = index();
    for (question, code) in [
        ("KTP ilang", "DUK-KTP-HILANG"),
        ("saya mau ngurus ktp yg ilang gimana caranya", "DUK-KTP-HILANG"),
        ("akte lahir", "DUK-AKTA-LAHIR"),
        ("bikin akte anak", "DUK-AKTA-LAHIR"),
        ("lost my id card", "DUK-KTP-HILANG"),
        ("kartu kelurga", "DUK-KK-BARU"),
        ("ijin apotik", "PTSP-SIPA"),
        ("pindh rumah", "DUK-PINDAH"),
        ("kehilangan ktp", "DUK-KTP-HILANG"),
        ("duk-kia", "DUK-KIA"),
        ("kartukuning", "NAKER-AK1"),
        ("vehicle inspecton", "DISHUB-KIR"),
    ] {
        let found = index.find(question);
        assert_eq!(codes(&found).first(), Some(&code), "{question}: {:?}", codes(&found));
    }
}

#[test]
fn every_everyday_word_leads_to_its_service() {
    let index = index();
    for standard in seed().standards {
        for word in &standard.words {
            let found = index.find(word);
            let first = codes(&found).into_iter().take(3).collect::<Vec<_>>();
            assert!(first.contains(&standard.code.as_str()), "{word}: {first:?}");
        }
    }
}

#[test]
fn nonsense_and_nothing_find_nothing() {
    let index = index();
    for question in ["", "  ", "?!", "qqqqqqqq zzzzzzz"] {
        assert!(index.find(question).is_empty(), "{question}");
    }
}

#[test]
fn spelling_is_brought_to_one() {
    assert_eq!(plain("  KTP-el,  HILANG! "), "ktp el hilang");
    assert_eq!(words("Saya mau bikin akte yg ilang"), ["buat", "akta", "hilang"]);
    assert_eq!(words("mau apa"), ["mau", "apa"]);
    assert_eq!(
        [stem("kehilangan"), stem("hilangnya"), stem("usaha")],
        ["hilang", "hilang", "usaha"]
    );
}

/// One slip: a letter left out, doubled, replaced, or swapped with its neighbour.
fn slip(word: &str, kind: u8, at: usize, other: char) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = at % letters.len();
    match kind {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        2 => letters[at] = other,
        _ if at + 1 < letters.len() => letters.swap(at, at + 1),
        _ => letters.push(other),
    }
    letters.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    /// A slip in an everyday word of at least four letters: with fewer, the slip is another word.
    #[test]
    fn one_slip_still_finds_the_service(
        pick in any::<prop::sample::Index>(),
        kind in 0_u8..4,
        at in any::<usize>(),
        other in prop::char::range('a', 'z'),
    ) {
        thread_local! {
            static CITY: (Index, Vec<(String, String)>) = (index(), {
                let services = seed().standards.into_iter();
                let pairs = services.flat_map(|standard| {
                    let code = standard.code;
                    standard.words.into_iter().map(move |word| (code.clone(), word))
                });
                pairs.filter(|(_, word)| word.chars().count() >= 4).collect()
            });
        }
        CITY.with(|(index, words)| {
            let (code, word) = pick.get(words);
            let typed = slip(word, kind, at, other);
            let found = index.find(&typed);
            let first: Vec<&str> = codes(&found).into_iter().take(3).collect();
            prop_assert!(first.contains(&code.as_str()), "{word} as {typed}: {first:?} not {code}");
            Ok(())
        })?;
    }

    /// Against the plain recursive definition.
    #[test]
    fn distance_agrees_with_its_definition(a in "[ab]{0,5}", b in "[ab]{0,5}", most in 0_usize..4) {
        fn slow(a: &[char], b: &[char]) -> usize {
            match (a, b) {
                ([], rest) | (rest, []) => rest.len(),
                ([x, a2 @ ..], [y, b2 @ ..]) => {
                    let mut best = slow(a2, b2) + usize::from(x != y);
                    best = best.min(slow(a2, b) + 1).min(slow(a, b2) + 1);
                    if let ([p, q, a3 @ ..], [r, s, b3 @ ..]) = (a, b)
                        && p == s && q == r
                    {
                        best = best.min(slow(a3, b3) + 1);
                    }
                    best
                }
            }
        }
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        let exact = slow(&a, &b);
        prop_assert_eq!(distance(&a, &b, most), (exact <= most).then_some(exact));
    }
}

#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;
use rustc_hash::FxHashMap;

use super::*;
use crate::discovery::inductive;
use crate::petri::{Marking, Net, of_tree};
use crate::table::{Names, Variant};
use crate::tree::tests::trees;
use crate::tree::{Tree, accepts, next, read_text};

fn log(words: &[(String, u64)]) -> (Vec<Variant>, Names) {
    let mut names = Names::default();
    let variants = words
        .iter()
        .map(|(word, cases)| Variant {
            activities: word.chars().map(|c| names.number(&c.to_string())).collect(),
            cases: *cases,
        })
        .collect();
    (variants, names)
}

fn of(words: &[&str]) -> (Vec<Variant>, Names) {
    log(&words.iter().map(|word| ((*word).to_owned(), 1)).collect::<Vec<_>>())
}

fn net(tree: &str) -> Net {
    of_tree(&read_text(tree).unwrap())
}

fn cost(alignment: &Alignment) -> u32 {
    match alignment {
        Alignment::Found { cost, .. } => *cost,
        Alignment::Unfinished(least) => panic!("unfinished at {least}"),
    }
}

fn costs(net: &Net, words: &[&str]) -> Vec<u32> {
    let (variants, names) = of(words);
    let aligned = align(net, &variants, &names, &Limits::default()).unwrap();
    aligned.alignments.iter().map(cost).collect()
}

/// The cheapest alignment without any estimate: Bellman and Ford over all markings and positions.
fn brute(net: &Net, word: &str) -> u32 {
    let word: Vec<String> = word.chars().map(String::from).collect();
    let mut best: FxHashMap<(Marking, usize), u32> = FxHashMap::default();
    let mut queue = vec![((net.start().clone(), 0), 0)];
    while let Some((state, cost)) = queue.pop() {
        if best.get(&state).is_some_and(|known| *known <= cost) {
            continue;
        }
        best.insert(state.clone(), cost);
        let (marking, read) = state;
        if read < word.len() {
            queue.push(((marking.clone(), read + 1), cost + 1));
        }
        for (t, step) in net.transitions().iter().enumerate() {
            if !net.enabled(t, &marking) {
                continue;
            }
            let next = net.fire(t, &marking).unwrap();
            let own = u32::from(step.label.is_some());
            queue.push(((next.clone(), read), cost + own));
            if step.label.is_some() && step.label.as_ref() == word.get(read) {
                queue.push(((next, read + 1), cost));
            }
        }
    }
    best[&(net.end().clone(), word.len())]
}

/// Whether the moves are a run of the net that reads the trace, at the cost that is said.
fn holds(net: &Net, variant: &Variant, names: &Names, alignment: &Alignment) {
    let Alignment::Found { cost, steps } = alignment else { panic!("unfinished") };
    let (mut marking, mut read, mut sum) = (net.start().clone(), Vec::new(), 0);
    for step in steps {
        match step {
            Step::Log(activity) => {
                read.push(*activity);
                sum += 1;
            }
            Step::Both(t) | Step::Model(t) | Step::Silent(t) => {
                assert!(net.enabled(*t, &marking));
                marking = net.fire(*t, &marking).unwrap();
                let label = net.transitions()[*t].label.as_deref();
                match step {
                    Step::Both(_) => read.push(names.get(label.unwrap()).unwrap()),
                    Step::Model(_) => sum += u32::from(label.is_some()),
                    _ => assert!(label.is_none()),
                }
            }
        }
    }
    assert_eq!((&marking, &read, sum), (net.end(), &variant.activities, *cost));
}

#[test]
fn alignments_of_the_textbook() {
    // Carmona et al., Conformance Checking (2018): what is missing, what is too much, what is swapped.
    let net = net("->( 'a', X( +( 'b', 'c' ), 'e' ), 'd' )");
    let words = ["abcd", "acbd", "aed", "abd", "abcbd", "dcba", "", "xaexd"];
    assert_eq!(costs(&net, &words), [0, 0, 0, 1, 1, 4, 3, 2]);
}

#[test]
fn fitness_is_one_minus_cost_over_the_worst_case() {
    let net = net("->( 'a', 'b' )");
    let (variants, names) = of(&["ab", "a", "xyz"]);
    let aligned = align(&net, &variants, &names, &Limits::default()).unwrap();
    assert_eq!(aligned.shortest, 2);
    let fitness: Vec<f64> = (0..3).map(|at| aligned.fitness(at, &variants[at]).unwrap()).collect();
    assert_eq!(fitness, [1.0, 1.0 - 1.0 / 3.0, 0.0]);
    assert!((aligned.log_fitness(&variants) - (1.0 - 6.0 / 12.0)).abs() < 1e-12);
}

#[test]
fn a_limit_is_said_and_the_bound_is_true() {
    let net = net("+( 'a', 'b', 'c', 'd', 'e', 'f' )");
    let (variants, names) = of(&["fedcbaxfedcba"]);
    let tight = Limits { states: 1, ..Limits::default() };
    let Err(error) = align(&net, &variants, &names, &tight) else { panic!("found") };
    assert!(error.contains("within the limits"));
    let cheap = Limits { cost: 6, ..Limits::default() };
    let aligned = align(&net, &variants, &names, &cheap).unwrap();
    assert_eq!(aligned.alignments, [Alignment::Unfinished(7)]);
    let late = Limits { stop: &|| true, ..Limits::default() };
    let aligned = align(&net, &variants, &names, &late).unwrap();
    assert_eq!((aligned.shortest, &aligned.alignments[0]), (6, &Alignment::Unfinished(7)));
}

#[test]
fn a_model_without_an_end_is_said() {
    let text = crate::petri::write_pnml(&net("->( 'a', 'b' )"), "m");
    let broken = text.replace("source=\"t2\" target=\"sink\"", "source=\"t2\" target=\"source\"");
    assert_ne!(text, broken);
    let broken = crate::petri::read_pnml(&broken).unwrap();
    let (variants, names) = of(&["ab"]);
    let error = align(&broken, &variants, &names, &Limits::default()).unwrap_err();
    assert!(error.contains("no run that ends"), "{error}");
}

#[test]
fn replay_counts_tokens_as_rozinat_and_van_der_aalst() {
    let net = net("->( 'a', 'b', 'c' )");
    let (variants, names) = of(&["abc", "ac", "abbc", "abcx"]);
    let replayed = replay(&net, &variants, &names, 1_000, &|| {});
    let all: Vec<(u64, u64, u64, u64)> = (replayed.tokens.iter().flatten())
        .map(|t| (t.produced, t.consumed, t.missing, t.remaining))
        .collect();
    assert_eq!(all, [(4, 4, 0, 0), (3, 3, 1, 1), (5, 5, 1, 1), (4, 4, 0, 0)]);
    assert_eq!(replayed.tokens[3].unwrap().unknown, 1);
    assert!((replayed.tokens[1].unwrap().fitness() - 2.0 / 3.0).abs() < 1e-12);
}

#[test]
fn silent_steps_fill_all_inputs_of_a_step() {
    // Not a net of a tree: the visible step itself joins two branches, each with a silent step.
    let mut text = "<pnml><net id='n'>".to_owned();
    for place in ["i", "p", "q", "r", "s", "o"] {
        text += &format!("<place id='{place}'/>");
    }
    let silent = "<toolspecific tool='ProM' activity='$invisible$'/>";
    for (step, arcs, inside) in [
        ("split", ["i", "", "p", "q"], silent),
        ("one", ["p", "", "r", ""], silent),
        ("two", ["q", "", "s", ""], silent),
        ("x", ["r", "s", "o", ""], ""),
    ] {
        text += &format!("<transition id='{step}'>{inside}</transition>");
        for place in arcs[..2].iter().filter(|place| !place.is_empty()) {
            text += &format!("<arc source='{place}' target='{step}'/>");
        }
        for place in arcs[2..].iter().filter(|place| !place.is_empty()) {
            text += &format!("<arc source='{step}' target='{place}'/>");
        }
    }
    let net = crate::petri::read_pnml(&(text + "</net></pnml>")).unwrap();
    let (variants, names) = of(&["x"]);
    let tokens = replay(&net, &variants, &names, 100, &|| {}).tokens[0].unwrap();
    assert_eq!((tokens.fits(), tokens.produced, tokens.consumed), (true, 6, 6));
    assert_eq!(costs(&net, &["x", "xx", ""]), [0, 1, 1]);
}

#[test]
fn deviations_in_sentences() {
    let net = net("->( 'a', 'b', 'c', 'd' )");
    let (variants, names) = of(&["abcd", "acd", "abbcd", "bacd", "abxcd"]);
    let aligned = align(&net, &variants, &names, &Limits::default()).unwrap();
    let all = commonest(&net, &variants, &names, &aligned.alignments);
    let mut sentences: Vec<String> = all.iter().map(Deviation::sentence).collect();
    sentences.sort();
    assert!(sentences.contains(&"b was left out in 1 case.".to_owned()), "{sentences:?}");
    assert!(
        sentences.contains(&"b was done more often than the model allows in 1 case.".to_owned())
    );
    assert!(
        sentences.contains(&"x, which the model does not have, was done in 1 case.".to_owned())
    );
    assert!(sentences.iter().any(|s| s.contains("at another place")), "{sentences:?}");
    assert_eq!(all.len(), 4);
}

#[test]
fn precision_is_what_the_log_shows_of_what_is_allowed() {
    let (variants, names) = of(&["ab"]);
    let of = |tree| precision(&net(tree), &variants, &names, 1_000, &|| false).unwrap();
    assert!((of("->( 'a', 'b' )") - 1.0).abs() < 1e-12);
    // After nothing a and b are allowed and one is seen, after a only b.
    assert!((of("+( 'a', 'b' )") - 2.0 / 3.0).abs() < 1e-12);
    assert!((of("*( tau, X( 'a', 'b' ) )") - 0.5).abs() < 1e-12);
}

fn some_log() -> impl Strategy<Value = Vec<(String, u64)>> {
    prop::collection::vec(("[a-f]{0,6}", 1..20u64), 1..6)
}

fn letters(word: &str) -> Vec<String> {
    word.chars().map(String::from).collect()
}

fn is_word(tree: &Tree, word: &str) -> bool {
    let letters = letters(word);
    accepts(tree, &letters.iter().map(String::as_str).collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_cost_is_that_of_a_search_without_estimates(tree in trees(), words in some_log()) {
        let (net, (variants, names)) = (of_tree(&tree), log(&words));
        let aligned = align(&net, &variants, &names, &Limits { threads: 2, ..Limits::default() });
        let aligned = aligned.unwrap();
        prop_assert_eq!(aligned.shortest as usize, tree.shortest());
        for ((word, _), (variant, alignment)) in
            words.iter().zip(variants.iter().zip(&aligned.alignments))
        {
            holds(&net, variant, &names, alignment);
            prop_assert_eq!(cost(alignment), brute(&net, word));
            prop_assert_eq!(cost(alignment) == 0, is_word(&tree, word));
        }
    }

    /// The estimate that stands in when the space is too large to be known as a whole.
    #[test]
    fn bounds_of_places_are_never_above_those_of_markings(tree in trees()) {
        let net = of_tree(&tree);
        let mut space = space::Space::new(&net, 100_000);
        let whole = bounds::Bounds::of(&mut space);
        let rough = bounds::Bounds::structural(&space);
        let n = space.labels.len();
        let (mut a, mut b, mut c, mut d) = (vec![0; n], vec![0; n], vec![0; n], vec![0; n]);
        for marking in 0..u32::try_from(space.len()).unwrap() {
            prop_assert!(whole.write(&space, marking, &mut a, &mut b));
            prop_assert!(rough.write(&space, marking, &mut c, &mut d));
            for label in 0..n {
                prop_assert!(c[label] <= a[label] && b[label] <= d[label]);
            }
        }
    }

    #[test]
    fn one_event_more_changes_the_cost_by_at_most_one(tree in trees(), word in "[a-f]{1,6}", at in 0..6usize) {
        let net = of_tree(&tree);
        let mut shorter = word.clone();
        shorter.remove(at % word.len());
        let both = costs(&net, &[&word, &shorter]);
        prop_assert!(both[0].abs_diff(both[1]) <= 1);
    }

    /// Precision knows nets, this reckoning only trees.
    #[test]
    fn precision_is_that_of_the_language(tree in trees(), words in some_log()) {
        let (variants, names) = log(&words);
        let found = precision(&of_tree(&tree), &variants, &names, 1_000_000, &|| false).unwrap();
        let (mut allowed, mut escaping) = (0, 0);
        for (at, word) in words.iter().enumerate() {
            let word_letters = letters(&word.0);
            for end in 0..word_letters.len() {
                let beginning: Vec<&str> = word_letters[..end].iter().map(String::as_str).collect();
                let Some(may) = next(&tree, &beginning) else { continue };
                let seen = |name: &&str| {
                    words.iter().any(|(other, _)| other.starts_with(&format!("{}{name}", beginning.concat())))
                };
                allowed += may.len() as u64 * words[at].1;
                escaping += may.iter().filter(|name| !seen(name)).count() as u64 * words[at].1;
            }
        }
        let wanted = if allowed == 0 { 1.0 } else { 1.0 - escaping as f64 / allowed as f64 };
        prop_assert!((found - wanted).abs() < 1e-9, "{} {}", found, wanted);
    }

    /// Turning the model and the trace round changes nothing.
    #[test]
    fn the_cost_is_the_same_backwards(tree in trees(), word in "[a-e]{0,6}") {
        let back: String = word.chars().rev().collect();
        let there = costs(&of_tree(&tree), &[&word]);
        prop_assert_eq!(there, costs(&of_tree(&reversed(&tree)), &[&back]));
    }

    #[test]
    fn a_log_fits_its_own_model(words in some_log()) {
        let (variants, names) = log(&words);
        let net = of_tree(&inductive(&variants, &names, 0.0));
        let aligned = align(&net, &variants, &names, &Limits::default()).unwrap();
        prop_assert!(aligned.alignments.iter().all(|alignment| cost(alignment) == 0));
        let replayed = replay(&net, &variants, &names, 1_000_000, &|| {});
        prop_assert!(replayed.tokens.iter().all(|tokens| tokens.unwrap().fits()));
        prop_assert!((replayed.total.fitness() - 1.0).abs() < 1e-12);
        let precision = precision(&net, &variants, &names, 1_000_000, &|| false).unwrap();
        prop_assert!((0.0..=1.0).contains(&precision));
    }

    #[test]
    fn replay_finds_no_fault_exactly_when_there_is_none(tree in trees(), words in some_log()) {
        let (net, (variants, names)) = (of_tree(&tree), log(&words));
        let replayed = replay(&net, &variants, &names, 1_000_000, &|| {});
        for ((word, _), tokens) in words.iter().zip(&replayed.tokens) {
            let tokens = tokens.unwrap();
            // What was given or is left over explains the difference.
            prop_assert_eq!(tokens.produced + tokens.missing, tokens.consumed + tokens.remaining);
            if tokens.fits() && tokens.unknown == 0 {
                prop_assert!(is_word(&tree, word), "{} in {}", word, tree);
            }
        }
    }
}

fn reversed(tree: &Tree) -> Tree {
    let all = || -> Vec<Tree> { tree.children().iter().map(reversed).collect() };
    match tree {
        Tree::Silent | Tree::Activity(_) => tree.clone(),
        Tree::Sequence(_) => Tree::sequence(all().into_iter().rev().collect()),
        Tree::Parallel(_) => Tree::parallel(all()),
        Tree::Choice(_) => {
            let mut all = all();
            Tree::choice(all.remove(0), all)
        }
        Tree::Loop(children) => Tree::repeat(reversed(&children[0]), reversed(&children[1])),
    }
}

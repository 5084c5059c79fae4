#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeSet, VecDeque};

use proptest::prelude::*;
use rustc_hash::FxHashSet;

use super::*;
use crate::tree::tests::trees;
use crate::tree::{read_text, words};

/// All markings that silent steps lead to.
fn closed(net: &Net, markings: BTreeSet<Marking>) -> BTreeSet<Marking> {
    let mut all = markings.clone();
    let mut queue: Vec<Marking> = markings.into_iter().collect();
    while let Some(marking) = queue.pop() {
        for (t, transition) in net.transitions().iter().enumerate() {
            if transition.label.is_none() && net.enabled(t, &marking) {
                let next = net.fire(t, &marking).unwrap();
                if all.insert(next.clone()) {
                    queue.push(next);
                }
            }
        }
    }
    all
}

fn net_words(net: &Net, longest: usize) -> BTreeSet<Vec<String>> {
    let mut found = BTreeSet::new();
    let start = closed(net, BTreeSet::from([net.start().clone()]));
    let mut queue = VecDeque::from([(Vec::new(), start)]);
    while let Some((word, markings)) = queue.pop_front() {
        if markings.contains(net.end()) {
            found.insert(word.clone());
        }
        let labels: BTreeSet<&String> =
            net.transitions().iter().filter_map(|t| t.label.as_ref()).collect();
        for label in labels.iter().filter(|_| word.len() < longest) {
            let mut next = BTreeSet::new();
            for marking in &markings {
                for (t, transition) in net.transitions().iter().enumerate() {
                    if transition.label.as_ref() == Some(label) && net.enabled(t, marking) {
                        next.insert(net.fire(t, marking).unwrap());
                    }
                }
            }
            if !next.is_empty() {
                let mut word = word.clone();
                word.push((*label).clone());
                queue.push_back((word, closed(net, next)));
            }
        }
    }
    found
}

/// Every reachable marking, at most `limit`.
fn reachable(net: &Net, limit: usize) -> Option<FxHashSet<Marking>> {
    let mut all = FxHashSet::from_iter([net.start().clone()]);
    let mut queue = vec![net.start().clone()];
    while let Some(marking) = queue.pop() {
        for t in 0..net.transitions().len() {
            if net.enabled(t, &marking) {
                let next = net.fire(t, &marking).unwrap();
                if all.insert(next.clone()) {
                    queue.push(next);
                }
            }
        }
        if all.len() > limit {
            return None;
        }
    }
    Some(all)
}

#[test]
fn a_broken_pnml_says_its_line() {
    let good = write_pnml(&of_tree(&read_text("->( 'a', 'b' )").unwrap()), "m");
    for (from, to, wanted) in [
        ("<pnml>", "<xml>", "this is no XML"),
        (
            "<text>1</text></initialMarking>",
            "<text>-1</text></initialMarking>",
            "line 6: initialMarking",
        ),
        ("id=\"t2\"", "id=\"t1\"", "line 10: two nodes have the id t1"),
        ("target=\"t1\"", "target=\"nowhere\"", "line 11: there is no place or transition nowhere"),
        ("target=\"t1\"", "target=\"sink\"", "line 11: an arc joins"),
        ("idref=\"sink\"", "idref=\"t1\"", "there is no place t1"),
        ("<inscription><text>1", "<inscription><text>400", "line 11: inscription should be"),
    ] {
        assert!(good.contains(from), "{good}");
        let error = read_pnml(&good.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(error.contains(wanted), "{from}: {error}\n{good}");
    }
    assert!(read_pnml("").unwrap_err().to_string().starts_with("line 1: there is no XML"));
}

#[test]
fn a_net_of_another_tool_is_read() {
    // No page, no name, a namespace, no final marking, a stochastic net's sign for silent steps.
    let text = r#"<?xml version="1.0"?>
        <p:pnml xmlns:p="http://www.pnml.org"><p:net id="n">
        <p:place id="i"/><p:place id="o"/><p:place id="m"/>
        <p:transition id="x"><p:name><p:text>a &amp; b</p:text></p:name></p:transition>
        <p:transition id="y"><p:toolspecific tool="StochasticPetriNet" version="0.2">
          <p:property key="invisible">true</p:property></p:toolspecific></p:transition>
        <p:arc id="1" source="i" target="x"/><p:arc id="2" source="x" target="m"/>
        <p:arc id="3" source="m" target="y"/><p:arc id="4" source="y" target="o"/>
        </p:net></p:pnml>"#;
    let net = read_pnml(text).unwrap();
    assert_eq!(net.transitions()[0].label.as_deref(), Some("a & b"));
    assert_eq!(net.transitions()[1].label, None);
    assert_eq!((net.start()[0], net.end()[1]), (1, 1));
    assert_eq!(net_words(&net, 3).into_iter().next().unwrap(), ["a & b"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_net_has_the_language_of_its_tree(tree in trees()) {
        let Some(words) = words(&tree, 4, 400) else { return Ok(()) };
        prop_assert_eq!(net_words(&of_tree(&tree), 4), words);
    }

    #[test]
    fn a_net_comes_back_from_its_file(tree in trees()) {
        let net = of_tree(&tree);
        prop_assert_eq!(read_pnml(&write_pnml(&net, "a <net>")).unwrap(), net);
    }

    #[test]
    fn a_net_of_a_tree_is_safe_and_sound(tree in trees()) {
        let net = of_tree(&tree);
        let Some(all) = reachable(&net, 3_000) else { return Ok(()) };
        let sink = net.end().iter().position(|tokens| *tokens > 0).unwrap();
        for marking in &all {
            prop_assert!(marking.iter().all(|tokens| *tokens <= 1));
            prop_assert!(marking[sink] == 0 || marking == net.end());
        }
        // Every transition can fire, and from every marking the end can be reached.
        for t in 0..net.transitions().len() {
            prop_assert!(all.iter().any(|marking| net.enabled(t, marking)));
        }
        let mut ends = FxHashSet::from_iter([net.end().clone()]);
        loop {
            let more: Vec<Marking> = all
                .iter()
                .filter(|marking| !ends.contains(*marking))
                .filter(|marking| {
                    (0..net.transitions().len()).any(|t| {
                        net.enabled(t, marking) && ends.contains(&net.fire(t, marking).unwrap())
                    })
                })
                .cloned()
                .collect();
            if more.is_empty() {
                break;
            }
            ends.extend(more);
        }
        prop_assert_eq!(ends.len(), all.len());
    }
}

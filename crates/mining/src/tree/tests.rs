#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::*;

/// Trees over a few letters, with at most three levels.
pub(crate) fn trees() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        1 => Just(Tree::Silent),
        6 => (0..5u8).prop_map(|i| Tree::activity(char::from(b'a' + i).to_string())),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let some = || prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            some().prop_map(Tree::sequence),
            some().prop_map(Tree::parallel),
            some().prop_map(|mut all| Tree::choice(all.remove(0), all)),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| Tree::repeat(a, b)),
        ]
    })
}

fn language(tree: &str, longest: usize) -> Vec<String> {
    let words = words(&read_text(tree).unwrap(), longest, 10_000).unwrap();
    words.iter().map(|word| word.concat()).collect()
}

#[test]
fn operators_allow_what_the_paper_says() {
    assert_eq!(language("->( 'a', 'b' )", 4), ["ab"]);
    assert_eq!(language("X( 'a', 'b', tau )", 4), ["", "a", "b"]);
    assert_eq!(language("+( 'a', ->( 'b', 'c' ) )", 4), ["abc", "bac", "bca"]);
    assert_eq!(language("*( 'a', 'b' )", 5), ["a", "aba", "ababa"]);
    assert_eq!(language("*( tau, 'b' )", 3), ["", "b", "bb", "bbb"]);
    assert_eq!(language("*( X( 'a', tau ), 'b' )", 2), ["", "a", "ab", "b", "ba", "bb"]);
}

#[test]
fn a_broken_text_says_where() {
    for (text, start) in [
        ("", "at character 1: a tree begins"),
        ("->( 'a', 'b'", "at character 13: a , or a )"),
        ("->( 'a', 'b' ) x", "at character 16: the tree ends"),
        ("*( 'a' )", "at character 9: a loop has 2"),
        ("X 'a'", "at character 3: an operator"),
        ("'a", "at character 2: the name"),
    ] {
        let error = read_text(text).unwrap_err();
        assert!(error.starts_with(start), "{text}: {error}");
    }
    assert!(read_text(&"->('a',".repeat(100_000)).unwrap_err().contains("deeper"));
}

#[test]
fn a_broken_ptml_says_its_line() {
    let tree = read_text("->( 'a', *( 'b', 'c' ) )").unwrap();
    let good = write_ptml(&tree, "m");
    for (from, to, line) in [
        ("xorLoop", "orr", "line 6: there is no operator orr"),
        ("name=\"a\"", "name=\"\"", "line 5: a manualTask needs a name"),
        ("targetId=\"n1\"", "targetId=\"n7\"", "there is no node n7"),
        ("targetId=\"n2\"", "targetId=\"n1\"", "line 14: node n1 has two parents"),
        ("</ptml>", "", "the file ends inside an element"),
        ("<ptml>", "<pnml>", "this is no XML"),
        ("id=\"n4\"", "id=\"n3\"", "line 8: two nodes have the same id"),
    ] {
        assert!(good.contains(from), "{good}");
        let error = read_ptml(&good.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(error.contains(line), "{from}: {error}\n{good}");
    }
}

#[test]
fn names_with_signs_of_xml_survive() {
    let tree = Tree::sequence(vec![Tree::activity("a < b & \"c\" 'd'"), Tree::activity("é → π")]);
    assert_eq!(read_ptml(&write_ptml(&tree, "<>")).unwrap(), tree);
}

proptest! {
    #[test]
    fn text_and_ptml_come_back(tree in trees()) {
        prop_assert_eq!(&read_text(&tree.to_string()).unwrap(), &tree);
        prop_assert_eq!(&read_ptml(&write_ptml(&tree, "model")).unwrap(), &tree);
    }

    #[test]
    fn the_normal_form_keeps_the_language_and_is_its_own(tree in trees()) {
        let normal = tree.clone().normal();
        prop_assert_eq!(normal.clone().normal(), normal.clone());
        prop_assert_eq!(words(&tree, 4, 5_000), words(&normal, 4, 5_000));
        prop_assert_ne!(same_language(&tree, &normal, 2_000), Some(false));
    }

    #[test]
    fn words_are_accepted_and_the_shortest_is_as_long_as_said(tree in trees()) {
        let Some(all) = words(&tree, 5, 5_000) else { return Ok(()) };
        for word in &all {
            let word: Vec<&str> = word.iter().map(String::as_str).collect();
            prop_assert!(accepts(&tree, &word));
        }
        let least = all.iter().map(Vec::len).min();
        prop_assert!(least.is_none_or(|least| least == tree.shortest()));
        prop_assert_eq!(tree.is_nullable(), tree.shortest() == 0);
    }
}

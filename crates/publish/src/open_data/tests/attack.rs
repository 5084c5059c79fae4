//! Attacks on what is published: everything that a reader can know of a hidden count.

use proptest::prelude::*;

use crate::open_data::counts::{Count, Line, Tree, answered};
use crate::open_data::disclosure::{Node, Shown, protect};

const FEWEST: i64 = 10;
/// More files than a city of these tests has.
const MANY: i64 = 100_000;

/// Interval arithmetic until nothing changes: a parent is the sum of its children, a count is its trait and
/// the opposite, and hidden values are bounded by what is left. Its bounds hold the truth and, in a tree, are what
/// any solution can reach.
#[derive(Clone, Debug)]
struct Known {
    low: i64,
    high: i64,
    children: Vec<Known>,
}

impl Known {
    /// What is told of one number in a tree. `least` is what a reader may know of a hidden one beforehand, when the
    /// group above it is told: below a blank everything is blank, whatever it is.
    fn told(
        (node, shown): (&Node, &Shown),
        above: bool,
        value: &impl Fn(&Node) -> i64,
        is_shown: &impl Fn(&Shown) -> bool,
        least: &impl Fn(&Node, &Shown) -> i64,
    ) -> Self {
        let here = is_shown(shown);
        let (low, high) = match (here, above) {
            (true, _) => (value(node), value(node)),
            (false, true) => (least(node, shown), MANY),
            (false, false) => (0, MANY),
        };
        let pairs = node.children.iter().zip(&shown.children);
        let children = pairs.map(|pair| Self::told(pair, here, value, is_shown, least));
        Self { low, high, children: children.collect() }
    }

    /// Narrows every number by its family; says whether anything changed.
    fn narrow(&mut self) -> bool {
        let mut changed = false;
        for child in &mut self.children {
            changed |= child.narrow();
        }
        if self.children.is_empty() {
            return changed;
        }
        let low: i64 = self.children.iter().map(|child| child.low).sum();
        let high: i64 = self.children.iter().map(|child| child.high).sum();
        changed |= self.cut(low, high);
        for place in 0..self.children.len() {
            let child = &self.children[place];
            let (low, high) = (self.low - (high - child.high), self.high - (low - child.low));
            changed |= self.children[place].cut(low, high);
        }
        changed
    }

    fn cut(&mut self, low: i64, high: i64) -> bool {
        let before = (self.low, self.high);
        (self.low, self.high) = (self.low.max(low), self.high.min(high));
        before != (self.low, self.high)
    }

    fn settle(mut self) -> Self {
        while self.narrow() {}
        self
    }
}

/// Bounds of the number, and of its opposite, with what both tell of each other.
fn together(with: &mut Known, without: &mut Known, n: &Known) -> bool {
    let mut changed = with.cut(n.low - without.high, n.high - without.low);
    changed |= without.cut(n.low - with.high, n.high - with.low);
    let rest = without.children.iter_mut().zip(&n.children);
    for (with, (without, n)) in with.children.iter_mut().zip(rest) {
        changed |= together(with, without, n);
    }
    changed
}

/// Every hidden small count stays unknown: what a reader can find has room for `FEWEST`, or for more than one
/// value where the whole group is that small.
fn unknown(node: &Node, known: &Known, value: &impl Fn(&Node) -> i64) -> Result<(), String> {
    let truth = value(node);
    if truth > 0 && truth < FEWEST && known.low == known.high {
        return Err(format!("{truth} of {node:?} is known"));
    }
    assert!(known.low <= truth && truth <= known.high, "the attack is sound: {known:?} {truth}");
    let mut pairs = node.children.iter().zip(&known.children);
    pairs.try_for_each(|(node, known)| unknown(node, known, value))
}

/// Nothing that is shown is small.
fn large(node: &Node, shown: &Shown) -> Result<(), String> {
    let small = |count: i64| count > 0 && count < FEWEST;
    if shown.n && node.n < FEWEST {
        return Err(format!("{node:?} is shown"));
    }
    for (with, shown) in node.traits.iter().zip(&shown.traits) {
        if *shown && (small(*with) || small(node.n - with)) {
            return Err(format!("a trait of {node:?} is shown"));
        }
    }
    let mut pairs = node.children.iter().zip(&shown.children);
    pairs.try_for_each(|(node, shown)| large(node, shown))
}

fn attack(node: &Node, shown: &Shown) -> Result<(), String> {
    large(node, shown)?;
    // A row that is not there has no files, or too few.
    let all = (node, shown);
    let files = Known::told(all, true, &|node| node.n, &|shown| shown.n, &|_, _| 0).settle();
    unknown(node, &files, &|node| node.n)?;
    for place in 0..node.traits.len() {
        let with = |node: &Node| node.traits[place];
        let without = |node: &Node| node.n - node.traits[place];
        let is_shown = |shown: &Shown| shown.traits[place];
        // A blank in a row that is there tells that there is something to hide.
        let something = |count: i64, shown: &Shown| if shown.n { count.min(1) } else { 0 };
        let least = |node: &Node, shown: &Shown| something(with(node), shown);
        let mut a = Known::told(all, true, &with, &is_shown, &least);
        let least = |node: &Node, shown: &Shown| something(without(node), shown);
        let mut b = Known::told(all, true, &without, &is_shown, &least);
        loop {
            (a, b) = (a.settle(), b.settle());
            if !together(&mut a, &mut b, &files) {
                break;
            }
        }
        unknown(node, &a, &with)?;
        unknown(node, &b, &without)?;
    }
    Ok(())
}

/// Counts that are mostly small, as those of a small city are.
fn leaf() -> impl Strategy<Value = Node> {
    let n = prop_oneof![0i64..4, 0i64..25, 8i64..14, 20i64..200];
    (n, 0.0f64..1.0, 0u8..8).prop_map(|(n, share, kind)| {
        let with = match kind {
            0 => 0,
            1 => n,
            2..5 => n.min(1),
            5 => (n - 1).max(0),
            _ => (n as f64 * share) as i64,
        };
        Node { n, traits: vec![with], children: Vec::new() }
    })
}

fn grown(children: Vec<Node>) -> Node {
    let n = children.iter().map(|child| child.n).sum();
    let with = children.iter().map(|child| child.traits[0]).sum();
    Node { n, traits: vec![with], children }
}

fn tree() -> impl Strategy<Value = Node> {
    let service = prop::collection::vec(leaf(), 1..12).prop_map(grown);
    let unit = prop::collection::vec(service, 1..5).prop_map(grown);
    prop::collection::vec(unit, 1..6).prop_map(grown)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn no_small_count_is_shown_or_follows_from_what_is(node in tree()) {
        let shown = protect(&node, FEWEST);
        prop_assert_eq!(attack(&node, &shown), Ok(()));
    }

    /// A city with many files hides little: otherwise everything could be hidden and all be well.
    #[test]
    fn what_is_large_everywhere_is_shown(
        counts in prop::collection::vec((50i64..500, 0.3f64..0.7), 2..9),
    ) {
        let leaf = |(n, share): &(i64, f64)| {
            Node { n: *n, traits: vec![(*n as f64 * share) as i64], children: Vec::new() }
        };
        let node = grown(counts.iter().map(leaf).collect());
        let shown = protect(&node, FEWEST);
        prop_assert!(shown.n && shown.traits[0]);
        prop_assert!(shown.children.iter().all(|child| child.n && child.traits[0]));
    }

    /// Two releases hold no file twice, so their difference is no number of files; whatever they tell together, each
    /// is as safe as alone. The counts of a period also stay the same in the release after it.
    #[test]
    fn two_releases_share_no_file(
        first in 1usize..200, second in 1usize..200,
    ) {
        let file = |month: &str| Count {
            month: month.to_owned(),
            unit_code: "A".to_owned(),
            service: "S".to_owned(),
            channel: "web".to_owned(),
            answered: 1,
            ..Count::default()
        };
        let old: Vec<Count> = (0..first).map(|_| file("2026-06")).collect();
        let new: Vec<Count> = (0..second).map(|_| file("2026-07")).collect();
        let city = |counts: &[Count]| -> Vec<Line> { answered(counts).lines(FEWEST) };
        let n = |lines: &[Line]| lines.first().map_or(0, |line| line.n);
        let shown = |count: usize| if count < 10 { 0 } else { count as i64 };
        prop_assert_eq!(n(&city(&old)), shown(first));
        prop_assert_eq!(n(&city(&new)), shown(second), "it holds nothing of the release before");
    }
}

#[test]
fn one_small_unit_takes_the_next_with_it() {
    let mut tree = Tree::new(1);
    for (unit, n, with) in [("A", 200, 120), ("B", 40, 20), ("C", 4, 2), ("D", 90, 45)] {
        tree.add([unit], n, &[with]);
    }
    let lines = tree.lines(FEWEST);
    let names: Vec<_> = lines.iter().map(|line| line.path.concat()).collect();
    assert_eq!(names, ["", "A", "D"], "C is too small, and B with it: 334 - 200 - 90 is 44");
}

#[test]
fn a_trait_is_hidden_where_few_have_it_or_few_have_not() {
    let mut tree = Tree::new(1);
    for (unit, n, with) in [("A", 200, 195), ("B", 100, 60), ("C", 90, 0), ("D", 50, 50)] {
        tree.add([unit], n, &[with]);
    }
    let lines = tree.lines(FEWEST);
    let told: Vec<_> =
        lines.iter().map(|line| (line.path.concat(), line.n, line.traits[0])).collect();
    assert_eq!(
        told,
        [
            (String::new(), 440, Some(305)),
            ("A".to_owned(), 200, None),
            ("B".to_owned(), 100, None),
            ("C".to_owned(), 90, Some(0)),
            ("D".to_owned(), 50, Some(50)),
        ]
    );
}

/// Ten services with one late file each: ten blanks that make ten tell each of them, so the ten go too.
#[test]
fn blanks_that_can_only_be_ones_take_their_sum_with_them() {
    let mut tree = Tree::new(1);
    for service in 0..10 {
        tree.add(["A", &format!("S{service}")], 50, &[1]);
    }
    for unit in ["B", "C"] {
        tree.add([unit, "S0"], 100, &[40]);
    }
    let lines = tree.lines(FEWEST);
    let unit = |name: &str| lines.iter().find(|line| line.path == [name]).unwrap().traits[0];
    assert_eq!(unit("A"), None);
    assert!(unit("B").is_some() != unit("C").is_some(), "A would follow from both and the city");
}

//! Which counts may be published together. Pure.
//!
//! Counts form a tree: the city, its units, their services, the months, the channels. Each node has a count of
//! files (`n`) and, for each trait such as "on time", how many of them have it; `n` less that is how many have not.
//!
//! A count is small when it is above 0 and below `fewest`. What is small is hidden. Whoever knows a parent
//! and the children that are shown also knows what the hidden ones have together; so that must not be small either:
//!
//! - **Files.** The hidden children of a shown parent have `fewest` files together at least. A hidden child has
//!   no row: nobody can tell it from one without files. So each may have anything from 0 to all of them.
//! - **Traits.** A trait is hidden when it or its opposite is small. A hidden trait is a blank in a row that is there,
//!   which tells that there is something to hide where the group above is told; so it is reckoned as 1 at least.
//!   What the hidden children have together, less 1 for each other one, must still be `fewest`: then each of them may
//!   have anything up to `fewest`, and a small one is never known.
//! - The smallest sibling is hidden with them until that holds. When there is none left, the parent's trait is
//!   hidden, and its family must leave as much room as the children lack.
//! - Whatever stands below a hidden node is hidden.
//!
//! Every table is a cut through one tree, and no other sum of the same files is published. So each equation that a
//! reader can write down is one of a parent and its children (or a sum of such), and the argument above holds for all.

/// A group of files, and the groups it is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// Files.
    pub n: i64,
    /// How many of them have each trait.
    pub traits: Vec<i64>,
    /// The groups it is made of: nothing, or all of its files.
    pub children: Vec<Node>,
}

/// What of a node may be published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Whether its files may.
    pub n: bool,
    /// Whether each trait may.
    pub traits: Vec<bool>,
    /// The same of its children.
    pub children: Vec<Shown>,
}

/// What of a tree may be published.
pub fn protect(root: &Node, fewest: i64) -> Shown {
    let files = files(root, root.n >= fewest, fewest);
    let traits: Vec<Flags> =
        (0..root.traits.len()).map(|place| settled(root, place, &files, fewest)).collect();
    together(&files, &traits.iter().collect::<Vec<_>>())
}

/// One word for each node of a tree.
#[derive(Clone, Debug)]
struct Flags {
    on: bool,
    children: Vec<Flags>,
}

impl Flags {
    fn like(node: &Node, on: bool) -> Self {
        Self { on, children: node.children.iter().map(|child| Self::like(child, on)).collect() }
    }
}

fn together(files: &Flags, traits: &[&Flags]) -> Shown {
    let child = |place: usize| {
        let below: Vec<&Flags> = traits.iter().map(|flags| &flags.children[place]).collect();
        together(&files.children[place], &below)
    };
    Shown {
        n: files.on,
        traits: traits.iter().map(|flags| flags.on).collect(),
        children: (0..files.children.len()).map(child).collect(),
    }
}

fn files(node: &Node, on: bool, fewest: i64) -> Flags {
    if !on {
        return Flags::like(node, false);
    }
    let mut shown: Vec<bool> = node.children.iter().map(|child| child.n >= fewest).collect();
    loop {
        let hidden = node.children.iter().zip(&shown).filter(|(_, shown)| !**shown);
        let together: i64 = hidden.map(|(child, _)| child.n).sum();
        let open = (0..shown.len()).filter(|place| shown[*place]);
        match open.min_by_key(|place| node.children[*place].n) {
            Some(next) if together > 0 && together < fewest => shown[next] = false,
            _ => break,
        }
    }
    let children = node.children.iter().zip(shown);
    Flags { on, children: children.map(|(child, on)| files(child, on, fewest)).collect() }
}

/// A trait of a group and its opposite.
#[derive(Clone, Copy)]
struct Pair {
    with: i64,
    without: i64,
}

impl Pair {
    fn of(node: &Node, place: usize) -> Self {
        let with = node.traits[place];
        Self { with, without: node.n - with }
    }

    /// With the trait (0) or without it (1).
    fn side(self, side: usize) -> i64 {
        if side == 0 { self.with } else { self.without }
    }

    fn is_small(self, fewest: i64) -> bool {
        [self.with, self.without].into_iter().any(|count| count != 0 && count < fewest)
    }
}

/// What is hidden because of its children: how much room each side of the trait must have, 0 where none is asked for.
#[derive(Clone, Debug)]
struct Barred {
    room: [i64; 2],
    children: Vec<Barred>,
}

impl Barred {
    fn none(node: &Node) -> Self {
        Self { room: [0, 0], children: node.children.iter().map(Self::none).collect() }
    }

    fn is(&self) -> bool {
        self.room != [0, 0]
    }
}

/// A trait in the whole tree. Where a family cannot be made safe, its parent is hidden and all is done again;
/// so it ends.
fn settled(root: &Node, place: usize, files: &Flags, fewest: i64) -> Flags {
    let mut barred = Barred::none(root);
    loop {
        let on = files.on && !barred.is() && !Pair::of(root, place).is_small(fewest);
        let mut work = Work { place, fewest, failed: false };
        let shown = work.family(root, files, &mut barred, on);
        if !work.failed {
            return shown;
        }
    }
}

struct Work {
    place: usize,
    fewest: i64,
    failed: bool,
}

impl Work {
    fn family(&mut self, node: &Node, files: &Flags, barred: &mut Barred, on: bool) -> Flags {
        if !on {
            return Flags::like(node, false);
        }
        let pairs: Vec<Pair> =
            node.children.iter().map(|child| Pair::of(child, self.place)).collect();
        let mut shown: Vec<bool> = (0..pairs.len())
            .map(|child| {
                let open = files.children[child].on && !barred.children[child].is();
                open && !pairs[child].is_small(self.fewest)
            })
            .collect();
        if let Err(room) = self.hide(&pairs, &barred.children, &mut shown) {
            barred.room = room;
            self.failed = true;
        }
        let mut children = Vec::with_capacity(pairs.len());
        for (child, on) in shown.into_iter().enumerate() {
            let (node, files) = (&node.children[child], &files.children[child]);
            children.push(self.family(node, files, &mut barred.children[child], on));
        }
        Flags { on, children }
    }

    /// Hides siblings until what is hidden is safe; otherwise says how much room their sum would need.
    fn hide(&self, pairs: &[Pair], barred: &[Barred], shown: &mut [bool]) -> Result<(), [i64; 2]> {
        loop {
            let needs = [0, 1].map(|side| self.needed(pairs, barred, shown, side));
            let lacking = [0, 1].into_iter().find(|side| needs[*side].1);
            let Some(side) = lacking else { return Ok(()) };
            let open =
                (0..pairs.len()).filter(|place| shown[*place] && pairs[*place].side(side) > 0);
            match open.min_by_key(|place| pairs[*place].side(side)) {
                Some(next) => shown[next] = false,
                None => return Err(needs.map(|(room, _)| room.max(self.fewest))),
            }
        }
    }

    /// How much the hidden ones must have together on a side, and whether they lack it. Each other one is
    /// reckoned as 1.
    fn needed(
        &self,
        pairs: &[Pair],
        barred: &[Barred],
        shown: &[bool],
        side: usize,
    ) -> (i64, bool) {
        let hidden =
            (0..pairs.len()).filter(|place| !shown[*place] && pairs[*place].side(side) != 0);
        let (mut sum, mut others, mut room) = (0, -1, self.fewest);
        for place in hidden {
            sum += pairs[place].side(side);
            others += 1;
            room = room.max(barred[place].room[side]);
        }
        let needed = room + others.max(0);
        (needed, others >= 0 && sum < needed)
    }
}

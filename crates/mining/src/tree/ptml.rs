//! PTML: process trees as ProM and PM4Py exchange them.
//!
//! Nodes stand flat, `parentsNode` elements join them in order. A loop has three children there:
//! body, redo, and what comes after the loop, which we write as τ.

use std::fmt::Write;

use rustc_hash::FxHashMap;

use super::text::built;
use super::xml::{self, Broken, Element, escaped};
use super::{DEEPEST, Tree};

/// The file of a tree.
pub fn write(tree: &Tree, name: &str) -> String {
    let mut file = Writer { nodes: String::new(), joints: String::new(), next: 0 };
    let root = file.node(tree);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ptml>\n  <processTree name=\"{}\" \
         root=\"{root}\" id=\"tree\">\n{}{}  </processTree>\n</ptml>\n",
        escaped(name),
        file.nodes,
        file.joints
    )
}

struct Writer {
    nodes: String,
    joints: String,
    next: usize,
}

impl Writer {
    fn node(&mut self, tree: &Tree) -> String {
        let id = format!("n{}", self.next);
        self.next += 1;
        let (kind, name) = match tree {
            Tree::Silent => ("automaticTask", ""),
            Tree::Activity(name) => ("manualTask", name.as_str()),
            Tree::Sequence(_) => ("sequence", ""),
            Tree::Choice(_) => ("xor", ""),
            Tree::Parallel(_) => ("and", ""),
            Tree::Loop(_) => ("xorLoop", ""),
        };
        let name = escaped(name);
        // Writing to a text cannot fail.
        writeln!(self.nodes, "    <{kind} name=\"{name}\" id=\"{id}\"/>").unwrap_or(());
        for child in tree.children() {
            self.joint(&id, child);
        }
        if matches!(tree, Tree::Loop(_)) {
            self.joint(&id, &Tree::Silent);
        }
        id
    }

    fn joint(&mut self, parent: &str, child: &Tree) {
        let child = self.node(child);
        writeln!(
            self.joints,
            "    <parentsNode id=\"e{child}\" sourceId=\"{parent}\" targetId=\"{child}\"/>"
        )
        .unwrap_or(());
    }
}

/// Reads the file of a tree.
///
/// # Errors
/// The first mistake, with its line.
pub fn read(text: &str) -> Result<Tree, Broken> {
    let document = xml::read(text)?;
    let Some(process) = document.first("processTree").filter(|_| document.name == "ptml") else {
        return Err(Broken::new(document.line, "a PTML file has <ptml> and in it <processTree>"));
    };
    let mut nodes = FxHashMap::default();
    let mut children: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
    let mut parents = FxHashMap::default();
    for element in &process.children {
        if element.name == "parentsNode" {
            let (from, to) = (element.need("sourceId")?, element.need("targetId")?);
            if parents.insert(to, from).is_some() {
                return Err(Broken::new(element.line, format!("node {to} has two parents")));
            }
            children.entry(from).or_default().push(to);
        } else if nodes.insert(element.need("id")?, element).is_some() {
            return Err(Broken::new(element.line, "two nodes have the same id"));
        }
    }
    let root = process.need("root")?;
    if parents.contains_key(root) {
        return Err(Broken::new(process.line, "the root has a parent"));
    }
    node(root, process.line, &nodes, &children, 0)
}

fn node(
    id: &str,
    line: u64,
    nodes: &FxHashMap<&str, &Element>,
    children: &FxHashMap<&str, Vec<&str>>,
    depth: usize,
) -> Result<Tree, Broken> {
    let Some(element) = nodes.get(id) else {
        return Err(Broken::new(line, format!("there is no node {id}")));
    };
    let wrong = |what: String| Broken::new(element.line, what);
    if depth > DEEPEST {
        return Err(wrong(format!("the tree is nested deeper than {DEEPEST} levels")));
    }
    let below = children.get(id).map_or(&[][..], Vec::as_slice);
    let mut below = below
        .iter()
        .map(|child| node(child, element.line, nodes, children, depth + 1))
        .collect::<Result<Vec<_>, _>>()?;
    let sign = match element.name.as_str() {
        "automaticTask" | "manualTask" if !below.is_empty() => {
            return Err(wrong("a task has no children".to_owned()));
        }
        "automaticTask" => return Ok(Tree::Silent),
        "manualTask" => match element.get("name") {
            Some(name) if !name.is_empty() => return Ok(Tree::activity(name)),
            _ => return Err(wrong("a manualTask needs a name".to_owned())),
        },
        "sequence" => "->",
        "xor" => "X",
        "and" => "+",
        "xorLoop" => "*",
        other => {
            return Err(wrong(format!(
                "there is no operator {other} here, only sequence, xor, and, xorLoop"
            )));
        }
    };
    let exit = if sign == "*" && below.len() == 3 { below.pop() } else { None };
    let tree = built(sign, below).map_err(wrong)?;
    Ok(match exit {
        None | Some(Tree::Silent) => tree,
        Some(exit) => Tree::sequence(vec![tree, exit]),
    })
}

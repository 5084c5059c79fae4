//! Trees as text: `->( 'a', X( 'b', tau ) )`, the operators `->` `X` `+` `*`.

use super::{DEEPEST, Tree};

/// Reads a tree.
///
/// # Errors
/// A sentence with the place (in characters, from 1 on) where no tree goes on.
pub fn read(text: &str) -> Result<Tree, String> {
    let mut reader = Reader { text, at: 0 };
    let tree = reader.tree(0)?;
    reader.space();
    if reader.at < text.len() {
        return Err(reader.wrong("the tree ends before this"));
    }
    Ok(tree)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn wrong(&self, what: &str) -> String {
        format!("at character {}: {what}", self.text[..self.at].chars().count() + 1)
    }

    fn space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn takes(&mut self, word: &str) -> bool {
        self.space();
        let there = self.text[self.at..].starts_with(word);
        if there {
            self.at += word.len();
        }
        there
    }

    fn tree(&mut self, depth: usize) -> Result<Tree, String> {
        if depth > DEEPEST {
            return Err(self.wrong(&format!("the tree is nested deeper than {DEEPEST} levels")));
        }
        if self.takes("tau") || self.takes("τ") {
            return Ok(Tree::Silent);
        }
        if self.takes("'") {
            let Some(end) = self.text[self.at..].find('\'') else {
                return Err(self.wrong("the name of this activity has no closing '"));
            };
            let name = &self.text[self.at..self.at + end];
            if name.is_empty() {
                return Err(self.wrong("an activity needs a name"));
            }
            self.at += end + 1;
            return Ok(Tree::activity(name));
        }
        let Some(sign) = ["->", "X", "+", "*"].into_iter().find(|sign| self.takes(sign)) else {
            return Err(self.wrong("a tree begins with ->, X, +, *, tau or a name in '…'"));
        };
        let children = self.children(depth + 1)?;
        built(sign, children).map_err(|what| self.wrong(&what))
    }

    fn children(&mut self, depth: usize) -> Result<Vec<Tree>, String> {
        if !self.takes("(") {
            return Err(self.wrong("an operator is followed by ( and its children"));
        }
        let mut children = vec![self.tree(depth)?];
        while self.takes(",") {
            children.push(self.tree(depth)?);
        }
        if !self.takes(")") {
            return Err(self.wrong("a , or a ) should stand here"));
        }
        Ok(children)
    }
}

/// The tree of an operator as files name it.
pub(super) fn built(sign: &str, mut children: Vec<Tree>) -> Result<Tree, String> {
    if children.is_empty() {
        return Err("an operator needs children".to_owned());
    }
    Ok(match sign {
        "->" => Tree::sequence(children),
        "+" => Tree::parallel(children),
        "X" => Tree::choice(children.remove(0), children),
        _ if children.len() == 2 => {
            let redo = children.swap_remove(1);
            Tree::repeat(children.swap_remove(0), redo)
        }
        _ => return Err(format!("a loop has 2 children, this one has {}", children.len())),
    })
}

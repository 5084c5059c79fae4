//! PNML (ISO/IEC 15909-2) with the final marking and the sign for silent steps that ProM and PM4Py
//! use.

use std::fmt::Write;

use rustc_hash::FxHashMap;

use super::{Builder, Marking, Net, add};
use crate::tree::Broken;
use crate::tree::xml::{self, Element, escaped};

/// The file of a net.
pub fn write(net: &Net, name: &str) -> String {
    let mut page = String::new();
    // Writing to a text cannot fail.
    let mut line = |text: String| writeln!(page, "      {text}").unwrap_or(());
    for (place, id) in net.places.iter().enumerate() {
        let id = escaped(id);
        let tokens = net.start[place];
        let marking = match tokens {
            0 => String::new(),
            _ => format!("<initialMarking><text>{tokens}</text></initialMarking>"),
        };
        line(format!("<place id=\"{id}\"><name><text>{id}</text></name>{marking}</place>"));
    }
    for transition in &net.transitions {
        let id = escaped(&transition.id);
        let label = escaped(transition.label.as_ref().unwrap_or(&transition.id));
        let silent = match transition.label {
            Some(_) => "",
            None => {
                "<toolspecific tool=\"ProM\" version=\"6.4\" activity=\"$invisible$\" \
                 localNodeID=\"\"/>"
            }
        };
        line(format!(
            "<transition id=\"{id}\"><name><text>{label}</text></name>{silent}</transition>"
        ));
    }
    let mut arcs = 0;
    for transition in &net.transitions {
        let ways = transition.takes.iter().map(|arc| (arc, true));
        for (arc, into) in ways.chain(transition.gives.iter().map(|arc| (arc, false))) {
            let (place, step) = (escaped(&net.places[arc.place]), escaped(&transition.id));
            let (source, target) = if into { (place, step) } else { (step, place) };
            let weight = arc.weight;
            arcs += 1;
            line(format!(
                "<arc id=\"a{arcs}\" source=\"{source}\" target=\"{target}\">\
                 <inscription><text>{weight}</text></inscription></arc>"
            ));
        }
    }
    let end: String = (net.places.iter().zip(&net.end).filter(|(_, tokens)| **tokens > 0))
        .map(|(id, tokens)| {
            format!("<place idref=\"{}\"><text>{tokens}</text></place>", escaped(id))
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<pnml>\n  <net id=\"net\" \
         type=\"http://www.pnml.org/version-2009/grammar/pnmlcoremodel\">\n    \
         <name><text>{}</text></name>\n    <page id=\"page\">\n{page}    </page>\n    \
         <finalmarkings><marking>{end}</marking></finalmarkings>\n  </net>\n</pnml>\n",
        escaped(name)
    )
}

/// Where an id leads.
#[derive(Clone, Copy)]
enum Node {
    Place(usize),
    Transition(usize),
}

/// Reads the file of a net.
///
/// A net without an initial marking begins in its only place without an incoming arc, one without
/// a final marking ends in its only place without an outgoing one.
///
/// # Errors
/// The first mistake, with its line.
pub fn read(text: &str) -> Result<Net, Broken> {
    let document = xml::read(text)?;
    let Some(net) = document.first("net").filter(|_| document.name == "pnml") else {
        return Err(Broken::new(document.line, "a PNML file has <pnml> and in it <net>"));
    };
    let mut parts = Vec::new();
    pages(net, &mut parts);
    let (mut builder, mut nodes, mut tokens) = (Builder::default(), FxHashMap::default(), vec![]);
    for part in &parts {
        let id = match part.name.as_str() {
            "place" | "transition" => part.need("id")?,
            "referencePlace" | "referenceTransition" => {
                return Err(Broken::new(
                    part.line,
                    "references between pages are not read; merge the pages into one",
                ));
            }
            _ => continue,
        };
        let node = if part.name == "place" {
            tokens.push(count(part, "initialMarking", 0)?);
            Node::Place(builder.place(id))
        } else {
            Node::Transition(builder.transition(id, label(part, id)))
        };
        if nodes.insert(id, node).is_some() {
            return Err(Broken::new(part.line, format!("two nodes have the id {id}")));
        }
    }
    for part in parts.iter().filter(|part| part.name == "arc") {
        arc(part, &nodes, &mut builder)?;
    }
    if builder.transitions.is_empty() {
        return Err(Broken::new(net.line, "the net has no transition"));
    }
    let end = final_marking(net, &nodes, tokens.len())?;
    let start: Marking = tokens.into();
    let start = given_or_only(start, &builder, net.line, true)?;
    let end = given_or_only(end, &builder, net.line, false)?;
    Ok(builder.finish(start, end))
}

/// The elements of a net and of its pages.
fn pages<'a>(element: &'a Element, parts: &mut Vec<&'a Element>) {
    for child in &element.children {
        match child.name.as_str() {
            "page" => pages(child, parts),
            _ => parts.push(child),
        }
    }
}

fn count(element: &Element, name: &str, missing: u8) -> Result<u8, Broken> {
    let Some(text) = element.value(name) else { return Ok(missing) };
    text.parse().map_err(|_| {
        Broken::new(element.line, format!("{name} should be a number from 0 to 255, not {text:?}"))
    })
}

/// The activity of a transition; none when it is marked as silent.
fn label(transition: &Element, id: &str) -> Option<String> {
    let silent = transition.all("toolspecific").any(|tool| {
        let property =
            |it: &Element| it.get("key") == Some("invisible") && it.text.trim() == "true";
        tool.get("activity").is_some_and(|activity| activity.contains("invisible"))
            || tool.children.iter().any(property)
    });
    if silent {
        return None;
    }
    let name = transition.value("name").filter(|name| !name.is_empty());
    Some(name.unwrap_or(id).to_owned())
}

fn arc(part: &Element, nodes: &FxHashMap<&str, Node>, builder: &mut Builder) -> Result<(), Broken> {
    let wrong = |what: String| Broken::new(part.line, what);
    let kind = part.value("arctype").or_else(|| part.first("type")?.get("value"));
    if let Some(kind) = kind.filter(|kind| *kind != "normal") {
        return Err(wrong(format!("an arc is of kind {kind}; only normal arcs are read")));
    }
    let (source, target) = (part.need("source")?, part.need("target")?);
    let node = |id: &str| {
        nodes.get(id).copied().ok_or_else(|| wrong(format!("there is no place or transition {id}")))
    };
    let weight = count(part, "inscription", 1)?;
    let added = match (node(source)?, node(target)?) {
        (Node::Place(place), Node::Transition(step)) => {
            add(&mut builder.transitions[step].takes, place, weight)
        }
        (Node::Transition(step), Node::Place(place)) => {
            add(&mut builder.transitions[step].gives, place, weight)
        }
        _ => return Err(wrong("an arc joins a place and a transition".to_owned())),
    };
    added.ok_or_else(|| wrong("arcs may move at most 255 tokens".to_owned()))
}

fn final_marking(
    net: &Element,
    nodes: &FxHashMap<&str, Node>,
    places: usize,
) -> Result<Marking, Broken> {
    let mut end: Marking = vec![0; places].into();
    let Some(all) = net.first("finalmarkings") else { return Ok(end) };
    if all.all("marking").count() > 1 {
        return Err(Broken::new(all.line, "the net has several final markings; keep one"));
    }
    let Some(marking) = all.first("marking") else { return Ok(end) };
    for place in marking.all("place") {
        let id = place.need("idref")?;
        let Some(Node::Place(number)) = nodes.get(id) else {
            return Err(Broken::new(place.line, format!("there is no place {id}")));
        };
        let text = place.first("text").map_or("", |text| text.text.trim());
        end[*number] = text.parse().map_err(|_| {
            Broken::new(
                place.line,
                format!("tokens should be a number from 0 to 255, not {text:?}"),
            )
        })?;
    }
    Ok(end)
}

/// A marking as the file gives it, or one token in the only place where cases can begin or end.
fn given_or_only(
    mut marking: Marking,
    builder: &Builder,
    line: u64,
    start: bool,
) -> Result<Marking, Broken> {
    if marking.iter().any(|tokens| *tokens > 0) {
        return Ok(marking);
    }
    let touched = |place: usize| {
        let mut arcs = builder
            .transitions
            .iter()
            .flat_map(|step| if start { &step.gives } else { &step.takes });
        arcs.any(|arc| arc.place == place)
    };
    let mut free = (0..marking.len()).filter(|place| !touched(*place));
    match (free.next(), free.next()) {
        (Some(place), None) => {
            marking[place] = 1;
            Ok(marking)
        }
        _ if start => Err(Broken::new(
            line,
            "the net has no initial marking, and not exactly one place without an incoming arc",
        )),
        _ => Err(Broken::new(
            line,
            "the net has no final marking, and not exactly one place without an outgoing arc",
        )),
    }
}

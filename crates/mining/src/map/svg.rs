//! The map as a picture. Every word comes from whoever draws it.

use std::fmt::Write as _;

use super::layout::lines;
use super::{Map, Path, Place, What};

/// Words of a map.
pub struct Texts<'t> {
    /// What the picture shows, in one sentence, for everyone who cannot see it.
    pub title: String,
    /// What is in it, in a few sentences.
    pub description: String,
    /// What the start is called.
    pub start: String,
    /// What the end is called.
    pub end: String,
    /// A number as people write it.
    pub number: &'t dyn Fn(u64) -> String,
    /// A length of time in microseconds.
    pub time: &'t dyn Fn(f64) -> String,
    /// A box in a sentence.
    pub place: &'t dyn Fn(&Place) -> String,
    /// An arrow in a sentence, between places with these names.
    pub path: &'t dyn Fn(&str, &str, &Path) -> String,
    /// Where the box of an activity leads, if it is a link.
    pub link: &'t dyn Fn(&Place) -> Option<String>,
}

const INK: &str = "#10262c";
const BOX: &str = "#edf6f7";
const EDGE: &str = "#0a5763";
const END: &str = "#073b43";
const LINE: &str = "#445b62";

/// The map as SVG, without scripts, styles or identifiers, so that several stand in one page. Parts
/// have the classes `map-place` and `map-path`.
pub fn svg(map: &Map, texts: &Texts<'_>) -> String {
    let mut out = String::new();
    let (width, height) = map.size;
    let label = escape(&texts.title);
    // Writing to a String cannot fail; what `write!` returns is of no use here.
    put(
        &mut out,
        format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"process-map\" role=\"img\" \
         aria-label=\"{label}\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" \
         height=\"{height:.0}\" font-family=\"Plus Jakarta Sans, sans-serif\" font-size=\"13\">\n\
         <title>{label}</title>\n<desc>{}</desc>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
            escape(&texts.description)
        ),
    );
    let most = map.paths.iter().map(|path| path.count).max().unwrap_or(1).max(1) as f64;
    // Frequent ones last, so that they lie above the others.
    for path in map.paths.iter().rev() {
        arrow(&mut out, map, path, most, texts);
    }
    for place in &map.places {
        draw_box(&mut out, place, texts);
    }
    for path in &map.paths {
        words(&mut out, path, texts);
    }
    out.push_str("</svg>\n");
    out
}

fn put(out: &mut String, what: std::fmt::Arguments<'_>) {
    out.write_fmt(what).ok();
}

fn called<'m>(place: &'m Place, texts: &'m Texts<'_>) -> &'m str {
    match place.what {
        What::Start => &texts.start,
        What::End => &texts.end,
        What::Activity(_) => &place.name,
    }
}

fn arrow(out: &mut String, map: &Map, path: &Path, most: f64, texts: &Texts<'_>) {
    let width = 1.2 + 5.0 * (path.count as f64 / most).sqrt();
    let head = 5.0 + width;
    let [.., before, tip] = path.way.as_slice() else { return };
    // Arrows enter a box upright, a loop from the side.
    let (dx, dy) = if path.from == path.to {
        (-1.0, 0.0)
    } else {
        (0.0, if before.1 < tip.1 { 1.0 } else { -1.0 })
    };
    let neck = (tip.0 - dx * head, tip.1 - dy * head);
    let mut way = path.way.clone();
    if let Some(last) = way.last_mut() {
        *last = neck;
    }
    let (from, to) = (&map.places[path.from], &map.places[path.to]);
    let title = (texts.path)(called(from, texts), called(to, texts), path);
    let line = curve(&way, path.from == path.to);
    put(
        out,
        format_args!(
            "<g class=\"map-path\"><title>{}</title><path d=\"{line}\" fill=\"none\" stroke=\"{EDGE}\" \
         stroke-width=\"{width:.1}\"/><path d=\"M{:.1} {:.1}L{:.1} {:.1}L{:.1} {:.1}Z\" \
         fill=\"{EDGE}\"/></g>\n",
            escape(&title),
            tip.0,
            tip.1,
            neck.0 - dy * head * 0.6,
            neck.1 - dx * head * 0.6,
            neck.0 + dy * head * 0.6,
            neck.1 + dx * head * 0.6,
        ),
    );
}

/// A smooth line through the points, upright at each.
fn curve(way: &[(f64, f64)], is_loop: bool) -> String {
    let mut line = String::new();
    let Some((x, y)) = way.first() else { return line };
    put(&mut line, format_args!("M{x:.1} {y:.1}"));
    if is_loop {
        way[1..].iter().for_each(|(x, y)| put(&mut line, format_args!("L{x:.1} {y:.1}")));
        return line;
    }
    for pair in way.windows(2) {
        let ((ax, ay), (bx, by)) = (pair[0], pair[1]);
        let half = (ay + by) / 2.0;
        put(&mut line, format_args!("C{ax:.1} {half:.1} {bx:.1} {half:.1} {bx:.1} {by:.1}"));
    }
    line
}

fn draw_box(out: &mut String, place: &Place, texts: &Texts<'_>) {
    let ((x, y), (width, height)) = (place.middle, place.size);
    let link = (texts.link)(place);
    if let Some(link) = &link {
        put(out, format_args!("<a href=\"{}\">", escape(link)));
    }
    let title = (texts.place)(place);
    let (left, top) = (x - width / 2.0, y - height / 2.0);
    let is_end = !matches!(place.what, What::Activity(_));
    let (fill, ink, round) = if is_end { (END, "#ffffff", 18.0) } else { (BOX, INK, 6.0) };
    put(
        out,
        format_args!(
            "<g class=\"map-place\"><title>{}</title><rect x=\"{left:.1}\" y=\"{top:.1}\" \
         width=\"{width:.1}\" height=\"{height:.1}\" rx=\"{round}\" fill=\"{fill}\" \
         stroke=\"{LINE}\"/>",
            escape(&title)
        ),
    );
    let count = (texts.number)(place.count);
    let mut rows = lines(called(place, texts));
    if is_end {
        rows = vec![format!("{} {count}", called(place, texts))];
    } else if place.lasts.known > 0 {
        rows.push(format!("{count} · {}", (texts.time)(place.lasts.median)));
    } else {
        rows.push(count);
    }
    let last = rows.len() - 1;
    for (at, row) in rows.iter().enumerate() {
        let row_y = y + 17.0 * (at as f64 - last as f64 / 2.0) + 4.5;
        let weight = if at == last && !is_end { "400" } else { "650" };
        put(
            out,
            format_args!(
                "<text x=\"{x:.1}\" y=\"{row_y:.1}\" text-anchor=\"middle\" fill=\"{ink}\" \
             font-weight=\"{weight}\">{}</text>",
                escape(row)
            ),
        );
    }
    out.push_str("</g>");
    out.push_str(if link.is_some() { "</a>\n" } else { "\n" });
}

/// How often, and half of them how fast, on white so that an arrow below does not disturb.
fn words(out: &mut String, path: &Path, texts: &Texts<'_>) {
    let (x, y) = path.words;
    let mut rows = vec![((texts.number)(path.count), "650")];
    if path.takes.known > 0 {
        rows.push(((texts.time)(path.takes.median), "400"));
    }
    let last = rows.len() - 1;
    let longest = rows.iter().map(|(row, _)| row.chars().count()).max().unwrap_or(0);
    let (width, height) = (longest as f64 * 7.4 + 8.0, 17.0 * rows.len() as f64);
    put(
        out,
        format_args!(
            "<g aria-hidden=\"true\"><rect x=\"{:.1}\" y=\"{:.1}\" width=\"{width:.1}\" \
         height=\"{height:.1}\" fill=\"#ffffff\" fill-opacity=\"0.9\"/>",
            x - width / 2.0,
            y - height / 2.0
        ),
    );
    for (at, (row, weight)) in rows.iter().enumerate() {
        let row_y = y + 16.0 * (at as f64 - last as f64 / 2.0) + 4.5;
        put(
            out,
            format_args!(
                "<text x=\"{x:.1}\" y=\"{row_y:.1}\" text-anchor=\"middle\" fill=\"{INK}\" \
             font-weight=\"{weight}\">{}</text>",
                escape(row)
            ),
        );
    }
    out.push_str("</g>\n");
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // Not allowed in XML 1.0 (section 2.2).
            letter if letter < ' ' && !matches!(letter, '\t' | '\n' | '\r') => {}
            letter => out.push(letter),
        }
    }
    out
}

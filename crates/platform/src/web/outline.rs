//! Outlines of the city's regions, and their geometry on a page. Templates draw it as SVG.

use serde::Deserialize;

/// How wide a drawing is.
const WIDE: f64 = 360.0;

/// A region of the city.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// Its code, as units name it.
    pub code: String,
    /// Its closed lines, each of longitude and latitude in degrees (WGS 84).
    pub rings: Vec<Vec<[f64; 2]>>,
}

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    id: String,
    geometry: Geometry,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Polygon(Vec<Vec<[f64; 2]>>),
    MultiPolygon(Vec<Vec<Vec<[f64; 2]>>>),
}

impl Region {
    /// Reads a GeoJSON collection (RFC 7946) of polygons, whose ids are the codes of regions.
    ///
    /// # Errors
    /// Where the text is none, with line and column.
    pub fn read(text: &str) -> serde_json::Result<Vec<Self>> {
        let read: Collection = serde_json::from_str(text)?;
        let region = |one: Feature| Self {
            code: one.id,
            rings: match one.geometry {
                Geometry::Polygon(rings) => rings,
                Geometry::MultiPolygon(parts) => parts.into_iter().flatten().collect(),
            },
        };
        Ok(read.features.into_iter().map(region).collect())
    }
}

/// A region on a drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Its code.
    pub code: String,
    /// What goes into the `d` of a path.
    pub path: String,
}

/// Regions on a drawing 360 wide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawing {
    /// How tall it is.
    pub tall: i64,
    /// The regions, in their order.
    pub shapes: Vec<Shape>,
    /// Whether it shows no outlines but a tile for each region.
    pub schematic: bool,
}

/// Draws the regions; those of a city that gave no outlines as tiles, a row for each group of codes.
pub fn draw_or_tile(regions: &[Region], groups: &[Vec<String>]) -> Drawing {
    let drawing = draw(regions);
    if drawing.shapes.is_empty() { tiles(groups) } else { drawing }
}

/// Draws the regions, north above. A city is so small that its degrees are lengths.
pub fn draw(regions: &[Region]) -> Drawing {
    let points = || regions.iter().flat_map(|one| one.rings.iter().flatten());
    let ends = |axis: usize| {
        let ends = (f64::INFINITY, f64::NEG_INFINITY);
        points().fold(ends, |(low, high), at| (low.min(at[axis]), high.max(at[axis])))
    };
    let ((west, east), (south, north)) = (ends(0), ends(1));
    if !(east > west && north > south) {
        return Drawing::default();
    }
    let narrow = f64::midpoint(south, north).to_radians().cos();
    let scale = WIDE / ((east - west) * narrow);
    let place = |at: &[f64; 2]| {
        let (x, y) = ((at[0] - west) * narrow * scale, (north - at[1]) * scale);
        (x.round() as i64, y.round() as i64)
    };
    let path = |rings: &Vec<Vec<[f64; 2]>>| {
        let mut path = String::new();
        for ring in rings {
            let mut line: Vec<(i64, i64)> = ring.iter().map(place).collect();
            // Neighbours that fall on one point of the page are one.
            line.dedup();
            path += &steps(&line);
        }
        path
    };
    let shape = |one: &Region| Shape { code: one.code.clone(), path: path(&one.rings) };
    Drawing {
        tall: ((north - south) * scale).ceil() as i64,
        shapes: regions.iter().map(shape).collect(),
        schematic: false,
    }
}

/// A closed line by its steps, which are short numbers: a page with a map must stay light.
fn steps(line: &[(i64, i64)]) -> String {
    let Some((x, y)) = line.first() else { return String::new() };
    let mut path = format!("M{x} {y}");
    for (number, pair) in line.windows(2).enumerate() {
        let (dx, dy) = (pair[1].0 - pair[0].0, pair[1].1 - pair[0].1);
        // A minus parts two numbers as well as a space does.
        let before = if number == 0 {
            "l"
        } else if dx < 0 {
            ""
        } else {
            " "
        };
        let between = if dy < 0 { "" } else { " " };
        path += &format!("{before}{dx}{between}{dy}");
    }
    path + "z"
}

/// A tile for each code, a row for each group.
fn tiles(groups: &[Vec<String>]) -> Drawing {
    /// Between two tiles.
    const GAP: i64 = 4;
    let most = groups.iter().map(Vec::len).max().unwrap_or(0);
    let Ok(most) = i64::try_from(most) else { return Drawing::default() };
    if most == 0 {
        return Drawing::default();
    }
    let side = (WIDE as i64 / most).min(72);
    let inner = side - GAP;
    let mut shapes = Vec::new();
    for (row, group) in (0_i64..).zip(groups) {
        for (column, code) in (0_i64..).zip(group) {
            let (x, y) = (column * side, row * side);
            let path = format!("M{x} {y}h{inner}v{inner}h-{inner}z");
            shapes.push(Shape { code: code.clone(), path });
        }
    }
    let rows = i64::try_from(groups.len()).unwrap_or_default();
    Drawing { tall: rows * side, shapes, schematic: true }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_collection_is_read_and_drawn_north_above() {
        let text = r#"{"type":"FeatureCollection","features":[
            {"type":"Feature","id":"a","properties":{},"geometry":{"type":"Polygon",
             "coordinates":[[[0,0],[1,0],[1,0.0001],[1,1],[0,0]]]}},
            {"type":"Feature","id":"b","properties":{},"geometry":{"type":"MultiPolygon",
             "coordinates":[[[[1,1],[2,1],[2,2],[1,1]]]]}}]}"#;
        let regions = Region::read(text).unwrap();
        let drawn = draw(&regions);
        let codes: Vec<&str> = drawn.shapes.iter().map(|one| one.code.as_str()).collect();
        assert_eq!((codes, drawn.tall), (vec!["a", "b"], 361));
        assert_eq!(drawn.shapes[0].path, "M0 360l180 0 0-180-180 180z", "north is above");
        assert_eq!(drawn.shapes[1].path, "M180 180l180 0 0-180-180 180z");
        assert_eq!(draw(&[]), Drawing::default());
        assert!(Region::read("{}").is_err());
        let groups = [vec!["a".to_owned()], vec!["b".to_owned(), "c".to_owned()]];
        assert!(!draw_or_tile(&regions, &groups).schematic, "outlines come first");
    }

    #[test]
    fn a_city_without_outlines_has_a_tile_for_each_region() {
        let group =
            |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
        let groups = [group(&["a", "b", "c", "d", "e", "f"]), group(&["g"])];
        let drawn = draw_or_tile(&[], &groups);
        assert_eq!((drawn.shapes.len(), drawn.tall, drawn.schematic), (7, 120, true));
        assert_eq!(drawn.shapes[1].path, "M60 0h56v56h-56z");
        assert_eq!(drawn.shapes[6].path, "M0 60h56v56h-56z", "the second row");
        assert_eq!(draw_or_tile(&[], &[]), Drawing::default());
    }
}

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
            for (number, (x, y)) in line.iter().enumerate() {
                path += &format!("{}{x} {y}", if number == 0 { 'M' } else { 'L' });
            }
            path.push('Z');
        }
        path
    };
    let shape = |one: &Region| Shape { code: one.code.clone(), path: path(&one.rings) };
    Drawing {
        tall: ((north - south) * scale).ceil() as i64,
        shapes: regions.iter().map(shape).collect(),
    }
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
        assert_eq!(drawn.shapes[0].path, "M0 360L180 360L180 180L0 360Z", "north is above");
        assert_eq!(drawn.shapes[1].path, "M180 180L360 180L360 0L180 180Z");
        assert_eq!(draw(&[]), Drawing::default());
        assert!(Region::read("{}").is_err());
    }
}

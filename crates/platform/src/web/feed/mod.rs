//! Feeds that programs follow: Atom for what is published, iCalendar for days. No well-kept crate writes
//! them among those that this project may use; both are small, and tests read them back.

pub mod atom;
pub mod ical;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use kernel::Error;
use kernel::error::Result;
use sha2::{Digest as _, Sha256};

/// Media type of Atom (RFC 4287, 7).
pub const ATOM: &str = "application/atom+xml; charset=utf-8";
/// Media type of iCalendar (RFC 5545, 8.1).
pub const ICALENDAR: &str = "text/calendar; charset=utf-8";

/// Answers with a feed, or with nothing when the reader has this one already (RFC 9110, 13.1.2). The tag is
/// weak, because the answer may be compressed on its way.
///
/// # Errors
/// When the tag cannot be written into a header.
pub fn answer(
    asked: &HeaderMap,
    media: &'static str,
    body: impl Into<Vec<u8>>,
) -> Result<Response> {
    let body = body.into();
    let digest: String =
        Sha256::digest(&body).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("W/\"{digest}\"");
    let known = has(asked, &tag);
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Body::from(body).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, HeaderValue::from_str(&tag).map_err(Error::internal)?);
    // A reader asks again each time; the same address speaks two languages.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Language, Cookie"));
    if !known {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    }
    Ok(response)
}

/// Whether the reader names this tag, or any.
fn has(asked: &HeaderMap, tag: &str) -> bool {
    let lists = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|list| list.to_str().ok());
    let mut tags = lists.flat_map(|list| list.split(',')).map(str::trim);
    tags.any(|one| one == "*" || one.trim_start_matches("W/") == tag.trim_start_matches("W/"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn asked(tags: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for tag in tags {
            headers.append(header::IF_NONE_MATCH, HeaderValue::from_str(tag).unwrap());
        }
        headers
    }

    #[test]
    fn who_has_it_gets_nothing() {
        let first = answer(&HeaderMap::new(), ATOM, "one").unwrap();
        assert_eq!(first.status(), StatusCode::OK);
        assert_eq!(first.headers()[header::CONTENT_TYPE], ATOM);
        let tag = first.headers()[header::ETAG].to_str().unwrap().to_owned();
        let strong = tag.trim_start_matches("W/").to_owned();
        for tags in [vec![tag.as_str()], vec![&strong], vec!["*"], vec!["\"x\", \"y\"", &tag]] {
            let again = answer(&asked(&tags), ATOM, "one").unwrap();
            assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{tags:?}");
            assert_eq!(again.headers()[header::ETAG], tag.as_str());
        }
        for (tags, body) in [(vec![tag.as_str()], "two"), (vec!["\"x\""], "one"), (vec![], "one")] {
            let other = answer(&asked(&tags), ATOM, body).unwrap();
            assert_eq!(other.status(), StatusCode::OK, "{tags:?}");
        }
    }
}

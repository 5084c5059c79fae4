//! Follows every link of the site as one visitor.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use reqwest::header::{ACCEPT_ENCODING, CONTENT_TYPE, COOKIE, LOCATION};
use reqwest::{Client, Response};

/// Pages of one pattern that are asked for; they differ in their data alone.
const EACH: usize = 4;

/// A visitor, by the cookies of their browser.
pub struct Visitor<'a> {
    pub client: Client,
    pub url: &'a str,
    pub cookies: String,
}

/// What was found at an address.
pub struct Found {
    /// Address without the host.
    pub path: String,
    /// Bytes of the answer as a browser fetches it; 0 for what is no page.
    pub weight: usize,
}

impl Visitor<'_> {
    async fn get(&self, path: &str, encoding: &str) -> Response {
        let request = self.client.get(format!("{}{path}", self.url)).header(COOKIE, &self.cookies);
        request.header(ACCEPT_ENCODING, encoding).send().await.unwrap()
    }

    /// Bytes at `path` as they are transferred.
    pub async fn weight(&self, path: &str) -> usize {
        self.get(path, "gzip").await.bytes().await.unwrap().len()
    }

    /// Every page that links lead to from `seeds`: the first one of each pattern. Links must lead
    /// somewhere, and nothing may lead to or come from another site.
    pub async fn crawl(&self, seeds: &[String]) -> BTreeMap<String, Found> {
        let mut waiting: VecDeque<String> = seeds.iter().cloned().collect();
        let mut asked: BTreeSet<String> = BTreeSet::new();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let mut found = BTreeMap::new();
        while let Some(path) = waiting.pop_front() {
            let pattern = pattern(&path);
            let count = counts.entry(pattern.clone()).or_default();
            if *count >= EACH || !asked.insert(path.clone()) {
                continue;
            }
            *count += 1;
            let answer = self.get(&path, "identity").await;
            let status = answer.status().as_u16();
            assert!(status < 400, "a link leads to {path}, which answers {status}");
            if let Some(to) = answer.headers().get(LOCATION) {
                waiting.push_back(self.inside(to.to_str().unwrap(), &path).unwrap());
                continue;
            }
            let kind = answer.headers().get(CONTENT_TYPE).map(|kind| kind.to_str().unwrap());
            if !kind.is_some_and(|kind| kind.starts_with("text/html")) {
                continue;
            }
            let html = answer.text().await.unwrap();
            let links = attributes(&html, "href").chain(attributes(&html, "src"));
            waiting.extend(links.filter_map(|link| self.inside(&link, &path)));
            if let Entry::Vacant(free) = found.entry(pattern) {
                let weight = self.weight(&path).await;
                free.insert(Found { path, weight });
            }
        }
        found
    }

    /// The address of a link without host and fragment; `None` for one within the page.
    fn inside(&self, link: &str, page: &str) -> Option<String> {
        let link = link.replace("&amp;", "&").replace("&#38;", "&");
        let link = link.strip_prefix(self.url).unwrap_or(&link);
        let path = match link.split('#').next().unwrap_or_default() {
            "" => return None,
            query if query.starts_with('?') => {
                format!("{}{query}", page.split('?').next().unwrap_or_default())
            }
            path => path.to_owned(),
        };
        assert!(path.starts_with('/') && !path.starts_with("//"), "{page} leads to {link}");
        (!path.starts_with("/aset/")).then_some(path)
    }
}

/// Values of an attribute.
fn attributes<'h>(html: &'h str, name: &str) -> impl Iterator<Item = String> + use<'h> {
    let start = format!(" {name}=\"");
    let parts: Vec<&'h str> = html.split(start.as_str()).skip(1).collect();
    parts.into_iter().filter_map(|rest| rest.split('"').next().map(str::to_owned))
}

/// An address without what differs from one file, service or person to the next. Tabs are pages of
/// their own; languages are not.
pub fn pattern(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let varies = |part: &str| part.chars().any(|c| c.is_ascii_digit() || c.is_ascii_uppercase());
    let parts: Vec<&str> =
        path.split('/').map(|part| if varies(part) { "{}" } else { part }).collect();
    let query: BTreeSet<&str> = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("bahasa="))
        .map(|pair| if pair.starts_with("tab=") { pair } else { pair.split('=').next().unwrap() })
        .collect();
    let query: Vec<&str> = query.into_iter().collect();
    format!("{}?{}", parts.join("/"), query.join("&")).trim_end_matches('?').to_owned()
}

#[test]
fn patterns_leave_out_what_varies() {
    for (path, wanted) in [
        ("/", "/"),
        ("/layanan/DUK-KK?bahasa=en", "/layanan/{}"),
        ("/petugas?unit=X&tab=saya", "/petugas?tab=saya&unit"),
        ("/lacak/K7M4-2Q9P/cetak", "/lacak/{}/cetak"),
    ] {
        assert_eq!(pattern(path), wanted);
    }
}

//! The Atom syndication format (RFC 4287).

use std::io;

use jiff::Timestamp;
use kernel::Error;
use kernel::error::Result;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

/// A feed.
#[derive(Clone, Debug)]
pub struct Feed<'a> {
    /// Scheme and host of the city, with or without a slash at its end.
    pub host: &'a str,
    /// Path of the feed itself.
    pub path: &'a str,
    /// Path of the page that shows the same; the feed's id is its address.
    pub page: &'a str,
    /// What it is called.
    pub title: String,
    /// Who publishes it.
    pub author: &'a str,
    /// `id` or `en`.
    pub lang: &'a str,
    /// What is in it, in the order in which it is shown.
    pub entries: Vec<Entry>,
}

/// One thing in a feed.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its id, which never changes (RFC 4287, 4.2.6), such as `urn:uuid:...`.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// When it was first published.
    pub published: Timestamp,
    /// When a reader should look at it again.
    pub updated: Timestamp,
    /// Path of its page.
    pub path: String,
    /// What it says.
    pub summary: String,
}

type Xml = Writer<Vec<u8>>;

fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// What XML 1.0 can hold (production 2): a control character in a text would make the whole feed unreadable.
fn clean(text: &str) -> String {
    text.chars().filter(|c| matches!(c, '\t' | '\n' | '\r') || !c.is_control()).collect()
}

fn element(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(&clean(text))).map(|_| ())
}

fn link(xml: &mut Xml, rel: &str, href: &str) -> io::Result<()> {
    let attributes = [("rel", rel), ("href", href)];
    xml.create_element("link").with_attributes(attributes).write_empty().map(|_| ())
}

impl Feed<'_> {
    /// Writes it out.
    ///
    /// # Errors
    /// Internal, when a writer into memory fails.
    pub fn write(&self) -> Result<Vec<u8>> {
        let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
        self.write_to(&mut xml).map_err(Error::internal)?;
        Ok(xml.into_inner())
    }

    fn write_to(&self, xml: &mut Xml) -> io::Result<()> {
        let host = self.host.trim_end_matches('/');
        let (own, page) = (format!("{host}{}", self.path), format!("{host}{}", self.page));
        let newest = self.entries.iter().map(|entry| entry.updated).max();
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
        let root = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", self.lang)];
        xml.create_element("feed").with_attributes(root).write_inner_content(|xml| {
            element(xml, "title", &self.title)?;
            element(xml, "id", &page)?;
            element(xml, "updated", &moment(newest.unwrap_or(Timestamp::UNIX_EPOCH)))?;
            link(xml, "self", &own)?;
            link(xml, "alternate", &page)?;
            let author = xml.create_element("author");
            author.write_inner_content(|xml| element(xml, "name", self.author))?;
            self.entries.iter().try_for_each(|entry| entry.write_to(xml, host))
        })?;
        Ok(())
    }
}

impl Entry {
    fn write_to(&self, xml: &mut Xml, host: &str) -> io::Result<()> {
        xml.create_element("entry").write_inner_content(|xml| {
            element(xml, "title", &self.title)?;
            element(xml, "id", &self.id)?;
            element(xml, "published", &moment(self.published))?;
            element(xml, "updated", &moment(self.updated))?;
            link(xml, "alternate", &format!("{host}{}", self.path))?;
            element(xml, "summary", self.summary.trim())
        })?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use proptest::prelude::*;
    use quick_xml::Reader;

    use super::*;

    /// Texts of the elements of that name, as a reader of the feed sees them.
    fn texts(feed: &str, name: &str) -> Vec<String> {
        let mut reader = Reader::from_str(feed);
        let mut found = Vec::new();
        loop {
            match reader.read_event().unwrap() {
                Event::Start(start) if start.name().as_ref() == name.as_bytes() => {
                    let raw =
                        reader.read_text(start.name()).unwrap().decode().unwrap().into_owned();
                    found.push(quick_xml::escape::unescape(&raw).unwrap().into_owned());
                }
                Event::Eof => return found,
                _ => {}
            }
        }
    }

    fn feed(title: &str, summary: &str) -> Feed<'static> {
        let at: Timestamp = "2026-11-28T02:00:00Z".parse().unwrap();
        Feed {
            host: "https://metro.test/",
            path: "/rapor/umpan.atom",
            page: "/rapor",
            title: title.to_owned(),
            author: "Metro",
            lang: "id",
            entries: vec![Entry {
                id: "urn:uuid:0".to_owned(),
                title: title.to_owned(),
                published: at,
                updated: at,
                path: "/rapor/2026-Q3".to_owned(),
                summary: summary.to_owned(),
            }],
        }
    }

    #[test]
    fn a_feed_has_what_the_standard_asks_for() {
        let text = String::from_utf8(feed("Rapor", "Satu.").write().unwrap()).unwrap();
        assert_eq!(texts(&text, "id"), ["https://metro.test/rapor", "urn:uuid:0"]);
        assert_eq!(texts(&text, "updated"), ["2026-11-28T02:00:00Z"; 2]);
        assert_eq!(texts(&text, "name"), ["Metro"]);
        assert!(text.contains(r#"<link rel="self" href="https://metro.test/rapor/umpan.atom"/>"#));
        assert!(text.contains(r#"xmlns="http://www.w3.org/2005/Atom" xml:lang="id""#), "{text}");
    }

    proptest! {
        /// Whatever was typed comes out of the feed again, without what XML cannot hold.
        #[test]
        fn what_is_written_is_read(title in "[ -~é<>&\"'\u{1}\u{85}]{1,40}", summary in "\\PC{0,80}") {
            let text = String::from_utf8(feed(&title, &summary).write().unwrap()).unwrap();
            let read = texts(&text, "title");
            prop_assert_eq!(&read, &vec![clean(&title); 2]);
            prop_assert_eq!(&texts(&text, "summary")[0], &clean(summary.trim()));
        }
    }
}

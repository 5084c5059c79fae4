//! What every page needs, and how it is written out.

use std::fmt::Display;

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::assets;
use super::visitor::{UserView, Visitor};
use crate::i18n::Lang;

/// The frame of a page: language, title, city, navigation, the visitor's form token.
#[derive(Clone, Debug)]
pub struct Page {
    lang: Lang,
    title: String,
    city: String,
    synthetic: bool,
    csrf: String,
    user: Option<UserView>,
    path: String,
    query: String,
    nav: &'static str,
    error: bool,
    feeds: Vec<FeedLink>,
}

/// A feed of the same matter, for programs that look for one (RFC 4287, `rel="alternate"`).
#[derive(Clone, Debug)]
pub struct FeedLink {
    /// Its path.
    pub href: &'static str,
    /// Its media type, without parameters.
    pub media: &'static str,
    /// What it is called.
    pub title: String,
}

impl Page {
    pub(super) fn new(visitor: &Visitor, title: String) -> Self {
        Self {
            lang: visitor.lang,
            title,
            city: visitor.tenant.name.clone(),
            synthetic: visitor.tenant.synthetic,
            csrf: visitor.csrf.token.clone(),
            user: visitor.user.clone(),
            path: visitor.path.clone(),
            query: visitor.query.clone(),
            nav: "",
            error: false,
            feeds: Vec::new(),
        }
    }

    /// Marks the section of the navigation that this page belongs to.
    pub fn in_section(mut self, nav: &'static str) -> Self {
        self.nav = nav;
        self
    }

    /// Names the feed at `href`, whose title is under `key`; what ends in `.ics` is a calendar.
    pub fn with_feed(mut self, href: &'static str, key: &str) -> Self {
        let calendar = href.ends_with(".ics");
        let media = if calendar { "text/calendar" } else { "application/atom+xml" };
        self.feeds.push(FeedLink { href, media, title: self.lang.t(key) });
        self
    }

    /// Feeds of the same matter.
    pub fn feeds(&self) -> &[FeedLink] {
        &self.feeds
    }

    /// Marks the page as one that shows mistakes to mend.
    pub fn with_error(mut self) -> Self {
        self.error = true;
        self
    }

    /// Marks the page when `wrong`.
    pub fn with_error_if(self, wrong: bool) -> Self {
        if wrong { self.with_error() } else { self }
    }

    /// `id` or `en`.
    pub fn lang(&self) -> &'static str {
        self.lang.code()
    }

    /// The language itself, for dates.
    pub fn language(&self) -> Lang {
        self.lang
    }

    /// The text under `key`.
    pub fn t(&self, key: &str) -> String {
        self.lang.t(key)
    }

    /// The text under `key` with one value.
    pub fn t1(&self, key: &str, name: &str, value: impl Display) -> String {
        self.lang.t1(key, name, value)
    }

    /// The text under `key` with two values.
    pub fn t2(
        &self,
        key: &str,
        first: &str,
        one: impl Display,
        second: &str,
        two: impl Display,
    ) -> String {
        self.lang.with(key, &[(first, one.to_string()), (second, two.to_string())])
    }

    /// Title of the page.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Name of the city.
    pub fn city(&self) -> &str {
        &self.city
    }

    /// Whether the city's data are made up; every page then says so.
    pub fn synthetic(&self) -> bool {
        self.synthetic
    }

    /// Address of the style sheet, named by its content.
    pub fn css(&self) -> &'static str {
        assets::url("bening.css")
    }

    /// Address of the font, named by its content.
    pub fn font(&self) -> &'static str {
        assets::url("pjs.woff2")
    }

    /// Address of the keyboard script of staff pages; every page works without it.
    pub fn keys_script(&self) -> &'static str {
        assets::url("keys.js")
    }

    /// The token that a form sends back.
    pub fn csrf(&self) -> &str {
        &self.csrf
    }

    /// Who is logged in.
    pub fn user(&self) -> Option<&UserView> {
        self.user.as_ref()
    }

    /// Path of this page.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// This page in the other language.
    pub fn other_lang_url(&self) -> String {
        let other = if self.lang == Lang::Id { Lang::En } else { Lang::Id };
        let kept: String = self
            .query
            .split('&')
            .filter(|pair| !pair.is_empty() && !pair.starts_with("bahasa="))
            .map(|pair| format!("{pair}&"))
            .collect();
        format!("{}?{kept}bahasa={}", self.path, other.code())
    }

    /// Whether the page shows mistakes to mend.
    pub fn has_error(&self) -> bool {
        self.error
    }

    /// The section of the navigation.
    pub fn nav(&self) -> &str {
        self.nav
    }
}

/// Writes a template out as HTML that no cache keeps.
pub fn html(template: &impl Template) -> Response {
    match template.render() {
        Ok(text) => {
            let mut response = axum::response::Html(text).into_response();
            let no_store = HeaderValue::from_static("no-store");
            response.headers_mut().insert(header::CACHE_CONTROL, no_store);
            response
        }
        Err(error) => {
            tracing::error!(%error, "a template could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Sends the browser to `to` with GET (303).
pub fn redirect(to: &str) -> Response {
    axum::response::Redirect::to(to).into_response()
}

const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Percent-encodes `text` for a query value or one segment of a path.
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, KEPT).to_string()
}

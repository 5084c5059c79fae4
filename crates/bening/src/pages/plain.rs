//! Pages of plain text: about, privacy, accessibility.

use askama::Template;
use platform::web::{Handled, Page, Visitor, html};

#[derive(Template)]
#[template(path = "plain.html")]
struct Plain {
    page: Page,
    /// Keys of the paragraphs; a key that ends in `-heading` is a heading.
    paragraphs: &'static [&'static str],
}

fn plain(visitor: &Visitor, title: &str, paragraphs: &'static [&'static str]) -> Handled {
    Ok(html(&Plain { page: visitor.page(title), paragraphs }))
}

/// `GET /tentang`.
pub async fn about(visitor: Visitor) -> Handled {
    plain(&visitor, "home-about-title", &["home-about-what", "home-about-source"])
}

/// `GET /privasi`: what UU 27/2022 Art 21 asks us to tell.
pub async fn privacy(visitor: Visitor) -> Handled {
    plain(
        &visitor,
        "home-privacy-title",
        &[
            "home-privacy-basis",
            "home-privacy-kept",
            "home-privacy-opened-heading",
            "home-privacy-opened",
            "home-privacy-rights-heading",
            "home-privacy-rights",
            "home-privacy-cookies-heading",
            "home-privacy-cookies",
        ],
    )
}

/// `GET /aksesibilitas`.
pub async fn accessibility(visitor: Visitor) -> Handled {
    plain(
        &visitor,
        "home-accessibility-title",
        &["home-accessibility-goal", "home-accessibility-tested", "home-accessibility-help"],
    )
}

//! The web: who visits, what a page needs, forms that cannot be forged, errors with two faces.

pub mod assets;
pub mod chart;
mod failure;
pub mod feed;
mod form;
pub mod headers;
pub mod limits;
pub mod outline;
mod page;
pub mod qr;
pub mod upload;
pub mod view;
mod visitor;

pub use failure::{Failure, Handled, render_failures};
pub use form::{Csrf, PostForm};
pub use page::{FeedLink, Page, encode, html, redirect};
pub use visitor::{UserView, Visitor};

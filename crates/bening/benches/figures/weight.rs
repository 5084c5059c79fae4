//! Bytes of a citizen's pages on the wire, heads included: at the first visit with everything that
//! the page refers to, and later with style sheet, font and pictures in the browser's cache.

use std::collections::BTreeSet;

use super::Outcome;
use super::city::{Backend, City};
use super::fill;
use super::http::Connection;

/// What browsers send.
const ACCEPT: &str = "Accept-Encoding: gzip, deflate, br\r\n";

pub async fn run(_: &[String]) -> Outcome<()> {
    let city = City::make(&Backend::Sqlite, 1).await?;
    let receipts = fill::run(&city, 3000).await?;
    let server = city.serve("warn")?;
    let mut connection = Connection::open(server.address).await?;
    let (number, secret) = receipts.last().ok_or("no receipt")?;
    let key = format!("Cookie: kunci={}\r\n", secret.expose());
    let tracking = format!("/lacak/{number}");
    let pages = [
        ("/", ""),
        ("/layanan", ""),
        ("/layanan?cari=ktp+ilang", ""),
        ("/layanan/DUK-KTP-HILANG", ""),
        ("/layanan/DUK-KTP-HILANG/standar", ""),
        ("/kelurahan", ""),
        ("/kelurahan/18.72.01.1001", ""),
        ("/maklumat", ""),
        ("/rapor", ""),
        ("/lacak", ""),
        (tracking.as_str(), key.as_str()),
    ];
    println!("page | html | first visit | later");
    for (path, cookie) in pages {
        let plain = connection.get(path, cookie).await?;
        if plain.status != 200 {
            return Err(format!("{path} answers {}", plain.status).into());
        }
        let later = connection.get(path, &format!("{ACCEPT}{cookie}")).await?.wire;
        let assets = assets(&mut connection, plain.text()?).await?;
        println!("{path} | {} | {} | {later}", plain.body.len(), later + assets);
    }
    Ok(())
}

/// Bytes of what a page refers to, and of what its style sheet refers to.
async fn assets(connection: &mut Connection, html: &str) -> Outcome<usize> {
    let mut addresses: BTreeSet<String> = quoted(html, "\"/aset/", '"').collect();
    let mut sum = 0;
    for address in addresses.clone() {
        if address.ends_with(".css") {
            let sheet = connection.get(&address, "").await?;
            let folder = address.rsplit_once('/').map_or("", |(folder, _)| folder);
            let files = quoted(sheet.text()?, "url(", ')').filter(|name| name.ends_with("woff2"));
            addresses.extend(files.map(|name| format!("{folder}/{name}")));
        }
    }
    for address in addresses {
        let answer = connection.get(&address, ACCEPT).await?;
        if answer.status != 200 {
            return Err(format!("{address} answers {}", answer.status).into());
        }
        sum += answer.wire;
    }
    Ok(sum)
}

/// What stands between `open` and `close`; an address keeps its slash.
fn quoted<'t>(text: &'t str, open: &'t str, close: char) -> impl Iterator<Item = String> + 't {
    text.split(open).skip(1).filter_map(move |rest| {
        let inner = rest.split(close).next()?;
        let slash = if open.starts_with("\"/") { "/aset/" } else { "" };
        Some(format!("{slash}{inner}"))
    })
}

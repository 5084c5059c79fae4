//! The city's home and its kelurahan: every block lives, every region has its page, every feed can be followed.

use std::collections::BTreeSet;

use platform::i18n::Lang;
use reqwest::{Client, RequestBuilder, StatusCode, header};

use super::support::{Served, bening, browser, city, copy_all, folder, root};

fn t(key: &str) -> String {
    Lang::Id.t(key)
}

async fn page(client: &Client, url: &str, path: &str) -> String {
    let answer = client.get(format!("{url}{path}")).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    answer.text().await.unwrap()
}

/// What stands between `open` and the next quote, each once.
fn quoted<'t>(text: &'t str, open: &str) -> BTreeSet<&'t str> {
    text.split(open).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[tokio::test]
async fn every_block_of_home_lives_and_every_region_leads_to_its_page() {
    let folder = city();
    let served = Served::start(folder.path(), &[]);
    let (client, url) = (browser(), served.url.as_str());
    let home = page(&client, url, "/").await;
    for key in [
        "home-search-label",
        "home-track-label",
        "home-right-fee",
        "home-most-asked",
        "queue-home-title",
        "home-ways-title",
        "home-map-title",
        "scorecard-title",
    ] {
        assert!(home.contains(&t(key)), "{key}: {home}");
    }
    for key in ["home-no-services", "home-queue-none", "scorecard-none"] {
        assert!(!home.contains(&t(key)), "the demo city has all of it: {key}");
    }
    // The log is published within seconds of the start.
    let seals = ["home-seal-title", "home-seal-none"].map(|key| home.contains(&t(key)));
    assert_eq!(seals.iter().filter(|there| **there).count(), 1);
    assert!(!home.contains("<script"), "no JavaScript is needed");
    let drawn = home.split("<svg class=\"regions").nth(1).unwrap().split("</svg>").next().unwrap();
    let regions = quoted(drawn, "href=\"");
    assert_eq!(regions.len(), 22, "{regions:?}");
    let listed = home.split("class=\"areas\"").nth(1).unwrap().split("</ul>").next().unwrap();
    assert_eq!(quoted(listed, "href=\""), regions, "the list says the same as the map");
    for region in regions {
        let text = page(&client, url, region).await;
        for key in ["home-area-said", "home-area-offices", "home-area-reports", "home-area-others"]
        {
            assert!(text.contains(&t(key)), "{region} {key}");
        }
        assert!(text.contains("href=\"/kantor/KEL-"), "{region} has an office");
    }
    let table = page(&client, url, "/kelurahan").await;
    assert_eq!(table.matches("<th scope=\"row\">").count(), 22);
    for path in ["/kelurahan/18.72.99.9999", "/kelurahan/x"] {
        let gone = client.get(format!("{url}{path}")).send().await.unwrap();
        assert_eq!(gone.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn feeds_are_named_by_their_pages_and_sent_once() {
    let folder = city();
    let served = Served::start(folder.path(), &[]);
    let (client, url) = (browser(), served.url.as_str());
    let feeds = [
        ("/rapor", "/rapor/umpan.atom"),
        ("/keputusan", "/keputusan/umpan.atom"),
        ("/kampanye", "/kampanye/umpan.atom"),
        ("/kampanye", "/kampanye/kunjungan.ics"),
        ("/kalender-anggaran", "/kalender-anggaran/kalender.ics"),
        ("/usulan/musyawarah", "/usulan/musyawarah/kalender.ics"),
    ];
    for (from, feed) in feeds {
        let text = page(&client, url, from).await;
        let named = format!("href=\"{feed}\" title=");
        assert!(text.contains("rel=\"alternate\"") && text.contains(&named), "{from} names {feed}");
        let (mut tag, body) = fetched(client.get(format!("{url}{feed}"))).await;
        if feed.ends_with(".ics") {
            let events = platform::web::feed::ical::read(&body);
            assert!(events.is_ok_and(|events| !events.is_empty()), "{feed}: {body}");
        } else {
            assert!(body.matches("<entry>").count() > 0, "{feed}: {body}");
            assert_eq!(body.matches("<entry>").count(), body.matches("<id>urn:uuid:").count());
        }
        // The city works while it is read: a decision may be reviewed between two looks. Then the feed is sent
        // again under another tag; a feed that did not change is never sent.
        let mut sent_again = 0;
        while let Some(newer) = newer(&client, &format!("{url}{feed}"), &tag).await {
            assert_ne!(newer, tag, "{feed} is sent again though it is the same");
            sent_again += 1;
            assert!(sent_again < 100, "{feed} never rests");
            tag = newer;
        }
    }
}

/// The tag and the text of an answer.
async fn fetched(asked: RequestBuilder) -> (String, String) {
    let answer = asked.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let tag = answer.headers()[header::ETAG].to_str().unwrap().to_owned();
    (tag, answer.text().await.unwrap())
}

/// The tag of what a reader who has `tag` gets, or none where nothing is sent.
async fn newer(client: &Client, address: &str, tag: &str) -> Option<String> {
    let answer = client.get(address).header(header::IF_NONE_MATCH, tag).send().await.unwrap();
    if answer.status() == StatusCode::NOT_MODIFIED {
        assert_eq!(answer.bytes().await.unwrap().len(), 0, "{address}");
        return None;
    }
    assert_eq!(answer.status(), StatusCode::OK, "{address}");
    Some(answer.headers()[header::ETAG].to_str().unwrap().to_owned())
}

/// A city that has no outlines gets a tile for each kelurahan, and says that this is no map.
#[tokio::test]
async fn a_city_without_outlines_has_a_scheme() {
    let at = folder();
    copy_all(&root().join("data"), at.path());
    let config = at.path().join("metro/city.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    let line = "boundaries = \"kelurahan.geojson\"\n";
    assert!(text.contains(line));
    std::fs::write(&config, text.replace(line, "")).unwrap();
    let done = bening(at.path(), &["init", "metro/city.toml", "--data", "new-city"]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let served = Served::start(&at.path().join("new-city"), &[]);
    let (client, url) = (browser(), served.url.as_str());
    for path in ["/", "/kelurahan", "/kantor"] {
        let text = page(&client, url, path).await;
        assert!(text.contains(&t("common-map-schematic")), "{path}: {text}");
        assert!(text.matches("<path").count() >= 22, "{path}");
        assert!(text.contains("d=\"M0 0h"), "{path}");
    }
    let home = page(&client, url, "/").await;
    for key in ["scorecard-none", "home-map-none", "home-queue-unknown"] {
        assert!(home.contains(&t(key)), "a new city says what is not there yet: {key}");
    }
}

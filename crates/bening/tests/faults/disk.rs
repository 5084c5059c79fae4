//! A disk without room, and one without inodes.

use super::city::City;
use super::mount::{Ballast, Mount};
use super::support::browser;

const UNPUBLISHED: &str = "the log could not be published and is tried again";

fn on_disk(mkfs: &[&str]) -> Option<(Mount, City)> {
    let mount = Mount::make(mkfs, 64)?;
    let city = City::copied_to(&mount.path().join("city"));
    Some((mount, city))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_said_and_goes_by() {
    let Some((mount, city)) = on_disk(&["mkfs.ext4", "-q", "-m", "0"]) else { return };
    let served = city.serve(&[]);
    let mut load = city.load(&served);
    load.acknowledged(20).await;
    let ballast = Ballast::large(&mount.path());
    load.refused(20).await;
    load.stop().await;
    for (status, text) in city.ledger.refusals() {
        assert!(status >= 500 && text.contains("Coba lagi"), "{status}: {text}");
    }
    // Looking still works.
    let home = browser().get(&served.url).send().await.unwrap();
    assert_eq!(home.status(), 200);
    served.said.wait_for(UNPUBLISHED);
    assert!(served.said.text().contains("database or disk is full"), "{}", served.said.text());

    drop(ballast);
    let mut load = city.load(&served);
    load.acknowledged(20).await;
    load.stop().await;
    city.check(served).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_without_inodes_is_said_and_goes_by() {
    let Some((mount, city)) = on_disk(&["mkfs.ext4", "-q", "-N", "1000"]) else { return };
    let served = city.serve(&[]);
    let mut load = city.load(&served);
    load.acknowledged(20).await;
    let ballast = Ballast::many(&mount.path());
    load.acknowledged(20).await;
    served.said.wait_for(UNPUBLISHED);
    assert!(served.said.text().contains("No space left on device"), "{}", served.said.text());
    load.stop().await;
    assert_eq!(city.ledger.refusals(), [], "the database needs no new file");

    drop(ballast);
    city.check(served).await;
}

//! Power cuts. The data folder lies on an xfs of its own; the server is stopped at a random moment
//! under load, the file system forgets whatever is not on its disk, and what is left is mounted
//! again.

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha20Rng;

use super::city::City;
use super::mount::Mount;

const CUTS: usize = 20;

/// A city on a disk whose power can be cut.
fn on_disk() -> Option<(Mount, City)> {
    let mount = Mount::make(&["mkfs.xfs", "-q"], 320)?;
    let city = City::copied_to(&mount.path().join("city"));
    mount.sync();
    Some((mount, city))
}

/// Serves, waits for `acknowledged` answers and cuts the power.
async fn cut(mount: &Mount, city: &City, acknowledged: usize, extra: &[(&str, &str)]) {
    let served = city.serve(extra);
    let mut load = city.load(&served);
    load.acknowledged(acknowledged).await;
    served.signal("STOP");
    mount.cut_power();
    served.kill();
    load.ended().await;
    mount.again();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_cuts_lose_nothing_that_was_acknowledged() {
    let Some((mount, city)) = on_disk() else { return };
    let mut moments = ChaCha20Rng::seed_from_u64(4);
    for number in 1..=CUTS {
        cut(&mount, &city, moments.random_range(1..80), &[]).await;
        assert_eq!(city.lost().await, Vec::<String>::new(), "cut {number}: acknowledged and lost");
        if number % 5 == 0 {
            city.check(city.serve(&[])).await;
        }
    }
}

/// The trial itself is tried: with `synchronous=NORMAL` it must see a loss.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_does_not_wait_for_the_disk_is_seen_to_lose() {
    let Some((mount, city)) = on_disk() else { return };
    for _ in 0..CUTS {
        cut(&mount, &city, 20, &[("BENING_TEST_SYNCHRONOUS", "NORMAL")]).await;
        if !city.lost().await.is_empty() {
            return;
        }
    }
    panic!("{CUTS} cuts lost nothing, so the trial does not cut the power");
}

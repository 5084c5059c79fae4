//! PostgreSQL restarted under load, without time to tidy up.

use std::process::Command;

use super::city::{City, skipped};
use super::support::{folder, root};

/// A PostgreSQL server of our own, stopped when it is dropped.
struct Cluster {
    home: tempfile::TempDir,
    port: u16,
}

impl Cluster {
    /// `None`, said on stderr, where PostgreSQL is not installed.
    fn start() -> Option<Self> {
        use std::os::unix::fs::PermissionsExt as _;
        let home = folder();
        // The server's own account must be able to enter.
        std::fs::set_permissions(home.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let cluster = Self { home, port };
        if let Err(why) = cluster.script("start", &[&port.to_string()]) {
            assert!(std::env::var("CI").is_err(), "CI must bring PostgreSQL: {why}");
            skipped(&why);
            return None;
        }
        Some(cluster)
    }

    fn script(&self, verb: &str, more: &[&str]) -> Result<(), String> {
        let output = Command::new(root().join("scripts/postgres.sh"))
            .arg(verb)
            .arg(self.home.path().join("server"))
            .args(more)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        if output.status.success() { Ok(()) } else { Err(format!("postgres.sh {verb}: {said}")) }
    }

    fn url(&self) -> String {
        format!("postgres://bening@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Err(why) = self.script("stop", &[]) {
            eprintln!("{why}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_was_started_again_is_found_again() {
    let Some(cluster) = Cluster::start() else { return };
    let city = City::on_postgresql(&cluster.url(), "restart").await;
    let served = city.serve(&[]);
    let mut load = city.load(&served);
    for _ in 0..3 {
        load.acknowledged(20).await;
        cluster.script("crash", &[]).unwrap();
        cluster.script("again", &[]).unwrap();
    }
    cluster.script("crash", &[]).unwrap();
    load.refused(4).await;
    cluster.script("again", &[]).unwrap();
    load.acknowledged(20).await;
    load.stop().await;
    for (status, text) in city.ledger.refusals() {
        assert!(status >= 500 && text.contains("Coba lagi"), "{status}: {text}");
    }
    assert!(served.said.text().contains("a request failed"), "{}", served.said.text());
    city.check(served).await;
}

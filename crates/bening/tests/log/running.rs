//! Programs that run while a test goes on: servers and witnesses, with what they write to stderr.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::support::command;

/// One of them, killed when it is dropped.
pub struct Running {
    child: Child,
    errors: PathBuf,
    /// Its address.
    pub url: String,
}

impl Running {
    /// `bening serve` of the city in `data`, with these settings.
    pub fn server(data: &Path, settings: &[(&str, &str)]) -> Self {
        let mut command = command(data);
        command.args(["serve", "--data", data.to_str().unwrap(), "--listen", &free_address()]);
        command.env("BENING_FORMS_PER_MINUTE", "1000000").envs(settings.iter().copied());
        Self::run(command, data.join("stderr"))
    }

    /// `bening log witness` with the key in `key`, which watches the log with the key in `vkey`.
    pub fn witness(at: &Path, key: &Path, vkey: &Path) -> Self {
        let mut command = command(at);
        command.args(["log", "witness", "--listen", "127.0.0.1:0"]);
        command.arg("--key").arg(key).arg("--log").arg(vkey).arg("--state").arg(at.join("state"));
        Self::run(command, at.join("stderr"))
    }

    /// Both say their address in their first line.
    fn run(mut command: Command, errors: PathBuf) -> Self {
        command.stdout(Stdio::piped()).stderr(std::fs::File::create(&errors).unwrap());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next().and_then(Result::ok).unwrap_or_default();
        let url = first.find("http://").map(|at| first[at..].to_owned());
        let said = || std::fs::read_to_string(&errors).unwrap();
        let url = url.unwrap_or_else(|| panic!("no address in {first:?}; {}", said()));
        // Nobody else reads what it says; an unread pipe would stop it.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, errors, url }
    }

    /// What it has written to stderr so far.
    pub fn errors(&self) -> String {
        std::fs::read_to_string(&self.errors).unwrap()
    }

    /// SIGTERM, and waits until it has tidied up.
    pub fn stop(mut self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        assert!(self.child.wait().unwrap().success(), "it ends well");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.child.try_wait().unwrap().is_none() {
            self.child.kill().unwrap();
            self.child.wait().unwrap();
        }
    }
}

/// An address that nobody listens on.
fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

/// Asks again until there is an answer. Nothing depends on how long it takes; a minute is for
/// what never comes.
pub async fn eventually<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..600 {
        if let Some(answer) = ask().await {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{what} did not come about");
}

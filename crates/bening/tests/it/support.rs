//! A small synthetic city, made once, and served by the real binary.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The binary with `args`, in the folder `at`, where no `bening.toml` of ours lies.
pub fn bening(at: &Path, args: &[&str]) -> Output {
    command(at).args(args).output().unwrap()
}

/// The binary in the folder `at`.
pub fn command(at: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bening"));
    command.current_dir(at).env("BENING_LOG", "warn");
    // Ours: the program refuses settings that it does not know.
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("BENING_TEST_")) {
        command.env_remove(name);
    }
    command
}

/// A folder that goes away.
pub fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// A small year, made once and copied for whoever wants it.
pub fn city() -> TempDir {
    static MADE: OnceLock<TempDir> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let at = folder();
        let data = at.path().join("city");
        let made = bening(
            at.path(),
            &[
                "demo",
                "--only-make",
                "--applications",
                "400",
                "--until",
                "2026-11-20",
                "--data",
                data.to_str().unwrap(),
            ],
        );
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        at
    });
    let copy = folder();
    copy_all(&made.path().join("city"), copy.path());
    copy
}

/// Copies a folder with everything in it.
pub fn copy_all(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_all(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A running server, killed when it is dropped.
pub struct Served {
    child: Child,
    /// Its address.
    pub url: String,
}

impl Served {
    /// Serves the city in `data` and returns once it listens.
    pub fn start(data: &Path, extra: &[(&str, &str)]) -> Self {
        Self::run("serve", data, extra)
    }

    /// Serves it as the demo, with the page of accounts.
    pub fn demo(data: &Path) -> Self {
        Self::run("demo", data, &[])
    }

    fn run(verb: &str, data: &Path, extra: &[(&str, &str)]) -> Self {
        let listen = format!("127.0.0.1:{}", free_port());
        let mut command = command(data);
        command.args([verb, "--data", data.to_str().unwrap(), "--listen", &listen]);
        command.env("BENING_FORMS_PER_MINUTE", "1000000");
        command.envs(extra.iter().copied()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        let url = first.strip_prefix("Bening: ").unwrap().to_owned();
        // Nobody else reads what it says; an unread pipe would stop it.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, url }
    }

    /// SIGTERM, and waits until it has tidied up.
    pub fn stop(mut self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        assert!(self.child.wait().unwrap().success(), "it ends well");
    }

    /// SIGKILL: no chance to tidy up.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if self.child.try_wait().unwrap().is_none() {
            self.child.kill().unwrap();
            self.child.wait().unwrap();
        }
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A browser without script: keeps cookies and does not follow redirects.
pub fn browser() -> reqwest::Client {
    reqwest::Client::builder()
        .cookie_store(true)
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
}

/// The form token of a page.
pub fn form_token(html: &str) -> String {
    let from = html.split("name=\"csrf\" value=\"").nth(1);
    from.and_then(|rest| rest.split('"').next()).expect("a page with a form").to_owned()
}

/// Logs the demo's open account `login` in.
pub async fn log_in(client: &reqwest::Client, url: &str, login: &str) {
    let page = client.get(format!("{url}/masuk")).send().await.unwrap().text().await.unwrap();
    let now = kernel::Clock::System.now();
    let code = bening::demo::accounts::second_factor().code_at(now).unwrap();
    let token = form_token(&page);
    let password = bening::demo::accounts::PASSWORD;
    let fields =
        [("csrf", token.as_str()), ("login", login), ("password", password), ("code", &code)];
    let answer = client.post(format!("{url}/masuk")).form(&fields).send().await.unwrap();
    assert_eq!(answer.status(), 303, "{login}: {}", answer.text().await.unwrap());
}

/// Every Rust source and template below `crates`, with its text.
pub fn sources(endings: &[&str]) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    walk(&root().join("crates"), &mut |path| {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if endings.contains(&ending) && !path.components().any(|part| part.as_os_str() == "target")
        {
            found.push((path.to_owned(), std::fs::read_to_string(path).unwrap()));
        }
    });
    found.sort();
    found
}

fn walk(folder: &Path, visit: &mut impl FnMut(&Path)) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { walk(&path, visit) } else { visit(&path) }
    }
}

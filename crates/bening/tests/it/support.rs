//! A small synthetic city, made once, and served by the real binary. Shared by the test binaries.
#![allow(dead_code, reason = "each test binary uses its own part")]

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, ExitStatus, Output, Stdio};
use std::sync::{Arc, Condvar, Mutex, OnceLock};
use std::time::Duration;

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

/// What a server has written to stderr so far.
#[derive(Default)]
pub struct Said {
    text: Mutex<String>,
    more: Condvar,
}

impl Said {
    fn listen(self: &Arc<Self>, stderr: ChildStderr) {
        let said = Arc::clone(self);
        std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                eprintln!("{line}");
                let mut text = said.text.lock().unwrap();
                text.push_str(&line);
                text.push('\n');
                said.more.notify_all();
            }
        });
    }

    /// Everything.
    pub fn text(&self) -> String {
        self.text.lock().unwrap().clone()
    }

    /// Waits until it has said `wanted`.
    pub fn wait_for(&self, wanted: &str) {
        let missing = |text: &mut String| !text.contains(wanted);
        let text = self.text.lock().unwrap();
        let patience = Duration::from_secs(60);
        let (text, waited) = self.more.wait_timeout_while(text, patience, missing).unwrap();
        assert!(!waited.timed_out(), "it never said {wanted:?}, but:\n{text}");
    }
}

/// A running server, killed when it is dropped.
pub struct Served {
    child: Child,
    /// Its address.
    pub url: String,
    /// What it logs.
    pub said: Arc<Said>,
}

impl Served {
    /// Serves the city in `data` and returns once it listens.
    pub fn start(data: &Path, extra: &[(&str, &str)]) -> Self {
        Self::try_start(data, extra).unwrap_or_else(|ended| panic!("it does not listen: {ended}"))
    }

    /// Serves it as the demo, with the page of accounts.
    pub fn demo(data: &Path) -> Self {
        Self::run("demo", data, &[]).unwrap_or_else(|ended| panic!("it does not listen: {ended}"))
    }

    /// Serves the city in `data`, or says how the server ended before it listened.
    pub fn try_start(data: &Path, extra: &[(&str, &str)]) -> Result<Self, ExitStatus> {
        Self::run("serve", data, extra)
    }

    fn run(verb: &str, data: &Path, extra: &[(&str, &str)]) -> Result<Self, ExitStatus> {
        let listen = format!("127.0.0.1:{}", free_port());
        let mut command = command(data);
        command.args([verb, "--data", data.to_str().unwrap(), "--listen", &listen]);
        command.env("BENING_FORMS_PER_MINUTE", "1000000").envs(extra.iter().copied());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let said = Arc::new(Said::default());
        said.listen(child.stderr.take().unwrap());
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let Some(first) = lines.next() else {
            return Err(child.wait().unwrap());
        };
        let url = first.unwrap().strip_prefix("Bening: ").unwrap().to_owned();
        // Nobody else reads what it says; an unread pipe would stop it.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Self { child, url, said })
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends it a signal, such as `STOP`.
    pub fn signal(&self, name: &str) {
        let (name, id) = (format!("-{name}"), self.child.id().to_string());
        assert!(Command::new("kill").args([name, id]).status().unwrap().success());
    }

    /// Waits until it has ended by itself.
    pub fn ended(mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    /// SIGTERM, and waits until it has tidied up.
    pub fn stop(self) {
        self.signal("TERM");
        assert!(self.ended().success(), "it ends well");
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

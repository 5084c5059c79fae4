//! The real thing: a server, applications by its API, their receipts, officers, witnesses, and an
//! old data folder that was restored.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::ask::{Said, ours, outside, verify};
use super::running::{Running, eventually};
use super::support::{bening, browser, copy_all, folder, root};
use super::witnesses::make_key;

/// A small city, made once and copied for whoever wants it.
fn city() -> TempDir {
    static MADE: OnceLock<TempDir> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let at = folder();
        let args = ["demo", "--only-make", "--applications", "40", "--until", "2026-11-20"];
        let made = bening(at.path(), &[args.as_slice(), &["--data", "city"]].concat());
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        at
    });
    let copy = folder();
    copy_all(&made.path().join("city"), copy.path());
    copy
}

/// A citizen with an application and the cookie that opens it.
struct Citizen {
    client: reqwest::Client,
    url: String,
    number: String,
    promise: String,
}

impl Citizen {
    /// Hands in an application that needs no document, and so enters its queue at once.
    async fn applies(url: &str) -> Self {
        let answers = json!({
            "business_name": "Warung Contoh",
            "business_form": "sole",
            "activity": "Menjual kopi",
            "business_kelurahan": "18.72.01.1001",
            "business_address": "Jalan Contoh 1",
            "capital": "1000000",
        });
        Self::hands_in(url, ("PTSP-NIB", answers, &[]), "queued").await
    }

    /// Hands in an application for a house, whose papers an officer then sees at the counter: the site
    /// survey has discretion, so that an officer is drawn for it.
    async fn builds(url: &str) -> Self {
        let papers = ["owner_ktp", "land_proof", "kkpr", "drawing"];
        let answers = json!({
            "work": "new",
            "plot_kelurahan": "18.72.01.1001",
            "plot_address": "Jalan Contoh 1",
            "floor_area": "60",
            "floors": "1",
            "design": "own",
            "low_income": "no",
        });
        let own = Self::hands_in(url, ("PTSP-PBG", answers, &papers), "submitted").await;
        let seen = format!("{url}/api/v1/petugas/permohonan/{}/lengkap", own.number);
        let sent = reqwest::Client::new().post(seen).bearer_auth(officer(url).await);
        let complete = sent.json(&json!({ "seen": papers })).send().await.unwrap();
        assert_eq!(complete.status(), 200, "{}", complete.text().await.unwrap());
        own
    }

    async fn hands_in(
        url: &str,
        (service, answers, later): (&str, Value, &[&str]),
        state: &str,
    ) -> Self {
        let body = json!({
            "service": service,
            "applicant": "oneself",
            "person": {
                "name": "Uji Coba",
                "nik": "1872014101909001",
                "kk": "1872010101109001",
                "phone": "081200000001",
                "address": "Jalan Contoh 1",
                "kelurahan": "18.72.01.1001",
            },
            "answers": answers,
            "documents_later": later,
        });
        let client = browser();
        let sent = client.post(format!("{url}/api/v1/permohonan")).json(&body).send();
        let receipt = created(sent.await.unwrap()).await;
        let text = |name: &str| receipt[name].as_str().unwrap().to_owned();
        assert_eq!(text("state"), state);
        let (number, promise) = (text("number"), text("promise"));
        let link = format!("{url}/lacak/{number}/{}", text("secret"));
        assert_eq!(client.get(link).send().await.unwrap().status(), 303);
        Self { client, url: url.to_owned(), number, promise }
    }

    /// What the tracking page says.
    async fn page(&self) -> String {
        let url = format!("{}/lacak/{}", self.url, self.number);
        self.client.get(url).send().await.unwrap().text().await.unwrap()
    }

    /// The file of the receipt once the log holds it.
    async fn receipt(&self) -> String {
        let url = format!("{}/lacak/{}/tanda-terima", self.url, self.number);
        eventually("the proof in the receipt", async || {
            let answer = self.client.get(&url).send().await.unwrap();
            assert_eq!(answer.status(), 200);
            let text = answer.text().await.unwrap();
            text.starts_with("c2sp.org/tlog-proof@v1\n").then_some(text)
        })
        .await
    }
}

async fn created(answer: reqwest::Response) -> Value {
    let (status, text) = (answer.status(), answer.text().await.unwrap());
    assert_eq!(status, 201, "{text}");
    serde_json::from_str(&text).unwrap()
}

/// The token of the demo's officer for permits.
async fn officer(url: &str) -> String {
    let code = bening::demo::accounts::second_factor().code_at(kernel::Clock::System.now());
    let login = json!({
        "login": "petugas-izin",
        "password": bening::demo::accounts::PASSWORD,
        "code": code.unwrap(),
    });
    let sent = reqwest::Client::new().post(format!("{url}/api/v1/sesi")).json(&login).send();
    created(sent.await.unwrap()).await["token"].as_str().unwrap().to_owned()
}

fn log_of(data: &Path) -> PathBuf {
    data.join("log/1")
}

/// The public key, once the server has published it.
async fn vkey(server: &Running) -> String {
    let url = format!("{}/log/vkey", server.url);
    eventually("the public key", async || {
        let answer = reqwest::get(&url).await.unwrap();
        if answer.status() == 200 { Some(answer.text().await.unwrap()) } else { None }
    })
    .await
}

/// Entries that are published.
fn size(data: &Path) -> u64 {
    let note = std::fs::read_to_string(log_of(data).join("checkpoint")).unwrap();
    note.lines().nth(1).unwrap().parse().unwrap()
}

fn put(at: &Path, name: &str, text: &str) -> String {
    std::fs::write(at.join(name), text).unwrap();
    at.join(name).display().to_string()
}

fn both(args: &[&str], ends: impl Fn(Said) -> Said) {
    ends(verify(args));
    if let Some(said) = outside(args) {
        ends(said);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receipt_is_checked_without_the_server_and_with_it() {
    let (city, away) = (city(), folder());
    let server = Running::server(city.path(), &[]);
    let url = format!("{}/log", server.url);
    let vkey = put(away.path(), "vkey", &vkey(&server).await);
    let citizen = Citizen::applies(&server.url).await;
    let promise = put(away.path(), "promise", &citizen.promise);
    both(&["--receipt", &promise, "--vkey", &vkey], |said| said.good(&["not in the log yet"]));
    let receipt = put(away.path(), "receipt", &citizen.receipt().await);
    let number = format!("promise: {}", citizen.number);
    both(&["--receipt", &receipt, "--vkey", &vkey], |said| said.good(&[&number, "entry "]));

    let old = reqwest::get(format!("{url}/checkpoint")).await.unwrap().text().await.unwrap();
    let old = put(away.path(), "old", &old);
    let later = Citizen::applies(&server.url).await;
    later.receipt().await;
    let whole = ["--all", "--vkey", &vkey, "--old", &old, "--receipt", &receipt];
    let words = ["entries stand where the root says", "grown from "];
    verify(&[whole.as_slice(), &["--log", &url]].concat()).good(&words);
    server.stop();
    let log = log_of(city.path()).display().to_string();
    both(&[whole.as_slice(), &["--log", &log]].concat(), |said| said.good(&words));
    verify(&["--receipt", &receipt, "--vkey", &vkey]).good(&[&number]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_officer_who_picks_out_of_turn_is_seen() {
    let (city, away) = (city(), folder());
    let server = Running::server(city.path(), &[]);
    let url = format!("{}/log", server.url);
    let vkey = put(away.path(), "vkey", &vkey(&server).await);
    let first = Citizen::applies(&server.url).await;
    let second = Citizen::applies(&server.url).await;
    let receipt = put(away.path(), "receipt", &first.receipt().await);
    second.receipt().await;
    let order = || ours(&["log", "order", "--receipt", &receipt, "--log", &url, "--vkey", &vkey]);
    order().good(&["not overtaken", "queue DPMPTSP/PTSP-NIB", "still waiting"]);

    let before = size(city.path());
    let pick = format!("{}/api/v1/petugas/permohonan/{}/ambil", server.url, second.number);
    let token = officer(&server.url).await;
    let sent = reqwest::Client::new().post(pick).bearer_auth(token);
    let picked = sent.json(&json!({"reason": "medical"})).send().await.unwrap();
    assert_eq!(picked.status(), 200, "{}", picked.text().await.unwrap());
    eventually("the pick in the log", async || (size(city.path()) > before).then_some(())).await;
    eventually("the pick in the verdict", async || {
        let said = order();
        (!said.text.contains("not overtaken")).then_some(said)
    })
    .await
    .good(&["overtaken 1 times:", ": medical", "still waiting"]);
}

/// The seed of a draw is the line of a living witness under a checkpoint that already holds the file's
/// place, and anyone computes the draw again from the log and the receipt.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draw_after_a_witnessed_checkpoint_is_computed_again_from_log_and_receipt() {
    let (city, away) = (city(), folder());
    let (key, witness_key) = make_key(away.path(), "ombudsman.example/lampung");
    let server = Running::server(city.path(), &[]);
    let vkey = put(away.path(), "vkey", &vkey(&server).await);
    server.stop();
    let witness = Running::witness(away.path(), &key, Path::new(&vkey));
    let witnesses = format!("[\"{witness_key} {}\"]", witness.url);
    let settings = [("BENING_WITNESSES", witnesses.as_str()), ("BENING_WITNESS_QUORUM", "1")];
    let server = Running::server(city.path(), &settings);
    // A pool stands before anyone enters: the draw takes the last one before the ticket.
    Citizen::applies(&server.url).await.receipt().await;

    let citizen = Citizen::builds(&server.url).await;
    let drawn = eventually("the draw on the tracking page", async || {
        let page = citizen.page().await;
        page.contains("pada petugas hasil undian").then_some(page)
    })
    .await;
    assert!(drawn.contains("Ke-"), "a place in the officer's line");
    let receipt = eventually("the ticket in the receipt", async || {
        let receipt = citizen.receipt().await;
        let parsed: ledger::receipt::Receipt = receipt.parse().unwrap();
        parsed.ticket().is_some().then_some(receipt)
    })
    .await;
    let receipt = put(away.path(), "receipt", &receipt);
    let url = format!("{}/log", server.url);
    let ask = |log: &str, key: &str| {
        ours(&[
            "log",
            "draw",
            "--receipt",
            &receipt,
            "--log",
            log,
            "--vkey",
            &vkey,
            "--witness",
            key,
        ])
    };
    let seen = eventually("the draw in the log", async || {
        let said = ask(&url, &witness_key);
        said.text.contains("the draw holds").then_some(said)
    })
    .await;
    seen.good(&["the draw holds", "cosigned by the witness ombudsman.example/lampung"]);
    // From files alone, without the server and without the witness.
    server.stop();
    drop(witness);
    let log = log_of(city.path()).display().to_string();
    ask(&log, &witness_key).good(&["the draw holds"]);
    let (_, stranger) = make_key(folder().path(), "stranger.example");
    ask(&log, &stranger).refused(&["another witness"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_witness_cosigns_the_server_and_stops_an_old_data_folder() {
    let (city, away) = (city(), folder());
    let (key, witness_key) = make_key(away.path(), "ombudsman.example/lampung");
    let server = Running::server(city.path(), &[]);
    let vkey = put(away.path(), "vkey", &vkey(&server).await);
    server.stop();
    let witness = Running::witness(away.path(), &key, Path::new(&vkey));
    let witnesses = format!("[\"{witness_key} {}\"]", witness.url);
    let settings = [("BENING_WITNESSES", witnesses.as_str()), ("BENING_WITNESS_QUORUM", "1")];

    let server = Running::server(city.path(), &settings);
    Citizen::applies(&server.url).await.receipt().await;
    let url = format!("{}/log", server.url);
    let args = ["--all", "--log", &url, "--vkey", &vkey, "--witness", &witness_key];
    let seen = "cosigned by ombudsman.example/lampung";
    verify(&args).good(&[seen]);
    let page = reqwest::get(format!("{}/periksa", server.url)).await.unwrap().text().await.unwrap();
    assert!(
        page.contains("ombudsman.example/lampung") && page.contains(&text("publishing")),
        "{page}"
    );
    server.stop();
    let log = log_of(city.path()).display().to_string();
    let args = ["--all", "--log", &log, "--vkey", &vkey, "--witness", &witness_key];
    both(&args, |said| said.good(&[seen]));

    // What the city looked like then, kept elsewhere; the city goes on, and the witness with it.
    let old = folder();
    copy_all(city.path(), old.path());
    let server = Running::server(city.path(), &settings);
    Citizen::applies(&server.url).await.receipt().await;
    server.stop();
    let (then, now) = (size(old.path()), size(city.path()));
    assert!(then < now);

    let server = Running::server(old.path(), &settings);
    let refused = eventually("the refusal", async || {
        let errors = server.errors();
        errors.contains("the public log is not signed").then_some(errors)
    })
    .await;
    let line = format!("witness ombudsman.example/lampung at {then} entries: it has seen {now}");
    for word in [line.as_str(), "bening log recover"] {
        assert!(refused.contains(word), "{word:?} is not in {refused}");
    }
    let page = reqwest::get(format!("{}/periksa", server.url)).await.unwrap().text().await.unwrap();
    assert!(page.contains(&text("refused")), "{page}");
    // Services go on; their facts are not signed for.
    Citizen::applies(&server.url).await;
    assert_eq!(size(old.path()), then);
    drop(witness);
}

/// What `/periksa` says of a standing, in the page's own language.
fn text(standing: &str) -> String {
    let texts = std::fs::read_to_string(root().join("locales/id/log.ftl")).unwrap();
    let name = format!("log-standing-{standing} = ");
    texts.lines().find_map(|line| line.strip_prefix(&name)).unwrap().to_owned()
}

use std::path::PathBuf;
use std::sync::Arc;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
use uuid::Uuid;

use super::*;
use crate::jobs::run_ready;
use crate::testing::{Setup, TestCity, on_every_database};

const PERSON: Uuid = Uuid::from_u128(7);

/// Makes a person's key.
struct NewPerson(App);

impl Command for NewPerson {
    type Output = SubjectKey;
    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<SubjectKey> {
        keys::create(tx, &self.0.vault, PERSON).await
    }
}

struct Erase;

impl Command for Erase {
    type Output = ();
    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        keys::erase(tx, PERSON).await
    }
}

struct QueueBoth(SubjectKey);

impl Command for QueueBoth {
    type Output = ();
    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let to = "siti@example.id".parse().unwrap();
        let subject = "Permohonan selesai\r\nBcc: semua@example.id";
        queue_mail(tx, &self.0, &to, subject, "Bu Siti, KTP Anda siap – ambil besok.").await?;
        let phone = Phone::parse("0812-3456-7890").unwrap();
        let text = Sms::new("Bu Siti, KTP Anda siap.").unwrap();
        queue_sms(tx, &self.0, &phone, &text).await?;
        Ok(())
    }
}

fn outbox(folder: &TempDir) -> Outbox {
    Outbox {
        from: "Kota Metro <layanan@metro.test>".parse().unwrap(),
        mail: Transport::Folder(Folder::open(&folder.path().join("mail")).unwrap()),
        sms: Folder::open(&folder.path().join("sms")).unwrap(),
    }
}

async fn queue_both(city: &TestCity) {
    let key = city.app.db.write(city.tenant.id, NewPerson(city.app.clone())).await.unwrap();
    city.app.db.write(city.tenant.id, QueueBoth(key)).await.unwrap();
}

async fn run(city: &TestCity, outbox: Outbox) -> usize {
    let handlers: [Arc<dyn JobHandler>; 1] = [Arc::new(outbox)];
    run_ready(&city.app, city.tenant.id, &handlers).await.unwrap()
}

fn files(folder: &TempDir, name: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder.path().join(name)).unwrap();
    entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect()
}

async fn rows(city: &TestCity) -> Vec<(String, String, Option<i64>)> {
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    sqlx::query_as(
        "SELECT channel, state, sent_at FROM message WHERE tenant_id = $1 ORDER BY channel",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .unwrap()
}

#[tokio::test]
async fn messages_are_sealed_and_then_sent_once() {
    on_every_database(Setup::default, async |city| {
        let folder = TempDir::new().unwrap();
        queue_both(city).await;
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let stored: Vec<(Vec<u8>, String)> = sqlx::query_as(
            "SELECT m.sealed, j.payload FROM message m JOIN job j ON j.tenant_id = m.tenant_id \
             WHERE m.tenant_id = $1",
        )
        .bind(tx.tenant())
        .fetch_all(tx.conn())
        .await
        .unwrap();
        drop(tx);
        assert_eq!(stored.len(), 4);
        for (sealed, payload) in stored {
            assert!(!sealed.windows(4).any(|window| window == b"Siti"));
            assert!(!payload.contains("siti") && !payload.contains("812"), "{payload}");
        }

        assert_eq!(run(city, outbox(&folder)).await, 2);
        assert_eq!(run(city, outbox(&folder)).await, 0);
        let now = Some(city.clock.now().as_microsecond());
        let sent = |channel: &str| (channel.to_owned(), "sent".to_owned(), now);
        assert_eq!(rows(city).await, [sent("mail"), sent("sms")]);
        assert_eq!((files(&folder, "mail").len(), files(&folder, "sms").len()), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn files_hold_what_the_person_reads() {
    let (city, folder) = (TestCity::with(Setup::default()).await, TempDir::new().unwrap());
    queue_both(&city).await;
    run(&city, outbox(&folder)).await;
    let sms = std::fs::read_to_string(&files(&folder, "sms")[0]).unwrap();
    assert_eq!(sms, "To: 6281234567890\nAlphabet: UTF-8\n\nBu Siti, KTP Anda siap.");

    let path = &files(&folder, "mail")[0];
    let mail = std::fs::read_to_string(path).unwrap();
    let id = path.file_stem().unwrap().to_str().unwrap();
    let (head, _) = mail.split_once("\r\n\r\n").unwrap();
    for line in [
        "From: \"Kota Metro\" <layanan@metro.test>".to_owned(),
        "To: siti@example.id".to_owned(),
        "Date: Tue, 24 Nov 2026 03:40:00 +0000".to_owned(),
        format!("Message-ID: <{id}@metro.test>"),
        "Content-Type: text/plain; charset=utf-8".to_owned(),
    ] {
        assert!(head.lines().any(|found| found == line), "{line} is not in\n{head}");
    }
    assert!(!head.lines().any(|line| line.starts_with("Bcc")), "a subject is one line:\n{head}");
}

#[tokio::test]
async fn a_person_who_was_erased_is_told_nothing() {
    let (city, folder) = (TestCity::with(Setup::default()).await, TempDir::new().unwrap());
    queue_both(&city).await;
    city.app.db.write(city.tenant.id, Erase).await.unwrap();
    assert_eq!(run(&city, outbox(&folder)).await, 2);
    assert_eq!((files(&folder, "mail").len(), files(&folder, "sms").len()), (0, 0));
    let dropped = |channel: &str| (channel.to_owned(), "dropped".to_owned(), None);
    assert_eq!(rows(&city).await, [dropped("mail"), dropped("sms")]);
    city.advance(jobs::LEASE);
    assert_eq!(run(&city, outbox(&folder)).await, 0, "a dropped message is settled");
}

/// Takes one mail as a server does, and answers its recipient with `verdict`. Returns all lines
/// that it was sent.
async fn serve_one(listener: TcpListener, verdict: &'static str) -> Vec<String> {
    let (stream, _) = listener.accept().await.unwrap();
    let (reader, mut writer) = stream.into_split();
    let (mut lines, mut heard, mut in_data) = (BufReader::new(reader).lines(), Vec::new(), false);
    writer.write_all(b"220 test\r\n").await.unwrap();
    while let Ok(Some(line)) = lines.next_line().await {
        let answer = match line.split_whitespace().next().unwrap_or_default() {
            "." => "250 taken",
            _ if in_data => "",
            "DATA" => "354 go on",
            "RCPT" => verdict,
            "QUIT" => "221 bye",
            _ => "250 ok",
        };
        in_data = line == "DATA" || (in_data && line != ".");
        heard.push(line);
        if !answer.is_empty() {
            writer.write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
        }
    }
    heard
}

async fn by_smtp(folder: &TempDir, verdict: &'static str) -> (TestCity, Vec<String>) {
    let city = TestCity::with(Setup::default()).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://127.0.0.1:{}", listener.local_addr().unwrap().port());
    let server = tokio::spawn(serve_one(listener, verdict));
    queue_both(&city).await;
    let mail = Transport::Smtp(Smtp::new(&url).unwrap());
    assert_eq!(run(&city, Outbox { mail, ..outbox(folder) }).await, 2);
    (city, server.await.unwrap())
}

#[tokio::test]
async fn mail_goes_to_the_server() {
    let folder = TempDir::new().unwrap();
    let (city, heard) = by_smtp(&folder, "250 ok").await;
    assert!(heard.contains(&"RCPT TO:<siti@example.id>".to_owned()), "{heard:?}");
    assert_eq!(rows(&city).await[0].1, "sent");
}

#[tokio::test]
async fn a_refused_mail_stays_queued_and_its_error_names_nobody() {
    let folder = TempDir::new().unwrap();
    let (city, _) = by_smtp(&folder, "450 siti@example.id is busy").await;
    assert_eq!(rows(&city).await[0].1, "queued");
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let (error,): (String,) = sqlx::query_as("SELECT last_error FROM job WHERE tenant_id = $1")
        .bind(tx.tenant())
        .fetch_one(tx.conn())
        .await
        .unwrap();
    assert_eq!(error, "error-internal: the mail server answered 450");
}

#[test]
fn mail_does_not_leave_the_machine_in_the_clear() {
    for url in ["smtp://mail.example.id", "smtp://u:p@mail.example.id:25", "smtp://localhost.id"] {
        assert!(Smtp::new(url).is_err(), "{url}");
    }
    for url in ["smtps://u:p@mail.example.id", "smtp://mail.example.id:587?tls=required"] {
        assert!(Smtp::new(url).is_ok(), "{url}");
    }
}

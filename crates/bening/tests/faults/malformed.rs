//! Slow and malformed clients: they are sent away, others are served meanwhile, and memory stays.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use super::city::City;
use super::load::PATIENCE;
use super::support::{Served, bening, browser, folder};

/// How many of each kind come at the same time.
const EACH: usize = 40;
/// How much memory they may take all together, in KiB.
const ROOM: u64 = 64 * 1024;

/// Sends `bytes` and leaves the connection open. A server that hangs up on the way is right.
fn send(url: &str, bytes: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(url.strip_prefix("http://").unwrap()).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    if let Err(error) = stream.write_all(bytes) {
        eprintln!("hung up: {error}");
    }
    stream
}

/// What comes back until the server hangs up.
fn answer(mut stream: TcpStream) -> String {
    let mut all = Vec::new();
    if let Err(error) = stream.read_to_end(&mut all) {
        let hung_up = error.kind() == std::io::ErrorKind::ConnectionReset;
        assert!(hung_up, "the server holds a broken connection: {error}");
    }
    String::from_utf8_lossy(&all).into_owned()
}

/// Sends a header that never ends, byte by byte, until the server hangs up.
fn trickle(url: &str) {
    let mut stream = send(url, b"GET / HTTP/1.1\r\nX-Slow: ");
    let mut byte = [0];
    stream.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
    loop {
        let closed = match stream.read(&mut byte) {
            Ok(count) => count == 0,
            Err(error) => error.kind() == std::io::ErrorKind::ConnectionReset,
        };
        if closed || stream.write_all(b"a").is_err() {
            return;
        }
    }
}

fn memory(served: &Served) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", served.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().split(' ').next().unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn others_are_served_meanwhile() {
    let city = City::on_sqlite();
    let served = city.serve(&[]);
    let mut load = city.load(&served);
    load.acknowledged(20).await;
    let before = memory(&served);

    let head = "POST /api/v1/permohonan HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    let never = format!("{head}Content-Length: 200000\r\n\r\n{{");
    let endless = format!("{head}Transfer-Encoding: chunked\r\n\r\nffffffffff\r\n{{");
    let huge = format!("GET / HTTP/1.1\r\nX-Huge: {}", "a".repeat(2 * 1024 * 1024));
    let unfinished: [&[u8]; 3] = [b"", b"G", b"GET / HTTP/1.1\r\nHost: x\r\n"];
    let refused: [&[u8]; 3] =
        [b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03\r\n\r\n", b"a b c d\r\n\r\n", huge.as_bytes()];
    let several = |kinds: &[&[u8]]| -> Vec<TcpStream> {
        kinds.iter().flat_map(|bytes| (0..EACH).map(|_| send(&served.url, bytes))).collect()
    };
    let (waiting, bodies) =
        (several(&unfinished), several(&[never.as_bytes(), endless.as_bytes()]));
    let url = served.url.clone();
    let slow = std::thread::spawn(move || trickle(&url));
    for stream in several(&refused) {
        let said = answer(stream);
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 4"), "{said}");
    }
    load.acknowledged(100).await;
    load.stop().await;
    assert_eq!(city.ledger.refusals(), []);
    let grown = memory(&served).saturating_sub(before);
    assert!(grown < ROOM, "{grown} KiB more");

    for stream in waiting {
        let said = answer(stream);
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 4"), "{said}");
    }
    slow.join().unwrap();
    // Bodies that never come do not keep the server from stopping either.
    city.check(served).await;
    drop(bodies);
}

/// A witness for the log of `city`.
fn witness(city: &City, home: &Path) -> (std::process::Child, String) {
    let vkey = city.data.join("log/1/vkey");
    let key = home.join("witness.key");
    let made = bening(
        home,
        &["log", "key", "witness", "--name", "w.test", "--out", key.to_str().unwrap()],
    );
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let state = home.join("state");
    let mut child = super::support::command(home)
        .args(["log", "witness", "--listen", "127.0.0.1:0"])
        .args(["--key", key.to_str().unwrap(), "--log", vkey.to_str().unwrap()])
        .args(["--state", state.to_str().unwrap()])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    let mut said = std::io::BufReader::new(child.stdout.take().unwrap());
    std::io::BufRead::read_line(&mut said, &mut first).unwrap();
    let url = first.trim().rsplit(' ').next().unwrap().to_owned();
    (child, url)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_witness_refuses_what_it_cannot_read_and_goes_on() {
    let city = City::on_sqlite();
    let served = city.serve(&[]);
    city.published(&served).await;
    served.stop();
    let home = folder();
    let (mut process, url) = witness(&city, home.path());
    let note = std::fs::read_to_string(city.data.join("log/1/checkpoint")).unwrap();
    let foreign = note.replacen("localhost/log", "elsewhere/log", 3);
    let client = browser();
    let add = format!("{url}/add-checkpoint");
    let bodies: [Vec<u8>; 8] = [
        Vec::new(),
        b"old 0".to_vec(),
        b"\xff\xfe\xfd".to_vec(),
        format!("old -1\n\n{note}").into_bytes(),
        format!("old 0\nnot a hash\n\n{note}").into_bytes(),
        format!("old 0\n\n{foreign}").into_bytes(),
        format!("old 0\n\n{}", note.replacen("\n\n", "\nmore\n\n", 1)).into_bytes(),
        vec![b'a'; 4 * 1024 * 1024],
    ];
    for body in bodies {
        let begins = String::from_utf8_lossy(&body[..body.len().min(20)]).into_owned();
        // Of a body that is far too large the server need not read the rest.
        if let Ok(answer) = browser().post(&add).body(body).send().await {
            assert!(answer.status().is_client_error(), "{begins:?}: {}", answer.status());
        }
    }
    assert_eq!(client.get(&add).send().await.unwrap().status(), 405);
    let half =
        send(&url, b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nold");
    let good = client.post(&add).body(format!("old 0\n\n{note}")).send().await.unwrap();
    assert_eq!(good.status(), 200, "it still cosigns");
    drop(half);
    process.kill().unwrap();
    process.wait().unwrap();
}

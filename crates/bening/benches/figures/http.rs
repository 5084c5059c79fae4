//! HTTP/1.1 on a kept-open socket, with as little work as possible: what the client burns is
//! missing from the server.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::Outcome;

/// A kept-open connection.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    address: SocketAddr,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub head: String,
    /// The body without its chunks, as it was compressed.
    pub body: Vec<u8>,
    /// Bytes on the wire, head and all.
    pub wire: usize,
}

impl Connection {
    pub async fn open(address: SocketAddr) -> Outcome<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(64 * 1024), address })
    }

    /// `GET path` with further header lines, each ended by `\r\n`.
    pub async fn get(&mut self, path: &str, headers: &str) -> Outcome<Answer> {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n{headers}\r\n", self.address);
        self.send(&request).await
    }

    pub async fn post(&mut self, path: &str, headers: &str, body: &str) -> Outcome<Answer> {
        let (host, length) = (self.address, body.len());
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
        );
        self.send(&request).await
    }

    async fn send(&mut self, request: &str) -> Outcome<Answer> {
        self.stream.write_all(request.as_bytes()).await?;
        self.buffer.clear();
        let end = loop {
            if let Some(at) = find(&self.buffer, b"\r\n\r\n") {
                break at + 4;
            }
            self.more().await?;
        };
        let head = String::from_utf8(self.buffer[..end].to_vec())?;
        let status = head.get(9..12).ok_or("no status line")?.parse()?;
        let body = match header(&head, "content-length") {
            Some(length) => {
                let whole = end + length.parse::<usize>()?;
                while self.buffer.len() < whole {
                    self.more().await?;
                }
                self.buffer[end..whole].to_vec()
            }
            None if status == 304 => Vec::new(),
            None => self.chunks(end).await?,
        };
        Ok(Answer { status, head, body, wire: self.buffer.len() })
    }

    async fn chunks(&mut self, mut at: usize) -> Outcome<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line = loop {
                if let Some(length) = find(&self.buffer[at..], b"\r\n") {
                    break length;
                }
                self.more().await?;
            };
            let size = std::str::from_utf8(&self.buffer[at..at + line])?;
            let size = usize::from_str_radix(size, 16)?;
            let from = at + line + 2;
            while self.buffer.len() < from + size + 2 {
                self.more().await?;
            }
            body.extend_from_slice(&self.buffer[from..from + size]);
            at = from + size + 2;
            if size == 0 {
                return Ok(body);
            }
        }
    }

    async fn more(&mut self) -> Outcome<()> {
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => Err("the server closed the connection".into()),
            _ => Ok(()),
        }
    }
}

impl Answer {
    /// The cookies that the answer sets, as a line to send back.
    pub fn cookies(&self) -> Vec<String> {
        let set = |line: &str| {
            let (name, value) = line.split_once(": ")?;
            let cookie = value.split(';').next()?;
            name.eq_ignore_ascii_case("set-cookie").then(|| cookie.to_owned())
        };
        self.head.lines().filter_map(set).collect()
    }

    pub fn text(&self) -> Outcome<&str> {
        Ok(std::str::from_utf8(&self.body)?)
    }
}

fn header<'h>(head: &'h str, wanted: &str) -> Option<&'h str> {
    let named = |line: &'h str| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case(wanted).then_some(value)
    };
    head.lines().find_map(named)
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

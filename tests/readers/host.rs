//! A host on loopback, over real sockets, that keeps connections open and misbehaves as it is told.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::support::Tree;

/// What is done with a request.
pub enum Act {
    /// The file, or 404; the connection stays open.
    Serve,
    /// These bytes, and the connection stays open.
    Say(Vec<u8>),
    /// The connection ends without a word.
    HangUp,
    /// This head, then a byte now and then until the reader goes.
    Drip(&'static str),
}

/// A request: the path, and its place among those of its connection, from 0.
pub struct Asked<'a> {
    pub path: &'a str,
    pub on_connection: usize,
}

pub struct Host {
    pub origin: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Host {
    pub fn new(files: &'static Tree, act: impl Fn(&Asked<'_>) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let shared = Arc::new((files, act, Arc::clone(&asked)));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let shared = Arc::clone(&shared);
                thread::spawn(move || {
                    let (files, act, asked) = &*shared;
                    converse(&mut stream.unwrap(), files, act, asked);
                });
            }
        });
        Self { origin, asked }
    }

    /// The paths that were asked for, in order.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn converse(
    stream: &mut TcpStream,
    files: &Tree,
    act: &impl Fn(&Asked<'_>) -> Act,
    asked: &Mutex<Vec<String>>,
) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    for on_connection in 0.. {
        let mut lines = reader.by_ref().lines().map_while(Result::ok).take_while(|line| !line.is_empty());
        let Some(first) = lines.next() else { return };
        lines.for_each(drop);
        let path = first.split(' ').nth(1).unwrap();
        asked.lock().unwrap().push(path.to_owned());
        let sent = match act(&Asked { path, on_connection }) {
            Act::Serve => stream.write_all(&answer(files.get(path.trim_start_matches('/')))),
            Act::Say(bytes) => stream.write_all(&bytes),
            Act::HangUp => return,
            Act::Drip(head) => {
                let mut sent = stream.write_all(head.as_bytes());
                while sent.is_ok() {
                    // A slow host is what this is: the pause is its nature.
                    thread::sleep(std::time::Duration::from_millis(50));
                    sent = stream.write_all(b"a");
                }
                return;
            }
        };
        if sent.is_err() {
            return;
        }
    }
}

fn answer(file: Option<&Vec<u8>>) -> Vec<u8> {
    let (status, body) = file.map_or(("404 Not Found", b"".as_slice()), |body| ("200 OK", body));
    let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

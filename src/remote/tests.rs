//! Asking real servers on loopback that answer well, badly, slowly and without end.

use std::io::{BufRead as _, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use super::*;

/// A server that reads one request a connection and lets `answer` write what it likes.
fn serve(answer: impl Fn(&[String], &mut TcpStream) + Send + 'static) -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let request: Vec<_> = lines.map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
            answer(&request, &mut stream);
        }
    });
    url
}

/// A server with always the same answer, after which it hangs up.
fn says(answer: &'static str) -> Url {
    serve(move |_, stream| drop(stream.write_all(answer.as_bytes())))
}

fn client() -> Client {
    let patience = Patience {
        connect: Duration::from_secs(5),
        silence: Duration::from_millis(300),
        total: Duration::from_millis(900),
    };
    Client::new("extrait-test/1", patience, Authorities::public())
}

fn fails(url: &Url, expected: &RemoteError) {
    assert_eq!(&client().get(url, &[], 1000).unwrap_err(), expected);
}

#[test]
fn every_status_is_an_answer() {
    let url = says("HTTP/1.1 410 Gone\r\nContent-Length: 5\r\nX-Robots-Tag: noindex\r\n\r\nended");
    let response = client().get(&url, &[], 5).unwrap();
    assert_eq!((response.head.status, response.body.as_slice()), (410, b"ended".as_slice()));
    assert_eq!(response.head.headers.first("x-robots-tag"), Some("noindex"));
    let chunked = says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n");
    assert_eq!(client().get(&chunked, &[], 3).unwrap().body, b"abc");
}

#[test]
fn a_request_says_who_asks_and_no_more_than_is_wished() {
    let url = serve(|request, stream| {
        let text = request.join("\n");
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{text}", text.len());
        drop(stream.write_all(answer.as_bytes()));
    });
    let answer = client().get(&url.join("a b").unwrap(), &[("Cache-Control", "no-cache")], 1000).unwrap();
    let request = String::from_utf8(answer.body).unwrap().to_lowercase();
    assert!(request.starts_with("get /a%20b http/1.1\n"), "{request}");
    assert!(request.contains("user-agent: extrait-test/1"), "{request}");
    assert!(request.contains("accept-encoding: identity"), "{request}");
    assert!(request.contains("cache-control: no-cache"), "{request}");
    assert!(!request.contains("cookie") && !request.contains("referer"), "{request}");
}

#[test]
fn heads_have_no_body() {
    let url = says("HTTP/1.1 200 OK\r\nContent-Length: 20000000000\r\n\r\n");
    let answer = client().ask(Method::Head, &url, &[]).unwrap();
    assert_eq!(answer.head.status, 200);
    assert_eq!(answer.start(10).unwrap().body, b"");
}

#[test]
fn redirects_are_told_and_not_followed() {
    let check = |answer: &'static str, expected: Option<&str>| {
        let url = says(answer);
        let head = client().get(&url.join("sub/page").unwrap(), &[], 10).unwrap().head;
        let location = head.location().map(|to| to.as_str().replace(url.origin(), "ORIGIN"));
        assert_eq!(location.as_deref(), expected, "{answer}");
    };
    check("HTTP/1.1 301 x\r\nLocation: next\r\nContent-Length: 0\r\n\r\n", Some("ORIGIN/sub/next"));
    check(
        "HTTP/1.1 308 x\r\nLocation: https://other.example/\r\nContent-Length: 0\r\n\r\n",
        Some("https://other.example/"),
    );
    check("HTTP/1.1 302 x\r\nContent-Length: 0\r\n\r\n", None);
    check("HTTP/1.1 302 x\r\nLocation: javascript:x\r\nContent-Length: 0\r\n\r\n", None);
    check("HTTP/1.1 200 x\r\nLocation: next\r\nContent-Length: 0\r\n\r\n", None);
}

#[test]
fn too_much_is_not_read() {
    let announced = says("HTTP/1.1 200 OK\r\nContent-Length: 20000000000\r\n\r\nabc");
    fails(&announced, &RemoteError::TooLarge { cap: 1000 });
    let endless = || {
        serve(|_, stream| {
            let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
            let mut sent = stream.write_all(head);
            while sent.is_ok() {
                sent = stream.write_all(b"4\r\nabcd\r\n");
            }
        })
    };
    let mut taken = 0;
    let answer = client().ask(Method::Get, &endless(), &[]).unwrap();
    let end = answer.stream(100_000, &mut |bytes| taken += bytes.len());
    assert_eq!(end, Err(RemoteError::TooLarge { cap: 100_000 }));
    assert!(taken <= 100_000, "{taken}");
    let start = client().ask(Method::Get, &endless(), &[]).unwrap().start(10).unwrap();
    assert_eq!(start.body, b"abcdabcdab");
}

#[test]
fn garbage_is_no_answer() {
    for garbage in ["SSH-2.0-OpenSSH_9.9\r\n\r\n", "\0\0\0\r\n\r\n", "HTTP/9.9 x y\r\n\r\n", "<html>\r\n\r\n"]
    {
        let error = client().get(&says(garbage), &[], 1000).unwrap_err();
        assert!(matches!(error, RemoteError::NotHttp(_)), "{garbage:?}: {error:?}");
    }
    let endless = serve(|_, stream| {
        let mut sent = stream.write_all(b"HTTP/1.1 200 OK\r\n");
        while sent.is_ok() {
            sent = stream.write_all(b"X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n");
        }
    });
    let error = client().get(&endless, &[], 1000).unwrap_err();
    assert!(matches!(error, RemoteError::NotHttp(_)), "{error:?}");
}

#[test]
fn answers_that_stop_short_or_stay_away_are_told() {
    fails(&says(""), &RemoteError::Cut);
    fails(&says("HTTP/1.1 200 OK\r\nContent-Le"), &RemoteError::Cut);
    fails(&says("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"), &RemoteError::Cut);
    fails(&says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"), &RemoteError::Cut);
    let silent = serve(|_, _| thread::sleep(Duration::from_secs(3)));
    fails(&silent, &RemoteError::TimedOut);
    // Each piece comes in time; the whole never does.
    let slow = serve(|_, stream| {
        let mut sent = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        while sent.is_ok() {
            thread::sleep(Duration::from_millis(100));
            sent = stream.write_all(b"a");
        }
    });
    fails(&slow, &RemoteError::TimedOut);
}

#[test]
fn what_follows_the_announced_length_is_not_of_the_body() {
    let url = says("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef");
    assert_eq!(client().get(&url, &[], 1000).unwrap().body, b"abc");
}

#[test]
fn hosts_that_are_not_there_are_told_apart() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let closed = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    drop(listener);
    fails(&closed, &RemoteError::Refused);
    // RFC 2606 keeps this name free of hosts.
    fails(&Url::parse("http://nobody.invalid/").unwrap(), &RemoteError::NameNotFound);
    let plain = says("HTTP/1.1 200 OK\r\n\r\n");
    let secure = Url::parse(&plain.as_str().replace("http:", "https:")).unwrap();
    let error = client().get(&secure, &[], 10).unwrap_err();
    assert!(error.is_about_trust() || error == RemoteError::Cut, "{error:?}");
}

#[test]
fn authorities_are_certificates() {
    assert_eq!(Authorities::private(b"").unwrap_err(), AuthoritiesError::None);
    assert_eq!(Authorities::private(b"a certificate").unwrap_err(), AuthoritiesError::None);
    let torn = b"-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n";
    assert!(matches!(Authorities::private(torn).unwrap_err(), AuthoritiesError::Form(_)));
}

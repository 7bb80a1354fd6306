//! How fast logs are read: `cargo bench --bench audit [-- LINES…]`. Prints lines a second and the peak memory of the command,
//! for logs of the combined format, the same packed by gzip, and JSON of Caddy. Times are told, never judged; a wrong count
//! fails.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a benchmark makes the site and the logs that it measures")]

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value as Json;
use wait4::Wait4 as _;

const LINES: u64 = 500_000;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let mut sizes = words.iter().map(|word| word.parse()).collect::<Result<Vec<u64>, _>>()?;
    if sizes.is_empty() {
        sizes.push(LINES);
    }
    let place = tempfile::tempdir()?;
    let site = place.path().join("site");
    run(Command::new(env!("CARGO_BIN_EXE_extrait")).arg("init").arg(&site))?;
    run(extrait(&site).arg("build"))?;
    let links: Vec<Json> =
        serde_json::from_slice(&run(extrait(&site).args(["links", "--reveal", "--format", "json"]))?)?;
    let folders: Vec<&str> = links
        .iter()
        .filter_map(|link| link["url"].as_str()?.trim_end_matches('/').rsplit('/').next())
        .collect();
    println!("{:>10}  {:<14} {:>8}  {:>12}  {:>8}", "lines", "log", "MB", "lines/s", "peak MB");
    for lines in sizes {
        for (name, form, packed) in [
            ("combined", combined as Form, false),
            ("combined, gzip", combined, true),
            ("Caddy", caddy, false),
        ] {
            let log = place.path().join("log");
            write(&log, lines, form, packed, &folders)?;
            let (seconds, peak) = audit(&site, &log, lines)?;
            let megabytes = log.metadata()?.len() / 1_000_000;
            #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
            let speed = lines as f64 / seconds;
            println!("{lines:>10}  {name:<14} {megabytes:>8}  {speed:>12.0}  {:>8}", peak / 1_000_000);
        }
    }
    Ok(())
}

fn extrait(site: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_extrait"));
    command.env_clear().current_dir(site);
    command
}

fn run(command: &mut Command) -> Outcome<Vec<u8>> {
    let output = command.stderr(Stdio::null()).output()?;
    if output.status.success() { Ok(output.stdout) } else { Err("a command failed".into()) }
}

/// Audits a log; the seconds that it took, and the peak of its memory in bytes.
fn audit(site: &Path, log: &Path, lines: u64) -> Outcome<(f64, u64)> {
    let report = site.join("report.json");
    let started = Instant::now();
    let child =
        extrait(site).args(["audit", "--format", "json"]).arg(log).stdout(File::create(&report)?).spawn()?;
    let used = child.wait4()?;
    let seconds = started.elapsed().as_secs_f64();
    let told: Json = serde_json::from_slice(&std::fs::read(&report)?)?;
    let requests: u64 =
        told["links"].as_array().into_iter().flatten().filter_map(|link| link["requests"].as_u64()).sum();
    if told["understood"] != lines || requests != lines - lines.div_ceil(10) * 2 {
        return Err(format!("{requests} of {lines} requests were found").into());
    }
    Ok((seconds, used.rusage.maxrss))
}

/// A request: who, when, what, whence, by what program.
struct Asked<'a> {
    client: u32,
    second: u64,
    path: &'a str,
    agent: u64,
}

type Form = fn(&mut dyn Write, &Asked<'_>) -> io::Result<()>;

/// A log of which in ten lines eight are for links, one for a token that never was, one for something else; a third of the
/// requests comes from an address that was not seen before.
fn write(log: &Path, lines: u64, form: Form, packed: bool, folders: &[&str]) -> Outcome<()> {
    let file = BufWriter::new(File::create(log)?);
    if packed {
        let mut packer = GzEncoder::new(file, Compression::fast());
        write_lines(&mut packer, lines, form, folders)?;
        packer.finish()?.flush()?;
    } else {
        let mut file = file;
        write_lines(&mut file, lines, form, folders)?;
        file.flush()?;
    }
    Ok(())
}

fn write_lines(log: &mut dyn Write, lines: u64, form: Form, folders: &[&str]) -> io::Result<()> {
    let mut state = 1_u64;
    for line in 0..lines {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let chance = state >> 33;
        let folder = folders[usize::try_from(chance).unwrap_or(0) % folders.len()];
        let path = match line % 10 {
            0 => "/assets/theme.css".to_owned(),
            1 => format!("/s/4102441199-{chance:040x}/"),
            _ => format!("/s/{folder}/processing/record-{}.html", chance % 1_000),
        };
        let client = if line % 3 == 0 { u32::try_from(line).unwrap_or(0) } else { 7 };
        form(log, &Asked { client, second: line / 50, path: &path, agent: chance % 300 })?;
    }
    Ok(())
}

fn combined(log: &mut dyn Write, asked: &Asked<'_>) -> io::Result<()> {
    let [a, b, c, d] = asked.client.to_be_bytes();
    let (hour, minute, second) = (asked.second / 3_600 % 24, asked.second / 60 % 60, asked.second % 60);
    writeln!(
        log,
        "{a}.{b}.{c}.{d} - - [10/Oct/2026:{hour:02}:{minute:02}:{second:02} +0000] \"GET {} HTTP/1.1\" 200 5120 \"-\" \
         \"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 Safari/537.36\"",
        asked.path, asked.agent
    )
}

fn caddy(log: &mut dyn Write, asked: &Asked<'_>) -> io::Result<()> {
    let [a, b, c, d] = asked.client.to_be_bytes();
    writeln!(
        log,
        "{{\"level\":\"info\",\"ts\":{}.25,\"logger\":\"http.log.access.log0\",\"msg\":\"handled request\",\"request\":\
         {{\"remote_ip\":\"{a}.{b}.{c}.{d}\",\"remote_port\":\"40000\",\"client_ip\":\"{a}.{b}.{c}.{d}\",\"proto\":\"HTTP/2.0\",\
         \"method\":\"GET\",\"host\":\"registers.example.org\",\"uri\":\"{}\",\"headers\":{{\"Accept-Encoding\":[\"gzip, deflate, br\"],\
         \"User-Agent\":[\"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 Safari/537.36\"],\
         \"Accept\":[\"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\"],\"Accept-Language\":[\"fr,en;q=0.5\"]}},\
         \"tls\":{{\"resumed\":false,\"version\":772,\"cipher_suite\":4865,\"proto\":\"h2\",\"server_name\":\"registers.example.org\"}}}},\
         \"bytes_read\":0,\"user_id\":\"\",\"duration\":0.000131,\"size\":5120,\"status\":200,\"resp_headers\":{{\"Server\":[\"Caddy\"],\
         \"Referrer-Policy\":[\"no-referrer\"],\"Content-Type\":[\"text/html; charset=utf-8\"],\"Etag\":[\"\\\"abc\\\"\"]}}}}",
        1_791_590_400 + asked.second,
        asked.path,
        asked.agent
    )
}

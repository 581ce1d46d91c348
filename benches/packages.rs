//! A package with 2,000 evidence files of 1 MiB, against `sha256sum` and `cp` over the same files, in one run. Prints
//! medians, the ratio, and the most memory that `onus` held. Needs coreutils, and `/proc` for the memory.

#![allow(clippy::disallowed_methods, reason = "a benchmark makes its own workspace")]
#![allow(clippy::print_stdout, reason = "a benchmark prints its results")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Evidence files.
const FILES: usize = 2_000;

/// Size of each in bytes.
const SIZE: usize = 1024 * 1024;

/// Runs of each program, in turn.
const ROUNDS: usize = 5;

fn main() {
    // `cargo test` runs benchmarks, too, and must not wait for this one.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let folder = tempfile::TempDir::new().expect("the system gives out temporary folders");
    let root = folder.path();
    make_workspace(root);
    let (mut hashing, mut copying, mut packing, mut checking) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut most = 0;
    for _ in 0..ROUNDS {
        hashing.push(
            timed(
                Command::new("sh")
                    .current_dir(root)
                    .args(["-c", "sha256sum profiles/acme/evidence/files/* > sums"]),
            )
            .0,
        );
        let _ = fs::remove_dir_all(root.join("copy"));
        copying.push(
            timed(Command::new("cp").current_dir(root).args(["-r", "profiles/acme/evidence/files", "copy"]))
                .0,
        );
        let (time, memory) =
            timed(onus(root).args(["bundle", "acme/web", "--as-of", "2026-11-15", "--output", "web.zip"]));
        packing.push(time);
        most = memory.max(most);
        let (time, memory) = timed(onus(root).args(["verify", "web.zip"]));
        checking.push(time);
        most = memory.max(most);
    }
    let [hash, copy, pack, check] = [hashing, copying, packing, checking].map(median);
    println!("{FILES} files of {} KiB, medians of {ROUNDS}", SIZE / 1024);
    println!("sha256sum                 {:7.2} s", hash.as_secs_f64());
    println!("cp                        {:7.2} s", copy.as_secs_f64());
    println!("onus bundle               {:7.2} s", pack.as_secs_f64());
    println!("onus verify               {:7.2} s", check.as_secs_f64());
    println!("(sha256sum + cp) / bundle {:7.2}", (hash + copy).as_secs_f64() / pack.as_secs_f64());
    println!("most memory of onus       {most:7} MiB");
}

fn onus(root: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onus"));
    command.current_dir(root).stdout(Stdio::null());
    command
}

fn make_workspace(root: &Path) {
    let write = |path: &str, bytes: &[u8]| {
        let place = root.join(path);
        fs::create_dir_all(place.parent().expect("below the workspace")).expect("a folder can be made");
        fs::write(place, bytes).expect("a file can be written");
    };
    write(
        "profiles/acme/organization.yaml",
        b"schema: onus.organization/1\nid: acme\nname: Acme Ltd\nparties:\n  - { id: platform, name: Platform Team }\n\
          delegations:\n  - { to: platform }\n",
    );
    write(
        "profiles/acme/projects/web.yaml",
        b"schema: onus.project/1\nid: web\nname: Web shop\nservices:\n  - { use: aws.s3 }\n",
    );
    let mut register = "schema: onus.evidence/1\nevidence:\n".to_owned();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for number in 0..FILES {
        let mut bytes = Vec::with_capacity(SIZE);
        while bytes.len() < SIZE {
            // Xorshift (Marsaglia 2003): bytes that no file system packs.
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            bytes.extend(state.to_le_bytes());
        }
        write(&format!("profiles/acme/evidence/files/{number:04}.bin"), &bytes);
        let _ = writeln!(
            register,
            "  - {{ id: file-{number:04}, title: File {number}, kind: file, location: files/{number:04}.bin, \
             controls: [LOG-01], collected: 2026-11-01 }}"
        );
    }
    write("profiles/acme/evidence/register.yaml", register.as_bytes());
}

/// Runs a program; how long it took, and the most memory that it held in MiB.
fn timed(command: &mut Command) -> (Duration, u64) {
    let start = Instant::now();
    let mut child = command.spawn().expect("the program starts");
    let status_file = format!("/proc/{}/status", child.id());
    let mut most = 0;
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child can be waited for") {
            break status;
        }
        most = peak(&status_file).max(most);
        thread::sleep(Duration::from_millis(2));
    };
    assert!(status.success(), "{command:?} ended with {status}");
    (start.elapsed(), most / 1024)
}

/// The most memory that a process has held so far, in KiB.
fn peak(status_file: &str) -> u64 {
    let text = fs::read_to_string(status_file).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse().ok()).unwrap_or_default()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

//! The real program: what it makes, what it refuses, how it stops.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::{Duration, Instant};

use super::{Running, program, read_to_close, status};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o7777
}

fn host_and_port(address: &str) -> &str {
    address.trim_start_matches("http://").trim_end_matches('/')
}

fn said(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_first_start_makes_a_private_folder_and_a_private_key() {
    let folder = tempfile::tempdir().unwrap();
    let (running, address) = Running::start(folder.path(), &[]);
    let data = folder.path().join("data");
    assert_eq!(mode(&data), 0o700);
    assert_eq!(mode(&data.join("secret.key")), 0o600);
    let key = fs::read(data.join("secret.key")).unwrap();
    assert!(key.len() == 32 && key.iter().any(|byte| *byte != 0));
    let mut stream = TcpStream::connect(host_and_port(&address)).unwrap();
    stream.write_all(b"GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    assert_eq!(status(&read_to_close(&mut stream)), Some(200));
    drop(running);
    let (_again, _) = Running::start(folder.path(), &[]);
    assert_eq!(fs::read(data.join("secret.key")).unwrap(), key, "the key stays");
}

#[test]
fn a_second_instance_on_one_data_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (_running, _) = Running::start(folder.path(), &[]);
    let started = Instant::now();
    let out = program(folder.path()).env("LEEWARD_LISTEN", "127.0.0.1:0").output().unwrap();
    assert_eq!(out.status.code(), Some(1));
    assert!(said(&out).contains("LEEWARD_DATA_DIR") && said(&out).contains("Remedy"), "{}", said(&out));
    assert!(started.elapsed() < Duration::from_secs(2));
}

#[test]
fn a_taken_port_is_named_and_nothing_is_made() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let port = taken.local_addr().unwrap().to_string();
    let out = program(folder.path()).env("LEEWARD_LISTEN", &port).output().unwrap();
    assert_eq!(out.status.code(), Some(1));
    assert!(said(&out).contains(&format!("LEEWARD_LISTEN {port} is taken. Remedy")), "{}", said(&out));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_key_or_folder_that_others_can_read_is_refused() {
    for (name, loose) in [("secret.key", 0o644), ("secret.key", 0o640), ("secret.key", 0o601), (".", 0o755)] {
        let folder = tempfile::tempdir().unwrap();
        drop(Running::start(folder.path(), &[]));
        let path = folder.path().join("data").join(name);
        fs::set_permissions(&path, fs::Permissions::from_mode(loose)).unwrap();
        let out = program(folder.path()).env("LEEWARD_LISTEN", "127.0.0.1:0").output().unwrap();
        assert_eq!(out.status.code(), Some(1), "{name} {loose:o}");
        assert!(said(&out).contains("chmod"), "{}", said(&out));
        assert_eq!(mode(&path), loose, "nothing is changed");
        let doctor = program(folder.path()).arg("doctor").output().unwrap();
        assert_eq!(doctor.status.code(), Some(1), "the doctor sees it too");
    }
}

#[test]
fn a_key_that_only_its_owner_reads_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("site.key");
    fs::write(&key, [7; 32]).unwrap();
    fs::set_permissions(&key, fs::Permissions::from_mode(0o400)).unwrap();
    let (_running, _) = Running::start(folder.path(), &[("LEEWARD_SECRET_KEY_FILE", "site.key")]);
    assert!(!folder.path().join("data/secret.key").exists());
}

#[test]
fn an_empty_folder_that_was_made_beforehand_becomes_private() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();
    fs::set_permissions(&data, fs::Permissions::from_mode(0o755)).unwrap();
    let (_running, _) = Running::start(folder.path(), &[]);
    assert_eq!(mode(&data), 0o700);
}

#[test]
fn sigterm_with_open_requests_ends_well_within_ten_seconds() {
    let folder = tempfile::tempdir().unwrap();
    let (mut running, address) = Running::start(folder.path(), &[]);
    let open: Vec<TcpStream> =
        ["GET / HTTP/1.1\r\nHost: loc", "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"]
            .iter()
            .map(|part| {
                let mut stream = TcpStream::connect(host_and_port(&address)).unwrap();
                stream.write_all(part.as_bytes()).unwrap();
                stream
            })
            .collect();
    let mut idle = TcpStream::connect(host_and_port(&address)).unwrap();
    idle.write_all(b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    assert_ne!(idle.read(&mut [0; 64]).unwrap(), 0);
    let started = Instant::now();
    running.terminate();
    assert!(running.0.wait().unwrap().success());
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    drop(open);
    let (_again, _) = Running::start(folder.path(), &[]);
}

#[test]
fn an_idle_program_stops_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let (mut running, _) = Running::start(folder.path(), &[]);
    let started = Instant::now();
    running.terminate();
    assert!(running.0.wait().unwrap().success());
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
}

#[test]
fn a_unix_socket_serves_is_replaced_after_a_crash_and_removed_at_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("data/socket");
    let place = [("LEEWARD_LISTEN", "unix:./data/socket")];
    let (running, _) = Running::start(folder.path(), &place);
    drop(running);
    assert!(socket.exists(), "a crash leaves the file behind");
    let (mut running, _) = Running::start(folder.path(), &place);
    assert_eq!(mode(&socket), 0o660);
    let mut stream = UnixStream::connect(&socket).unwrap();
    stream.write_all(b"GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    running.terminate();
    assert!(running.0.wait().unwrap().success());
    assert!(!socket.exists());
}

#[test]
fn counts_are_shown_on_their_own_listener_by_route_and_nowhere_else() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let folder = tempfile::tempdir().unwrap();
    let (_running, address) = Running::start(folder.path(), &[("LEEWARD_METRICS_LISTEN", &free)]);
    let get = |place: &str, path: &str| {
        let mut stream = TcpStream::connect(place).unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        read_to_close(&mut stream)
    };
    get(host_and_port(&address), "/livez");
    get(host_and_port(&address), "/somebody/secret");
    assert_eq!(status(&get(host_and_port(&address), "/metrics")), Some(404));
    let counts = get(&free, "/metrics");
    assert!(counts.contains("leeward_requests_total{route=\"/livez\",status=\"2xx\"} 1"), "{counts}");
    assert!(counts.contains("leeward_request_seconds_bucket{route=\"/livez\",le=\"0.01\"}"), "{counts}");
    assert!(!counts.contains("secret"), "{counts}");
}

#[test]
fn the_doctor_is_content_before_the_first_start_and_makes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let out = program(folder.path()).args(["doctor", "--listen", "127.0.0.1:0"]).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stdout));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

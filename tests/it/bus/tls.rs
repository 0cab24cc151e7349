//! The bus over TLS. The certificate is made by `openssl`, and `SSL_CERT_FILE` says that it is trusted.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::login::doctor_with;
use crate::harness::nats::Nats;

/// A certificate for 127.0.0.1 with its key, as `deploy/README.md` makes them.
fn certificate(folder: &Path) -> (PathBuf, PathBuf) {
    let (certificate, key) = (folder.join("bus.crt"), folder.join("bus.key"));
    let out = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ed25519", "-nodes", "-days", "2", "-subj", "/CN=bus"])
        .args(["-addext", "subjectAltName=IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:FALSE"])
        .args([Path::new("-keyout"), &key, Path::new("-out"), &certificate])
        .output()
        .expect("openssl starts; Debian's package is called openssl");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    (certificate, key)
}

#[test]
fn the_bus_is_taken_over_tls_only_with_a_certificate_that_is_trusted_and_names_its_host() {
    let folder = tempfile::tempdir().unwrap();
    let (certificate, key) = certificate(folder.path());
    let nats = Nats::start_with(&format!("tls {{ cert_file: {certificate:?}, key_file: {key:?} }}"));
    let (place, trusted) = (format!("127.0.0.1:{}", nats.port), certificate.to_str().unwrap());
    let trust = [("SSL_CERT_FILE", trusted)];
    assert_eq!(doctor_with(&format!("tls://{place}"), &trust), format!("good     bus: {place} answers"));
    let fault = "fault    bus: the bus has a certificate that is not trusted for its host";
    let unknown = doctor_with(&format!("tls://{place}"), &[]);
    assert!(unknown.starts_with(fault), "{unknown}");
    let elsewhere = doctor_with(&format!("tls://localhost:{}", nats.port), &trust);
    assert!(elsewhere.starts_with(fault), "{elsewhere}");
}

#[test]
fn a_server_without_tls_is_not_spoken_to_when_the_address_says_tls() {
    let nats = Nats::start_with("authorization { token: hunter2 }");
    let said = doctor_with(&format!("tls://hunter2@127.0.0.1:{}", nats.port), &[]);
    assert!(said.starts_with("fault    bus: "), "{said}");
}

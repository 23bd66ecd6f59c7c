//! Keys in a real keychain (gnome-keyring on a session bus of its own), and in the file without one.

use blazon_core::{Keychain, SecretFile, SecretName, SecretPlace, SecretStore, Secrets};
use secrecy::{ExposeSecret, SecretString};
use std::process::Command;

fn secrets(home: &std::path::Path, environment: fn(&str) -> Option<String>) -> Secrets {
    Secrets::new(
        Box::new(Keychain),
        environment,
        Box::new(SecretFile::in_library(home)),
    )
}

fn shown(secrets: &Secrets) -> Option<(String, SecretPlace)> {
    let found = secrets.load(SecretName::FalKey).unwrap();
    found.map(|(secret, place)| (secret.expose_secret().to_owned(), place))
}

#[test]
fn a_key_goes_to_the_keychain_and_comes_back() {
    let output = Command::new("dbus-run-session")
        .args(["--", "sh", "-c", "printf 'password\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec \"$0\" --ignored --exact keychain::inside_a_session_with_a_keychain"])
        .arg(std::env::current_exe().unwrap())
        .env("XDG_DATA_HOME", tempfile::tempdir().unwrap().path())
        .env("XDG_RUNTIME_DIR", tempfile::tempdir().unwrap().path())
        .output()
        .unwrap();
    let said = crate::support::text(&output);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}"
    );
}

#[test]
#[ignore = "run by a_key_goes_to_the_keychain_and_comes_back, inside a session bus"]
fn inside_a_session_with_a_keychain() {
    let home = tempfile::tempdir().unwrap();
    let secrets = secrets(home.path(), |_| Some("from-the-environment".into()));
    assert!(secrets.has_keychain());
    let file = SecretFile::in_library(home.path());
    file.save(SecretName::FalKey, &SecretString::from("old-key"))
        .unwrap();
    assert_eq!(
        shown(&secrets),
        Some(("from-the-environment".into(), SecretPlace::Environment))
    );
    let place = secrets
        .save(SecretName::FalKey, &SecretString::from("  id:secret \n"))
        .unwrap();
    assert_eq!(place, SecretPlace::Keychain);
    assert_eq!(
        shown(&secrets),
        Some(("id:secret".into(), SecretPlace::Keychain))
    );
    assert!(
        file.load(SecretName::FalKey).unwrap().is_none(),
        "no old copy stays in the file"
    );
    secrets.remove(SecretName::FalKey).unwrap();
    assert_eq!(
        shown(&secrets).map(|(_, place)| place),
        Some(SecretPlace::Environment)
    );
}

/// A keychain that does not answer, as on a server.
struct NoKeychain;

impl SecretStore for NoKeychain {
    fn load(&self, _: SecretName) -> anyhow::Result<Option<SecretString>> {
        anyhow::bail!("nobody answers")
    }
    fn save(&self, _: SecretName, _: &SecretString) -> anyhow::Result<()> {
        anyhow::bail!("nobody answers")
    }
    fn remove(&self, _: SecretName) -> anyhow::Result<()> {
        anyhow::bail!("nobody answers")
    }
}

#[test]
fn without_a_keychain_a_key_lies_in_a_file_for_this_user_alone() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let file = SecretFile::in_library(home.path());
    let path = file.path().to_owned();
    let secrets = Secrets::new(Box::new(NoKeychain), |_| None, Box::new(file));
    assert!(!secrets.has_keychain());
    assert_eq!(
        secrets
            .save(SecretName::FalKey, &SecretString::from("id:secret"))
            .unwrap(),
        SecretPlace::File
    );
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert_eq!(
        shown(&secrets),
        Some(("id:secret".into(), SecretPlace::File))
    );
    assert!(
        secrets
            .save(SecretName::FalKey, &SecretString::from("  "))
            .is_err()
    );
    secrets.remove(SecretName::FalKey).unwrap();
    assert_eq!(shown(&secrets), None);
}

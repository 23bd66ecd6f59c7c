//! The TypeScript side of the border is what Rust says it is.
//!
//! With `BLAZON_BINDINGS_OUT` set, the file is written there; otherwise the committed one is compared.

#[test]
fn the_committed_bindings_are_those_of_the_code() {
    if let Some(path) = std::env::var_os("BLAZON_BINDINGS_OUT") {
        blazon_desktop::write_bindings(path.as_ref()).unwrap();
        return;
    }
    let folder = std::env::temp_dir().join(format!("blazon-bindings-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let made = folder.join("bindings.ts");
    blazon_desktop::write_bindings(&made).unwrap();
    let committed = concat!(env!("CARGO_MANIFEST_DIR"), "/ui/src/backend/bindings.ts");
    let read = |path: &std::path::Path| std::fs::read_to_string(path).unwrap();
    assert!(
        read(&made) == read(committed.as_ref()),
        "`cargo xtask bindings` brings the file up to date"
    );
}

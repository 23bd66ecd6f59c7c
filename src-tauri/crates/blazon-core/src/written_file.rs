//! Files that a person gets where they said.

use anyhow::Context;
use std::io::Write;
use std::path::Path;

/// Writes a file beside its place and names it last.
pub(crate) fn write_file(to: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or_else(|| Path::new("."));
    let refused = || format!("write {}", to.display());
    let mut file = tempfile::NamedTempFile::new_in(folder).with_context(refused)?;
    file.write_all(bytes)
        .and_then(|()| file.as_file().sync_all())
        .with_context(refused)?;
    let file = file.persist(to).with_context(refused)?;
    open_to_others(&file)
}

/// A temporary file is for one's own eyes; what a person exports is a file like any other.
#[cfg(unix)]
fn open_to_others(file: &std::fs::File) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
        .context("open the file to others")
}

#[cfg(not(unix))]
fn open_to_others(_: &std::fs::File) -> anyhow::Result<()> {
    Ok(())
}

//! Files that a person gets where they said.

use blazon_dataset::archive::ArchiveError;
use std::io::{self, Write};
use std::path::Path;

/// Writes a file beside its place and names it last, so that it is there whole or not at all.
///
/// # Errors
/// [`ArchiveError::DiskFull`], or [`ArchiveError::Io`] with `to`.
pub(crate) fn write_file(to: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or_else(|| Path::new("."));
    let refused = ArchiveError::at(to);
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(&refused)?;
    file.write_all(bytes)
        .and_then(|()| file.as_file().sync_all())
        .map_err(&refused)?;
    let file = file.persist(to).map_err(|error| refused(error.error))?;
    Ok(open_to_others(&file).map_err(refused)?)
}

/// A temporary file is for one's own eyes; what a person exports is a file like any other.
#[cfg(unix)]
fn open_to_others(file: &std::fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn open_to_others(_: &std::fs::File) -> io::Result<()> {
    Ok(())
}

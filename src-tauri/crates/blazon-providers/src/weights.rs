//! Weights as they come: opened and checked before anybody is told that they are there.
//!
//! Replicate packs them in a tar. Its paths are never used: the one safetensors file in it is copied to a place of
//! ours, and an archive with none or several, or with more than anybody packs, is refused.

use crate::problem::Problem;
use crate::transfer::disk;
use blazon_lora::TensorFile;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use tar::EntryType;

/// Members of an archive, at most.
const MOST_MEMBERS: usize = 10_000;
/// Bytes of a member's long name, or of what else an extension of the format says of it, at most. They are kept in
/// memory, and no path is longer than 4096.
const LONGEST_NAME: u64 = 64 * 1024;
const ENDING: &str = ".safetensors";

/// Opens weights: a whole safetensors file with tensors of finite numbers.
///
/// # Errors
/// [`Problem::BadWeights`].
pub(crate) fn check_safetensors(path: &Path) -> Result<(), Problem> {
    let bad = |error: blazon_lora::TensorFileError| Problem::BadWeights {
        what: error.to_string(),
    };
    let file = TensorFile::open(path).map_err(bad)?;
    if file.names().len() == 0 {
        return Err(Problem::BadWeights {
            what: "the file has no tensors".to_owned(),
        });
    }
    file.check_finite().map_err(bad)
}

/// Copies the one safetensors file of the tar `archive` to `to`, at most `limit` bytes.
///
/// # Errors
/// [`Problem::BadWeights`] where there is none, or more than one, or the tar is damaged; [`Problem::Disk`].
pub(crate) fn unpack(archive: &Path, to: &Path, limit: u64) -> Result<(), Problem> {
    let file = File::open(archive).map_err(disk(archive))?;
    let mut tar = tar::Archive::new(file);
    let mut found = false;
    let mut long_name = None;
    let entries = tar.entries().map_err(|error| damaged(&error))?;
    // As they stand in the file: the crate would read names of any length into memory.
    for (order, entry) in entries.raw(true).enumerate() {
        if order >= MOST_MEMBERS {
            return Err(bad("it has too many members"));
        }
        let mut entry = entry.map_err(|error| damaged(&error))?;
        let kind = entry.header().entry_type();
        if is_extension(kind) {
            let said = read_extension(&mut entry)?;
            if kind.is_gnu_longname() {
                long_name = Some(said);
            } else if kind.is_pax_local_extensions() {
                long_name = pax_path(&said)?.or(long_name);
            }
            continue;
        }
        let name = long_name
            .take()
            .unwrap_or_else(|| entry.path_bytes().into_owned());
        if !(kind.is_file() && is_weights(&name)) {
            continue;
        }
        if found {
            return Err(bad("it has more than one weights file"));
        }
        found = true;
        let size = entry.size();
        if size > limit {
            return Err(bad("its weights file is too large"));
        }
        copy(entry, size, to)?;
    }
    if found {
        return Ok(());
    }
    Err(bad("it has no weights file"))
}

/// Whether an entry says something of the one behind it, or of all, and is no member itself (POSIX.1-2001, pax; GNU
/// tar, `L` and `K`).
fn is_extension(kind: EntryType) -> bool {
    kind.is_gnu_longname()
        || kind.is_gnu_longlink()
        || kind.is_pax_local_extensions()
        || kind.is_pax_global_extensions()
}

fn read_extension(entry: &mut tar::Entry<'_, impl Read>) -> Result<Vec<u8>, Problem> {
    if entry.size() > LONGEST_NAME {
        return Err(bad("a name in it has no end"));
    }
    let mut said = Vec::new();
    let read = entry.read_to_end(&mut said);
    read.map_err(|error| damaged(&error))?;
    Ok(said)
}

/// The path that an extension gives its member. One that gives a size is refused: only files of more than eight
/// gigabytes need it.
fn pax_path(said: &[u8]) -> Result<Option<Vec<u8>>, Problem> {
    let mut path = None;
    for record in tar::PaxExtensions::new(said) {
        let record = record.map_err(|error| damaged(&error))?;
        match record.key_bytes() {
            b"path" => path = Some(record.value_bytes().to_vec()),
            b"size" => return Err(bad("a file in it is too large")),
            _ => {}
        }
    }
    Ok(path)
}

fn is_weights(name: &[u8]) -> bool {
    // A long name of GNU tar ends with a zero.
    let name = name.strip_suffix(&[0]).unwrap_or(name);
    name.to_ascii_lowercase().ends_with(ENDING.as_bytes())
}

fn copy(entry: impl Read, size: u64, to: &Path) -> Result<(), Problem> {
    let mut target = File::create(to).map_err(disk(to))?;
    let mut source = Checked(entry.take(size));
    match io::copy(&mut source, &mut target) {
        Ok(copied) if copied == size => target.sync_all().map_err(disk(to)),
        Ok(_) => Err(bad("it ends too early")),
        // Reading marks its errors, so that what is left is the disk's.
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Err(damaged(&error)),
        Err(error) => Err(disk(to)(error)),
    }
}

/// Turns each error of reading into one of the data.
struct Checked<R>(R);

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(buffer);
        read.map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }
}

fn damaged(error: &io::Error) -> Problem {
    bad(&format!("the archive is damaged: {error}"))
}

fn bad(what: &str) -> Problem {
    Problem::BadWeights {
        what: what.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use std::path::PathBuf;

    /// A tar with these members, each of five bytes; their names are written as they are, however evil.
    fn packed(folder: &Path, names: &[&str]) -> PathBuf {
        let path = folder.join("trained_model.tar");
        let mut tar = tar::Builder::new(File::create(&path).unwrap());
        for name in names {
            let mut header = tar::Header::new_gnu();
            header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
            header.set_size(5);
            header.set_mode(0o644);
            header.set_cksum();
            tar.append(&header, &b"bytes"[..]).unwrap();
        }
        tar.finish().unwrap();
        path
    }

    #[rstest]
    #[case::as_the_trainer_packs(&["output/flux_train_replicate/config.yaml", "output/flux_train_replicate/lora.safetensors"], None)]
    #[case::climbing(&["../../../lora.safetensors"], None)]
    #[case::absolute(&["/tmp/lora.safetensors"], None)]
    #[case::none(&["config.yaml"], Some("no weights"))]
    #[case::two(&["a.safetensors", "b.safetensors"], Some("more than one"))]
    #[case::a_folder_of_that_name(&["lora.safetensors/config.yaml"], Some("no weights"))]
    fn the_one_weights_file_is_taken_and_no_path_is(
        #[case] names: &[&str],
        #[case] refused: Option<&str>,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let archive = packed(folder.path(), names);
        let inner = folder.path().join("inner");
        std::fs::create_dir(&inner).unwrap();
        let to = inner.join("out");
        match (unpack(&archive, &to, 100), refused) {
            (Ok(()), None) => assert_eq!(std::fs::read(&to).unwrap(), b"bytes"),
            (Err(problem), Some(says)) => assert!(problem.to_string().contains(says), "{problem}"),
            (found, _) => panic!("{found:?}"),
        }
        let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(left.len(), 2, "nothing was written beside");
    }

    #[test]
    fn a_link_is_no_weights_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.tar");
        let mut tar = tar::Builder::new(File::create(&path).unwrap());
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(tar::EntryType::Symlink);
        header.set_size(0);
        tar.append_link(&mut header, "lora.safetensors", "/etc/passwd")
            .unwrap();
        tar.finish().unwrap();
        let problem = unpack(&path, &folder.path().join("out"), 100).unwrap_err();
        assert!(problem.to_string().contains("no weights"));
    }

    /// A tar whose one weights file has what an extension of the format says of it in front.
    fn extended(folder: &Path, kind: EntryType, said: &[u8]) -> PathBuf {
        let path = folder.join("x.tar");
        let mut tar = tar::Builder::new(File::create(&path).unwrap());
        let mut append = |kind, name: &[u8], content: &[u8]| {
            let mut header = tar::Header::new_gnu();
            header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name);
            header.set_entry_type(kind);
            header.set_size(content.len() as u64);
            header.set_cksum();
            tar.append(&header, content).unwrap();
        };
        append(kind, b"././@LongLink", said);
        append(EntryType::Regular, b"cut", b"bytes");
        tar.finish().unwrap();
        path
    }

    fn long(ending: &str) -> String {
        format!("{}/{ending}", "a".repeat(200))
    }

    fn pax(key: &str, value: &str) -> Vec<u8> {
        // The length counts itself; here it has three digits.
        let rest = format!(" {key}={value}\n");
        format!("{}{rest}", rest.len() + 3).into_bytes()
    }

    #[rstest]
    #[case::gnu(EntryType::GNULongName, format!("{}\0", long("lora.safetensors")).into_bytes(), None)]
    #[case::pax(EntryType::XHeader, pax("path", &long("lora.safetensors")), None)]
    #[case::another_file(EntryType::XHeader, pax("path", &long("config.yaml")), Some("no weights"))]
    #[case::a_size(EntryType::XHeader, pax("size", &"9".repeat(100)), Some("too large"))]
    #[case::of_all(EntryType::XGlobalHeader, pax("comment", &long("lora.safetensors")), Some("no weights"))]
    #[case::gnu_endless(EntryType::GNULongName, vec![b'a'; 64 * 1024 + 1], Some("no end"))]
    #[case::link_endless(EntryType::GNULongLink, vec![b'a'; 64 * 1024 + 1], Some("no end"))]
    #[case::pax_endless(EntryType::XHeader, vec![b'a'; 64 * 1024 + 1], Some("no end"))]
    #[case::all_endless(EntryType::XGlobalHeader, vec![b'a'; 64 * 1024 + 1], Some("no end"))]
    fn long_names_are_read_as_far_as_names_go(
        #[case] kind: EntryType,
        #[case] said: Vec<u8>,
        #[case] refused: Option<&str>,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let archive = extended(folder.path(), kind, &said);
        let to = folder.path().join("out");
        match (unpack(&archive, &to, 100), refused) {
            (Ok(()), None) => assert_eq!(std::fs::read(&to).unwrap(), b"bytes"),
            (Err(problem), Some(says)) => assert!(problem.to_string().contains(says), "{problem}"),
            (found, _) => panic!("{found:?}"),
        }
    }

    #[test]
    fn what_is_larger_than_it_may_be_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let archive = packed(folder.path(), &["lora.safetensors"]);
        let to = folder.path().join("out");
        let problem = unpack(&archive, &to, 4).unwrap_err();
        assert!(problem.to_string().contains("too large"));
        assert!(!to.exists());
    }

    #[rstest]
    #[case::cut(600)]
    #[case::in_the_file(515)]
    fn a_tar_that_ends_early_is_damaged(#[case] length: u64) {
        let folder = tempfile::tempdir().unwrap();
        let archive = packed(folder.path(), &["a.txt", "lora.safetensors"]);
        // Two headers of 512 bytes, each with a block of contents.
        let file = File::options().write(true).open(&archive).unwrap();
        file.set_len(1024 + length).unwrap();
        let found = unpack(&archive, &folder.path().join("out"), 100);
        if length < 517 {
            assert!(
                matches!(found, Err(Problem::BadWeights { .. })),
                "{found:?}"
            );
        }
    }
}

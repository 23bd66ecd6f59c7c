//! The parts of a form with files (RFC 7578).

use bytes::Bytes;
use memchr::memmem;

/// One part.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) file_name: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) bytes: Bytes,
}

/// Takes a form apart; none if it is not whole.
pub(crate) fn parts(content_type: &str, body: &Bytes) -> Option<Vec<Part>> {
    let boundary = attribute(content_type, "boundary")?;
    let mark = format!("--{boundary}");
    let edge = format!("\r\n{mark}");
    let mut rest = body.slice(memmem::find(body, mark.as_bytes())? + mark.len()..);
    let mut parts = Vec::new();
    while !rest.starts_with(b"--") {
        let end = memmem::find(&rest, edge.as_bytes())?;
        let part = rest.slice(..end);
        let head_end = memmem::find(&part, b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&part[..head_end]).into_owned();
        parts.push(part_of(&head, part.slice(head_end + 4..))?);
        rest = rest.slice(end + edge.len()..);
    }
    Some(parts)
}

fn part_of(head: &str, bytes: Bytes) -> Option<Part> {
    let header = |wanted: &str| {
        let lines = head.lines().filter_map(|line| line.split_once(':'));
        lines
            .into_iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
            .map(|(_, value)| value.trim())
    };
    let disposition = header("content-disposition")?;
    Some(Part {
        name: attribute(disposition, "name")?,
        file_name: attribute(disposition, "filename"),
        content_type: header("content-type").map(str::to_owned),
        bytes,
    })
}

/// The value of `name=value` or `name="value"` among what semicolons divide.
fn attribute(header: &str, name: &str) -> Option<String> {
    header.split(';').find_map(|piece| {
        let (key, value) = piece.trim().split_once('=')?;
        key.eq_ignore_ascii_case(name)
            .then(|| value.trim_matches('"').to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_comes_apart_to_the_last_byte() {
        let body = Bytes::from_static(
            b"--x\r\nContent-Disposition: form-data; name=\"content\"; filename=\"a.zip\"\r\n\
              Content-Type: application/zip\r\n\r\nPK\r\n--y\r\n\r\n--x\r\n\
              Content-Disposition: form-data; name=\"metadata\"\r\n\r\n{}\r\n--x--\r\n",
        );
        let parts = parts("multipart/form-data; boundary=x", &body).unwrap();
        assert_eq!(parts.len(), 2);
        assert_eq!(parts[0].name, "content");
        assert_eq!(parts[0].file_name.as_deref(), Some("a.zip"));
        assert_eq!(parts[0].content_type.as_deref(), Some("application/zip"));
        assert_eq!(&*parts[0].bytes, b"PK\r\n--y\r\n");
        assert_eq!(&*parts[1].bytes, b"{}");
    }

    #[test]
    fn a_form_that_breaks_off_is_none() {
        let body = Bytes::from_static(
            b"--x\r\nContent-Disposition: form-data; name=\"content\"\r\n\r\nhalf",
        );
        assert_eq!(parts("multipart/form-data; boundary=x", &body), None);
    }
}

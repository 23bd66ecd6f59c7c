//! A form with one file, as RFC 7578 has it.

use super::Attachment;
use bytes::{BufMut, Bytes, BytesMut};

/// The form's media type and its bytes.
pub(super) fn form(parameters: &[(&str, String)], file: &Attachment) -> (String, Bytes) {
    let boundary = boundary(parameters, file);
    let mut body = BytesMut::with_capacity(file.bytes.len() + 1024);
    for (name, value) in parameters {
        body.put_slice(
            format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )
            .as_bytes(),
        );
    }
    let (field, name, media_type) = (file.field, &file.file_name, file.media_type);
    body.put_slice(
        format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
             Content-Type: {media_type}\r\n\r\n"
        )
        .as_bytes(),
    );
    body.put_slice(&file.bytes);
    body.put_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    (
        format!("multipart/form-data; boundary={boundary}"),
        body.freeze(),
    )
}

/// A line that stands in none of the parts: it follows from all of them, so nobody can write it into one.
fn boundary(parameters: &[(&str, String)], file: &Attachment) -> String {
    let mut hash = blake3::Hasher::new();
    for (name, value) in parameters {
        hash.update(name.as_bytes());
        hash.update(value.as_bytes());
    }
    hash.update(&file.bytes);
    hash.finalize().to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_cannot_end_its_part() {
        let file = Attachment {
            field: "photo",
            file_name: "badge.jpg".to_owned(),
            media_type: "image/jpeg",
            bytes: Bytes::from_static(b"\xff\xd8"),
        };
        let typed = "x\r\n--boundary--\r\n".to_owned();
        let (media_type, body) = form(&[("caption", typed.clone())], &file);
        let boundary = media_type.split_once("boundary=").unwrap().1;
        assert!(!typed.contains(boundary));
        let text = String::from_utf8_lossy(&body);
        assert_eq!(text.matches(&format!("--{boundary}")).count(), 3);
        assert!(text.contains("name=\"photo\"; filename=\"badge.jpg\""));
        assert!(text.ends_with(&format!("--{boundary}--\r\n")));
    }
}

//! Newer versions of Blazon: announced where a person looks for them, and never fetched.
//!
//! A place of announcements is known only where the program was built with one or is told one when it starts. It is asked
//! by press alone, its host has to be on the list of the settings like every other, and what it says are words: a
//! version, notes and the address of a page, which the person's browser opens by another press.

use crate::Studio;
use anyhow::Context;
use blazon_model::UpdateFinding;
use blazon_providers::{Problem, Url, fetch_small};
use semver::Version;
use serde::Deserialize;

/// The variable that names the place: when the program is built, or when it starts.
pub(crate) const VARIABLE: &str = "BLAZON_UPDATES_URL";
/// The place that the program was built with.
pub(crate) const BUILT_IN: Option<&str> = option_env!("BLAZON_UPDATES_URL");
/// The longest announcement in bytes.
const LONGEST: usize = 64 << 10;
/// The longest notes in characters.
const LONGEST_NOTES: usize = 4000;

/// This program knows no place of announcements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no place of announcements is known")]
pub struct NoUpdatePlace;

/// An announcement as it is written.
#[derive(Deserialize)]
struct Said {
    version: String,
    page: String,
    #[serde(default)]
    notes: String,
}

/// An announcement that makes sense.
struct Announcement {
    version: Version,
    page: Url,
    notes: String,
}

impl Studio {
    /// The host that is asked for newer versions; `None` where this program knows none.
    #[must_use]
    pub fn find_update_place(&self) -> Option<String> {
        let place = self.places.updates.as_ref()?;
        place.host_str().map(str::to_owned)
    }

    /// Asks for a newer version.
    ///
    /// # Errors
    /// [`NoUpdatePlace`]; [`Problem`] where the place is not allowed, cannot be asked, or answers with nonsense.
    pub fn look_for_update(&self) -> anyhow::Result<UpdateFinding> {
        let place = self.places.updates.clone().ok_or(NoUpdatePlace)?;
        let net = self.net()?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .context("start asking")?;
        let said = runtime.block_on(fetch_small(&net, &place, LONGEST))?;
        let announced = read(&said)?;
        let finding = compare(&this_version()?, &announced);
        *self.update_page() = Some(announced.page);
        Ok(finding)
    }

    /// The page of the version that was announced last.
    ///
    /// # Errors
    /// When none was.
    pub fn announced_page(&self) -> anyhow::Result<String> {
        let page = self.update_page().clone();
        Ok(page.context("find the page of the newer version")?.into())
    }

    fn update_page(&self) -> std::sync::MutexGuard<'_, Option<Url>> {
        let page = self.update_page.lock();
        page.unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn this_version() -> anyhow::Result<Version> {
    env!("CARGO_PKG_VERSION")
        .parse()
        .context("read this program's version")
}

/// What was announced; a page that is not on HTTPS is none.
fn read(said: &[u8]) -> Result<Announcement, Problem> {
    let nonsense = |what: &str| Problem::BrokenReply {
        what: what.to_owned(),
    };
    let said: Said = serde_json::from_slice(said)
        .map_err(|error| nonsense(&format!("the announcement: {error}")))?;
    let version = said.version.parse().map_err(|_| nonsense("the version"))?;
    let page: Url = said.page.parse().map_err(|_| nonsense("the page"))?;
    if page.scheme() != "https" || page.host_str().is_none() {
        return Err(nonsense("the page is not on HTTPS"));
    }
    let is_shown = |letter: &char| *letter == '\n' || !letter.is_control();
    let notes = said.notes.chars().filter(is_shown);
    Ok(Announcement {
        version,
        page,
        notes: notes.take(LONGEST_NOTES).collect(),
    })
}

fn compare(this: &Version, announced: &Announcement) -> UpdateFinding {
    // What stands behind a plus names a build of the same version.
    if announced.version.cmp_precedence(this).is_le() {
        return UpdateFinding::Newest;
    }
    UpdateFinding::Newer {
        version: announced.version.to_string(),
        notes: announced.notes.clone(),
        host: announced.page.host_str().unwrap_or_default().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn announcement(version: &str) -> Announcement {
        let said = format!(r#"{{"version":"{version}","page":"https://example.org/blazon"}}"#);
        read(said.as_bytes()).unwrap()
    }

    #[rstest]
    #[case::same("0.9.0", "0.9.0", false)]
    #[case::patch("0.9.0", "0.9.1", true)]
    #[case::ten_is_more_than_nine("0.9.0", "0.10.0", true)]
    #[case::older("0.10.0", "0.9.9", false)]
    #[case::candidate_of_this("1.0.0", "1.0.0-rc.1", false)]
    #[case::from_a_candidate("1.0.0-rc.1", "1.0.0", true)]
    #[case::candidates("1.0.0-rc.9", "1.0.0-rc.10", true)]
    #[case::another_build("1.0.0", "1.0.0+2", false)]
    fn versions_are_compared_as_versions(
        #[case] this: &str,
        #[case] announced: &str,
        #[case] newer: bool,
    ) {
        let finding = compare(&this.parse().unwrap(), &announcement(announced));
        assert_eq!(finding != UpdateFinding::Newest, newer, "{finding:?}");
    }

    #[rstest]
    #[case::no_json("hello")]
    #[case::no_version(r#"{"page":"https://example.org"}"#)]
    #[case::not_a_version(r#"{"version":"newest","page":"https://example.org"}"#)]
    #[case::plain_page(r#"{"version":"1.0.0","page":"http://example.org"}"#)]
    #[case::file(r#"{"version":"1.0.0","page":"file:///etc/passwd"}"#)]
    #[case::script(r#"{"version":"1.0.0","page":"javascript:alert(1)"}"#)]
    fn nonsense_is_no_announcement(#[case] said: &str) {
        assert!(matches!(
            read(said.as_bytes()),
            Err(Problem::BrokenReply { .. })
        ));
    }

    #[test]
    fn notes_are_words_of_bounded_length() {
        let long = "a\u{7}b\n".repeat(10_000);
        let said = serde_json::json!({"version": "1.0.0", "page": "https://e.org", "notes": long});
        let notes = read(said.to_string().as_bytes()).unwrap().notes;
        assert!(notes.starts_with("ab\nab\n"), "{notes:.10}");
        assert_eq!(notes.chars().count(), LONGEST_NOTES);
    }
}

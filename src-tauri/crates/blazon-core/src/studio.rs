//! One opened library with everything that works on it.

use crate::badge_drawing::BadgeRoom;
use crate::badge_list::BadgeLists;
use crate::bases::Probed;
use crate::gallery::GalleryRoom;
use crate::library_move::{moved_to, notice_of_move, settle};
use crate::news::{News, Telling};
use crate::places::KeptNet;
use crate::requests::RequestRoom;
use crate::review::Reviewed;
use crate::runner::Runner;
use crate::vocabulary::Vocabulary;
use crate::{EventSink, Library, LibraryInfo, Places, Secrets, Surroundings, Words};
use anyhow::Context;
use blazon_dataset::Shelf;
use blazon_model::{LanguageTag, Notice, Settings, Timestamp};
use blazon_providers::Url;
use blazon_store::{Opened, Restored, Store, StoreError, WishedRestore};
use std::path::Path;
use std::sync::atomic::AtomicI64;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// An opened library. Shared by [`Arc`]; built where the program begins.
pub struct Studio {
    pub(crate) library: Library,
    pub(crate) store: Store,
    pub(crate) shelf: Shelf,
    pub(crate) events: Arc<dyn EventSink>,
    news: News,
    pub(crate) surroundings: Arc<dyn Surroundings>,
    pub(crate) runner: Runner,
    /// What other programs had committed when this one last looked.
    pub(crate) seen_commits: AtomicI64,
    /// The settings as they were read or written last; `None` where they could not be read.
    pub(crate) known_settings: Mutex<Option<Settings>>,
    pub(crate) secrets: Secrets,
    pub(crate) places: Places,
    /// The way to providers that is kept.
    pub(crate) kept_net: Mutex<Option<KeptNet>>,
    /// What the engine said of bases, by what was asked; the last ones.
    pub(crate) probes: Mutex<Vec<(String, Probed)>>,
    pub(crate) vocabulary: OnceLock<Vocabulary>,
    pub(crate) badges: BadgeRoom,
    pub(crate) badge_lists: BadgeLists,
    pub(crate) gallery: GalleryRoom,
    pub(crate) requests: RequestRoom,
    /// The page of the newer version that was announced last.
    pub(crate) update_page: Mutex<Option<Url>>,
    /// Finished jobs are listed from here on.
    pub(crate) opened_at: Timestamp,
    pub(crate) reviewed: Mutex<Option<LastReview>>,
    notices: Mutex<Vec<Notice>>,
}

/// The dataset that was reviewed last.
pub(crate) struct LastReview {
    /// The version of the rows from which it was.
    pub(crate) version: (i64, u64),
    pub(crate) reviewed: Arc<Reviewed>,
}

/// Why a library cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The platform names no folder for application data.
    #[error("there is no folder for application data; set BLAZON_HOME")]
    NoHome,
    /// It was moved to a folder in which it is not now.
    #[error("there is no library in {path}, to which it was moved")]
    Away {
        /// The folder.
        path: String,
    },
    /// It was moved away from here.
    #[error("the library is in {to} now")]
    Moved {
        /// Where it is.
        to: String,
    },
    /// The folder cannot be made or written.
    #[error("the library {path} cannot be written")]
    Folder {
        /// The folder.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The database cannot be opened.
    #[error("the library's database cannot be opened")]
    Store(#[from] StoreError),
}

impl Studio {
    /// Opens the library in `home`, which is begun where there is none.
    ///
    /// # Errors
    /// [`OpenError`]; a library of a newer program is left untouched.
    pub fn open(
        home: &Path,
        events: Arc<dyn EventSink>,
        surroundings: Arc<dyn Surroundings>,
        secrets: Secrets,
        places: Places,
    ) -> Result<Arc<Self>, OpenError> {
        let folder = |source| OpenError::Folder {
            path: home.display().to_string(),
            source,
        };
        let library = Library::at(home).map_err(folder)?;
        let shelf = Shelf::open(home).map_err(folder)?;
        let now = surroundings.now();
        let opened = Store::open(home, now)?;
        // Whoever had waited for the end of a move would open what is left behind.
        if let Some(to) = moved_to(home) {
            return Err(OpenError::Moved {
                to: to.display().to_string(),
            });
        }
        settle(home);
        let news = News::default();
        let mut notices = notices_of(&opened);
        notices.extend(notice_of_move(home));
        Ok(Arc::new(Self {
            notices: Mutex::new(notices),
            requests: RequestRoom::new(&library, Arc::clone(&events)),
            library,
            shelf,
            events: Arc::new(Telling {
                to: events,
                news: news.clone(),
            }),
            news,
            surroundings,
            secrets,
            places,
            kept_net: Mutex::default(),
            probes: Mutex::default(),
            vocabulary: OnceLock::new(),
            badges: BadgeRoom::default(),
            badge_lists: BadgeLists::default(),
            gallery: GalleryRoom::default(),
            update_page: Mutex::default(),
            seen_commits: AtomicI64::new(opened.store.foreign_commits()?),
            known_settings: Mutex::new(opened.store.read(|db| db.load_settings()).ok()),
            runner: Runner::default(),
            reviewed: Mutex::default(),
            store: opened.store,
            opened_at: now,
        }))
    }

    /// Runs blocking work away from the asynchronous threads.
    ///
    /// # Errors
    /// What `work` returns.
    pub async fn blocking<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Arc<Self>) -> anyhow::Result<T> + Send + 'static,
    ) -> anyhow::Result<T> {
        let studio = Arc::clone(self);
        tokio::task::spawn_blocking(move || work(&studio))
            .await
            .context("finish the work")?
    }

    /// The day of today here, `2026-11-20`.
    #[must_use]
    pub fn today(&self) -> String {
        self.surroundings.today()
    }

    /// The library's folder.
    #[must_use]
    pub const fn library(&self) -> &Library {
        &self.library
    }

    /// Word of what may concern guests of the bot. One alone listens.
    #[must_use]
    pub const fn news(&self) -> &News {
        &self.news
    }

    /// The secrets.
    #[must_use]
    pub const fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    /// What a window has to know at its start.
    ///
    /// # Errors
    /// When the settings cannot be read.
    pub fn library_info(&self) -> anyhow::Result<LibraryInfo> {
        let settings = self.load_settings()?;
        Ok(LibraryInfo {
            path: self.library.home().display().to_string(),
            thumbs_path: self.library.home().join("thumbs").display().to_string(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            language_tag: language_of(&settings),
            settings,
            notices: self.notices().clone(),
        })
    }

    /// Adds what has to be told about the opening.
    pub fn add_notice(&self, notice: Notice) {
        self.notices().push(notice);
    }

    fn notices(&self) -> MutexGuard<'_, Vec<Notice>> {
        self.notices.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The messages in the person's language. English where the settings cannot be read.
    #[must_use]
    pub fn words(&self) -> Words {
        Words::new(
            self.load_settings()
                .map(|settings| language_of(&settings))
                .unwrap_or_default(),
        )
    }

    /// Now, by the studio's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.surroundings.now()
    }

    pub(crate) fn random(&self) -> [u8; 10] {
        self.surroundings.random()
    }
}

/// What a person has to be told about the opening.
fn notices_of(opened: &Opened) -> Vec<Notice> {
    let chosen = opened.wished.iter().map(chosen_notice);
    chosen
        .chain(opened.restored.iter().map(restored_notice))
        .collect()
}

fn chosen_notice(wished: &WishedRestore) -> Notice {
    match wished {
        WishedRestore::Done { backup_at, kept } => Notice::Restored {
            backup_at: *backup_at,
            kept: kept.clone(),
        },
        WishedRestore::Dropped { name } => Notice::RestoreFailed { name: name.clone() },
        WishedRestore::Waits => Notice::RestoreWaits,
    }
}

fn restored_notice(restored: &Restored) -> Notice {
    Notice::RestoredFromBackup {
        backup_at: restored.backup_at,
        moved_to: restored.moved_to.display().to_string(),
    }
}

/// The language that follows from the settings and, where they leave it open, from the system.
pub(crate) fn language_of(settings: &Settings) -> LanguageTag {
    match settings.language {
        blazon_model::Language::En => LanguageTag::En,
        blazon_model::Language::Ru => LanguageTag::Ru,
        blazon_model::Language::System => crate::words::system_language(),
    }
}

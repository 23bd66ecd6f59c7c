//! The captions of a dataset: written, rewritten many at a time with a look before, and used in
//! one of two ways.

use crate::Studio;
use crate::photos::among;
use anyhow::Context;
use blazon_dataset::caption;
use blazon_model::{
    CaptionFiles, CaptionImport, CaptionRewrite, CaptionStyle, Dataset, DatasetChange, DatasetId,
    Edit, ExportReport, LONGEST_CAPTION, PhotoCaption, PhotoId, RewrittenCaption,
};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// A caption that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidCaption {
    /// It is longer than captions are.
    #[error("a caption has at most {LONGEST_CAPTION} characters")]
    TooLong,
    /// Nothing to look for was given.
    #[error("nothing to look for was given")]
    NothingToFind,
}

impl Studio {
    /// Writes captions, each on one line.
    ///
    /// # Errors
    /// [`InvalidCaption::TooLong`], [`blazon_store::StoreError::NotFound`], or the database's.
    pub fn caption_photos(
        &self,
        dataset: DatasetId,
        captions: &[PhotoCaption],
    ) -> anyhow::Result<Option<Edit>> {
        let mut wanted = HashMap::new();
        for PhotoCaption { photo, caption } in captions {
            let caption = caption::on_one_line(caption);
            if caption.chars().count() > LONGEST_CAPTION {
                return Err(InvalidCaption::TooLong.into());
            }
            wanted.insert(*photo, caption);
        }
        self.turn_photos(
            dataset,
            |row| Some((row.caption.clone(), wanted.get(&row.id)?.clone())),
            |photos| DatasetChange::CaptionsChanged { photos },
        )
    }

    /// What a rewrite would change, for `photos` or, without any, for all.
    ///
    /// # Errors
    /// As [`Studio::rewrite_captions`].
    pub fn preview_rewrite(
        &self,
        dataset: DatasetId,
        photos: &[PhotoId],
        rewrite: &CaptionRewrite,
    ) -> anyhow::Result<Vec<RewrittenCaption>> {
        check(rewrite)?;
        let reviewed = self.reviewed(dataset)?;
        let chosen = among(photos);
        let trigger = &reviewed.dataset.trigger;
        reviewed
            .photos
            .iter()
            .filter(|photo| chosen.is_empty() || chosen.contains(&photo.id))
            .map(|photo| {
                Ok(RewrittenCaption {
                    photo: photo.id,
                    name: photo.name.clone(),
                    from: photo.caption.clone(),
                    to: rewritten(&photo.caption, rewrite, trigger)?,
                })
            })
            .filter(|caption| {
                caption
                    .as_ref()
                    .map_or(true, |caption| caption.from != caption.to)
            })
            .collect()
    }

    /// Rewrites captions, of `photos` or, without any, of all. One edit; none where nothing
    /// would change.
    ///
    /// # Errors
    /// [`InvalidCaption`], [`blazon_store::StoreError::NotFound`], or the database's.
    pub fn rewrite_captions(
        &self,
        dataset: DatasetId,
        photos: &[PhotoId],
        rewrite: &CaptionRewrite,
    ) -> anyhow::Result<Option<Edit>> {
        let captions: Vec<_> = self
            .preview_rewrite(dataset, photos, rewrite)?
            .into_iter()
            .map(|caption| PhotoCaption {
                photo: caption.photo,
                caption: caption.to,
            })
            .collect();
        self.caption_photos(dataset, &captions)
    }

    /// Chooses how captions become the lines that a trainer reads.
    ///
    /// # Errors
    /// [`blazon_store::StoreError::NotFound`], or the database's.
    pub fn style_captions(&self, id: DatasetId, style: CaptionStyle) -> anyhow::Result<Dataset> {
        self.change(id, |before| DatasetChange::CaptionStyleChanged {
            from: before.caption_style,
            to: style,
        })
    }

    /// Reads captions from files, and gives them to the photos with the same names.
    ///
    /// # Errors
    /// When a file cannot be read, or the database fails.
    pub fn import_captions(
        &self,
        dataset: DatasetId,
        files: &[PathBuf],
    ) -> anyhow::Result<CaptionImport> {
        let found = blazon_dataset::find_captions(files).context("read the captions")?;
        let edit = self.turn_photos(
            dataset,
            |row| {
                let caption = found.of(&row.name)?;
                Some((row.caption.clone(), caption.to_owned()))
            },
            |photos| DatasetChange::CaptionsChanged { photos },
        )?;
        let changed = match edit.map(|edit| edit.change) {
            Some(DatasetChange::CaptionsChanged { photos }) => {
                u32::try_from(photos.len()).unwrap_or(u32::MAX)
            }
            Some(_) | None => 0,
        };
        let reviewed = self.reviewed(dataset)?;
        let names = reviewed.photos.iter().map(|photo| photo.name.as_str());
        Ok(CaptionImport {
            changed,
            unmatched: found.unmatched(names),
        })
    }

    /// Writes the captions of a dataset into the folder `to`, under the names of the photos.
    ///
    /// # Errors
    /// When the folder cannot be written, or the database fails.
    pub fn export_captions(
        &self,
        dataset: DatasetId,
        files: CaptionFiles,
        to: &Path,
    ) -> anyhow::Result<ExportReport> {
        let reviewed = self.reviewed(dataset)?;
        let captions: Vec<_> = reviewed
            .photos
            .iter()
            .filter(|photo| !photo.caption.is_empty())
            .map(|photo| (photo.name.clone(), photo.caption.clone()))
            .collect();
        Ok(blazon_dataset::write_captions(&captions, files, to)?)
    }
}

fn rewritten(
    caption: &str,
    rewrite: &CaptionRewrite,
    trigger: &blazon_model::TriggerWord,
) -> Result<String, InvalidCaption> {
    let to = caption::rewrite(caption, rewrite, trigger);
    if to.chars().count() > LONGEST_CAPTION {
        Err(InvalidCaption::TooLong)
    } else {
        Ok(to)
    }
}

fn check(rewrite: &CaptionRewrite) -> Result<(), InvalidCaption> {
    match rewrite {
        CaptionRewrite::Replace { find, .. } if find.is_empty() => {
            Err(InvalidCaption::NothingToFind)
        }
        CaptionRewrite::Replace { .. }
        | CaptionRewrite::Prefix { .. }
        | CaptionRewrite::Suffix { .. }
        | CaptionRewrite::TriggerFirst
        | CaptionRewrite::Clear => Ok(()),
    }
}

//! The templates to choose from: those that ship, and the person's own, which are folders in the library.

use crate::badge_drawing::UndrawableBadge;
use crate::badge_template::view_of;
use crate::{Event, Studio};
use anyhow::Context;
use blazon_badge::{
    SHIPPED, TEMPLATE_FILE, Template, copy_shipped, export_template, find_shipped, import_template,
    load_template,
};
use blazon_model::{BadgeTemplate, DatasetName, slug};
use std::path::{Path, PathBuf};

/// The folder of own templates in the library.
const FOLDER: &str = "templates";
/// Letters of a template's name in its folder's name.
const LONGEST_NAME: usize = 60;

impl Studio {
    /// The templates to choose from: those that ship, the golden banner first, then the person's own by name. An own
    /// one that cannot be read is left out, and the log says why.
    ///
    /// # Errors
    /// When a shipped template cannot be read.
    pub fn list_badge_templates(&self) -> anyhow::Result<Vec<BadgeTemplate>> {
        let mut templates: Vec<_> = SHIPPED
            .into_iter()
            .map(|shipped| Ok(view_of(shipped.id, false, &shipped.load()?)))
            .collect::<anyhow::Result<_>>()?;
        for id in self.own_templates() {
            match self.template(&id) {
                Ok(template) => templates.push(view_of(&id, true, &template)),
                Err(error) => {
                    let error = format!("{:#}", anyhow::Error::from(error));
                    tracing::warn!(id, error, "a template cannot be read");
                }
            }
        }
        Ok(templates)
    }

    /// The template of this id: a shipped one, or an own one by its folder's name.
    pub(crate) fn template(&self, id: &str) -> Result<Template, UndrawableBadge> {
        if let Some(shipped) = find_shipped(id) {
            return Ok(shipped.load()?);
        }
        match self.own_template(id) {
            Some(folder) => Ok(load_template(&folder)?),
            None => Err(UndrawableBadge::NoTemplate(id.to_owned())),
        }
    }

    /// Copies a template to a folder of the library, where it can be edited.
    ///
    /// # Errors
    /// [`UndrawableBadge`], [`blazon_model::InvalidName`], and the disk's.
    pub fn copy_badge_template(&self, id: &str, name: &str) -> anyhow::Result<BadgeTemplate> {
        let name = DatasetName::new(name)?;
        let (new, folder) = self.new_template(name.as_str())?;
        match (find_shipped(id), self.own_template(id)) {
            (Some(shipped), _) => copy_shipped(shipped, &folder).map_err(UndrawableBadge::from)?,
            (None, Some(from)) => copy_folder(&from, &folder)?,
            (None, None) => return Err(UndrawableBadge::NoTemplate(id.to_owned()).into()),
        }
        let mut template = self.template(&new)?;
        name.as_str().clone_into(&mut template.name.en);
        name.as_str().clone_into(&mut template.name.ru);
        let toml = template.to_toml().map_err(UndrawableBadge::from)?;
        std::fs::write(folder.join(TEMPLATE_FILE), toml).context("write the template")?;
        self.events.send(Event::BadgesChanged);
        Ok(view_of(&new, true, &template))
    }

    /// Takes a template in that somebody has shared as an archive.
    ///
    /// # Errors
    /// [`UndrawableBadge`] where it is none, and the disk's; nothing is then left behind.
    pub fn import_badge_template(&self, archive: &Path) -> anyhow::Result<BadgeTemplate> {
        let stem = archive.file_stem().unwrap_or_default().to_string_lossy();
        let (id, folder) = self.new_template(&stem)?;
        let template = import_template(archive, &folder).map_err(UndrawableBadge::from)?;
        self.events.send(Event::BadgesChanged);
        Ok(view_of(&id, true, &template))
    }

    /// Writes an own template as an archive that others can take in.
    ///
    /// # Errors
    /// [`UndrawableBadge`], also where the file is there already, and the disk's.
    pub fn export_badge_template(&self, id: &str, to: &Path) -> anyhow::Result<()> {
        let folder = self.badge_template_folder(id)?;
        Ok(export_template(&folder, to).map_err(UndrawableBadge::from)?)
    }

    /// The folder of an own template.
    ///
    /// # Errors
    /// [`UndrawableBadge::NoTemplate`]
    pub fn badge_template_folder(&self, id: &str) -> Result<PathBuf, UndrawableBadge> {
        self.own_template(id)
            .ok_or_else(|| UndrawableBadge::NoTemplate(id.to_owned()))
    }

    fn own_templates(&self) -> Vec<String> {
        let folders = std::fs::read_dir(self.library.home().join(FOLDER));
        let mut ids: Vec<String> = folders
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|id| self.own_template(id).is_some())
            .collect();
        ids.sort();
        ids
    }

    /// The folder of an own template, where it has one. An id is a plain name and leads nowhere else.
    fn own_template(&self, id: &str) -> Option<PathBuf> {
        let is_plain = !id.is_empty() && slug(id, usize::MAX) == id;
        let folder = self.library.home().join(FOLDER).join(id);
        (is_plain && folder.join(TEMPLATE_FILE).is_file()).then_some(folder)
    }

    /// A name and a folder that no template has; the folder above it is made.
    fn new_template(&self, name: &str) -> anyhow::Result<(String, PathBuf)> {
        let above = self.library.home().join(FOLDER);
        std::fs::create_dir_all(&above).context("make the folder of templates")?;
        let stem = slug(name, LONGEST_NAME);
        let stem = if stem.is_empty() { "template" } else { &stem };
        let is_free = |id: &String| find_shipped(id).is_none() && !above.join(id).exists();
        let numbered = (2..1000).map(|number| format!("{stem}-{number}"));
        let id = std::iter::once(stem.to_owned())
            .chain(numbered)
            .find(is_free)
            .context("find a name for the template")?;
        let folder = above.join(&id);
        Ok((id, folder))
    }
}

/// Copies a template's folder: its file, and the pictures and fonts beside it.
fn copy_folder(from: &Path, to: &Path) -> anyhow::Result<()> {
    for entry in walkdir::WalkDir::new(from).max_depth(3) {
        let entry = entry.context("read the template's folder")?;
        let target = to.join(entry.path().strip_prefix(from)?);
        if entry.file_type().is_dir() {
            std::fs::create_dir(&target).context("make the template's folder")?;
        } else if entry.file_type().is_file() {
            std::fs::copy(entry.path(), &target).context("copy the template")?;
        }
    }
    Ok(())
}

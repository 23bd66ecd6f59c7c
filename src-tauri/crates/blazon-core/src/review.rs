//! What follows from a dataset's photos: what is used of each, its marks, the near duplicates,
//! and the lines that are said before training. Pure: rows in, words' material out.

use crate::Studio;
use blazon_dataset::{caption, crop, duplicates, marks};
use blazon_model::{
    ADVISED_PHOTOS, ADVISED_PHOTOS_OF_STYLE, BucketCount, BucketFit, CaptionLint, Choice, Dataset,
    DatasetId, DatasetReview, DatasetStatistics, DuplicateGroup, Finding, Mark, NEEDED_PHOTOS,
    Photo, PhotoFilter, PhotoId, PhotoOrder, RangeCount, ReviewLine, Subject,
};
use blazon_store::PhotoRow;
use std::collections::{BTreeMap, HashMap};

/// A dataset with everything that follows from its photos.
pub(crate) struct Reviewed {
    pub(crate) dataset: Dataset,
    /// In the order in which they came.
    pub(crate) photos: Vec<Photo>,
    /// In the same order.
    rows: Vec<PhotoRow>,
}

impl Studio {
    /// What is to be said of a dataset before it is trained.
    ///
    /// # Errors
    /// [`blazon_store::StoreError::NotFound`], or the database's.
    pub fn review_dataset(&self, dataset: DatasetId) -> anyhow::Result<DatasetReview> {
        Ok(self.reviewed(dataset)?.review())
    }

    /// Figures of the photos of a dataset that will be sent.
    ///
    /// # Errors
    /// [`blazon_store::StoreError::NotFound`], or the database's.
    pub fn dataset_statistics(&self, dataset: DatasetId) -> anyhow::Result<DatasetStatistics> {
        Ok(self.reviewed(dataset)?.statistics())
    }
}

impl Reviewed {
    pub(crate) fn new(dataset: Dataset, rows: Vec<PhotoRow>) -> Self {
        let groups = groups(&rows);
        let photos = rows
            .iter()
            .map(|row| photo(&dataset, row, groups.get(&row.id).copied()))
            .collect();
        Self {
            dataset,
            photos,
            rows,
        }
    }

    /// The photos that will be sent.
    pub(crate) fn used(&self) -> impl Iterator<Item = &Photo> {
        self.photos.iter().filter(|photo| !photo.left_out)
    }

    /// The rows of the photos that will be sent, beside them.
    pub(crate) fn used_rows(&self) -> impl Iterator<Item = (&Photo, &PhotoRow)> {
        self.photos
            .iter()
            .zip(&self.rows)
            .filter(|(photo, _)| !photo.left_out)
    }

    /// The photo `id`, whether it is used or not.
    pub(crate) fn find(&self, id: PhotoId) -> Option<(&Photo, &PhotoRow)> {
        let mut all = self.photos.iter().zip(&self.rows);
        all.find(|(photo, _)| photo.id == id)
    }

    /// The photos that `filter` lets through, near duplicates together.
    pub(crate) fn listed(&self, filter: PhotoFilter, order: PhotoOrder) -> Vec<&Photo> {
        let mut numbered: Vec<usize> = (0..self.photos.len()).collect();
        match order {
            PhotoOrder::Imported => {}
            PhotoOrder::Name => {
                numbered.sort_by_cached_key(|index| {
                    blazon_dataset::natural_key(&self.photos[*index].name)
                });
            }
            PhotoOrder::Sharpness => numbered.sort_by(|a, b| {
                let sharpness = |index: &usize| {
                    self.rows[*index]
                        .measures
                        .map_or(f32::MAX, |measures| measures.sharpness)
                };
                sharpness(a).total_cmp(&sharpness(b))
            }),
            PhotoOrder::Size => numbered.sort_by_key(|index| {
                let used = self.photos[*index].used;
                u64::from(used.width) * u64::from(used.height)
            }),
        }
        self.together(&numbered)
            .into_iter()
            .map(|index| &self.photos[index])
            .filter(|photo| lets_through(filter, photo))
            .collect()
    }

    /// The same order with each group of near duplicates at the place of its first photo.
    fn together(&self, numbered: &[usize]) -> Vec<usize> {
        let mut groups: HashMap<PhotoId, Vec<usize>> = HashMap::new();
        for index in numbered {
            if let Some(group) = self.photos[*index].group {
                groups.entry(group.best).or_default().push(*index);
            }
        }
        for members in groups.values_mut() {
            members.sort_by_key(|index| self.photos[*index].group.map(|group| group.place));
        }
        let mut ordered = Vec::with_capacity(numbered.len());
        for index in numbered {
            match self.photos[*index].group {
                None => ordered.push(*index),
                Some(group) => ordered.extend(groups.remove(&group.best).unwrap_or_default()),
            }
        }
        ordered
    }

    fn review(&self) -> DatasetReview {
        let count = |counted: &dyn Fn(&Photo) -> bool| {
            number(self.photos.iter().filter(|photo| counted(photo)).count())
        };
        let mut lines: Vec<_> = self
            .findings()
            .into_iter()
            .map(|finding| ReviewLine {
                weight: finding.weight(),
                finding,
            })
            .collect();
        lines.sort_by_key(|line| line.weight);
        DatasetReview {
            photos: number(self.photos.len()),
            used: count(&|photo| !photo.left_out),
            needs_a_look: count(&|photo| lets_through(PhotoFilter::NeedsALook, photo)),
            left_out: count(&|photo| photo.left_out),
            lines,
        }
    }

    fn findings(&self) -> Vec<Finding> {
        let used = number(self.used().count());
        let mut findings = vec![enough(used, self.dataset.subject)];
        findings.extend(self.marked());
        findings.extend(self.near_duplicates());
        findings.extend(self.about_faces());
        let unmeasured = self
            .rows
            .iter()
            .filter(|row| row.measures.is_none())
            .count();
        if unmeasured > 0 {
            findings.push(Finding::MeasuresToCome {
                photos: number(unmeasured),
            });
        }
        if used > 0 {
            findings.extend(self.about_captions());
            findings.push(Finding::MetadataRemoved);
        }
        findings
    }

    /// For each mark the photos that wait for a decision, and those that it has left out.
    fn marked(&self) -> Vec<Finding> {
        let mut waiting: BTreeMap<Mark, Vec<PhotoId>> = BTreeMap::new();
        let mut left: BTreeMap<Mark, Vec<PhotoId>> = BTreeMap::new();
        for photo in self.photos.iter().filter(|photo| photo.choice.is_none()) {
            for mark in photo
                .marks
                .iter()
                .filter(|mark| **mark != Mark::NearDuplicate)
            {
                let out = photo.left_out && mark.leaves_out();
                if out {
                    left.entry(*mark).or_default().push(photo.id);
                } else if !photo.left_out && is_said(*mark) {
                    waiting.entry(*mark).or_default().push(photo.id);
                }
            }
        }
        waiting
            .into_iter()
            .map(|(mark, photos)| Finding::Marked { mark, photos })
            .chain(
                left.into_iter()
                    .map(|(mark, photos)| Finding::LeftOut { mark, photos }),
            )
            .collect()
    }

    fn near_duplicates(&self) -> Option<Finding> {
        let grouped: Vec<_> = self
            .photos
            .iter()
            .filter(|photo| photo.group.is_some())
            .collect();
        let groups = grouped
            .iter()
            .filter(|photo| photo.group.is_some_and(|group| group.place == 0))
            .count();
        (groups > 0).then(|| Finding::NearDuplicates {
            groups: number(groups),
            used: number(grouped.iter().filter(|photo| !photo.left_out).count()),
            photos: grouped.iter().map(|photo| photo.id).collect(),
        })
    }

    fn about_faces(&self) -> Option<Finding> {
        let Subject::Person { .. } = self.dataset.subject else {
            return None;
        };
        let total = self.rows.len();
        let looked = self.rows.iter().filter(|row| row.faces.is_some()).count();
        if looked < total {
            return Some(Finding::FacesToCome {
                done: number(looked),
                total: number(total),
            });
        }
        let one_each = self
            .used_rows()
            .all(|(_, row)| row.faces.as_ref().is_some_and(|faces| faces.len() == 1));
        (one_each && self.used().next().is_some()).then_some(Finding::OneFaceEverywhere)
    }

    fn about_captions(&self) -> Vec<Finding> {
        let captions: Vec<_> = self
            .used()
            .map(|photo| (photo.id, photo.caption.as_str()))
            .collect();
        let lints = caption::lint(&captions, self.dataset.caption_style, &self.dataset.trigger);
        if lints.is_empty() {
            return vec![Finding::CaptionsComplete {
                count: number(captions.len()),
            }];
        }
        lints
            .into_iter()
            .map(|lint: CaptionLint| Finding::Captions { lint })
            .collect()
    }

    fn statistics(&self) -> DatasetStatistics {
        let mut buckets: BTreeMap<_, u32> = BTreeMap::new();
        for photo in self.used() {
            *buckets.entry(photo.fit.bucket).or_default() += 1;
        }
        let mut buckets: Vec<_> = buckets
            .into_iter()
            .map(|(bucket, photos)| BucketCount { bucket, photos })
            .collect();
        buckets.sort_by_key(|count| std::cmp::Reverse(count.photos));
        let sides: Vec<u32> = self
            .used()
            .map(|photo| photo.used.width.min(photo.used.height))
            .collect();
        let sharpness: Vec<u32> = self
            .used_rows()
            .filter_map(|(_, row)| row.measures)
            .map(|measures| marks::sharpness_in_percent(measures.sharpness))
            .collect();
        let captions: Vec<_> = self.used().map(|photo| photo.caption.as_str()).collect();
        DatasetStatistics {
            photos: number(self.used().count()),
            buckets,
            short_sides: ranges(&sides, &[0, 512, 768, 1024, 1536, 2048, 3072]),
            sharpness: ranges(&sharpness, &[0, 10, 20, 30, 40, 50, 60, 70, 80, 90]),
            words: caption::count_words(&captions, &self.dataset.trigger),
        }
    }
}

/// What is said of a photo.
fn photo(dataset: &Dataset, row: &PhotoRow, group: Option<DuplicateGroup>) -> Photo {
    let size = (row.original.width, row.original.height);
    let salient = row.measures.map(|measures| measures.salient);
    let faces = row.faces.as_deref().unwrap_or_default();
    let used = crop::used(size, row.crop, dataset.framing, faces, salient);
    let mut marks = marks::of(
        &row.original,
        row.measures.as_ref(),
        row.faces.as_deref(),
        (used.width, used.height),
        dataset.subject,
        dataset.framing,
    );
    if group.is_some() {
        marks.push(Mark::NearDuplicate);
        marks.sort();
    }
    let by_marks =
        marks.iter().any(|mark| mark.leaves_out()) || group.is_some_and(|group| group.place > 0);
    Photo {
        id: row.id,
        hash: row.original.hash.clone(),
        name: row.name.clone(),
        format: row.original.format,
        bytes: row.original.bytes,
        width: size.0,
        height: size.1,
        added_at: row.added_at,
        caption: row.caption.clone(),
        crop: row.crop,
        used,
        fit: BucketFit::of((used.width, used.height), dataset.framing),
        marks,
        choice: row.choice,
        left_out: row
            .choice
            .map_or(by_marks, |choice| choice == Choice::LeaveOut),
        group,
    }
}

/// The groups of near duplicates, by photo. The best is the one that a person kept, if one did.
fn groups(rows: &[PhotoRow]) -> HashMap<PhotoId, DuplicateGroup> {
    let looks: Vec<_> = rows
        .iter()
        .filter_map(|row| {
            let measures = row.measures?;
            Some(duplicates::Candidate {
                look: measures.look,
                sharpness: measures.sharpness,
                pixels: u64::from(row.original.width) * u64::from(row.original.height),
                kept: row.choice == Some(Choice::Keep),
            })
        })
        .collect();
    let ids: Vec<_> = rows
        .iter()
        .filter(|row| row.measures.is_some())
        .map(|row| row.id)
        .collect();
    duplicates::group(&looks)
        .into_iter()
        .flat_map(|members| {
            let (best, size) = (ids[members[0]], number(members.len()));
            members
                .into_iter()
                .enumerate()
                .map(|(place, member)| {
                    let place = number(place);
                    (ids[member], DuplicateGroup { best, size, place })
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

fn enough(used: u32, subject: Subject) -> Finding {
    let advised = match subject {
        Subject::Style => ADVISED_PHOTOS_OF_STYLE,
        Subject::Person { .. } | Subject::Character | Subject::Object => ADVISED_PHOTOS,
    };
    if used < NEEDED_PHOTOS {
        Finding::TooFewPhotos {
            used,
            needed: NEEDED_PHOTOS,
        }
    } else if used < advised {
        Finding::FewerThanAdvised { used, advised }
    } else {
        Finding::EnoughPhotos { used }
    }
}

fn lets_through(filter: PhotoFilter, photo: &Photo) -> bool {
    match filter {
        PhotoFilter::All => true,
        PhotoFilter::LeftOut => photo.left_out,
        PhotoFilter::Used => !photo.left_out,
        PhotoFilter::NeedsALook => {
            photo.choice.is_none()
                && !photo.left_out
                && photo.marks.iter().any(|mark| mark.needs_a_look())
        }
    }
}

/// Whether a mark has a line of its own; the others are seen under the photo alone.
const fn is_said(mark: Mark) -> bool {
    match mark {
        Mark::TooSmall
        | Mark::Blurred
        | Mark::TooDark
        | Mark::TooBright
        | Mark::ExtremeShape
        | Mark::OtherPeople
        | Mark::NoFace
        | Mark::BusyBackground
        | Mark::Transparent
        | Mark::BelowSize => true,
        Mark::NearDuplicate | Mark::TurnedUpright => false,
    }
}

/// How many of `values` lie between each bound and the next.
fn ranges(values: &[u32], bounds: &[u32]) -> Vec<RangeCount> {
    bounds
        .iter()
        .enumerate()
        .map(|(index, from)| {
            let to = bounds.get(index + 1).copied();
            let inside = |value: &&u32| **value >= *from && to.is_none_or(|to| **value < to);
            RangeCount {
                from: *from,
                to,
                photos: number(values.iter().filter(inside).count()),
            }
        })
        .collect()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

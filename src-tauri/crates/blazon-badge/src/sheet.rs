//! Where badges lie on sheets of paper, and where they are cut.
//!
//! Pure geometry in millimetres, from the top left corner of the paper. Badges lie in one grid, so that each cut goes
//! straight through the sheet; it knows neither what is on a badge nor how a sheet is written.

#[cfg(test)]
mod tests;

/// What rounding may add up to, in millimetres.
const TOLERANCE: f64 = 1e-6;

/// The least a crop mark has to be to be seen, in millimetres.
const SHORTEST_MARK: f64 = 1.0;

/// A sheet of paper.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Paper {
    /// 210 x 297 mm.
    A4,
    /// 8.5 x 11 inches.
    Letter,
    /// Any other.
    Other {
        /// In millimetres.
        width: f64,
        /// In millimetres.
        height: f64,
    },
}

impl Paper {
    /// Its size in millimetres.
    #[must_use]
    pub fn size(self) -> Size {
        let (width, height) = match self {
            Self::A4 => (210.0, 297.0),
            Self::Letter => (215.9, 279.4),
            Self::Other { width, height } => (width, height),
        };
        Size { width, height }
    }
}

/// A size in millimetres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
}

impl Size {
    fn turned(self) -> Self {
        Self {
            width: self.height,
            height: self.width,
        }
    }

    fn grown(self, by: f64) -> Self {
        Self {
            width: self.width + 2.0 * by,
            height: self.height + 2.0 * by,
        }
    }
}

/// A rectangle in millimetres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Its left edge.
    pub left: f64,
    /// Its upper edge.
    pub top: f64,
    /// How large it is.
    pub size: Size,
}

impl Area {
    /// Its right edge.
    #[must_use]
    pub fn right(self) -> f64 {
        self.left + self.size.width
    }

    /// Its lower edge.
    #[must_use]
    pub fn bottom(self) -> f64 {
        self.top + self.size.height
    }

    /// The area with `by` more on each side.
    #[must_use]
    pub fn grown(self, by: f64) -> Self {
        Self {
            left: self.left - by,
            top: self.top - by,
            size: self.size.grown(by),
        }
    }
}

/// A straight line in millimetres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Left and top of one end.
    pub from: (f64, f64),
    /// Left and top of the other.
    pub to: (f64, f64),
}

/// How a sheet is to be laid out; all lengths in millimetres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SheetSettings {
    /// What is printed on.
    pub paper: Paper,
    /// What the printer leaves white at each edge.
    pub margin: f64,
    /// The size of a badge after cutting.
    pub badge: Size,
    /// What is printed beyond the cut on each side, against white edges.
    pub bleed: f64,
    /// The least room between the printed areas of two badges.
    pub gap: f64,
    /// Marks at which the sheet is cut, if wanted.
    pub marks: Option<Marks>,
}

impl SheetSettings {
    /// A4 with what most printers need: 5 mm of margin, 2 mm between badges, marks of 4 mm.
    #[must_use]
    pub fn new(badge: Size) -> Self {
        Self {
            paper: Paper::A4,
            margin: 5.0,
            badge,
            bleed: 0.0,
            gap: 2.0,
            marks: Some(Marks::default()),
        }
    }
}

/// How crop marks look, in millimetres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Marks {
    /// How long they are outside of the grid; between badges they take what room there is.
    pub length: f64,
    /// How far they stay off what is printed of a badge.
    pub distance: f64,
}

impl Default for Marks {
    fn default() -> Self {
        Self {
            length: 4.0,
            distance: 1.0,
        }
    }
}

/// Why a sheet cannot be laid out.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum SheetError {
    /// A length is no number, negative, or not of this world.
    #[error("a length ({name:?}) of {value} mm is out of range")]
    Length {
        /// Which length.
        name: SheetLength,
        /// What it was.
        value: f64,
    },
    /// Not even one badge fits.
    #[error(
        "a badge of {:.1} x {:.1} mm does not fit into {:.1} x {:.1} mm",
        badge.width, badge.height, room.width, room.height
    )]
    DoesNotFit {
        /// The badge with its bleed.
        badge: Size,
        /// What margins and marks leave of the paper.
        room: Size,
    },
}

/// The lengths that [`SheetSettings`] holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetLength {
    /// The paper's width or height.
    Paper,
    /// The printer's margin.
    Margin,
    /// The badge's width or height.
    Badge,
    /// What is printed beyond the cut.
    Bleed,
    /// The room between badges.
    Gap,
    /// The length or distance of crop marks.
    Mark,
}

/// One badge's place on a sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// What is left of the badge after cutting.
    pub trim: Area,
    /// Whether the badge lies on its side, turned by a quarter clockwise.
    pub turned: bool,
}

/// A sheet: the places of its badges, row by row, and its crop marks. All sheets of a batch are alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The paper's size.
    pub paper: Size,
    /// What is printed beyond the cut.
    pub bleed: f64,
    /// Where badges lie.
    pub places: Vec<Place>,
    /// Where the sheet is cut.
    pub marks: Vec<Line>,
}

impl Sheet {
    /// Lays out as many badges as fit in one grid, all upright or, if more fit so, all on their side.
    pub fn new(settings: &SheetSettings) -> Result<Self, SheetError> {
        check(settings)?;
        let upright = Grid::new(settings, false);
        let turned = Grid::new(settings, true);
        let grid = if turned.count() > upright.count() {
            turned
        } else {
            upright
        };
        if grid.count() == 0 {
            return Err(SheetError::DoesNotFit {
                badge: settings.badge.grown(settings.bleed),
                room: room(settings).size,
            });
        }
        Ok(Self {
            paper: settings.paper.size(),
            bleed: settings.bleed,
            places: grid.places().collect(),
            marks: settings
                .marks
                .map_or_else(Vec::new, |marks| grid.marks(marks)),
        })
    }

    /// How many sheets `badges` need.
    #[must_use]
    pub fn pages(&self, badges: usize) -> usize {
        badges.div_ceil(self.places.len())
    }

    /// On which sheet the badge at `index` lies, and where on it.
    #[must_use]
    pub fn find_place(&self, index: usize) -> (usize, Place) {
        let count = self.places.len();
        (index / count, self.places[index % count])
    }
}

fn check(settings: &SheetSettings) -> Result<(), SheetError> {
    let paper = settings.paper.size();
    let marks = settings.marks.unwrap_or_default();
    let lengths = [
        (SheetLength::Paper, paper.width, 20.0..=2000.0),
        (SheetLength::Paper, paper.height, 20.0..=2000.0),
        (SheetLength::Margin, settings.margin, 0.0..=200.0),
        (SheetLength::Badge, settings.badge.width, 5.0..=2000.0),
        (SheetLength::Badge, settings.badge.height, 5.0..=2000.0),
        (SheetLength::Bleed, settings.bleed, 0.0..=50.0),
        (SheetLength::Gap, settings.gap, 0.0..=200.0),
        (SheetLength::Mark, marks.length, SHORTEST_MARK..=50.0),
        (SheetLength::Mark, marks.distance, 0.0..=50.0),
    ];
    for (name, value, range) in lengths {
        if !range.contains(&value) {
            return Err(SheetError::Length { name, value });
        }
    }
    Ok(())
}

/// What margins and marks leave for badges.
fn room(settings: &SheetSettings) -> Area {
    let around = settings.margin
        + settings
            .marks
            .map_or(0.0, |marks| marks.length + marks.distance);
    Area {
        left: 0.0,
        top: 0.0,
        size: settings.paper.size(),
    }
    .grown(-around)
}

/// Badges in rows and columns, in the middle of the room.
struct Grid {
    columns: usize,
    rows: usize,
    turned: bool,
    /// Of one badge, after cutting.
    trim: Size,
    bleed: f64,
    gap: f64,
    /// The grid with all bleeds.
    area: Area,
}

impl Grid {
    fn new(settings: &SheetSettings, turned: bool) -> Self {
        let trim = if turned {
            settings.badge.turned()
        } else {
            settings.badge
        };
        let (cell, gap) = (trim.grown(settings.bleed), settings.gap);
        let room = room(settings);
        let columns = how_many(room.size.width, cell.width, gap);
        let rows = how_many(room.size.height, cell.height, gap);
        let size = Size {
            width: length_of(columns, cell.width, gap),
            height: length_of(rows, cell.height, gap),
        };
        Self {
            columns,
            rows,
            turned,
            trim,
            bleed: settings.bleed,
            gap,
            area: Area {
                left: room.left + (room.size.width - size.width) / 2.0,
                top: room.top + (room.size.height - size.height) / 2.0,
                size,
            },
        }
    }

    fn count(&self) -> usize {
        self.columns * self.rows
    }

    /// The left edges of the columns' printed areas.
    fn lefts(&self) -> impl Iterator<Item = f64> {
        let step = self.trim.width + 2.0 * self.bleed + self.gap;
        (0..self.columns).map(move |column| self.area.left + column as f64 * step)
    }

    /// The upper edges of the rows' printed areas.
    fn tops(&self) -> impl Iterator<Item = f64> {
        let step = self.trim.height + 2.0 * self.bleed + self.gap;
        (0..self.rows).map(move |row| self.area.top + row as f64 * step)
    }

    fn places(&self) -> impl Iterator<Item = Place> {
        self.tops().flat_map(move |top| {
            self.lefts().map(move |left| Place {
                trim: Area {
                    left: left + self.bleed,
                    top: top + self.bleed,
                    size: self.trim,
                },
                turned: self.turned,
            })
        })
    }

    /// Each cut goes through the whole sheet, so it is marked outside of the grid at both ends, and between badges where
    /// there is room.
    fn marks(&self, marks: Marks) -> Vec<Line> {
        let across = cuts(self.lefts(), self.bleed, self.trim.width);
        let down = cuts(self.tops(), self.bleed, self.trim.height);
        let beside_rows = self.strips(self.tops(), self.area.top, self.area.bottom(), marks);
        let beside_columns = self.strips(self.lefts(), self.area.left, self.area.right(), marks);
        let vertical = across.iter().flat_map(|x| {
            beside_rows.iter().map(|(from, to)| Line {
                from: (*x, *from),
                to: (*x, *to),
            })
        });
        let horizontal = down.iter().flat_map(|y| {
            beside_columns.iter().map(|(from, to)| Line {
                from: (*from, *y),
                to: (*to, *y),
            })
        });
        vertical.chain(horizontal).collect()
    }

    /// From where to where a mark goes, in one direction: before the grid, in each gap that is wide enough, behind it.
    fn strips(
        &self,
        starts: impl Iterator<Item = f64>,
        first: f64,
        last: f64,
        marks: Marks,
    ) -> Vec<(f64, f64)> {
        let mut strips = vec![(
            first - marks.distance - marks.length,
            first - marks.distance,
        )];
        if self.gap - 2.0 * marks.distance >= SHORTEST_MARK {
            strips.extend(
                starts
                    .skip(1)
                    .map(|start| (start - self.gap + marks.distance, start - marks.distance)),
            );
        }
        strips.push((last + marks.distance, last + marks.distance + marks.length));
        strips
    }
}

/// Where the sheet is cut in one direction. Badges that touch share a cut.
fn cuts(starts: impl Iterator<Item = f64>, bleed: f64, trim: f64) -> Vec<f64> {
    let mut cuts: Vec<f64> = starts
        .flat_map(|start| [start + bleed, start + bleed + trim])
        .collect();
    cuts.dedup_by(|next, before| (*next - *before).abs() < TOLERANCE);
    cuts
}

/// How many lengths of `each` with `gap` between them fit into `room`.
fn how_many(room: f64, each: f64, gap: f64) -> usize {
    // A negative number becomes 0.
    ((room + gap + TOLERANCE) / (each + gap)).floor() as usize
}

fn length_of(count: usize, each: f64, gap: f64) -> f64 {
    count as f64 * each + count.saturating_sub(1) as f64 * gap
}

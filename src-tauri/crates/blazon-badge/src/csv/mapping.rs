//! Which column of a list fills which field, found by the names that people give their columns.

use unicode_normalization::UnicodeNormalization;

/// A field of a template, by all the names it goes by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldNames {
    /// The field's id.
    pub id: String,
    /// What people call it: its labels in all languages.
    pub names: Vec<String>,
}

/// What a column fills.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The text field with this id.
    Field(String),
    /// The path of the badge's picture.
    Picture,
    /// The words from which the badge's picture is drawn.
    Prompt,
}

/// What each column of a list fills. A target stands at most once in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping {
    columns: Vec<Option<Target>>,
}

impl Mapping {
    /// What the column fills, counted from 0.
    #[must_use]
    pub fn target(&self, column: usize) -> Option<&Target> {
        self.columns.get(column)?.as_ref()
    }

    /// The column that fills a target.
    #[must_use]
    pub fn column(&self, target: &Target) -> Option<usize> {
        self.columns
            .iter()
            .position(|mapped| mapped.as_ref() == Some(target))
    }

    /// How many columns fill something.
    #[must_use]
    pub fn known(&self) -> usize {
        self.columns.iter().flatten().count()
    }

    /// Lets a column fill `target`, which no other column does any more, or nothing.
    pub fn set(&mut self, column: usize, target: Option<Target>) {
        if target.is_some() {
            for mapped in &mut self.columns {
                mapped.take_if(|mapped| Some(&*mapped) == target.as_ref());
            }
        }
        if self.columns.len() <= column {
            self.columns.resize(column + 1, None);
        }
        self.columns[column] = target;
    }
}

/// Words of one meaning, in both languages and without case; a column and a field with names out of one group belong
/// together. The first two are what any badge may say.
const SYNONYMS: [&[&str]; 14] = [
    NAME,
    TEXT,
    &["first name", "given name", "имя"],
    &["surname", "last name", "family name", "фамилия"],
    &["patronymic", "middle name", "отчество"],
    &[
        "company",
        "organization",
        "organisation",
        "employer",
        "компания",
        "организация",
        "место работы",
    ],
    &[
        "role",
        "position",
        "job",
        "job title",
        "occupation",
        "роль",
        "должность",
        "профессия",
    ],
    &["department", "team", "отдел", "команда", "подразделение"],
    &["city", "town", "location", "город", "место"],
    &["country", "страна"],
    &[
        "number",
        "no",
        "id",
        "badge number",
        "номер",
        "№",
        "n",
        "номер бейджа",
    ],
    &[
        "event",
        "conference",
        "событие",
        "мероприятие",
        "конференция",
    ],
    &[
        "qr",
        "qr code",
        "link",
        "url",
        "website",
        "site",
        "qr код",
        "ссылка",
        "сайт",
    ],
    &["date", "year", "дата", "год"],
];

const NAME: &[&str] = &[
    "name",
    "full name",
    "person",
    "participant",
    "attendee",
    "guest",
    "имя",
    "фио",
    "ф и о",
    "имя и фамилия",
    "имя фамилия",
    "фамилия имя",
    "фамилия и имя",
    "фамилия имя отчество",
    "участник",
    "гость",
];

const TEXT: &[&str] = &[
    "text",
    "caption",
    "label",
    "title",
    "words",
    "banner",
    "inscription",
    "line",
    "текст",
    "надпись",
    "подпись",
    "заголовок",
    "слова",
    "строка",
];

const PICTURE: &[&str] = &[
    "picture",
    "photo",
    "image",
    "file",
    "path",
    "portrait",
    "avatar",
    "picture file",
    "file name",
    "filename",
    "фото",
    "фотография",
    "картинка",
    "изображение",
    "файл",
    "путь",
    "портрет",
    "аватар",
    "имя файла",
];

const PROMPT: &[&str] = &["prompt", "промпт", "промт", "запрос", "описание картинки"];

/// What each of the columns fills, as far as their names tell. A field's own names count before synonyms, and where the
/// list has one column of names or texts and the template one field left that is nothing else, they belong together.
pub(super) fn find_mapping(columns: &[&str], fields: &[FieldNames]) -> Mapping {
    let columns: Vec<String> = columns.iter().map(|name| plain(name)).collect();
    let mut mapping = Mapping {
        columns: vec![None; columns.len()],
    };
    for rule in [own_name, set_words, synonym] {
        for (column, name) in columns.iter().enumerate() {
            if mapping.columns[column].is_some() {
                continue;
            }
            let found = rule(name, fields, &mapping);
            mapping.columns[column] = found;
        }
    }
    join_the_last(&columns, fields, &mut mapping);
    mapping
}

/// The field whose id or label is `name`.
fn own_name(name: &str, fields: &[FieldNames], mapping: &Mapping) -> Option<Target> {
    free_field(fields, mapping, |names| names.contains(&name.to_owned()))
}

/// Pictures and prompts, before synonyms of fields.
fn set_words(name: &str, _: &[FieldNames], mapping: &Mapping) -> Option<Target> {
    let target = if PICTURE.contains(&name) {
        Target::Picture
    } else if PROMPT.contains(&name) {
        Target::Prompt
    } else {
        return None;
    };
    mapping.column(&target).is_none().then_some(target)
}

fn synonym(name: &str, fields: &[FieldNames], mapping: &Mapping) -> Option<Target> {
    SYNONYMS
        .iter()
        .filter(|group| group.contains(&name))
        .find_map(|group| {
            free_field(fields, mapping, |names| {
                names.iter().any(|name| group.contains(&name.as_str()))
            })
        })
}

/// The first field that no column fills and whose names fit.
fn free_field(
    fields: &[FieldNames],
    mapping: &Mapping,
    fits: impl Fn(&[String]) -> bool,
) -> Option<Target> {
    fields
        .iter()
        .filter(|field| fits(&names_of(field)))
        .map(|field| Target::Field(field.id.clone()))
        .find(|target| mapping.column(target).is_none())
}

fn join_the_last(columns: &[String], fields: &[FieldNames], mapping: &mut Mapping) {
    let mut left = fields
        .iter()
        .filter(|field| mapping.column(&Target::Field(field.id.clone())).is_none());
    let (Some(field), None) = (left.next(), left.next()) else {
        return;
    };
    let (words, others) = SYNONYMS.split_at(2);
    if !words.iter().any(|group| fits(field, group))
        && others.iter().any(|group| fits(field, group))
    {
        return;
    }
    let mut named = columns.iter().enumerate().filter(|(column, name)| {
        mapping.columns[*column].is_none()
            && (NAME.contains(&name.as_str()) || TEXT.contains(&name.as_str()))
    });
    if let (Some((column, _)), None) = (named.next(), named.next()) {
        mapping.columns[column] = Some(Target::Field(field.id.clone()));
    }
}

fn fits(field: &FieldNames, group: &[&str]) -> bool {
    names_of(field)
        .iter()
        .any(|name| group.contains(&name.as_str()))
}

fn names_of(field: &FieldNames) -> Vec<String> {
    std::iter::once(&field.id)
        .chain(&field.names)
        .map(|name| plain(name))
        .collect()
}

/// A name without case, punctuation and the difference of е and ё. Letters that a Mac writes as two are one.
fn plain(name: &str) -> String {
    let folded: String = name
        .nfc()
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            'ё' => 'е',
            letter if letter.is_alphanumeric() || letter == '№' => letter,
            _ => ' ',
        })
        .collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

//! The catalogue: which trainers and generators there are, what they take and what they cost.
//!
//! It ships as `catalog.toml` beside this file; a `catalog.toml` in the library takes the place of entries with the
//! same id and adds others, so that a price that changed needs no new program. Everything here is data that a person
//! may have typed: each entry is checked as a whole, and one that does not hold is refused with a sentence.

use blazon_model::{
    Endpoint, Field, FieldKind, FieldValue, InvalidField, Money, PriceUnit, ProviderId, Role, Work,
};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The file's name in the library.
pub const FILE: &str = "catalog.toml";
const SHIPPED: &str = include_str!("catalog.toml");
/// No catalogue that a person writes is longer.
const LONGEST_FILE: u64 = 1 << 20;

/// The endpoints that Blazon knows.
#[derive(Clone, Debug, PartialEq)]
pub struct Catalog {
    endpoints: Vec<Endpoint>,
}

/// Why a catalogue cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CatalogError {
    /// It cannot be read.
    #[error("{path} cannot be read")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// It is not what a catalogue is.
    #[error("{path} is not a catalogue: {what}")]
    Invalid {
        /// The file.
        path: PathBuf,
        /// What is wrong, with the line where it is known.
        what: String,
    },
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    endpoint: Vec<Endpoint>,
}

impl Catalog {
    /// The catalogue that ships.
    #[must_use]
    pub fn shipped() -> Self {
        static READ: LazyLock<Vec<Endpoint>> =
            LazyLock::new(|| read(SHIPPED).expect("the catalogue that ships is tested"));
        Self {
            endpoints: READ.clone(),
        }
    }

    /// The catalogue that ships, with what the library's own file says instead and besides.
    ///
    /// # Errors
    /// [`CatalogError`] where that file is there and cannot be used.
    pub fn of_library(home: &Path) -> Result<Self, CatalogError> {
        let mut catalog = Self::shipped();
        let path = home.join(FILE);
        let text = match read_file(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(catalog),
            Err(source) => return Err(CatalogError::Read { path, source }),
        };
        for endpoint in read(&text).map_err(|what| CatalogError::Invalid { path, what })? {
            let same =
                |other: &Endpoint| (other.provider, &other.id) == (endpoint.provider, &endpoint.id);
            match catalog.endpoints.iter_mut().find(|other| same(other)) {
                Some(other) => *other = endpoint,
                None => catalog.endpoints.push(endpoint),
            }
        }
        Ok(catalog)
    }

    /// All endpoints, in the order of the file.
    #[must_use]
    pub fn endpoints(&self) -> &[Endpoint] {
        &self.endpoints
    }

    /// The endpoint with this id.
    #[must_use]
    pub fn find(&self, provider: ProviderId, id: &str) -> Option<&Endpoint> {
        let mut endpoints = self.endpoints.iter();
        endpoints.find(|endpoint| endpoint.provider == provider && endpoint.id == id)
    }

    /// What `provider` offers of one kind of work; the first is proposed.
    pub fn offers(&self, provider: ProviderId, work: Work) -> impl Iterator<Item = &Endpoint> {
        let mut endpoints = self.endpoints.iter();
        std::iter::from_fn(move || {
            endpoints.find(|endpoint| endpoint.provider == provider && endpoint.work == work)
        })
    }
}

/// What is sent besides what Blazon fills in: `chosen` over the defaults, each value checked.
///
/// # Errors
/// [`InvalidField`] for a field that the endpoint does not have or a value that it does not take.
pub fn input_of(
    endpoint: &Endpoint,
    chosen: &BTreeMap<String, FieldValue>,
) -> Result<Map<String, Value>, InvalidField> {
    let known = |name: &String| endpoint.field(name).is_some();
    if let Some(stray) = chosen.keys().find(|name| !known(name)) {
        let field = stray.clone();
        return Err(InvalidField { field });
    }
    let mut input = Map::new();
    for field in &endpoint.fields {
        let Some(value) = chosen.get(&field.name).or(field.default.as_ref()) else {
            continue;
        };
        field.check(value)?;
        input.insert(field.name.clone(), to_json(field, value));
    }
    Ok(input)
}

fn to_json(field: &Field, value: &FieldValue) -> Value {
    match value {
        FieldValue::Flag(flag) => Value::from(*flag),
        FieldValue::Text(text) => Value::from(text.as_str()),
        // A check has found it whole and within 32 bits.
        FieldValue::Number(number) if is_whole(field) => Value::from(*number as i64),
        FieldValue::Number(number) => Value::from(*number),
    }
}

const fn is_whole(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Integer { .. })
}

/// How many units of an endpoint's price a piece of work takes, as far as that is known before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount {
    /// Steps of a training.
    pub steps: u32,
    /// Pictures of a drawing.
    pub pictures: u32,
    /// The pixels of each.
    pub pixels: u64,
}

/// The estimate of an endpoint's price, and what is set aside for it: half as much again where time is paid.
/// `None` where no price is known.
#[must_use]
pub fn estimate(endpoint: &Endpoint, amount: Amount) -> Option<(Money, Money)> {
    let price = endpoint.price.as_ref()?;
    let pictures = u64::from(amount.pictures);
    let units = match price.unit {
        PriceUnit::Step => u64::from(amount.steps),
        PriceUnit::Picture => pictures,
        // Each picture's megapixels are rounded up.
        PriceUnit::Megapixel => pictures * amount.pixels.div_ceil(1_000_000),
        PriceUnit::Run => 1,
        PriceUnit::Second => {
            let time = endpoint.time?;
            let seconds = time.seconds + time.per_step * f64::from(amount.steps);
            // A catalogue's times are checked to be finite and not negative; what does not fit is cut.
            seconds.ceil() as u64
        }
    };
    let cost = price.cost(units)?;
    let reserved = match price.unit {
        PriceUnit::Second => cost.with_reserve()?,
        PriceUnit::Step | PriceUnit::Picture | PriceUnit::Megapixel | PriceUnit::Run => cost,
    };
    Some((cost, reserved))
}

fn read_file(path: &Path) -> std::io::Result<String> {
    if std::fs::metadata(path)?.len() > LONGEST_FILE {
        return Err(std::io::ErrorKind::FileTooLarge.into());
    }
    std::fs::read_to_string(path)
}

fn read(text: &str) -> Result<Vec<Endpoint>, String> {
    let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
    for endpoint in &file.endpoint {
        check(endpoint).map_err(|what| format!("{}: {what}", endpoint.id))?;
    }
    Ok(file.endpoint)
}

/// What an entry must hold for the code that fills its fields.
fn check(endpoint: &Endpoint) -> Result<(), String> {
    if endpoint.provider == ProviderId::Local {
        return Err("this computer is not in the catalogue".to_owned());
    }
    if !is_id(&endpoint.id) {
        return Err("an id is owner/name".to_owned());
    }
    let needed: &[Role] = match endpoint.work {
        Work::Training => &[Role::Input, Role::Steps],
        Work::Drawing => &[Role::Prompt],
        Work::Captions => &[Role::Input],
    };
    if let Some(role) = needed
        .iter()
        .find(|role| endpoint.field_of(**role).is_none())
    {
        return Err(format!("no field has the role {role:?}"));
    }
    if (endpoint.work == Work::Training) != endpoint.archive.is_some() {
        return Err("a trainer, and no other, says what archive it takes".to_owned());
    }
    if let Some(price) = &endpoint.price {
        if price.per == 0 || price.amount < Money::ZERO {
            return Err("its price is none".to_owned());
        }
        if price.unit == PriceUnit::Second && endpoint.time.is_none() {
            return Err("it is paid by the second, and `time` is missing".to_owned());
        }
    }
    let is_time = |seconds: f64| (0.0..1e9).contains(&seconds);
    if let Some(time) = endpoint.time
        && !(is_time(time.seconds) && is_time(time.per_step))
    {
        return Err("its time is none".to_owned());
    }
    for field in &endpoint.fields {
        if let Some(value) = &field.default {
            field.check(value).map_err(|error| error.to_string())?;
        }
    }
    Ok(())
}

/// `owner/name[/more]`, of letters that stand in a URL as they are.
fn is_id(id: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && part != "."
            && part != ".."
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    id.split('/').count() >= 2 && id.split('/').all(part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn find(provider: ProviderId, id: &str) -> Endpoint {
        Catalog::shipped().find(provider, id).unwrap().clone()
    }

    fn training(steps: u32) -> Amount {
        Amount {
            steps,
            pictures: 0,
            pixels: 0,
        }
    }

    #[test]
    fn what_ships_is_what_the_design_names() {
        let catalog = Catalog::shipped();
        let ids = |provider, work| -> Vec<String> {
            let offers = catalog.offers(provider, work);
            offers.map(|endpoint| endpoint.id.clone()).collect()
        };
        assert_eq!(
            ids(ProviderId::Fal, Work::Training),
            [
                "fal-ai/flux-lora-fast-training",
                "fal-ai/flux-lora-portrait-trainer",
                "fal-ai/flux-2-trainer",
                "fal-ai/qwen-image-trainer-v2",
                "fal-ai/z-image-turbo-trainer-v2"
            ]
        );
        assert_eq!(
            ids(ProviderId::Replicate, Work::Training),
            ["ostris/flux-dev-lora-trainer"]
        );
        for endpoint in catalog.endpoints() {
            for partner in &endpoint.partners {
                let partner = catalog.find(endpoint.provider, partner).unwrap();
                assert_eq!(partner.base, endpoint.base, "{}", endpoint.id);
            }
        }
    }

    #[rstest]
    #[case::a_thousand_steps(
        ProviderId::Fal,
        "fal-ai/flux-lora-fast-training",
        1000,
        2_000_000,
        2_000_000
    )]
    #[case::half(
        ProviderId::Fal,
        "fal-ai/flux-lora-fast-training",
        500,
        1_000_000,
        1_000_000
    )]
    #[case::the_least_that_is_charged(
        ProviderId::Fal,
        "fal-ai/qwen-image-trainer-v2",
        100,
        1_000_000,
        1_000_000
    )]
    // 180 s + 1000 * 1.2 s at 0.001525.
    #[case::by_time(
        ProviderId::Replicate,
        "ostris/flux-dev-lora-trainer",
        1000,
        2_104_500,
        3_156_750
    )]
    fn a_training_has_its_price(
        #[case] provider: ProviderId,
        #[case] id: &str,
        #[case] steps: u32,
        #[case] cost: i64,
        #[case] reserved: i64,
    ) {
        let found = estimate(&find(provider, id), training(steps)).unwrap();
        assert_eq!((found.0.micros(), found.1.micros()), (cost, reserved));
    }

    #[test]
    fn megapixels_are_rounded_up_for_each_picture() {
        let amount = Amount {
            steps: 28,
            pictures: 3,
            pixels: 1024 * 1024,
        };
        let (cost, _) = estimate(&find(ProviderId::Fal, "fal-ai/flux-lora"), amount).unwrap();
        assert_eq!(cost, Money::from_micros(3 * 2 * 35_000));
    }

    #[test]
    fn without_a_sourced_price_there_is_none() {
        let endpoint = find(ProviderId::Fal, "fal-ai/flux-lora-portrait-trainer");
        assert_eq!(estimate(&endpoint, training(1000)), None);
    }

    #[test]
    fn an_input_has_the_defaults_and_what_was_chosen() {
        let endpoint = find(ProviderId::Fal, "fal-ai/flux-lora-fast-training");
        let chosen = BTreeMap::from([("steps".to_owned(), FieldValue::Number(500.0))]);
        let input = input_of(&endpoint, &chosen).unwrap();
        let expected = serde_json::json!({ "steps": 500, "is_style": false, "create_masks": true });
        assert_eq!(Value::Object(input), expected);
    }

    #[rstest]
    #[case::unknown("learning_rate", FieldValue::Number(1e-4))]
    #[case::out_of_range("steps", FieldValue::Number(0.0))]
    #[case::filled_by_us("images_data_url", FieldValue::Text("https://example.com".into()))]
    fn a_field_that_is_not_taken_is_named(#[case] name: &str, #[case] value: FieldValue) {
        let endpoint = find(ProviderId::Fal, "fal-ai/flux-lora-fast-training");
        let error = input_of(&endpoint, &BTreeMap::from([(name.to_owned(), value)])).unwrap_err();
        assert_eq!(error.field, name);
    }

    #[test]
    fn the_library_has_the_last_word() {
        let home = tempfile::tempdir().unwrap();
        let own = r#"
[[endpoint]]
provider = "fal"
id = "fal-ai/flux-lora-portrait-trainer"
work = "training"
name = "Portrait"
base = "flux1"
price = { amount = "2400", per = 1, unit = "step", listedOn = "2026-11-26", source = "typed" }
archive = { captions = "optional", leastPhotos = 4 }
field = [
    { name = "images_data_url", role = "input", kind = "filled" },
    { name = "steps", role = "steps", kind = "integer", least = 1, most = 10000, default = 2500 },
]
"#;
        std::fs::write(home.path().join(FILE), own).unwrap();
        let catalog = Catalog::of_library(home.path()).unwrap();
        let shipped = Catalog::shipped();
        assert_eq!(catalog.endpoints().len(), shipped.endpoints().len());
        let found = catalog
            .find(ProviderId::Fal, "fal-ai/flux-lora-portrait-trainer")
            .unwrap();
        assert_eq!(
            estimate(found, training(2500)).unwrap().0,
            Money::from_micros(6_000_000)
        );
    }

    #[rstest]
    #[case::not_toml("[[endpoint]", "expected")]
    #[case::not_an_endpoint("[[endpoint]]\nid = \"a/b\"", "missing field")]
    #[case::climbing_id(
        "[[endpoint]]\nprovider = \"fal\"\nid = \"../x\"\nwork = \"drawing\"\nname = \"x\"\nfield = [{ name = \"prompt\", role = \"prompt\", kind = \"text\" }]",
        "an id is owner/name"
    )]
    #[case::no_prompt(
        "[[endpoint]]\nprovider = \"fal\"\nid = \"a/b\"\nwork = \"drawing\"\nname = \"x\"\nfield = []",
        "Prompt"
    )]
    #[case::here(
        "[[endpoint]]\nprovider = \"local\"\nid = \"a/b\"\nwork = \"captions\"\nname = \"x\"\nfield = []",
        "this computer"
    )]
    fn a_catalogue_that_does_not_hold_is_refused(#[case] text: &str, #[case] says: &str) {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join(FILE), text).unwrap();
        let error = Catalog::of_library(home.path()).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
}

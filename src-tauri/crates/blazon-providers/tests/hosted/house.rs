//! A provider with its emulator, so that one test runs over both.

use blazon_emulators::{
    FalEmulator, PaidSubmit, Recorded, ReplicateEmulator, Step, Trouble, Upload,
};
use blazon_model::{
    AcceptanceId, AcceptedQuote, ByteCount, Endpoint, FieldValue, Money, ProviderId, Quote,
    QuoteId, RunId, Seed, Timestamp,
};
use blazon_providers::fal::{Fal, FalAddresses};
use blazon_providers::hosted::{
    Course, DrawingOrder, Generator, KeyTest, PicturesAt, Report, Ticket, Trainer, TrainingOrder,
    Uploaded, WeightsAt,
};
use blazon_providers::replicate::Replicate;
use blazon_providers::{Catalog, Net, Patience, Problem, Reach};
use std::collections::BTreeMap;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

pub(crate) enum Emulator {
    Fal(FalEmulator),
    Replicate(ReplicateEmulator),
}

impl Emulator {
    pub(crate) fn order(&self, step: Step, trouble: impl Into<Trouble>) {
        match self {
            Self::Fal(fal) => fal.order(step, trouble),
            Self::Replicate(replicate) => replicate.order(step, trouble),
        }
    }

    pub(crate) fn order_times(&self, times: usize, step: Step, trouble: impl Into<Trouble>) {
        match self {
            Self::Fal(fal) => fal.order_times(times, step, trouble),
            Self::Replicate(replicate) => replicate.order_times(times, step, trouble),
        }
    }

    pub(crate) fn orders_left(&self) -> usize {
        match self {
            Self::Fal(fal) => fal.orders_left(),
            Self::Replicate(replicate) => replicate.orders_left(),
        }
    }

    pub(crate) fn requests_for(&self, step: Step) -> Vec<Recorded> {
        match self {
            Self::Fal(fal) => fal.requests_for(step),
            Self::Replicate(replicate) => replicate.requests_for(step),
        }
    }

    pub(crate) fn requests(&self) -> Vec<Recorded> {
        match self {
            Self::Fal(fal) => fal.requests(),
            Self::Replicate(replicate) => replicate.requests(),
        }
    }

    pub(crate) fn paid_submits(&self) -> Vec<PaidSubmit> {
        match self {
            Self::Fal(fal) => fal.paid_submits(),
            Self::Replicate(replicate) => replicate.paid_submits(),
        }
    }

    pub(crate) fn leaked_keys(&self) -> Vec<Recorded> {
        match self {
            Self::Fal(fal) => fal.leaked_keys(),
            Self::Replicate(replicate) => replicate.leaked_keys(),
        }
    }

    pub(crate) fn uploads(&self) -> Vec<Upload> {
        match self {
            Self::Fal(fal) => fal.uploads(),
            Self::Replicate(replicate) => replicate.uploads(),
        }
    }

    /// The step in which a finished training is asked for.
    pub(crate) const fn result_step(&self) -> Step {
        match self {
            Self::Fal(_) => Step::Result,
            Self::Replicate(_) => Step::Status,
        }
    }
}

pub(crate) struct House {
    pub(crate) emulator: Emulator,
    pub(crate) provider: ProviderId,
    pub(crate) folder: TempDir,
    reach: Reach,
}

/// Waits that a test can wait for.
pub(crate) const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(2),
    reply: Duration::from_secs(2),
    stall: Duration::from_secs(2),
    first_wait: Duration::from_millis(5),
    longest_wait: Duration::from_millis(20),
    tries: 3,
};

impl House {
    pub(crate) fn of(provider: ProviderId) -> Self {
        let emulator = match provider {
            ProviderId::Fal => Emulator::Fal(FalEmulator::start()),
            ProviderId::Replicate => Emulator::Replicate(ReplicateEmulator::start()),
            ProviderId::Local => panic!("this computer is not hosted"),
        };
        Self {
            emulator,
            provider,
            folder: tempfile::tempdir().unwrap(),
            reach: Reach {
                hosts: vec!["127.0.0.1".into()],
                proxy: None,
                patience: PATIENCE,
                log: Arc::default(),
            },
        }
    }

    pub(crate) fn reaching(mut self, change: impl FnOnce(&mut Reach)) -> Self {
        change(&mut self.reach);
        self
    }

    pub(crate) fn net(&self) -> Net {
        Net::new(self.reach.clone()).unwrap()
    }

    fn fal(&self, emulator: &FalEmulator, key: Option<&str>) -> Fal {
        let at = FalAddresses {
            queue: emulator.queue_url().parse().unwrap(),
            rest: emulator.rest_url().parse().unwrap(),
        };
        let key = key.unwrap_or(emulator.key());
        Fal::new(self.net(), at, &key.to_owned().into()).unwrap()
    }

    fn replicate(&self, emulator: &ReplicateEmulator, key: Option<&str>) -> Replicate {
        let at = emulator.api_url().parse().unwrap();
        let key = key.unwrap_or(emulator.key());
        Replicate::new(self.net(), at, &key.to_owned().into()).unwrap()
    }

    pub(crate) fn trainer(&self) -> Box<dyn Trainer> {
        self.trainer_with(None)
    }

    pub(crate) fn trainer_with(&self, key: Option<&str>) -> Box<dyn Trainer> {
        match &self.emulator {
            Emulator::Fal(fal) => Box::new(self.fal(fal, key)),
            Emulator::Replicate(replicate) => Box::new(self.replicate(replicate, key)),
        }
    }

    pub(crate) fn generator(&self) -> Box<dyn Generator> {
        match &self.emulator {
            Emulator::Fal(fal) => Box::new(self.fal(fal, None)),
            Emulator::Replicate(replicate) => Box::new(self.replicate(replicate, None)),
        }
    }

    pub(crate) fn key_test(&self, key: Option<&str>) -> Box<dyn KeyTest> {
        match &self.emulator {
            Emulator::Fal(fal) => Box::new(self.fal(fal, key)),
            Emulator::Replicate(replicate) => Box::new(self.replicate(replicate, key)),
        }
    }

    pub(crate) const fn trainer_id(&self) -> &'static str {
        match self.emulator {
            Emulator::Fal(_) => "fal-ai/flux-lora-fast-training",
            Emulator::Replicate(_) => "ostris/flux-dev-lora-trainer",
        }
    }

    pub(crate) const fn generator_id(&self) -> &'static str {
        match self.emulator {
            Emulator::Fal(_) => "fal-ai/flux-lora",
            Emulator::Replicate(_) => "black-forest-labs/flux-dev-lora",
        }
    }

    pub(crate) fn endpoint(&self, id: &str) -> Endpoint {
        Catalog::shipped().find(self.provider, id).unwrap().clone()
    }

    /// A file of `bytes` bytes that is not the same everywhere.
    pub(crate) fn archive(&self, bytes: usize) -> PathBuf {
        let path = self.folder.path().join("dataset.zip");
        let content: Vec<u8> = (0..bytes).map(|place| (place % 251) as u8).collect();
        std::fs::write(&path, content).unwrap();
        path
    }

    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Files in the folder, so that a test sees what was left.
    pub(crate) fn names(&self) -> Vec<String> {
        names_in(self.folder.path())
    }

    pub(crate) async fn uploaded(&self) -> Uploaded {
        let archive = self.archive(300_000);
        self.trainer().upload(&archive, &|_| {}).await.unwrap()
    }

    pub(crate) fn training(&self, archive: &Uploaded) -> TrainingOrder {
        let steps = ("steps".to_owned(), FieldValue::Number(500.0));
        TrainingOrder {
            endpoint: self.endpoint(self.trainer_id()),
            chosen: BTreeMap::from([steps]),
            trigger: "FOX_A3F2".into(),
            archive: archive.clone(),
            destination: "blazon-0192f".into(),
            account: match &self.emulator {
                Emulator::Fal(_) => None,
                Emulator::Replicate(replicate) => Some(replicate.account()),
            },
        }
    }

    pub(crate) fn drawing(&self, count: u32) -> DrawingOrder {
        DrawingOrder {
            endpoint: self.endpoint(self.generator_id()),
            chosen: BTreeMap::new(),
            prompt: "FOX_A3F2, portrait".into(),
            lora: None,
            size: [768, 1024],
            count,
            seed: Seed(u64::from(u32::MAX) + 7),
        }
    }

    /// What the store makes of an acceptance row that it has used up.
    pub(crate) fn accepted(&self, endpoint: &str) -> AcceptedQuote {
        let now = Timestamp(0);
        let quote = Quote {
            id: QuoteId::new(now, [1; 10]),
            provider: self.provider,
            host: "127.0.0.1".into(),
            endpoint: endpoint.to_owned(),
            photos: 12,
            captions: 12,
            archive_bytes: ByteCount(300_000),
            archive: None,
            cost: Money::from_micros(2_000_000),
            reserved: Money::from_micros(2_000_000),
            price: None,
            month_to_date: Money::ZERO,
            ceiling: None,
            made_at: now,
        };
        #[expect(
            clippy::disallowed_methods,
            reason = "here a test stands for the store"
        )]
        AcceptedQuote::from_used_row(
            AcceptanceId::new(now, [2; 10]),
            RunId::new(now, [3; 10]).into(),
            quote,
        )
    }

    /// A training that was taken.
    pub(crate) async fn submitted(&self) -> Ticket {
        let order = self.training(&self.uploaded().await);
        let accepted = self.accepted(self.trainer_id());
        let submitted = self.trainer().submit_training(&accepted, &order).await;
        submitted.unwrap()
    }

    /// Asks until the training is over.
    pub(crate) async fn trained(&self, ticket: &Ticket) -> Course<WeightsAt> {
        let trainer = self.trainer();
        over(|| trainer.poll_training(ticket)).await
    }

    /// Asks until the drawing is over.
    pub(crate) async fn drawn(&self, ticket: &Ticket) -> Course<PicturesAt> {
        let generator = self.generator();
        over(|| generator.poll_drawing(ticket)).await
    }
}

async fn over<T, F: Future<Output = Result<Report<T>, Problem>>>(
    mut poll: impl FnMut() -> F,
) -> Course<T> {
    for _ in 0..50 {
        match poll().await.unwrap().course {
            Course::Queued { .. } | Course::Working { .. } => {}
            done @ (Course::Done { .. } | Course::Failed { .. } | Course::Cancelled { .. }) => {
                return done;
            }
        }
    }
    panic!("it is never over");
}

pub(crate) fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Runs a test's questions one after the other.
pub(crate) fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(work)
}

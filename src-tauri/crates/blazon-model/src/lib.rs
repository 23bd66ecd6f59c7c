//! The words of Blazon as types: ids, money, photos, datasets, recipes, quotes, training runs.
//!
//! It stands below every other crate so that window, terminal and bot speak of the same things.
//! It knows the rules that need no disk and no network, and must not learn of either: no I/O, no
//! async, no clock and no random numbers of its own (both come in as arguments).

mod archive;
mod badge;
mod base;
mod bot;
mod bot_job;
mod bot_view;
mod bucket;
mod caption;
mod captioning;
mod dataset;
mod drawing;
mod drawing_plan;
mod edit;
mod endpoint;
mod framing;
mod gallery;
mod grid;
mod guest;
mod id;
mod import;
mod job;
mod ledger;
mod library;
mod licence;
mod lora_model;
mod measures;
mod model_file;
mod model_trigger;
mod money;
mod notice;
mod photo;
mod picture;
mod prompt;
mod quote;
mod recipe;
mod request;
mod review;
mod settings;
mod slug;
mod training;
mod training_view;
mod trigger;
mod update;
mod whole;
mod worker;

pub use archive::{
    ArchiveEntry, ArchiveManifest, ArchiveProof, CaptionFiles, ExportFormat, ExportReport,
};
pub use badge::{
    Badge, BadgeBackground, BadgeBatch, BadgeBox, BadgeColour, BadgeColumn, BadgeDesign,
    BadgeField, BadgeFinding, BadgeFormat, BadgeLayer, BadgeLayerKind, BadgeList, BadgePalette,
    BadgePaper, BadgePicture, BadgeRowProblem, BadgeSource, BadgeTarget, BadgeTemplate, BatchState,
    Labels, RibbonForm,
};
pub use base::Base;
pub use bot::{
    BotAccess, BotId, BotIdentity, BotLine, BotSettings, BotText, BotTextKey, BotTrouble, ChatId,
    InvalidBotSettings, OwnBotText, is_quota,
};
pub use bot_job::{BotJobFailure, BotJobId, BotJobKind, BotJobLine, BotJobState};
pub use bot_view::{BotDay, BotOverview, BotPairing, SharedModel};
pub use bucket::{
    BUCKET_STEP, Bucket, BucketFit, LONGEST_BUCKET, SHORTEST_BUCKET, bucket_no_upscale,
    buckets_in_steps, kohya_buckets, select_bucket,
};
pub use caption::{
    CaptionImport, CaptionLint, CaptionRewrite, CaptionStyle, LONGEST_CAPTION, PhotoCaption,
    RewrittenCaption,
};
pub use captioning::{
    CaptionCounts, CaptionPlan, CaptionRefusal, CaptionRequest, CaptionScope, CaptionState,
    Captioning,
};
pub use dataset::{Dataset, DatasetName, Gender, InvalidName, Subject};
pub use drawing::{
    CardFinding, DrawFailure, DrawRequest, Drawing, DrawingState, Preview, PromptWord, Sampler,
};
pub use drawing_plan::{DrawRefusal, DrawingPlan};
pub use edit::{DatasetChange, Edit, NAMED_IN_EDIT, Turned};
pub use endpoint::{
    ArchiveTerms, CaptionNeed, Endpoint, Field, FieldKind, FieldValue, InvalidField, Role,
    TypicalTime, Work,
};
pub use framing::{CropRect, Framing, InvalidFraming, PhotoCrop, Shape};
pub use gallery::{
    BEST_RATING, ForeignLora, ForeignPicture, ForeignProgram, GalleryFacts, GalleryItem,
    GalleryKind, GalleryModel, GalleryOrder, GalleryPage, GalleryPicture, GalleryQuery, GalleryTag,
    LONGEST_TAG,
};
pub use grid::{
    EvaluationSet, Grid, GridCell, GridColumn, GridCost, GridHead, GridKind, GridPlan, InvalidGrid,
};
pub use guest::{Guest, GuestAccess, GuestLine, TelegramId};
pub use id::{
    AcceptanceId, BadgeId, CaptionOrderId, CaptioningId, DatasetId, DrawingId, EditId, GalleryId,
    GridId, GuestId, JobId, LedgerId, ModelId, PhotoId, PictureId, QuoteId, RequestId, RunId,
    Timestamp,
};
pub use import::{ImportProblem, ImportReport, ProblemReason};
pub use job::{Job, JobFailure, JobKind, JobState};
pub use ledger::{LedgerEntry, LedgerKind, Spender};
pub use library::{
    BackupInfo, BackupKind, CheckFinding, CheckReport, DeletionReport, FindingKind, HeldElsewhere,
    LeftLibrary, MovePlan,
};
pub use licence::{Licence, LicenceKind};
pub use lora_model::{BaseFamily, LoraModel};
pub use measures::{Face, LookHash, Mark, Measures, SHORTEST_SIDE, marks_of_shape};
pub use model_file::{
    ExportedModel, ModelCard, ModelChange, ModelFile, ModelImport, ModelNaming, ModelPage,
};
pub use model_trigger::{InvalidModelTrigger, ModelTrigger};
pub use money::{Money, Price, PriceUnit};
pub use notice::Notice;
pub use photo::{
    ContentHash, DuplicateGroup, InvalidHash, Orientation, Original, Photo, PhotoFormat, PhotoPage,
};
pub use picture::Picture;
pub use prompt::{BadgePrompt, compose_badge_prompt, compose_prompt};
pub use quote::{AcceptedQuote, PaidWork, Quote};
pub use recipe::{HostedChoice, LocalRecipe, LoraParts, Preset, ProviderId, ProviderPage, Recipe};
pub use request::{RequestAnswer, SentRequest};
pub use review::{
    ADVISED_PHOTOS, ADVISED_PHOTOS_OF_STYLE, BucketCount, Choice, DatasetReview, DatasetStatistics,
    Finding, NEEDED_PHOTOS, PhotoFilter, PhotoOrder, RangeCount, ReviewLine, Weight, WordCount,
};
pub use settings::{InvalidSetting, Language, LanguageTag, Settings, Theme};
pub use slug::slug;
pub use training::{
    FailureReason, InvalidTransition, RetryStep, RunEvent, RunStage, RunState, TrainingRun,
};
pub use training_view::{
    HostedDetails, LossPoint, PlannedCost, RunDetails, RunLine, RunNews, RunSample, Spend,
    SpendLine, SpendPurpose, Spending, TrainingEstimate, TrainingPlan, TrainingRefusal,
};
pub use trigger::{InvalidTrigger, TriggerWord};
pub use update::UpdateFinding;
pub use whole::{ByteCount, Seed};
pub use worker::{
    DrawTask, LoraUse, Preparation, ProbeTask, ProbedTraining, SamplePrompt, TrainPhoto,
    TrainRecipe, TrainTask, WorkerCommand, WorkerFailure, WorkerMessage, WorkerOutcome, WorkerTask,
};

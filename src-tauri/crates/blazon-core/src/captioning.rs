//! Captions written by a provider, as far as a person decides: what they would cost, their acceptance, their stop, and
//! what became of one whose reply was lost. Who carries them is `caption_carrier.rs`.
//!
//! What can go wrong: it costs more than was shown (the sum that was shown comes along); two presses describe the same
//! photos (one captioning of a dataset at a time, looked at in the transaction that accepts); a person writes a caption
//! meanwhile (it stays: what came is given only to photos whose caption is as it was); the photo is removed meanwhile
//! (nothing is kept of it).

use crate::hosted::{page_of, passed_ceiling};
use crate::{Event, Studio};
use blazon_model::{
    AcceptanceId, ByteCount, CaptionOrderId, CaptionPlan, CaptionRefusal, CaptionRequest,
    CaptionScope, CaptionState, Captioning, CaptioningId, DatasetChange, DatasetId, EditId,
    Endpoint, FailureReason, LedgerKind, Money, PhotoId, PlannedCost, ProviderId, Quote, QuoteId,
    Timestamp, Turned, Work,
};
use blazon_providers::catalog::Amount;
use blazon_store::{NewCaptionOrder, Reader, StoreError, Writer};
use std::collections::HashMap;
use std::time::Duration;

/// What one photo is, where a price is by pictures or megapixels: no side is sent above the standard size.
const ONE_PHOTO: Amount = Amount {
    steps: 1,
    pictures: 1,
    pixels: 1024 * 1024,
};

/// Photos that cannot be described as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the captions are refused: {0:?}")]
pub struct RefusedCaptions(pub CaptionRefusal);

/// A photo that would be described, with the caption that stands there.
type Wanted = (PhotoId, String);

impl Studio {
    /// The describers of `provider`, in the catalogue's order.
    ///
    /// # Errors
    /// When the library's own catalogue cannot be read.
    pub fn list_describers(&self, provider: ProviderId) -> anyhow::Result<Vec<Endpoint>> {
        let catalog = self.catalog()?;
        Ok(catalog.offers(provider, Work::Captions).cloned().collect())
    }

    /// What captions would cost, and why they cannot be asked for, if they cannot.
    ///
    /// # Errors
    /// When the catalogue or the database cannot be read, or the dataset is not there.
    pub fn plan_captions(&self, request: &CaptionRequest) -> anyhow::Result<CaptionPlan> {
        let photos = self.wanted_photos(request)?;
        let mut plan = CaptionPlan {
            photos: u32::try_from(photos.len()).unwrap_or(u32::MAX),
            host: self.describing_host().to_owned(),
            cost: None,
            refusal: None,
        };
        let describer = match self.describer_of(request) {
            Ok(describer) => describer,
            Err(error) => {
                let RefusedCaptions(refusal) = error.downcast()?;
                plan.refusal = Some(refusal);
                return Ok(plan);
            }
        };
        plan.cost = self.store.read::<_, StoreError>(|db| {
            let one = self.cost_of(db, &describer, ONE_PHOTO)?;
            Ok(one.and_then(|one| times(one, plan.photos)))
        })?;
        let is_under_way = self
            .store
            .read(|db| is_under_way(db, request.dataset))?
            .then_some(CaptionRefusal::UnderWay);
        plan.refusal = is_under_way
            .or((plan.photos == 0).then_some(CaptionRefusal::NothingToDescribe))
            .or(self.no_key(request.provider)?)
            .or(match &plan.cost {
                None => Some(no_price(&describer)),
                Some(cost) => over_ceiling(cost),
            });
        Ok(plan)
    }

    /// Accepts that photos are described, for at most `limit` as it was shown: an acceptance for each of them, and the
    /// sums set aside, in one transaction.
    ///
    /// # Errors
    /// [`RefusedCaptions`], [`StoreError::NotFound`], or the database's.
    pub fn start_captioning(
        &self,
        request: &CaptionRequest,
        limit: Money,
    ) -> anyhow::Result<Captioning> {
        let describer = self.describer_of(request)?;
        if let Some(refusal) = self.no_key(request.provider)? {
            return Err(RefusedCaptions(refusal).into());
        }
        let photos = self.wanted_photos(request)?;
        if photos.is_empty() {
            return Err(RefusedCaptions(CaptionRefusal::NothingToDescribe).into());
        }
        let now = self.now();
        let id = CaptioningId::new(now, self.random());
        let captioning = self.store.write::<_, anyhow::Error>(|tx| {
            let one = self.accepted_cost(tx, request, &describer, photos.len(), limit)?;
            let orders: Vec<_> = photos
                .into_iter()
                .map(|wanted| self.caption_order(&describer, &one, wanted, now))
                .collect();
            tx.queue_captioning(id, request, &orders, now)?;
            for order in &orders {
                let sum = order.quote.reserved;
                tx.append_ledger(&self.entry(order.id, &order.quote, LedgerKind::Reserved, sum))?;
            }
            Ok(tx.load_captioning(id)?)
        })?;
        tracing::info!(captioning = %id, photos = captioning.counts.total, "captions were accepted");
        self.events.send(Event::SpendChanged);
        self.tell_captioning(&captioning);
        self.runner.wake();
        Ok(captioning)
    }

    /// What one photo costs, where all of them may be accepted.
    fn accepted_cost(
        &self,
        tx: &Writer<'_>,
        request: &CaptionRequest,
        describer: &Endpoint,
        photos: usize,
        limit: Money,
    ) -> anyhow::Result<PlannedCost> {
        if is_under_way(tx, request.dataset)? {
            return Err(RefusedCaptions(CaptionRefusal::UnderWay).into());
        }
        let count = u32::try_from(photos).unwrap_or(u32::MAX);
        let one = self.cost_of(tx, describer, ONE_PHOTO)?;
        let all = one.clone().and_then(|one| times(one, count));
        let (Some(one), Some(all)) = (one, all) else {
            return Err(RefusedCaptions(no_price(describer)).into());
        };
        if all.reserved > limit {
            let reserved = all.reserved;
            return Err(RefusedCaptions(CaptionRefusal::OverLimit { reserved, limit }).into());
        }
        match over_ceiling(&all) {
            Some(refusal) => Err(RefusedCaptions(refusal).into()),
            None => Ok(one),
        }
    }

    fn caption_order(
        &self,
        describer: &Endpoint,
        one: &PlannedCost,
        (photo, before): Wanted,
        now: Timestamp,
    ) -> NewCaptionOrder {
        NewCaptionOrder {
            id: CaptionOrderId::new(now, self.random()),
            photo,
            before,
            acceptance: AcceptanceId::new(now, self.random()),
            quote: Quote {
                id: QuoteId::new(now, self.random()),
                provider: describer.provider,
                host: self.describing_host().to_owned(),
                endpoint: describer.id.clone(),
                photos: 1,
                captions: 0,
                archive_bytes: ByteCount(0),
                archive: None,
                cost: one.cost,
                reserved: one.reserved,
                price: Some(one.price.clone()),
                month_to_date: one.month_to_date,
                ceiling: one.ceiling,
                made_at: now,
            },
        }
    }

    fn wanted_photos(&self, request: &CaptionRequest) -> anyhow::Result<Vec<Wanted>> {
        let reviewed = self.reviewed(request.dataset)?;
        let is_wanted = |caption: &str| match request.scope {
            CaptionScope::Missing => caption.trim().is_empty(),
            CaptionScope::All => true,
        };
        Ok(reviewed
            .used()
            .filter(|photo| is_wanted(&photo.caption))
            .map(|photo| (photo.id, photo.caption.clone()))
            .collect())
    }

    /// The describer of a request, with the price that the person typed where the catalogue has none.
    pub(crate) fn describer_of(&self, request: &CaptionRequest) -> anyhow::Result<Endpoint> {
        let id = &request.hosted.endpoint;
        let catalog = self.catalog()?;
        let found = catalog
            .find(request.provider, id)
            .filter(|found| found.work == Work::Captions);
        let mut describer = found.cloned().ok_or_else(|| {
            RefusedCaptions(CaptionRefusal::DescriberUnknown {
                endpoint: id.clone(),
            })
        })?;
        if describer.price.is_none() {
            describer.price = request.hosted.typed_price.clone();
        }
        Ok(describer)
    }

    fn no_key(&self, provider: ProviderId) -> anyhow::Result<Option<CaptionRefusal>> {
        Ok((!self.has_key(provider)?).then_some(CaptionRefusal::NoKey { provider }))
    }

    fn describing_host(&self) -> &str {
        self.places.fal.rest.host_str().unwrap_or_default()
    }

    /// A captioning as it stands.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn load_captioning(&self, id: CaptioningId) -> anyhow::Result<Captioning> {
        Ok(self.store.read(|db| db.load_captioning(id))?)
    }

    /// The captionings of a dataset, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn list_captionings(&self, dataset: DatasetId) -> anyhow::Result<Vec<Captioning>> {
        Ok(self.store.read(|db| db.list_captionings(dataset))?)
    }

    /// Waits until nothing of a captioning goes on by itself, here or in the program that carries the work, or a key is
    /// missing, and calls `progress` now and then.
    ///
    /// # Errors
    /// When the database fails.
    pub fn watch_captioning(
        &self,
        id: CaptioningId,
        mut progress: impl FnMut(&Captioning),
    ) -> anyhow::Result<Captioning> {
        loop {
            let captioning = self.load_captioning(id)?;
            progress(&captioning);
            if captioning.has_ended() && captioning.is_applied {
                return Ok(captioning);
            }
            if self.is_captioning_without_key(id)? {
                // Some may have been given back since.
                return self.load_captioning(id);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Whether all that is under way waits for a person to set a good key.
    fn is_captioning_without_key(&self, id: CaptioningId) -> anyhow::Result<bool> {
        let open = self.store.read(|db| db.list_open_captions_of(id))?;
        Ok(!open.is_empty() && open.iter().all(|order| self.is_waiting_for_key(*order)))
    }

    /// Stops a captioning. What was not begun is given back; what is described stays.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn cancel_captioning(&self, id: CaptioningId) -> anyhow::Result<Captioning> {
        self.store.write::<_, StoreError>(|tx| {
            for order in tx.ask_cancel_captioning(id, self.now())? {
                self.refund(tx, order)?;
            }
            Ok(())
        })?;
        self.apply_captions(id)?;
        let captioning = self.load_captioning(id)?;
        self.tell_captioning(&captioning);
        self.events.send(Event::SpendChanged);
        self.runner.wake();
        Ok(captioning)
    }

    /// Says that the photos whose reply was lost were taken, after the person has looked at the provider's page: what
    /// was set aside is counted as paid. Their captions are lost.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn say_captions_taken(&self, id: CaptioningId) -> anyhow::Result<Captioning> {
        self.resolve_unknown(id, FailureReason::BrokenReply, |tx, order| {
            self.close(tx, order, LedgerKind::Settled, |quote| quote.cost)
        })
    }

    /// Says that the photos whose reply was lost were never taken, after the person has looked at the provider's page:
    /// what was set aside is given back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the database's.
    pub fn say_captions_never_taken(&self, id: CaptioningId) -> anyhow::Result<Captioning> {
        self.resolve_unknown(id, FailureReason::NeverTaken, |tx, order| {
            self.refund(tx, order)
        })
    }

    fn resolve_unknown(
        &self,
        id: CaptioningId,
        reason: FailureReason,
        close: impl Fn(&Writer<'_>, CaptionOrderId) -> Result<(), StoreError>,
    ) -> anyhow::Result<Captioning> {
        let captioning = self.store.write::<_, StoreError>(|tx| {
            for order in tx.list_unknown_captions(id)? {
                close(tx, order)?;
                tx.save_caption_state(order, &CaptionState::Failed { reason }, self.now())?;
            }
            tx.load_captioning(id)
        })?;
        self.tell_captioning(&captioning);
        self.events.send(Event::SpendChanged);
        Ok(captioning)
    }

    /// Gives what came to the dataset, as one edit, where nothing is under way any more. A photo whose caption is
    /// another by now keeps it.
    pub(crate) fn apply_captions(&self, id: CaptioningId) -> anyhow::Result<()> {
        let edit = EditId::new(self.now(), self.random());
        let applied = self.store.write::<_, StoreError>(|tx| {
            let captioning = tx.load_captioning(id)?;
            if captioning.is_applied || !captioning.has_ended() {
                return Ok(None);
            }
            let mut described = HashMap::new();
            for came in tx.list_described(id)? {
                described.insert(came.photo, (came.before, came.caption));
            }
            let mut left_alone = described.len();
            let mut photos = Vec::new();
            for row in tx.list_photos(captioning.dataset)? {
                if let Some((before, to)) = described.remove(&row.id)
                    && before == row.caption
                {
                    left_alone -= 1;
                    let (photo, from) = (row.id, row.caption);
                    photos.extend((from != to).then_some(Turned { photo, from, to }));
                }
            }
            if !photos.is_empty() {
                let change = DatasetChange::CaptionsChanged { photos };
                tx.make_edit(edit, captioning.dataset, change, self.now())?;
            }
            let left_alone = u32::try_from(left_alone).unwrap_or(u32::MAX);
            tx.note_captions_applied(id, left_alone, self.now())?;
            if captioning.counts.described == captioning.counts.total {
                tx.forget_caption_trouble(id)?;
            }
            tx.load_captioning(id).map(Some)
        })?;
        if let Some(captioning) = applied {
            self.tell_captioning(&captioning);
            self.events.send(Event::DatasetChanged {
                dataset: captioning.dataset,
            });
        }
        Ok(())
    }

    pub(crate) fn tell_captioning(&self, captioning: &Captioning) {
        self.events.send(Event::CaptioningChanged {
            captioning: captioning.clone(),
        });
    }
}

fn is_under_way(db: &Reader<'_>, dataset: DatasetId) -> Result<bool, StoreError> {
    let captionings = db.list_captionings(dataset)?;
    let is_open = |captioning: &Captioning| !captioning.has_ended() || !captioning.is_applied;
    Ok(captionings.iter().any(is_open))
}

/// What `photos` cost together. `None` where the sum does not fit.
fn times(one: PlannedCost, photos: u32) -> Option<PlannedCost> {
    let many = |sum: Money| {
        sum.micros()
            .checked_mul(i64::from(photos))
            .map(Money::from_micros)
    };
    Some(PlannedCost {
        cost: many(one.cost)?,
        reserved: many(one.reserved)?,
        ..one
    })
}

fn no_price(describer: &Endpoint) -> CaptionRefusal {
    CaptionRefusal::NoPrice {
        page: page_of(describer),
    }
}

fn over_ceiling(cost: &PlannedCost) -> Option<CaptionRefusal> {
    passed_ceiling(cost).map(|ceiling| CaptionRefusal::OverCeiling {
        reserved: cost.reserved,
        month_to_date: cost.month_to_date,
        ceiling,
    })
}

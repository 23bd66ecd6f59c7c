//! Hosted drawings, as far as a person decides: what one would cost, its acceptance, and what became of one whose reply
//! was lost. Who carries them is `hosted_drawing_carrier.rs`.
//!
//! What can go wrong: it costs more than what stood beside the button (the sum that was shown comes along and is the
//! most that is set aside); two presses pass the ceiling together (the sum is taken in the transaction that accepts);
//! the price is not known (nothing is accepted without one that was sourced or typed); a model cannot be drawn with
//! there (said before anything is set aside).

use crate::hosted::{page_of, passed_ceiling};
use crate::playground::{InvalidDrawing, check_prompt};
use crate::{Event, Studio};
use blazon_model::{
    AcceptanceId, ByteCount, DrawFailure, DrawRefusal, DrawRequest, Drawing, DrawingId,
    DrawingPlan, DrawingState, Endpoint, FieldValue, InvalidTransition, LedgerEntry, LedgerKind,
    LoraModel, ModelId, Money, PlannedCost, ProviderId, Quote, QuoteId, Role, Seed, Spender,
    Timestamp, Work, compose_prompt,
};
use blazon_providers::catalog::{Amount, input_of};
use blazon_store::{Reader, StoreError, Writer};
use std::collections::BTreeMap;

/// How long an address of weights has to hold still to be used: a drawing may wait in a queue.
const HOLDS_STILL: i64 = 3_600_000;

/// A hosted drawing that cannot be asked for as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the drawing is refused: {0:?}")]
pub struct RefusedDrawing(pub DrawRefusal);

/// A hosted drawing that can be accepted.
pub(crate) struct Order {
    request: DrawRequest,
    /// The prompt as it is sent.
    sent: String,
    generator: Endpoint,
    /// Where it is sent.
    host: String,
}

impl Studio {
    /// The generators of `provider` that can draw with `model`, or without one; in the catalogue's order.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], and when the library's own catalogue cannot be read.
    pub fn list_generators(
        &self,
        provider: ProviderId,
        model: Option<ModelId>,
    ) -> anyhow::Result<Vec<Endpoint>> {
        let catalog = self.catalog()?;
        let model = match model {
            Some(model) => Some(self.load_model(model)?),
            None => None,
        };
        let fits = |generator: &&Endpoint| unfit_base(generator, model.as_ref()).is_none();
        let generators = catalog.offers(provider, Work::Drawing);
        Ok(generators.filter(fits).cloned().collect())
    }

    /// What a hosted drawing would cost, and why it cannot be asked for, if it cannot. A prompt is not looked at.
    ///
    /// # Errors
    /// When the catalogue or the database cannot be read, or the model is not there.
    pub fn plan_drawing(&self, request: &DrawRequest) -> anyhow::Result<DrawingPlan> {
        self.plan_drawings(request, 1)
    }

    /// What `copies` such drawings would cost together.
    pub(crate) fn plan_drawings(
        &self,
        request: &DrawRequest,
        copies: u32,
    ) -> anyhow::Result<DrawingPlan> {
        let mut plan = DrawingPlan {
            cost: None,
            sends_weights: false,
            refusal: None,
        };
        let generator = match self.generator_of(request) {
            Ok(generator) => generator,
            Err(error) => {
                let RefusedDrawing(refusal) = error.downcast()?;
                plan.refusal = Some(refusal);
                return Ok(plan);
            }
        };
        let model = self.model_of(request)?;
        let (cost, address) = self.store.read::<_, StoreError>(|db| {
            let cost = self.cost_of(db, &generator, amount_of(request))?;
            Ok((cost, self.address_of(db, request)?))
        })?;
        let cost = cost.map(|cost| together(cost, copies));
        plan.sends_weights = model.is_some() && address.is_none();
        plan.refusal = self.refusal_of(request, &generator, model.as_ref(), address.as_deref())?;
        if plan.refusal.is_none() {
            plan.refusal = match &cost {
                None => Some(DrawRefusal::NoPrice {
                    page: page_of(&generator),
                }),
                Some(cost) => over_ceiling(cost),
            };
        }
        plan.cost = cost;
        Ok(plan)
    }

    /// Accepts a hosted drawing and puts it into the queue: its quote is made, and its sum set aside, in one
    /// transaction. `limit` is the most that is set aside, as it stood beside the button.
    pub(crate) fn accept_drawing(
        &self,
        request: DrawRequest,
        limit: Money,
    ) -> anyhow::Result<Drawing> {
        let order = self.prepare_order(request)?;
        let drawing = self.store.write::<_, anyhow::Error>(|tx| {
            let (id, _) = self.accept_order(tx, &order, limit, Spender::Person)?;
            Ok(tx.load_drawing(id)?)
        })?;
        tracing::info!(drawing = %drawing.id, "a drawing was accepted");
        self.events.send(Event::SpendChanged);
        Ok(drawing)
    }

    /// A hosted drawing that can be accepted, but for its price.
    pub(crate) fn prepare_order(&self, mut request: DrawRequest) -> anyhow::Result<Order> {
        check_prompt(&request)?;
        let generator = self.generator_of(&request)?;
        let model = self.model_of(&request)?;
        let address = self.store.read(|db| self.address_of(db, &request))?;
        let refusal = self.refusal_of(&request, &generator, model.as_ref(), address.as_deref())?;
        if let Some(refusal) = refusal {
            return Err(RefusedDrawing(refusal).into());
        }
        request.seed.get_or_insert(self.fresh_seed());
        let sent = self.sent_prompt(&request, &generator, model.as_ref())?;
        let host = self.places.draws_at(request.provider);
        Ok(Order {
            request,
            sent,
            generator,
            host,
        })
    }

    /// Accepts `order` in `tx`, which is the caller's, and returns what was set aside for it: at most `limit`.
    pub(crate) fn accept_order(
        &self,
        tx: &Writer<'_>,
        order: &Order,
        limit: Money,
        by: Spender,
    ) -> anyhow::Result<(DrawingId, Money)> {
        let (now, generator) = (self.now(), &order.generator);
        let id = DrawingId::new(now, self.random());
        let acceptance = AcceptanceId::new(now, self.random());
        let cost = self.cost_of(tx, generator, amount_of(&order.request))?;
        let cost = cost.ok_or_else(|| {
            RefusedDrawing(DrawRefusal::NoPrice {
                page: page_of(generator),
            })
        })?;
        if cost.reserved > limit {
            let reserved = cost.reserved;
            return Err(RefusedDrawing(DrawRefusal::OverLimit { reserved, limit }).into());
        }
        if let Some(refusal) = over_ceiling(&cost) {
            return Err(RefusedDrawing(refusal).into());
        }
        let quote = self.quote_of(generator, order.host.clone(), cost, now);
        tx.queue_drawing(id, &order.request, &order.sent, now)?;
        tx.accept_drawing(acceptance, id, &quote, now)?;
        let reserved = self.entry(id, &quote, LedgerKind::Reserved, quote.reserved);
        tx.append_ledger(&LedgerEntry { by, ..reserved })?;
        Ok((id, quote.reserved))
    }

    fn quote_of(
        &self,
        generator: &Endpoint,
        host: String,
        cost: PlannedCost,
        now: Timestamp,
    ) -> Quote {
        Quote {
            id: QuoteId::new(now, self.random()),
            provider: generator.provider,
            host,
            endpoint: generator.id.clone(),
            photos: 0,
            captions: 0,
            archive_bytes: ByteCount(0),
            archive: None,
            cost: cost.cost,
            reserved: cost.reserved,
            price: Some(cost.price),
            month_to_date: cost.month_to_date,
            ceiling: cost.ceiling,
            made_at: now,
        }
    }

    /// The generator of a hosted request, with the price that the person typed where the catalogue has none.
    pub(crate) fn generator_of(&self, request: &DrawRequest) -> anyhow::Result<Endpoint> {
        let hosted = request.hosted.as_ref();
        let id = hosted.map_or("", |hosted| hosted.endpoint.as_str());
        let catalog = self.catalog()?;
        let found = catalog
            .find(request.provider, id)
            .filter(|found| found.work == Work::Drawing);
        let mut generator = found.cloned().ok_or_else(|| {
            RefusedDrawing(DrawRefusal::GeneratorUnknown {
                endpoint: id.to_owned(),
            })
        })?;
        if generator.price.is_none() {
            generator.price = hosted.and_then(|hosted| hosted.typed_price.clone());
        }
        Ok(generator)
    }

    fn model_of(&self, request: &DrawRequest) -> anyhow::Result<Option<LoraModel>> {
        match request.model {
            Some(model) => Ok(Some(self.store.read(|db| db.load_model(model))?)),
            None => Ok(None),
        }
    }

    /// Where the weights of the request's model lie at its provider, as far as is known and for a while still.
    pub(crate) fn address_of(
        &self,
        db: &Reader<'_>,
        request: &DrawRequest,
    ) -> Result<Option<String>, StoreError> {
        let Some(model) = request.model else {
            return Ok(None);
        };
        let until = Timestamp(self.now().0.saturating_add(HOLDS_STILL));
        db.find_model_address(model, request.provider, until)
    }

    /// Why it cannot be drawn there, but for its price.
    fn refusal_of(
        &self,
        request: &DrawRequest,
        generator: &Endpoint,
        model: Option<&LoraModel>,
        address: Option<&str>,
    ) -> anyhow::Result<Option<DrawRefusal>> {
        let provider = request.provider;
        let unfit = unfit_model(generator, model, address);
        if unfit.is_some() {
            return Ok(unfit);
        }
        if let Err(refusal) = check_fields(request, generator) {
            return Ok(Some(refusal));
        }
        Ok((!self.has_key(provider)?).then_some(DrawRefusal::NoKey { provider }))
    }

    fn sent_prompt(
        &self,
        request: &DrawRequest,
        generator: &Endpoint,
        model: Option<&LoraModel>,
    ) -> anyhow::Result<String> {
        let trigger = model
            .and_then(|model| model.trigger.as_ref())
            .filter(|_| !request.without_trigger);
        let prompt = match generator.base {
            Some(base) => self.spoken_to(base, &request.prompt),
            None => request.prompt.clone(),
        };
        let sent = compose_prompt(trigger, &prompt);
        if sent.is_empty() {
            return Err(InvalidDrawing::Nothing.into());
        }
        Ok(sent)
    }

    /// A seed that nobody can foresee. Other programs take seeds of 32 bits.
    pub(crate) fn fresh_seed(&self) -> Seed {
        let [a, b, c, d, ..] = self.random();
        Seed(u64::from(u32::from_le_bytes([a, b, c, d])))
    }

    /// Says that a drawing whose reply was lost was taken, by the id that the person found on the provider's page.
    ///
    /// # Errors
    /// [`RefusedDrawing`] where that is no request's id; [`blazon_providers::Problem`] where no key is set;
    /// [`StoreError::Transition`] where it is not unknown any more; and the database's.
    pub fn say_drawing_taken(&self, id: DrawingId, request: &str) -> anyhow::Result<Drawing> {
        let drawing = self.load_unknown(id)?;
        let endpoint = self.generator_of(&drawing.request)?.id;
        let generator = self.generator(drawing.request.provider)?;
        let ticket = generator
            .ticket_of_drawing(&endpoint, request.trim())
            .ok_or(RefusedDrawing(DrawRefusal::NoRequest))?;
        self.write_drawing_ticket(id, &ticket)?;
        self.tell_drawing_row(id);
        self.runner.wake();
        self.load_drawing(id)
    }

    /// Says that a drawing whose reply was lost was never taken, after the person has looked at the provider's page:
    /// what is set aside is given back.
    ///
    /// # Errors
    /// [`StoreError::Transition`] where it is not unknown any more; [`StoreError::NotFound`], or the database's.
    pub fn say_drawing_never_taken(&self, id: DrawingId) -> anyhow::Result<Drawing> {
        let drawing = self.store.write::<_, StoreError>(|tx| {
            let drawing = tx.load_drawing(id)?;
            if drawing.state != DrawingState::Unknown {
                return Err(not_unknown(&drawing));
            }
            self.refund(tx, id)?;
            let state = if drawing.is_stopping {
                DrawingState::Cancelled
            } else {
                DrawingState::Failed {
                    reason: DrawFailure::NeverTaken,
                    detail: String::new(),
                }
            };
            tx.save_drawing(id, &state, self.now())?;
            tx.load_drawing(id)
        })?;
        self.tell_drawing(&drawing);
        self.events.send(Event::SpendChanged);
        Ok(drawing)
    }

    fn load_unknown(&self, id: DrawingId) -> anyhow::Result<Drawing> {
        let drawing = self.load_drawing(id)?;
        if drawing.state == DrawingState::Unknown {
            return Ok(drawing);
        }
        Err(not_unknown(&drawing).into())
    }

    /// Fetches the pictures of a failed drawing again, where the provider had drawn them.
    ///
    /// # Errors
    /// [`StoreError::Transition`] where nothing can be fetched; [`StoreError::NotFound`], or the database's.
    pub fn fetch_drawing_again(&self, id: DrawingId) -> anyhow::Result<Drawing> {
        let drawing = self.store.write::<_, StoreError>(|tx| {
            tx.reopen_drawing(id, self.now())?;
            tx.load_drawing(id)
        })?;
        self.tell_drawing(&drawing);
        self.runner.wake();
        Ok(drawing)
    }
}

/// Why a generator cannot draw with this model as it lies, or not without one.
fn unfit_model(
    generator: &Endpoint,
    model: Option<&LoraModel>,
    address: Option<&str>,
) -> Option<DrawRefusal> {
    let unfit = unfit_base(generator, model);
    if unfit.is_some() {
        return unfit;
    }
    let provider = generator.provider;
    (provider == ProviderId::Replicate && model.is_some() && address.is_none())
        .then_some(DrawRefusal::NotTrainedThere { provider })
}

/// Why a generator cannot draw with such a model, or not without one.
fn unfit_base(generator: &Endpoint, model: Option<&LoraModel>) -> Option<DrawRefusal> {
    let name = || generator.name.clone();
    let Some(model) = model else {
        return (generator.is_trained).then(|| DrawRefusal::NoModel { generator: name() });
    };
    let takes_lora = generator.is_trained || generator.field_of(Role::Loras).is_some();
    if !takes_lora {
        return Some(DrawRefusal::NoLora { generator: name() });
    }
    if generator.base.is_some_and(|base| base != model.base) {
        return Some(DrawRefusal::OtherBase {
            model: model.base,
            generator: name(),
        });
    }
    None
}

fn over_ceiling(cost: &PlannedCost) -> Option<DrawRefusal> {
    passed_ceiling(cost).map(|ceiling| DrawRefusal::OverCeiling {
        reserved: cost.reserved,
        month_to_date: cost.month_to_date,
        ceiling,
    })
}

/// What drawings of one cost come to together. Each is rounded and billed by itself, so that this is their sum.
fn together(cost: PlannedCost, copies: u32) -> PlannedCost {
    let times = |sum: Money| Money::from_micros(sum.micros().saturating_mul(i64::from(copies)));
    PlannedCost {
        cost: times(cost.cost),
        reserved: times(cost.reserved),
        ..cost
    }
}

fn amount_of(request: &DrawRequest) -> Amount {
    Amount {
        steps: request.steps.saturating_mul(request.count),
        pictures: request.count,
        pixels: u64::from(request.width) * u64::from(request.height),
    }
}

/// What is chosen of the generator's fields: what was chosen there, and what every drawing has, where there are fields
/// for it.
pub(crate) fn chosen_of(
    request: &DrawRequest,
    generator: &Endpoint,
) -> BTreeMap<String, FieldValue> {
    let hosted = request.hosted.as_ref();
    let mut chosen = hosted
        .map(|hosted| hosted.chosen.clone())
        .unwrap_or_default();
    let drawn = [
        (Role::Steps, FieldValue::Number(f64::from(request.steps))),
        (Role::Guidance, FieldValue::Number(request.guidance)),
        (
            Role::NegativePrompt,
            FieldValue::Text(request.negative_prompt.clone()),
        ),
    ];
    for (role, value) in drawn {
        if let Some(field) = generator.field_of(role) {
            chosen.insert(field.name.clone(), value);
        }
    }
    chosen
}

/// Whether the generator takes the values of a request.
fn check_fields(request: &DrawRequest, generator: &Endpoint) -> Result<(), DrawRefusal> {
    let refused = |field: String| DrawRefusal::Field { field };
    input_of(generator, &chosen_of(request, generator)).map_err(|error| refused(error.field))?;
    let numbers = [
        (Role::Count, f64::from(request.count)),
        (Role::Strength, request.strength),
    ];
    for (role, number) in numbers {
        if let Some(field) = generator.field_of(role) {
            let checked = field.check(&FieldValue::Number(number));
            checked.map_err(|error| refused(error.field))?;
        }
    }
    let is_side = |side: u32| (64..=2048).contains(&side) && side.is_multiple_of(8);
    if !is_side(request.width) || !is_side(request.height) {
        return Err(refused("size".to_owned()));
    }
    if !(0.0..=2.0).contains(&request.strength) {
        return Err(refused("strength".to_owned()));
    }
    if !(1..=8).contains(&request.count) {
        return Err(refused("count".to_owned()));
    }
    Ok(())
}

const fn not_unknown(drawing: &Drawing) -> StoreError {
    StoreError::Transition(InvalidTransition {
        state: drawing.state.name(),
        event: "say what became of it",
    })
}

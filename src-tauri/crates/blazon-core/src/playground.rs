//! The playground: pictures are asked for, listed, stopped. Who draws them is `drawing_carrier.rs`.

use crate::{Event, Studio};
use blazon_model::{
    BaseFamily, DrawRequest, Drawing, DrawingId, DrawingState, LoraModel, ModelId, Money, Picture,
    PictureId, ProviderId, Sampler, compose_prompt,
};
use blazon_store::{StoreError, Writer};
use std::path::PathBuf;
use std::time::Duration;

/// Steps and guidance on this computer where nothing is said.
const STEPS: u32 = 24;
const GUIDANCE: f64 = 5.0;
/// The longest prompt, in characters.
const LONGEST_PROMPT: usize = 2000;

/// A drawing that cannot be asked for like this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidDrawing {
    /// A value is out of range.
    #[error("{0} is out of range")]
    Field(&'static str),
    /// The prompt is too long.
    #[error("the prompt is too long")]
    TooLong,
    /// There is neither a prompt nor a model.
    #[error("there is nothing to draw")]
    Nothing,
    /// The model was made for another base.
    #[error("the model was made for another base")]
    OtherBase,
    /// Place and generator do not go together.
    #[error("a hosted drawing needs a generator, and another has none")]
    NoPlace,
}

impl Studio {
    /// Puts a drawing into the queue. Without a seed it gets one that nobody can foresee. For a hosted one this is the
    /// acceptance: `limit` is the sum that the person has seen, and the most that is set aside for it; without one
    /// nothing is paid.
    ///
    /// # Errors
    /// [`InvalidDrawing`], [`crate::BaseError`], [`crate::RefusedDrawing`], [`blazon_store::StoreError::NotFound`],
    /// or the database's.
    pub fn draw(&self, request: DrawRequest, limit: Option<Money>) -> anyhow::Result<Drawing> {
        check_place(&request)?;
        let drawing = if request.hosted.is_some() {
            self.accept_drawing(request, limit.unwrap_or(Money::ZERO))?
        } else {
            let (request, sent) = self.prepare_local_drawing(request)?;
            let id = DrawingId::new(self.now(), self.random());
            self.store
                .write(|tx| tx.queue_drawing(id, &request, &sent, self.now()))?
        };
        self.tell_drawing(&drawing);
        self.runner.wake();
        Ok(drawing)
    }

    /// A picture on this computer as it is usually asked for, with a model or with the base that ships.
    ///
    /// # Errors
    /// [`blazon_store::StoreError::NotFound`], or the database's.
    pub fn local_request(
        &self,
        model: Option<ModelId>,
        prompt: &str,
    ) -> anyhow::Result<DrawRequest> {
        let model = match model {
            Some(model) => Some(self.store.read(|db| db.load_model(model))?),
            None => None,
        };
        let base = model
            .as_ref()
            .map_or(BaseFamily::Pocket, |model| model.base);
        let own = self.list_bases()?.into_iter();
        let base_path = own
            .filter(|own| own.family == base)
            .find_map(|own| own.path);
        let side = base.native_resolution();
        Ok(DrawRequest {
            provider: ProviderId::Local,
            strength: model.as_ref().map_or(1.0, LoraModel::usual_strength),
            model: model.map(|model| model.id),
            base_path,
            prompt: prompt.to_owned(),
            without_trigger: false,
            negative_prompt: String::new(),
            steps: STEPS,
            guidance: GUIDANCE,
            sampler: Sampler::default(),
            width: side,
            height: side,
            seed: None,
            count: 1,
            on_card: false,
            hosted: None,
        })
    }

    /// A drawing on this computer as it goes into the queue, and the prompt as it is sent.
    pub(crate) fn prepare_local_drawing(
        &self,
        mut request: DrawRequest,
    ) -> anyhow::Result<(DrawRequest, String)> {
        check(&request)?;
        let family = self.base_family(request.base_path.as_deref())?;
        let model = match request.model {
            Some(model) => Some(self.store.read(|db| db.load_model(model))?),
            None => None,
        };
        if model.as_ref().is_some_and(|model| model.base != family) {
            return Err(InvalidDrawing::OtherBase.into());
        }
        request.seed.get_or_insert(self.fresh_seed());
        let trigger = model
            .as_ref()
            .and_then(|model| model.trigger.as_ref())
            .filter(|_| !request.without_trigger);
        let prompt = self.spoken_to(family, &request.prompt);
        let sent = compose_prompt(trigger, &prompt);
        if sent.is_empty() {
            return Err(InvalidDrawing::Nothing.into());
        }
        Ok((request, sent))
    }

    /// At most `limit` drawings, newest first, without cells of grids: those that are older than `before`.
    ///
    /// # Errors
    /// When the database fails.
    pub fn list_drawings(
        &self,
        before: Option<DrawingId>,
        limit: u32,
    ) -> anyhow::Result<Vec<Drawing>> {
        Ok(self
            .store
            .read(|db| db.list_drawings(before, limit.min(200)))?)
    }

    /// Where a drawing stands.
    ///
    /// # Errors
    /// [`blazon_store::StoreError::NotFound`], or the database's.
    pub fn load_drawing(&self, id: DrawingId) -> anyhow::Result<Drawing> {
        Ok(self.store.read(|db| db.load_drawing(id))?)
    }

    /// Waits until `id` goes on no more by itself, here or in the program that carries the work, or waits for a key,
    /// and calls `progress` now and then.
    ///
    /// # Errors
    /// [`blazon_store::StoreError::NotFound`], or the database's.
    pub fn watch_drawing(
        &self,
        id: DrawingId,
        mut progress: impl FnMut(&Drawing),
    ) -> anyhow::Result<Drawing> {
        loop {
            let drawing = self.load_drawing(id)?;
            progress(&drawing);
            let is_lost = drawing.state == DrawingState::Unknown && !self.is_asked_about(id);
            if drawing.state.is_terminal() || is_lost || self.is_waiting_for_key(id) {
                return Ok(drawing);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Stops a drawing; pictures that are finished stay.
    ///
    /// # Errors
    /// [`blazon_store::StoreError::NotFound`], or the database's.
    pub fn cancel_drawing(&self, id: DrawingId) -> anyhow::Result<Drawing> {
        let drawing = self.store.write(|tx| self.stop_drawing(tx, id))?;
        self.tell_stopped(&drawing);
        Ok(drawing)
    }

    /// Stops a drawing in the caller's transaction; what nobody has begun is given back.
    pub(crate) fn stop_drawing(
        &self,
        tx: &Writer<'_>,
        id: DrawingId,
    ) -> Result<Drawing, StoreError> {
        if tx.ask_cancel_drawing(id, self.now())?.state == DrawingState::Cancelled {
            self.refund(tx, id)?;
        }
        tx.load_drawing(id)
    }

    /// After [`Studio::stop_drawing`] was committed.
    pub(crate) fn tell_stopped(&self, drawing: &Drawing) {
        self.tell_drawing(drawing);
        if drawing.spend.is_some() {
            self.events.send(Event::SpendChanged);
        }
        self.runner.wake();
    }

    /// A picture that was drawn here.
    ///
    /// # Errors
    /// [`blazon_store::StoreError::NotFound`], or the database's.
    pub fn load_picture(&self, id: PictureId) -> anyhow::Result<Picture> {
        Ok(self.store.read(|db| db.load_picture(id))?)
    }

    /// Where the file of a picture lies.
    ///
    /// # Errors
    /// [`blazon_store::StoreError::NotFound`], or the database's.
    pub fn picture_path(&self, id: PictureId) -> anyhow::Result<PathBuf> {
        let picture: Picture = self.store.read(|db| db.load_picture(id))?;
        Ok(self.library.home().join(picture.file))
    }

    pub(crate) fn tell_drawing(&self, drawing: &Drawing) {
        self.events.send(Event::DrawingChanged {
            drawing: drawing.clone(),
        });
    }
}

/// Whether a request has a generator where, and only where, another draws.
pub(crate) fn check_place(request: &DrawRequest) -> Result<(), InvalidDrawing> {
    if (request.provider == ProviderId::Local) == request.hosted.is_some() {
        return Err(InvalidDrawing::NoPlace);
    }
    Ok(())
}

/// Whether what is written can be sent.
pub(crate) fn check_prompt(request: &DrawRequest) -> Result<(), InvalidDrawing> {
    let longest = request
        .prompt
        .chars()
        .count()
        .max(request.negative_prompt.chars().count());
    if longest > LONGEST_PROMPT {
        return Err(InvalidDrawing::TooLong);
    }
    Ok(())
}

fn check(request: &DrawRequest) -> Result<(), InvalidDrawing> {
    let within = |field, holds: bool| {
        if holds {
            Ok(())
        } else {
            Err(InvalidDrawing::Field(field))
        }
    };
    check_prompt(request)?;
    let is_size = |side: u32| (64..=2048).contains(&side) && side.is_multiple_of(8);
    within("steps", (1..=100).contains(&request.steps))?;
    within("count", (1..=8).contains(&request.count))?;
    within("strength", (0.0..=2.0).contains(&request.strength))?;
    within("guidance", (1.0..=20.0).contains(&request.guidance))?;
    within("size", is_size(request.width) && is_size(request.height))
}

#[cfg(test)]
mod tests {
    use super::*;
    use blazon_model::Sampler;
    use rstest::rstest;

    fn request() -> DrawRequest {
        DrawRequest {
            provider: ProviderId::Local,
            model: None,
            base_path: None,
            prompt: "a fox".into(),
            without_trigger: false,
            negative_prompt: String::new(),
            strength: 1.0,
            steps: 20,
            guidance: 5.0,
            sampler: Sampler::default(),
            width: 128,
            height: 128,
            seed: None,
            count: 4,
            on_card: false,
            hosted: None,
        }
    }

    #[test]
    fn an_ordinary_request_is_taken() {
        assert_eq!(check(&request()), Ok(()));
    }

    #[rstest]
    #[case::steps("steps", |request: &mut DrawRequest| request.steps = 101)]
    #[case::count("count", |request: &mut DrawRequest| request.count = 0)]
    #[case::strength("strength", |request: &mut DrawRequest| request.strength = f64::NAN)]
    #[case::guidance("guidance", |request: &mut DrawRequest| request.guidance = 0.5)]
    #[case::odd_width("size", |request: &mut DrawRequest| request.width = 130)]
    #[case::vast_height("size", |request: &mut DrawRequest| request.height = 4096)]
    fn a_value_out_of_range_is_named(
        #[case] field: &'static str,
        #[case] spoil: fn(&mut DrawRequest),
    ) {
        let mut request = request();
        spoil(&mut request);
        assert_eq!(check(&request), Err(InvalidDrawing::Field(field)));
    }

    #[test]
    fn a_prompt_of_a_whole_book_is_refused() {
        let mut request = request();
        request.prompt = "фея ".repeat(600);
        assert_eq!(check(&request), Err(InvalidDrawing::TooLong));
    }
}

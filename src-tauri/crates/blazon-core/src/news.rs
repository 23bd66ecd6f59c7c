//! Word that something happened, for who has to look at rows again: events that come close together are one word.

use crate::{Event, EventSink};
use std::sync::Arc;
use tokio::sync::Notify;

/// Waits for word that something which concerns guests may have happened.
#[derive(Clone, Debug, Default)]
pub struct News(Arc<Notify>);

impl News {
    /// Returns once there is word that was not heard yet.
    pub async fn heard(&self) {
        self.0.notified().await;
    }
}

/// Tells on to whoever is told, and gives word.
pub(crate) struct Telling {
    pub(crate) to: Arc<dyn EventSink>,
    pub(crate) news: News,
}

impl EventSink for Telling {
    fn send(&self, event: Event) {
        let concerns_guests = matches!(
            event,
            Event::LibraryChanged
                | Event::BotChanged
                | Event::GuestsChanged
                | Event::SettingsChanged { .. }
                | Event::ModelsChanged
        );
        // Their pictures are cells of no grid.
        let is_cell = matches!(&event, Event::DrawingChanged { drawing } if drawing.is_cell);
        if concerns_guests || is_cell {
            self.news.0.notify_one();
        }
        self.to.send(event);
    }
}

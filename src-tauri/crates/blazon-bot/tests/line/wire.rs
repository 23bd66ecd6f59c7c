//! A cable between the bot and the emulator that can be cut and mended: a server that was killed and returns.

use std::net::SocketAddr;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

pub(crate) struct Wire {
    pub(crate) url: String,
    is_whole: watch::Sender<bool>,
}

impl Wire {
    /// A cable to this address.
    pub(crate) async fn to(url: &str) -> Self {
        let to: SocketAddr = url.strip_prefix("http://").unwrap().parse().unwrap();
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (is_whole, watched) = watch::channel(true);
        tokio::spawn(carry(listener, address, to, watched));
        Self {
            url: format!("http://{address}"),
            is_whole,
        }
    }

    /// Connections break, and new ones are refused.
    pub(crate) fn cut(&self) {
        self.is_whole.send_replace(false);
    }

    pub(crate) fn mend(&self) {
        self.is_whole.send_replace(true);
    }
}

async fn carry(
    first: TcpListener,
    address: SocketAddr,
    to: SocketAddr,
    mut is_whole: watch::Receiver<bool>,
) {
    let mut listener = Some(first);
    loop {
        let open = match listener.take() {
            Some(open) => open,
            None => TcpListener::bind(address).await.unwrap(),
        };
        let mut connections = JoinSet::new();
        loop {
            tokio::select! {
                accepted = open.accept() => {
                    let mut near = accepted.unwrap().0;
                    connections.spawn(async move {
                        if let Ok(mut far) = TcpStream::connect(to).await {
                            let _ = tokio::io::copy_bidirectional(&mut near, &mut far).await;
                        }
                    });
                }
                cut = is_whole.wait_for(|whole| !whole) => {
                    if cut.is_err() {
                        return;
                    }
                    break;
                }
            }
        }
        drop((open, connections));
        if is_whole.wait_for(|whole| *whole).await.is_err() {
            return;
        }
    }
}

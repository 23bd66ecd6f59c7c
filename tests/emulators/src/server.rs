//! Ports and their connections; for providers it also reads requests, meets the troubles that were ordered, sends replies.

use std::future;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener as Bound};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::runtime::Builder;
use tokio::sync::oneshot::{self, Receiver, Sender};
use tokio::time::sleep;

use crate::provider::{Provider, Shared, hold};
use crate::record::Recorded;
use crate::reply::{Broken, Reply, Sent};
use crate::request::{Host, Request};
use crate::trouble::{Trouble, Twist};

/// A port that is taken and not yet listened to.
pub(crate) fn bind() -> (Bound, SocketAddr) {
    let bound = Bound::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port of this computer is free");
    bound
        .set_nonblocking(true)
        .expect("a socket can be switched");
    let address = bound.local_addr().expect("a bound socket has an address");
    (bound, address)
}

/// A thread that serves its ports until it is dropped; connections that are open then are closed.
#[derive(Debug)]
pub(crate) struct Server {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves a provider on two ports.
    pub(crate) fn start<P: Provider>(
        ports: [(Host, Bound); 2],
        provider: Arc<P>,
        shared: Arc<Shared>,
    ) -> Self {
        Self::run(ports, future::ready(()), move |host, request| {
            let (provider, shared) = (Arc::clone(&provider), Arc::clone(&shared));
            async move { answer(host, request, &*provider, &shared).await }
        })
    }

    /// Answers what comes to these ports, and does some work beside it. An answer that is an error closes its connection.
    pub(crate) fn run<F, A>(
        ports: impl IntoIterator<Item = (Host, Bound)> + Send + 'static,
        beside: impl Future<Output = ()> + Send + 'static,
        answer: F,
    ) -> Self
    where
        F: Fn(Host, hyper::Request<Incoming>) -> A + Clone + Send + Sync + 'static,
        A: Future<Output = io::Result<hyper::Response<Sent>>> + Send + 'static,
    {
        let (stop, stopped) = oneshot::channel();
        let thread = thread::spawn(move || serve(ports, beside, &answer, stopped));
        Self {
            stop: Some(stop),
            thread: Some(thread),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic in there has been printed, and the test has seen it as a closed connection.
            let _ = thread.join();
        }
    }
}

fn serve<F, A>(
    ports: impl IntoIterator<Item = (Host, Bound)>,
    beside: impl Future<Output = ()> + Send + 'static,
    answer: &F,
    stopped: Receiver<()>,
) where
    F: Fn(Host, hyper::Request<Incoming>) -> A + Clone + Send + Sync + 'static,
    A: Future<Output = io::Result<hyper::Response<Sent>>> + Send + 'static,
{
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime can be made");
    runtime.block_on(async {
        for (host, bound) in ports {
            let listener = TcpListener::from_std(bound).expect("the socket does not block");
            tokio::spawn(accept(host, listener, answer.clone()));
        }
        tokio::spawn(beside);
        // The other end is dropped, never sent.
        let _ = stopped.await;
    });
    runtime.shutdown_background();
}

async fn accept<F, A>(host: Host, listener: TcpListener, answer: F)
where
    F: Fn(Host, hyper::Request<Incoming>) -> A + Clone + Send + Sync + 'static,
    A: Future<Output = io::Result<hyper::Response<Sent>>> + Send + 'static,
{
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        let _ = stream.set_nodelay(true);
        let answer = answer.clone();
        tokio::spawn(async move {
            let answer = service_fn(|request| answer(host, request));
            // A connection that ends in an error was cut here on purpose, or by the client.
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), answer)
                .await;
        });
    }
}

/// Answers one request. An error closes the connection without a reply.
async fn answer<P: Provider>(
    host: Host,
    request: hyper::Request<Incoming>,
    provider: &P,
    shared: &Shared,
) -> io::Result<hyper::Response<Sent>> {
    let request = Request::read(host, request).await?;
    let step = provider.step(&request);
    let place = {
        let mut log = hold(&shared.log);
        log.push(Recorded::of(step, &request));
        log.len() - 1
    };
    let trouble = hold(&shared.orders).take(step);
    let response = meet(trouble, &request, provider).await?;
    if let Some(recorded) = hold(&shared.log).get_mut(place) {
        recorded.answered = Some(response.status().as_u16());
    }
    Ok(response)
}

async fn meet<P: Provider>(
    trouble: Option<Trouble>,
    request: &Request,
    provider: &P,
) -> io::Result<hyper::Response<Sent>> {
    let carry_out =
        |twist: Option<Twist>| async move { provider.carry_out(request, twist.as_ref()).await };
    Ok(match trouble {
        None => carry_out(None).await.send(),
        Some(Trouble::Twisted(twist)) => carry_out(Some(twist)).await.send(),
        Some(Trouble::Slow(delay)) => {
            let reply = carry_out(None).await;
            sleep(delay).await;
            reply.send()
        }
        Some(Trouble::CutMidBody) => carry_out(None).await.send_half(),
        Some(Trouble::LostReply) => {
            carry_out(None).await;
            return Err(io::Error::other(Broken));
        }
        Some(Trouble::Html { status }) => Reply::html(status).send(),
        Some(Trouble::Redirect { to }) => Reply::redirect(&to).send(),
        Some(Trouble::Refused(refusal)) => provider.refuse(refusal).send(),
    })
}

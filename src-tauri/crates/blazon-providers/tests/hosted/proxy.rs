//! A SOCKS5 proxy (RFC 1928), as small as one can be: no password, TCP alone. It counts what goes through it.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

pub(crate) struct SocksProxy {
    address: SocketAddr,
    carried: Arc<AtomicUsize>,
}

impl SocksProxy {
    pub(crate) fn start() -> Self {
        Self::at_pace(None)
    }

    /// One that takes only so many bytes a second from its client.
    pub(crate) fn slow(bytes: u64) -> Self {
        Self::at_pace(Some(bytes))
    }

    fn at_pace(pace: Option<u64>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let carried = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&carried);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let counted = Arc::clone(&counted);
                thread::spawn(move || carry(client, &counted, pace));
            }
        });
        Self { address, carried }
    }

    pub(crate) fn url(&self) -> String {
        format!("socks5://{}", self.address)
    }

    /// Connections that it has carried.
    pub(crate) fn carried(&self) -> usize {
        self.carried.load(Ordering::SeqCst)
    }
}

fn carry(mut client: TcpStream, carried: &AtomicUsize, pace: Option<u64>) -> io::Result<()> {
    let mut greeting = [0; 2];
    client.read_exact(&mut greeting)?;
    let mut methods = vec![0; usize::from(greeting[1])];
    client.read_exact(&mut methods)?;
    client.write_all(&[5, 0])?;
    let mut request = [0; 10];
    client.read_exact(&mut request)?;
    let [5, 1, 0, 1, a, b, c, d, high, low] = request else {
        return client.write_all(&[5, 8, 0, 1, 0, 0, 0, 0, 0, 0]);
    };
    let target = SocketAddr::from(([a, b, c, d], u16::from_be_bytes([high, low])));
    let server = TcpStream::connect(target)?;
    carried.fetch_add(1, Ordering::SeqCst);
    client.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0])?;
    let there = (client.try_clone()?, server.try_clone()?);
    let onward = thread::spawn(move || pass(there.0, there.1, pace));
    pass(server, client, None)?;
    drop(onward.join());
    Ok(())
}

fn pass(mut from: TcpStream, mut to: TcpStream, pace: Option<u64>) -> io::Result<()> {
    let mut chunk = vec![0; 64 * 1024];
    loop {
        let read = from.read(&mut chunk)?;
        if read == 0 {
            break;
        }
        to.write_all(&chunk[..read])?;
        if let Some(pace) = pace {
            thread::sleep(Duration::from_secs_f64(read as f64 / pace as f64));
        }
    }
    drop(to.shutdown(Shutdown::Write));
    Ok(())
}

//! Sends a file to fal's storage, or fetches weights from an address; what `cargo xtask bench transfer` measures beside
//! curl. Prints the most memory above that before the transfer, in kilobytes.

use blazon_model::ByteCount;
use blazon_providers::fal::{Fal, FalAddresses};
use blazon_providers::hosted::{Trainer, WeightsAt};
use blazon_providers::{Net, Patience, Reach};
use secrecy::SecretString;
use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let quietly = |_: ByteCount| {};
    let before;
    match words[..] {
        ["send", host, file] => {
            let fal = fal(host)?;
            before = memory("VmRSS:");
            runtime.block_on(fal.upload(Path::new(file), &quietly))?;
        }
        ["fetch", host, address, to] => {
            let fal = fal(host)?;
            let weights = WeightsAt {
                url: address.to_owned(),
                address: None,
            };
            before = memory("VmRSS:");
            runtime.block_on(fal.fetch_weights(&weights, Path::new(to), &quietly))?;
        }
        _ => return Err("usage: transfer send HOST FILE | transfer fetch HOST ADDRESS TO".into()),
    }
    let most = memory("VmHWM:").saturating_sub(before);
    writeln!(std::io::stdout().lock(), "memory {most}")?;
    Ok(())
}

/// fal at another address, as behind a gateway.
fn fal(host: &str) -> Result<Fal, Box<dyn Error>> {
    let net = Net::new(Reach {
        hosts: vec!["127.0.0.1".to_owned()],
        proxy: None,
        patience: Patience::default(),
        log: Arc::default(),
    })?;
    let at = FalAddresses {
        queue: host.parse()?,
        rest: host.parse()?,
    };
    Ok(Fal::new(net, at, &SecretString::from("id:secret"))?)
}

/// A line of this process's memory in kilobytes; 0 where the system does not say.
fn memory(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|rest| rest.split_whitespace().next()?.parse().ok());
    number.unwrap_or_default()
}

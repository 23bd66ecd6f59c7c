//! Where work is done: the engine on this computer, and hosted providers at their addresses, each with the person's
//! key, the allowed hosts and the proxy of the settings at the moment of asking.

use crate::{SecretName, Studio, updates};
use anyhow::Context;
use blazon_model::ProviderId;
use blazon_providers::fal::{self, Fal, FalAddresses};
use blazon_providers::hosted::{Generator, KeyTest, Trainer};
use blazon_providers::local::Engine;
use blazon_providers::replicate::{self, Replicate};
use blazon_providers::{Net, Patience, Problem, Reach, Url, telegram};
use std::sync::Arc;
use std::time::Duration;

/// The variable that sets how often a provider is asked, in milliseconds: on a gateway of one's own, or in a test.
const POLL_VARIABLE: &str = "BLAZON_POLL_MS";

/// Where work is done.
#[derive(Debug)]
pub struct Places {
    /// This computer.
    pub engine: Engine,
    /// fal.ai.
    pub fal: FalAddresses,
    /// Replicate, with `/v1`.
    pub replicate: Url,
    /// Telegram's Bot API.
    pub telegram: Url,
    /// Where newer versions are announced, where that is known.
    pub updates: Option<Url>,
    /// Waiting and trying again.
    pub patience: Patience,
    /// How often a provider is asked where a training stands.
    pub poll: Duration,
}

impl Places {
    /// The providers where they are.
    #[must_use]
    pub fn new(engine: Engine) -> Self {
        Self {
            engine,
            fal: FalAddresses::default(),
            replicate: replicate::address(),
            telegram: telegram::address(),
            updates: updates::BUILT_IN.and_then(|place| place.parse().ok()),
            patience: Patience::default(),
            poll: Duration::from_secs(3),
        }
    }

    /// The providers where the environment says they are: behind a gateway, or in a test.
    ///
    /// # Errors
    /// When a variable holds no address.
    pub fn of_environment(
        engine: Engine,
        environment: impl Fn(&str) -> Option<String>,
    ) -> anyhow::Result<Self> {
        let mut places = Self::new(engine);
        let variables = [
            (fal::QUEUE_VARIABLE, &mut places.fal.queue),
            (fal::REST_VARIABLE, &mut places.fal.rest),
            (replicate::VARIABLE, &mut places.replicate),
            (telegram::VARIABLE, &mut places.telegram),
        ];
        for (name, address) in variables {
            if let Some(set) = environment(name).filter(|set| !set.trim().is_empty()) {
                let read = set.trim().parse();
                *address = read.with_context(|| format!("read the address in {name}"))?;
            }
        }
        if let Some(set) = environment(updates::VARIABLE).filter(|set| !set.trim().is_empty()) {
            let read = set.trim().parse();
            places.updates =
                Some(read.with_context(|| format!("read the address in {}", updates::VARIABLE))?);
        }
        if let Some(set) = environment(POLL_VARIABLE) {
            let milliseconds = set.trim().parse();
            let milliseconds = milliseconds.with_context(|| format!("read {POLL_VARIABLE}"))?;
            places.poll = Duration::from_millis(milliseconds);
        }
        Ok(places)
    }

    /// The host to which a provider's drawings are submitted.
    pub(crate) fn draws_at(&self, provider: ProviderId) -> String {
        let address = match provider {
            ProviderId::Fal => &self.fal.queue,
            ProviderId::Replicate => &self.replicate,
            ProviderId::Local => return String::new(),
        };
        address.host_str().unwrap_or_default().to_owned()
    }

    /// The hosts that were set, which may be reached whatever the list says: who sets an address wants it asked.
    fn own_hosts(&self) -> Vec<String> {
        let usual = Self::usual_hosts();
        [
            &self.fal.queue,
            &self.fal.rest,
            &self.replicate,
            &self.telegram,
        ]
        .iter()
        .filter_map(|address| address.host_str().map(str::to_owned))
        .filter(|host| !usual.contains(host))
        .collect()
    }

    fn usual_hosts() -> Vec<String> {
        let fal = FalAddresses::default();
        [
            fal.queue,
            fal.rest,
            replicate::address(),
            telegram::address(),
        ]
        .iter()
        .filter_map(|address| address.host_str().map(str::to_owned))
        .collect()
    }
}

/// A way to providers, and with which hosts and proxy it was made.
pub(crate) struct KeptNet {
    hosts: Vec<String>,
    proxy: Option<String>,
    net: Net,
}

/// Which secret opens a hosted provider.
pub(crate) const fn secret_of(provider: ProviderId) -> Option<SecretName> {
    match provider {
        ProviderId::Local => None,
        ProviderId::Fal => Some(SecretName::FalKey),
        ProviderId::Replicate => Some(SecretName::ReplicateToken),
    }
}

impl Studio {
    /// Whether a key of `provider` is set. This computer needs none.
    ///
    /// # Errors
    /// When the file of keys cannot be read.
    pub fn has_key(&self, provider: ProviderId) -> anyhow::Result<bool> {
        match secret_of(provider) {
            None => Ok(true),
            Some(name) => Ok(self.secrets.load(name)?.is_some()),
        }
    }

    /// A hosted trainer with the person's key.
    ///
    /// # Errors
    /// [`Problem::NoKey`], and what is wrong with key or proxy.
    pub(crate) fn trainer(&self, provider: ProviderId) -> Result<Box<dyn Trainer>, Problem> {
        self.trainer_by(provider, self.net())
    }

    fn trainer_by(
        &self,
        provider: ProviderId,
        net: Result<Net, Problem>,
    ) -> Result<Box<dyn Trainer>, Problem> {
        match provider {
            ProviderId::Fal => Ok(Box::new(self.fal_by(net)?)),
            ProviderId::Replicate => Ok(Box::new(self.replicate_by(net)?)),
            ProviderId::Local => Err(Problem::NoKey { provider }),
        }
    }

    /// As [`Studio::trainer`], for who must not wait for the keychain.
    ///
    /// # Errors
    /// As [`Studio::trainer`].
    pub(crate) async fn reach_trainer(
        self: &Arc<Self>,
        provider: ProviderId,
    ) -> Result<Box<dyn Trainer>, Problem> {
        let reached =
            self.blocking(move |studio| Ok(studio.trainer_by(provider, studio.kept_net())));
        reached.await.unwrap_or_else(|error| {
            tracing::error!(error = format!("{error:#}"), "the keys cannot be read");
            Err(Problem::NoKey { provider })
        })
    }

    /// A hosted generator with the person's key, for who must not wait for the keychain.
    ///
    /// # Errors
    /// As [`Studio::trainer`].
    pub(crate) async fn reach_generator(
        self: &Arc<Self>,
        provider: ProviderId,
    ) -> Result<Box<dyn Generator>, Problem> {
        let reached =
            self.blocking(move |studio| Ok(studio.generator_by(provider, studio.kept_net())));
        reached.await.unwrap_or_else(|error| {
            tracing::error!(error = format!("{error:#}"), "the keys cannot be read");
            Err(Problem::NoKey { provider })
        })
    }

    /// A hosted generator with the person's key.
    ///
    /// # Errors
    /// As [`Studio::trainer`].
    pub(crate) fn generator(&self, provider: ProviderId) -> Result<Box<dyn Generator>, Problem> {
        self.generator_by(provider, self.net())
    }

    fn generator_by(
        &self,
        provider: ProviderId,
        net: Result<Net, Problem>,
    ) -> Result<Box<dyn Generator>, Problem> {
        match provider {
            ProviderId::Fal => Ok(Box::new(self.fal_by(net)?)),
            ProviderId::Replicate => Ok(Box::new(self.replicate_by(net)?)),
            ProviderId::Local => Err(Problem::NoKey { provider }),
        }
    }

    /// A describer of photos with the person's key.
    ///
    /// # Errors
    /// As [`Studio::trainer`].
    pub(crate) fn describer(&self, provider: ProviderId) -> Result<Fal, Problem> {
        match provider {
            ProviderId::Fal => self.fal(),
            ProviderId::Replicate | ProviderId::Local => Err(Problem::NoKey { provider }),
        }
    }

    /// Tests the key of `provider` with a call that costs nothing; gives the account where it is told.
    ///
    /// # Errors
    /// [`Problem`] says what is wrong.
    pub async fn test_key(&self, provider: ProviderId) -> Result<Option<String>, Problem> {
        match provider {
            ProviderId::Fal => self.fal()?.test_key().await,
            ProviderId::Replicate => self.replicate()?.test_key().await,
            ProviderId::Local => Ok(None),
        }
    }

    /// As [`Studio::test_key`], for who is not asynchronous.
    ///
    /// # Errors
    /// As [`Studio::test_key`], and when the system gives no threads.
    pub fn test_key_now(&self, provider: ProviderId) -> anyhow::Result<Option<String>> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .context("start asking")?;
        Ok(runtime.block_on(self.test_key(provider))?)
    }

    fn fal(&self) -> Result<Fal, Problem> {
        self.fal_by(self.net())
    }

    fn fal_by(&self, net: Result<Net, Problem>) -> Result<Fal, Problem> {
        let key = self.key_of(ProviderId::Fal)?;
        Fal::new(net?, self.places.fal.clone(), &key)
    }

    fn replicate(&self) -> Result<Replicate, Problem> {
        self.replicate_by(self.net())
    }

    fn replicate_by(&self, net: Result<Net, Problem>) -> Result<Replicate, Problem> {
        let key = self.key_of(ProviderId::Replicate)?;
        Replicate::new(net?, self.places.replicate.clone(), &key)
    }

    fn key_of(&self, provider: ProviderId) -> Result<secrecy::SecretString, Problem> {
        let missing = || Problem::NoKey { provider };
        let name = secret_of(provider).ok_or_else(missing)?;
        let found = self.secrets.load(name).unwrap_or_else(|error| {
            tracing::warn!(error = format!("{error:#}"), "the keys cannot be read");
            None
        });
        found.map(|(key, _)| key).ok_or_else(missing)
    }

    pub(crate) fn net(&self) -> Result<Net, Problem> {
        self.reach().and_then(Net::new)
    }

    /// As [`Studio::net`], the same one as long as the settings are the same: reading the system's certificates takes
    /// longer than a question. For the one runtime of hosted work alone, in which its connections live.
    fn kept_net(&self) -> Result<Net, Problem> {
        let reach = self.reach()?;
        let mut kept = self
            .kept_net
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let is_same = |known: &&KeptNet| known.hosts == reach.hosts && known.proxy == reach.proxy;
        if let Some(known) = kept.as_ref().filter(is_same) {
            return Ok(known.net.clone());
        }
        let (hosts, proxy) = (reach.hosts.clone(), reach.proxy.clone());
        let net = Net::new(reach)?;
        *kept = Some(KeptNet {
            hosts,
            proxy,
            net: net.clone(),
        });
        Ok(net)
    }

    fn reach(&self) -> Result<Reach, Problem> {
        // Without them the proxy is not known, and nothing goes out by another way.
        let settings = self.load_settings().map_err(|error| Problem::Disk {
            path: self.library.home().join("blazon.db"),
            source: std::io::Error::other(error),
        })?;
        let mut hosts = settings.allowed_hosts;
        hosts.extend(self.places.own_hosts());
        Ok(Reach {
            hosts,
            proxy: settings.proxy,
            patience: self.places.patience,
            log: Arc::clone(&self.requests.log),
        })
    }
}

//! A bot that runs as a program of its own: waited for until it serves, asked to end, never left behind.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use blazon_tests::wait::until;

/// How long a bot is given to begin, and to end.
const PATIENCE: Duration = Duration::from_secs(60);

/// A bot that serves.
pub(crate) struct Program {
    child: Child,
    log: PathBuf,
}

impl Program {
    /// Starts it, and waits for the line with this word, which it prints when it serves. What it complains of goes to `log`.
    pub(crate) fn start(mut command: Command, word: &str, log: &Path) -> Result<Self> {
        let errors = File::create(log).with_context(|| format!("make {}", log.display()))?;
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(errors);
        let child = command.spawn();
        let child = child.with_context(|| format!("start {}", command.get_program().display()))?;
        let mut program = Self {
            child,
            log: log.to_owned(),
        };
        program.wait_until_it_serves(word)?;
        Ok(program)
    }

    fn wait_until_it_serves(&mut self, word: &str) -> Result<()> {
        let out = self.child.stdout.take().context("hear the bot")?;
        let (told, lines) = mpsc::channel();
        thread::spawn(move || {
            // Read to the end, listened to or not, so that it never waits for a full pipe.
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                let _ = told.send(line);
            }
        });
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match lines.recv_timeout(left) {
                Ok(line) if line.contains(word) => return Ok(()),
                Ok(_) => {}
                Err(_) => bail!("the bot does not serve: {}", self.complaints()),
            }
        }
    }

    /// Its number as a process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// What it has complained of so far.
    pub(crate) fn complaints(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Asks it to end, and waits until it has.
    pub(crate) fn end(mut self) -> Result<()> {
        let line = format!("kill -TERM {}", self.pid());
        let asked = Command::new("sh").args(["-c", &line]).status();
        ensure!(asked.context("ask the bot to end")?.success(), "{line}");
        until("the end of the bot", PATIENCE, || {
            Ok(self.child.try_wait()?)
        })?;
        Ok(())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // One that has ended cannot be ended again, and need not be.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

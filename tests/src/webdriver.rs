//! A small W3C WebDriver client: what a person does with a window, asked of the driver over HTTP.
//!
//! Elements are named by CSS selectors and looked up anew for every action, since the window redraws itself.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Value, json};
use ureq::Agent;

use crate::wait::{PATIENCE, until};

/// The name under which the standard hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// What the standard says of an element that is no longer in the page.
const STALE: &str = "stale element reference";

/// A window under the driver's hand.
#[derive(Debug)]
pub struct Session {
    agent: Agent,
    address: String,
}

/// The selector of an element by its `data-testid`.
#[must_use]
pub fn id(name: &str) -> String {
    format!("[data-testid=\"{name}\"]")
}

impl Session {
    /// Starts the program through the driver that listens on this port.
    ///
    /// # Errors
    /// When the driver cannot start it.
    pub fn open(port: u16, application: &Path) -> Result<Self> {
        let config = Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(90)))
            .http_status_as_error(false)
            // The driver closes connections that rest, and a command must not be sent twice.
            .max_idle_connections(0)
            .build();
        let mut session = Self {
            agent: config.into(),
            address: format!("http://127.0.0.1:{port}/session"),
        };
        let wanted =
            json!({ "browserName": "wry", "tauri:options": { "application": application } });
        let opened = session.post("", &json!({ "capabilities": { "alwaysMatch": wanted } }))?;
        let name = opened["sessionId"]
            .as_str()
            .context("the driver named no session")?;
        session.address = format!("{}/{name}", session.address);
        let limits = json!({ "script": 60_000, "pageLoad": 60_000, "implicit": 0 });
        session.post("/timeouts", &limits)?;
        Ok(session)
    }

    /// Waits until an element is there.
    ///
    /// # Errors
    /// When it does not come.
    pub fn wait_for(&self, css: &str) -> Result<()> {
        until(css, PATIENCE, || Ok(self.find(css)?.map(drop)))
    }

    /// Waits until an element has gone.
    ///
    /// # Errors
    /// When it stays.
    pub fn wait_gone(&self, css: &str) -> Result<()> {
        until(&format!("the end of {css}"), PATIENCE, || {
            Ok(self.find(css)?.is_none().then_some(()))
        })
    }

    /// Waits until there are exactly so many.
    ///
    /// # Errors
    /// When it does not come to that.
    pub fn wait_count(&self, css: &str, count: usize) -> Result<()> {
        until(&format!("{count} of {css}"), PATIENCE, || {
            Ok((self.count(css)? == count).then_some(()))
        })
    }

    /// Waits until an element's text is what is wanted.
    ///
    /// # Errors
    /// When it does not become so; the error holds the last text.
    pub fn wait_text(&self, css: &str, wanted: impl Fn(&str) -> bool) -> Result<String> {
        let mut last = String::new();
        until(css, PATIENCE, || {
            last = self.text(css)?;
            Ok(wanted(&last).then(|| last.clone()))
        })
        .map_err(|error| anyhow!("{error}; its text is {last:?}"))
    }

    /// Clicks with the mouse.
    ///
    /// # Errors
    /// When the element does not come, or cannot be clicked.
    pub fn click(&self, css: &str) -> Result<()> {
        self.act(css, "click", &json!({}))
    }

    /// Moves the mouse out of the way, to the first pixel of the page, so that nothing is seen as pointed at.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub fn park_mouse(&self) -> Result<()> {
        // Two places, since a move to where the driver believes the mouse to be already is left out.
        let place = |at: u32| json!({ "type": "pointerMove", "duration": 0, "x": at, "y": at });
        let mouse = json!({ "type": "pointer", "id": "mouse", "actions": [place(2), place(1)] });
        self.post("/actions", &json!({ "actions": [mouse] }))
            .map(drop)
    }

    /// Types into an element, after what stands there.
    ///
    /// # Errors
    /// When the element does not come, or takes no keys.
    pub fn type_into(&self, css: &str, text: &str) -> Result<()> {
        self.act(css, "value", &json!({ "text": text }))
    }

    /// The text that is shown, empty while the element is not there.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub fn text(&self, css: &str) -> Result<String> {
        let script = "return document.querySelector(arguments[0])?.innerText ?? ''";
        Ok(self
            .execute(script, &json!([css]))?
            .as_str()
            .unwrap_or_default()
            .to_owned())
    }

    /// An attribute, if the element is there and has it.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub fn attribute(&self, css: &str, name: &str) -> Result<Option<String>> {
        let script =
            "return document.querySelector(arguments[0])?.getAttribute(arguments[1]) ?? null";
        Ok(self
            .execute(script, &json!([css, name]))?
            .as_str()
            .map(str::to_owned))
    }

    /// How many there are.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub fn count(&self, css: &str) -> Result<usize> {
        let count = self.execute(
            "return document.querySelectorAll(arguments[0]).length",
            &json!([css]),
        )?;
        Ok(count
            .as_u64()
            .and_then(|count| count.try_into().ok())
            .unwrap_or_default())
    }

    /// Runs a script in the page and returns its value.
    ///
    /// # Errors
    /// When the script throws.
    pub fn execute(&self, script: &str, arguments: &Value) -> Result<Value> {
        self.post(
            "/execute/sync",
            &json!({ "script": script, "args": arguments }),
        )
    }

    /// Runs the body of an async function in the page and waits for what it returns.
    ///
    /// # Errors
    /// When it throws or takes longer than a minute.
    pub fn execute_async(&self, body: &str, arguments: &Value) -> Result<Value> {
        let script = format!(
            "const done = arguments[arguments.length - 1];\
             (async (...args) => {{ {body} }})(...arguments).then(\
             value => done({{ value: value ?? null }}), error => done({{ error: String(error?.message ?? error?.error ?? error) }}))"
        );
        let answer = self.post(
            "/execute/async",
            &json!({ "script": script, "args": arguments }),
        )?;
        match answer["error"].as_str() {
            Some(error) => bail!("in the page: {error}"),
            None => Ok(answer["value"].clone()),
        }
    }

    /// Calls a command of the shell as the page would, past the typed bindings.
    ///
    /// # Errors
    /// When the call is refused, or the command fails.
    pub fn invoke(&self, command: &str, arguments: &Value) -> Result<Value> {
        let body = "return await window.__TAURI_INTERNALS__.invoke(args[0], args[1])";
        self.execute_async(body, &json!([command, arguments]))
    }

    /// Ends the session, and with it the program.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub fn close(&self) -> Result<()> {
        self.call(self.agent.delete(&self.address).call()).map(drop)
    }

    /// Asks anew when what was found left the page before the driver could name it: another may be there by now.
    fn find(&self, css: &str) -> Result<Option<String>> {
        let wanted = json!({ "using": "css selector", "value": css });
        let found = until(&format!("{css} to rest"), PATIENCE, || {
            match self.post("/elements", &wanted) {
                Err(error) if error.to_string().starts_with(STALE) => Ok(None),
                answer => answer.map(Some),
            }
        })?;
        Ok(found[0][ELEMENT].as_str().map(str::to_owned))
    }

    /// Tries again while the element is away, replaced at this moment, or still covered by something that is leaving.
    fn act(&self, css: &str, action: &str, body: &Value) -> Result<()> {
        let mut last = anyhow!("it never came");
        let acted = until(css, PATIENCE, || {
            let Some(element) = self.find(css)? else {
                return Ok(None);
            };
            match self.post(&format!("/element/{element}/{action}"), body) {
                Ok(_) => Ok(Some(())),
                Err(error) => {
                    last = error;
                    Ok(None)
                }
            }
        });
        acted.map_err(|error| anyhow!("{error} to {action}: {last}"))
    }

    fn post(&self, path: &str, body: &Value) -> Result<Value> {
        self.call(
            self.agent
                .post(format!("{}{path}", self.address))
                .send_json(body),
        )
    }

    fn call(&self, answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Value> {
        let mut answer = answer.context("ask the driver")?;
        let body: Value = answer
            .body_mut()
            .read_json()
            .context("read the driver's answer")?;
        let value = body["value"].clone();
        match value["error"].as_str() {
            Some(error) if !answer.status().is_success() => {
                bail!("{error}: {}", value["message"].as_str().unwrap_or_default())
            }
            _ => Ok(value),
        }
    }
}

//! `blazon-cli requests`: what was sent over the network, to whom, and what came of it.

use crate::arguments::RequestsOptions;
use crate::session::Session;
use blazon_core::{Argument, local_moment};
use blazon_model::{RequestAnswer, SentRequest};
use std::process::ExitCode;

/// Lists the last requests of every program on this library, newest first.
pub(crate) fn run(session: &Session, options: &RequestsOptions) -> anyhow::Result<ExitCode> {
    for sent in session.studio.list_requests(options.limit) {
        session.result(&sent, || line(session, &sent));
    }
    Ok(ExitCode::SUCCESS)
}

fn line(session: &Session, sent: &SentRequest) -> String {
    let status = match sent.answer {
        RequestAnswer::Status { status } => u32::from(status),
        RequestAnswer::Unreachable
        | RequestAnswer::TimedOut
        | RequestAnswer::BrokenOff
        | RequestAnswer::Stopped => 0,
    };
    let answer = session.say(sent.answer.message_id(), &[("status", status.into())]);
    let arguments: [(&str, Argument); 6] = [
        ("when", local_moment(sent.at).into()),
        ("method", sent.method.as_str().into()),
        ("host", sent.host.as_str().into()),
        ("path", sent.path.as_str().into()),
        ("answer", answer.into()),
        ("milliseconds", sent.milliseconds.into()),
    ];
    session.say("cli-request", &arguments)
}

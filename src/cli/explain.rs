//! `todoc explain`: the page of a code.

use super::Status;
use super::args;
use super::output::Output;
use crate::diagnostics::Code;
use std::io;

/// So many near names are offered.
const NEAR: usize = 3;

pub(super) fn run(args: &args::Explain, output: &mut Output) -> io::Result<Status> {
    match Code::find(&args.topic) {
        Some(code) => {
            output.data(code.page())?;
            Ok(Status::Clean)
        }
        None => Ok(output.complain(&unknown(&args.topic))),
    }
}

fn unknown(topic: &str) -> String {
    let near = near(topic);
    let help = if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(" or ")) };
    format!("there is no code or field `{topic}`{help}")
}

/// Codes whose id or name begins as the topic does or shares a word with it.
fn near(topic: &str) -> Vec<String> {
    let topic = topic.to_lowercase();
    let close = |code: &&Code| {
        let id = code.id().to_lowercase();
        let shares = topic.split('-').any(|word| word.len() > 2 && code.name().split('-').any(|other| other == word));
        (topic.len() > 1 && id.starts_with(&topic)) || shares
    };
    Code::ALL.iter().filter(close).take(NEAR).map(|code| format!("`{}` ({})", code.id(), code.name())).collect()
}

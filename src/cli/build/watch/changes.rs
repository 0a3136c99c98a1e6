//! Waiting for a change, and for the end.

#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "waiting takes time")]

use super::inputs::{Inputs, Look};
use crate::cli::args::Watch;
use crate::cli::output::Output;
use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// Where nothing tells of changes, files are looked at so often.
const OFTEN: Duration = Duration::from_millis(250);

/// Where something does, so often nevertheless: some file systems do not tell everything.
const SELDOM: Duration = Duration::from_secs(1);

/// Changes belong together where no more time lies between them: editors and version control write piece by piece.
const QUIET: Duration = Duration::from_millis(40);

/// Nobody waits longer than this for the end of a burst.
const LONGEST: Duration = Duration::from_millis(500);

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// Something changed.
    Build,
    /// Ctrl-C, or another signal that ends a process.
    End,
}

/// What the system tells.
enum Told {
    Change,
    End,
}

/// Where changes are told.
pub(super) struct Changes {
    told: Receiver<Told>,
    /// None where the system tells of no changes.
    watcher: Option<RecommendedWatcher>,
    /// The folders that are watched, each with its place on the disk.
    watched: BTreeMap<PathBuf, u64>,
}

impl Changes {
    /// From now on, Ctrl-C is no longer the end of the process, but a message: a build that is writing comes to its end.
    ///
    /// # Errors
    /// Where the system takes no handler.
    pub(super) fn new(how: Watch) -> io::Result<Self> {
        let (sender, told) = channel();
        let end = sender.clone();
        ctrlc::set_handler(move || drop(end.send(Told::End)))
            .map_err(|error| io::Error::other(format!("can't wait for Ctrl-C: {error}")))?;
        let hint = move |event: notify::Result<Event>| {
            // What is wrong with a watch is found by looking.
            if event.map_or(true, |event| is_change(event.kind)) {
                drop(sender.send(Told::Change));
            }
        };
        let watcher = if how == Watch::Poll { None } else { notify::recommended_watcher(hint).ok() };
        Ok(Self { told, watcher, watched: BTreeMap::new() })
    }

    /// Waits until a file is other than it was.
    ///
    /// # Errors
    /// Where standard error refuses.
    pub(super) fn wait(&mut self, inputs: &mut Inputs, output: &Output) -> io::Result<Next> {
        if self.told.try_iter().any(|told| matches!(told, Told::End)) {
            return Ok(Next::End);
        }
        let (mut look, mut is_quiet) = (Look::Well, false);
        loop {
            self.follow(inputs.folders(), output)?;
            if inputs.differ(look) {
                return Ok(if is_quiet { Next::Build } else { self.settle() });
            }
            let tick = if self.watcher.is_some() { SELDOM } else { OFTEN };
            (look, is_quiet) = match self.told.recv_timeout(tick) {
                Ok(Told::Change) if self.settle() == Next::Build => (Look::Well, true),
                Ok(Told::Change | Told::End) | Err(RecvTimeoutError::Disconnected) => return Ok(Next::End),
                Err(RecvTimeoutError::Timeout) => (Look::Quickly, false),
            };
        }
    }

    /// Waits for the end of a burst.
    fn settle(&self) -> Next {
        let start = Instant::now();
        while start.elapsed() < LONGEST {
            match self.told.recv_timeout(QUIET) {
                Ok(Told::Change) => {}
                Ok(Told::End) => return Next::End,
                Err(_) => break,
            }
        }
        Next::Build
    }

    /// Watches these folders and no others. One that went and came back is another one.
    fn follow(&mut self, folders: BTreeMap<PathBuf, u64>, output: &Output) -> io::Result<()> {
        let Some(watcher) = &mut self.watcher else { return Ok(()) };
        for (path, place) in &self.watched {
            if folders.get(path) != Some(place) {
                // It may have gone by itself.
                let _ = watcher.unwatch(path);
            }
        }
        for (path, place) in &folders {
            if self.watched.get(path) == Some(place) {
                continue;
            }
            if let Err(error) = watcher.watch(path, RecursiveMode::NonRecursive)
                && !is_missing(&error)
            {
                self.watcher = None;
                return output.say(&format!(
                    "the system tells of no changes in `{}` ({error}); looking for them instead",
                    path.display()
                ));
            }
        }
        self.watched = folders;
        Ok(())
    }
}

/// Whether an event can mean another content: to read a file is none.
fn is_change(kind: EventKind) -> bool {
    !matches!(kind, EventKind::Access(access) if access != AccessKind::Close(AccessMode::Write))
}

fn is_missing(error: &notify::Error) -> bool {
    match &error.kind {
        notify::ErrorKind::PathNotFound => true,
        notify::ErrorKind::Io(error) => error.kind() == ErrorKind::NotFound,
        notify::ErrorKind::Generic(_)
        | notify::ErrorKind::WatchNotFound
        | notify::ErrorKind::InvalidConfig(_)
        | notify::ErrorKind::MaxFilesWatch => false,
    }
}

//! What a build that was killed has left in an output, ended before a command reads or writes there: then it is the old output or
//! the new one, whole.

use super::Status;
use super::output::Output;
use crate::emit::{self, EmitError, Recovered};
use crate::source::Sources;
use std::io;
use std::path::Path;

/// Ends it; says what was done, for people.
pub(super) fn recover(out: &Path) -> Result<Option<String>, EmitError> {
    let shown = out.display();
    Ok(emit::recover(out)?.map(|recovered| match recovered {
        Recovered::Finished => format!("finished in {shown} what a build that was killed had begun"),
        Recovered::TakenBack => format!("took back in {shown} what a build that was killed had begun"),
    }))
}

/// Ends it for a command that reads the output, and tells so. Where that can't be done, how the command ends.
///
/// # Errors
/// Where standard output or standard error refuses.
pub(super) fn settle(out: &Path, output: &Output) -> io::Result<Option<Status>> {
    match recover(out) {
        Ok(done) => done.map_or(Ok(()), |line| output.say(&line)).map(|()| None),
        Err(error) => {
            let status = status(&error);
            output.findings(&Sources::default(), &[error.into()])?;
            Ok(Some(status))
        }
    }
}

/// How a command ends that the disk has something against. The system may refuse for its own reasons; all else can be mended.
pub(super) fn status(error: &EmitError) -> Status {
    if matches!(error, EmitError::Io { .. }) { Status::Failed } else { Status::Findings }
}

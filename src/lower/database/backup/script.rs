//! What the containers of a backup run. Nothing is piped, so that what fails is seen.

use crate::lower::across::Across;
use crate::lower::database::engine;

/// Dumps into `/backup`, and deletes what is too old.
pub(super) fn to_claim(database: &Across<'_>) -> String {
    let dumps = dumps(database);
    let rotate = format!(
        "set -- `ls -1r /backup/{dumps}`\nif [ \"$#\" -gt \"$KEEP\" ]; then\n  shift \"$KEEP\"\n  rm -- \"$@\"\nfi\n"
    );
    format!("{}{rotate}", to_folder(database))
}

/// Dumps into `/backup`. A dump has its name once it is whole.
pub(super) fn to_folder(database: &Across<'_>) -> String {
    let (name, dump) = (database.name, &engine(database).dump);
    let commands = dump.commands.join("\n");
    format!(
        "set -eu\numask 077\npart=/backup/{name}.part\n{commands}\n\
         mv \"{}\" \"/backup/{name}-`date -u +%Y%m%dT%H%M%SZ`.{}\"\n",
        dump.made, dump.extension
    )
}

/// Brings the dump to the bucket, and deletes what is too old there.
pub(super) fn upload(database: &Across<'_>) -> String {
    let dumps = dumps(database);
    format!(
        "set -eu\nrclone copy --include '{dumps}' /backup \":s3:$BUCKET\"\n\
         rclone lsf --files-only --include '{dumps}' \":s3:$BUCKET\" > /tmp/dumps\n\
         set -- `sort -r /tmp/dumps`\n\
         if [ \"$#\" -gt \"$KEEP\" ]; then\n  shift \"$KEEP\"\n  \
         for old in \"$@\"; do rclone deletefile \":s3:$BUCKET/$old\"; done\nfi\n"
    )
}

/// The pattern of the dumps' names. The time in them has its exact length, so that `db` leaves those of `db-old` alone.
fn dumps(database: &Across<'_>) -> String {
    format!("{}-????????T??????Z.{}", database.name, engine(database).dump.extension)
}

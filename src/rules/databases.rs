//! What an engine knows nothing of, keeps for itself, or cannot do.

use super::{Context, Findings, facts, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::check::describe;
use crate::model::databases::{backup, engine, has_password, has_user, is_external};
use crate::model::environment::{Environment, View};
use crate::model::typed::{Reference, Value};
use crate::schema::attributes::{Attribute, Root};
use crate::schema::database::{
    AUTH, BACKUP, BUCKET, DATABASE, ENDPOINT, IMAGE, NAME, PARAMS, REGION, SCHEME, SETTINGS, TO, UPLOADER, USER,
    VERSION,
};
use crate::schema::engine::{Engine, MONGODB, REDIS};
use crate::schema::{Field, choices, config, container, ingress, job, service};
use crate::source::Span;
use crate::types;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        for view in environment.all(&DATABASE).values().filter(|view| view.is_on() && view.base().is_some()) {
            let mut found = Vec::new();
            version(view, &mut found);
            unpinned(environment, view, &mut found);
            names(view, &mut found);
            auth(view, &mut found);
            settings(view, &mut found);
            texts(view, &mut found);
            taken(environment, view, &mut found);
            for diagnostic in found {
                findings.about(environment, view, diagnostic);
            }
        }
    }
    logins(context, findings);
    shared_folders(context, findings);
}

/// Dumps of several environments in one folder, where each deletes what it takes for its own old ones.
fn shared_folders(context: &Context<'_>, findings: &mut Findings) {
    let mut known: Vec<(&str, [&str; 3], Span)> = Vec::new();
    for environment in context.environments {
        for view in environment.all(&DATABASE).values().filter(|view| view.is_on()) {
            let Some(own) = backup(view).filter(|own| own.choice(&TO) == Some(&choices::TO_S3)) else { continue };
            let Some(bucket) = own.text(&BUCKET) else { continue };
            let folder = [view.name, own.text(&ENDPOINT).unwrap_or_default(), bucket];
            let place = own.place(&BUCKET);
            match known.iter().find(|(_, other, _)| *other == folder) {
                Some((other, _, first)) => {
                    let message = format!(
                        "the dumps of database `{}` of environments `{other}` and `{}` share `{bucket}`",
                        view.name, environment.name
                    );
                    let found = finding(Code::W0446, place, message);
                    let found = if *first == place { found } else { found.label(*first, "the other is here") };
                    let note = "each deletes what it takes for its own old dumps, so that those of both are lost";
                    let help = format!("give each a folder: `bucket = \"{bucket}/{}\"`", environment.name);
                    findings.about(environment, view, found.note(note).help(help));
                }
                None => known.push((environment.name, folder, place)),
            }
        }
    }
}

/// A version of which nothing is known: where its image keeps the data, for one.
fn version(view: &View<'_>, found: &mut Vec<Diagnostic>) {
    let engine = engine(view);
    let Some(version) = view.text(&VERSION).filter(|_| view.value(&IMAGE).is_none()) else { return };
    if Engine::major(version).is_some_and(|major| engine.majors.contains(&major)) {
        return;
    }
    let known = describe::list(engine.majors.iter().map(u32::to_string).collect::<Vec<_>>().iter().map(String::as_str));
    let message = format!("no {} `{version}` is known", engine.title);
    let note = format!("known are the major versions {known}: the path of the data and more depend on it");
    let help = format!("name the image to run another: `image = \"{}:{version}\"`", engine.image);
    found.push(finding(Code::E0440, view.place(&VERSION), message).note(note).help(help));
}

/// A database of production of which nobody said the version.
fn unpinned(environment: &Environment<'_>, view: &View<'_>, found: &mut Vec<Diagnostic>) {
    let is_said = view.value(&VERSION).is_some() || view.value(&IMAGE).is_some();
    if is_said || is_external(view) || !facts::is_production(environment) {
        return;
    }
    let engine = engine(view);
    let message = format!("database `{}` names no version of {}", view.name, engine.title);
    let note = "another todoc may choose another major version, and that one does not read the data of this one";
    let help = format!("write `version = \"{}\"`, which is what it is now", engine.tag);
    found.push(finding(Code::W0445, view.head(), message).note(note).help(help));
}

/// Names that the engine keeps for itself, and the numbers of Redis.
fn names(view: &View<'_>, found: &mut Vec<Diagnostic>) {
    let engine = engine(view);
    let mut reserved = |field: &'static Field, taken: &[&str]| {
        let Some(name) = view.text(field).filter(|name| taken.contains(name) && !is_external(view)) else { return };
        let message = format!("`{name}` is a {} that {} keeps for itself", what(field), engine.title);
        let help = "the application gets one of its own: choose another name";
        found.push(finding(Code::E0441, view.place(field), message).help(help));
    };
    reserved(&USER, engine.own_users);
    reserved(&NAME, engine.own_names);
    let is_redis = engine.name == REDIS.name;
    if is_redis && view.text(&NAME).is_some_and(|name| name.parse::<u32>().is_err()) {
        let message = format!("a database of Redis is a number, not `{}`", view.text(&NAME).unwrap_or_default());
        found.push(finding(Code::E0441, view.place(&NAME), message).help("write `name = \"0\"`, or leave it out"));
    }
    if is_redis && !is_external(view) && view.value(&USER).is_some() {
        let message = format!("redis `{}` runs here, where clients log in with a password alone", view.name);
        found.push(finding(Code::E0441, view.place(&USER), message).help("take `user` away"));
    }
}

fn what(field: &Field) -> &'static str {
    if field.is(&USER) { "user" } else { "database" }
}

/// An engine that cannot be run without a password.
fn auth(view: &View<'_>, found: &mut Vec<Diagnostic>) {
    let engine = engine(view);
    if view.truth(&AUTH) == Some(false) && !engine.can_be_open {
        let message =
            format!("{} always asks for a password, so `auth` of database `{}` means nothing", engine.title, view.name);
        found.push(finding(Code::E0210, view.place(&AUTH), message).help("take it away"));
    }
}

/// Settings and variables that follow from other fields.
fn settings(view: &View<'_>, found: &mut Vec<Diagnostic>) {
    let engine = engine(view);
    let settings =
        view.entries(&SETTINGS).values().filter(|entry| engine.own_settings.contains(&entry.key.value.as_str()));
    let variables = &engine.variables;
    let (root, password) = variables.root.unzip();
    let of_image = [variables.database, variables.user, Some(variables.password), root.flatten(), password];
    let is_of_image = |name: &str| {
        of_image.iter().flatten().any(|known| *known == name) || variables.fixed.iter().any(|(known, _)| *known == name)
    };
    let variables = view.entries(&container::ENV).values().filter(|entry| is_of_image(&entry.key.value));
    for entry in settings.chain(variables) {
        let message = format!("`{}` of database `{}` follows from other fields", entry.key.value, view.name);
        let help = "name, user, password, port and path are set by todoc: take it away";
        found.push(finding(Code::E0441, entry.key.span, message).help(help));
    }
    for map in [&SETTINGS, &PARAMS] {
        for entry in view.entries(map).values().filter(|entry| entry.value.literal().is_none()) {
            let message = format!("`{}` takes a plain value, not a reference", entry.key.value);
            found.push(finding(Code::E0314, entry.value.span, message));
        }
    }
}

/// Texts of a form of their own.
fn texts(view: &View<'_>, found: &mut Vec<Diagnostic>) {
    let mut malformed = |value: &Value, message: String, help: &str| {
        found.push(finding(Code::E0205, value.span, message).help(help));
    };
    let is_scheme = |text: &str| {
        text.starts_with(|first: char| first.is_ascii_lowercase())
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"+.-".contains(&byte))
    };
    if let Some((value, text)) = view.value(&SCHEME).and_then(|value| Some((value, value.text()?)))
        && !is_scheme(text)
    {
        malformed(
            value,
            format!("`{text}` is no scheme of a URL"),
            "write it without `://`, such as `postgresql+asyncpg`",
        );
    }
    let Some(backup) = view.child(&BACKUP) else { return };
    let is_name =
        |reference: &&Reference| reference.root == Root::Environment && reference.attribute == Some(Attribute::Name);
    for value in [&BUCKET, &ENDPOINT, &REGION].into_iter().filter_map(|field| backup.value(field)) {
        if let Some(other) = value.references().into_iter().find(|reference| !is_name(reference)) {
            let message = "only `environment.name` is known here";
            found.push(finding(Code::E0314, other.span, message).help("write the text itself"));
        }
    }
    let mut malformed = |value: &Value, message: String, help: &str| {
        found.push(finding(Code::E0205, value.span, message).help(help));
    };
    if let Some((value, text)) = backup.value(&BUCKET).and_then(|value| Some((value, value.text()?)))
        && (text.contains("://") || text.contains(char::is_whitespace) || text.starts_with('/'))
    {
        malformed(value, format!("`{text}` is no bucket"), "write its name, and below it a folder: `\"backups/shop\"`");
    }
    if let Some((value, text)) = backup.value(&REGION).and_then(|value| Some((value, value.text()?)))
        && text.contains(char::is_whitespace)
    {
        malformed(value, format!("`{text}` is no region"), "write its name, such as `\"eu-central-1\"`");
    }
    if let Some((value, text)) = backup.value(&UPLOADER).and_then(|value| Some((value, value.text()?)))
        && types::Reference::parse(text).is_err()
    {
        malformed(
            value,
            format!("`{text}` is no image"),
            "write a complete reference, such as `\"rclone/rclone:1.71.0\"`",
        );
    }
}

/// Blocks that are called as what todoc makes of a database.
fn taken(environment: &Environment<'_>, view: &View<'_>, found: &mut Vec<Diagnostic>) {
    let is_backed_up = backup(view).is_some();
    let has_script = engine(view).name == MONGODB.name && has_password(view) && !is_external(view);
    let made = [(is_backed_up, "backup"), (has_script, "init")];
    for (_, what) in made.into_iter().filter(|(is_made, _)| *is_made) {
        let name = format!("{}-{what}", view.name);
        let kinds = [&service::SERVICE, &job::JOB, &job::CRON, &DATABASE, &config::CONFIG, &ingress::INGRESS];
        for other in kinds.into_iter().filter_map(|kind| environment.on(kind, &name)) {
            let message = format!("`{name}` is a reserved name: objects of database `{}` are called so", view.name);
            let diagnostic = finding(Code::E0111, other.head(), message).label(view.head(), "the database is here");
            found.push(diagnostic.help("choose another name"));
        }
    }
}

/// References to what a client does not need to log in.
fn logins(context: &Context<'_>, findings: &mut Findings) {
    for (environment, mention) in context.mentions().filter(|(_, mention)| mention.target.kind.is(&DATABASE)) {
        let Some(reference) = mention.target.reference else { continue };
        let Some(view) = environment.on(&DATABASE, mention.target.name) else { continue };
        let (is_known, what) = match reference.attribute {
            Some(Attribute::User) => (has_user(view), "user"),
            Some(Attribute::Password) => (has_password(view), "password"),
            _ => continue,
        };
        if !is_known {
            let message = format!("clients of database `{}` log in without a {what}", view.name);
            let found = finding(Code::E0442, reference.span, message);
            let help = "`url`, `authority` and `address` are right with and without a login";
            findings.about(environment, mention.owner, found.help(help));
        }
    }
}

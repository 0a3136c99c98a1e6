//! The keys that Helm users know of databases: `internal.…` and `external.…`.

use super::{Side, engine, has_user, is_direct};
use crate::chart::values::schema::{DIGEST, HOST, REPOSITORY, Schema, TAG};
use crate::chart::values::{Rule, Val};
use crate::lower::across::Across;
use crate::lower::images::{self, Image};
use crate::lower::{Context, Part, dependency, knobs};
use crate::model::databases;
use crate::model::environment::{Environment, View};
use crate::schema::{database, shared};
use smol_str::SmolStr;

pub(super) fn lower(context: &Context<'_>, across: &Across<'_>, part: &mut Part) {
    enabled(across, Side::Inside, part);
    image(context, across, part);
    names(context, across, Side::Inside, engine(across).has_user, part);
    super::storage::values(across, part);
    enabled(across, Side::Outside, part);
    let host = each(across, |view| knobs::value_of(view, &database::EXTERNAL).unwrap_or_else(|| Val::text("")));
    part.knob_from(across.path("external.host"), "", Schema::Pattern(HOST), host, across.origin(&database::EXTERNAL));
    port(across, Side::Outside, part);
    if is_direct(across).is_some() {
        let direct = each(across, |view| Val::Bool(view.bool(&database::DIRECT)));
        let doc = "Whether clients are given the host itself, and not the name of a Service that leads there.";
        part.knob_from(across.path("external.direct"), doc, Schema::Bool, direct, across.origin(&database::DIRECT));
    }
    names(context, across, Side::Outside, has_user(across), part);
    let needs_host = serde_json::json!({
        "if": { "properties": { "enabled": { "const": true } }, "required": ["enabled"] },
        "then": { "properties": { "host": { "minLength": 1 } }, "required": ["host"] },
    });
    part.rules.push(Rule { at: across.path("external"), schema: needs_host });
    if dependency::is_server(across) {
        enabled(across, Side::Chart, part);
        super::sides::host_value(context, across, part);
        port(across, Side::Chart, part);
        names(context, across, Side::Chart, has_user(across), part);
    }
}

fn port(across: &Across<'_>, side: Side, part: &mut Part) {
    let usual = engine(across).port;
    let number = each(across, |view| Val::Int(view.int(&database::PORT).unwrap_or(usual)));
    let path = across.path(&format!("{}.port", side.key()));
    part.knob_from(path, "", Schema::Int(1, 65535), number, across.origin(&database::PORT));
}

/// Something of every environment that has the database, as values.
pub(super) fn each(across: &Across<'_>, of: impl Fn(&View<'_>) -> Val) -> Vec<Val> {
    across.each(of).into_iter().map(|value| value.unwrap_or(Val::Unset)).collect()
}

/// Whether the database runs on that side; it is said in every environment, for a condition that is missing holds.
fn enabled(across: &Across<'_>, side: Side, part: &mut Part) {
    let on = across.each(|view| view.is_on() && Side::of(view) == side);
    let on = on.into_iter().map(|on| Val::Bool(on.unwrap_or(false))).collect();
    let field = if side == Side::Outside { &database::EXTERNAL } else { &shared::ENABLED };
    part.knob_from(across.path(&format!("{}.enabled", side.key())), "", Schema::Bool, on, across.origin(field));
}

fn image(context: &Context<'_>, across: &Across<'_>, part: &mut Part) {
    let pairs = across.views.iter().zip(context.environments);
    let images: Vec<Option<Image>> = pairs.map(|(view, own)| image_of(context, own, view.as_ref()?)).collect();
    let of = |get: fn(Image) -> SmolStr| -> Vec<Val> {
        images.iter().map(|image| image.clone().map_or(Val::Unset, |image| Val::Text(get(image)))).collect()
    };
    let mut add = |key: &str, doc: &str, pattern: &'static str, get: fn(Image) -> SmolStr, field| {
        part.knob_from(across.path(key), doc, Schema::Pattern(pattern), of(get), across.origin(field));
    };
    add("internal.image.repository", "", REPOSITORY, |image| image.repository, &database::IMAGE);
    add("internal.image.tag", "", TAG, |image| image.tag, &database::VERSION);
    add("internal.image.digest", "Wins over the tag.", DIGEST, |image| image.digest, &database::IMAGE);
}

/// The engine's image: that which is given, else the official one of the major version.
fn image_of(context: &Context<'_>, environment: &Environment<'_>, view: &View<'_>) -> Option<Image> {
    if let Some(value) = view.value(&database::IMAGE) {
        return images::of_value(context, environment, value);
    }
    let engine = databases::engine(view);
    let tag = view.text(&database::VERSION).unwrap_or(engine.tag);
    Some(Image { repository: SmolStr::new_static(engine.image), tag: SmolStr::new(tag), ..Image::default() })
}

/// The name of the database, and of the user that logs in.
fn names(context: &Context<'_>, across: &Across<'_>, side: Side, has_user: bool, part: &mut Part) {
    let stack = context.program.stack.name().replace('-', "_");
    // A database of Redis is a number.
    let name = if engine(across).has_user { stack.as_str() } else { "0" };
    let user = if engine(across).has_user { stack.as_str() } else { "" };
    let mut add = |key: &str, field: &'static crate::schema::Field, default: &str| {
        let values = each(across, |view| knobs::value_of(view, field).unwrap_or_else(|| Val::text(default)));
        part.knob_from(across.path(&format!("{}.{key}", side.key())), "", Schema::Text, values, across.origin(field));
    };
    add("database", &database::NAME, name);
    if has_user {
        add("username", &database::USER, user);
    }
}

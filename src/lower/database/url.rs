//! What references to a database stand for: addresses, and URLs with a password inside.

use super::{Facts, engine};
use crate::chart::tree::{self, Expr, Place, Test};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::lower::across::Across;
use crate::lower::reference::{self, Late, Piece};
use crate::lower::{Context, Part};
use crate::model::databases;
use crate::model::environment::View;
use crate::model::typed::Reference;
use crate::schema::attributes::Attribute;
use crate::schema::database::{DATABASE, PARAMS, SCHEME};
use crate::secrets;
use smol_str::{SmolStr, format_smolstr};
use std::fmt::Write as _;

/// The pieces of a reference in an environment.
pub(in crate::lower) fn pieces(context: &Context<'_>, environment: usize, reference: &Reference) -> Vec<Piece> {
    let Some(target) = context.find(&DATABASE, reference.target()) else { return Vec::new() };
    let facts = Facts::of(target);
    let has_password = target.views.get(environment).and_then(Option::as_ref).is_none_or(databases::has_password);
    let password = has_password.then(|| password(context, environment, target));
    match reference.attribute {
        Some(Attribute::Port) => vec![Piece::Known(facts.port())],
        Some(Attribute::Address) => address(&facts),
        Some(Attribute::Name) => vec![Piece::Known(facts.database())],
        Some(Attribute::User) => vec![Piece::Known(facts.user())],
        Some(Attribute::Password) => password.into_iter().collect(),
        Some(Attribute::Authority) => authority(&facts, password),
        Some(Attribute::Url) => url(target, &facts, password, scheme(target)),
        _ => vec![Piece::Known(facts.host())],
    }
}

fn text(text: &'static str) -> Piece {
    Piece::Known(Expr::text(text))
}

fn password(context: &Context<'_>, environment: usize, target: &Across<'_>) -> Piece {
    Piece::Late(Late::Secret(reference::password(context, environment, &secrets::password(target.name))))
}

fn address(facts: &Facts) -> Vec<Piece> {
    vec![Piece::Known(facts.host()), text(":"), Piece::Known(facts.port())]
}

fn authority(facts: &Facts, password: Option<Piece>) -> Vec<Piece> {
    let login = password.map(|password| vec![Piece::Known(facts.user()), text(":"), password, text("@")]);
    login.unwrap_or_default().into_iter().chain(address(facts)).collect()
}

/// The whole URL, as clients take it.
pub(super) fn url(target: &Across<'_>, facts: &Facts, password: Option<Piece>, scheme: Expr) -> Vec<Piece> {
    let mut parts = vec![Piece::Known(scheme), text("://")];
    parts.extend(authority(facts, password));
    parts.extend([text("/"), Piece::Known(facts.database())]);
    parts.extend(query(target).map(Piece::Known));
    parts
}

/// Declares the keys of schemes and parameters that differ.
pub(super) fn lower(across: &Across<'_>, part: &mut Part) {
    if let Expr::Value(path) = scheme(across) {
        let values = super::values::each(across, |view| Val::text(scheme_of(view)));
        let pattern = Schema::Pattern("^[a-z][a-z0-9+.-]*$");
        part.knob_from(path, "Scheme of its URL.", pattern, values, across.origin(&SCHEME));
    }
    if query(across).is_some() {
        let path = across.path("params");
        let values = super::values::each(across, |view| Val::text(params(view)));
        let doc = "Parameters at the end of its URL, such as sslmode=require.";
        let pattern = Schema::Pattern("^[^?#\\s]*$");
        part.knob_from(path.clone(), doc, pattern, values, across.origin_of(Place::Block));
        let given = Expr::join(vec![Expr::text("?"), Expr::Value(path.clone())]);
        part.pieces.push(tree::Piece {
            name: format_smolstr!("{}.query", across.name),
            doc: format!("Parameters at the end of the URL of database {}.", across.name),
            body: tree::Body::Text(vec![(Test::Value(path), given)], Ok(Expr::text(""))),
        });
    }
}

fn scheme_of<'a>(view: &View<'a>) -> &'a str {
    view.text(&SCHEME).unwrap_or(databases::engine(view).scheme)
}

/// The scheme: known, unless environments differ in it.
fn scheme(across: &Across<'_>) -> Expr {
    let schemes = across.each(scheme_of);
    let mut schemes = schemes.iter().flatten();
    let first = schemes.next().copied().unwrap_or(engine(across).scheme);
    if schemes.all(|scheme| *scheme == first) { Expr::text(first) } else { Expr::Value(across.path("scheme")) }
}

/// The parameters, with their question mark; none where no environment has any.
fn query(across: &Across<'_>) -> Option<Expr> {
    let any = across.any(|view| !view.entries(&PARAMS).is_empty());
    any.then(|| Expr::Piece(format_smolstr!("{}.query", across.name)))
}

fn params(view: &View<'_>) -> String {
    let entries = view.entries(&PARAMS).iter();
    let pairs =
        entries.filter_map(|(key, entry)| Some(format!("{}={}", encoded(key), encoded(&entry.value.literal()?))));
    pairs.collect::<Vec<_>>().join("&")
}

/// Text as a URL has it after `?`. <https://www.rfc-editor.org/rfc/rfc3986#section-2.3>
fn encoded(text: &str) -> SmolStr {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:,".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    SmolStr::from(out)
}

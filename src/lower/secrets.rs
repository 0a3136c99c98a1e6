//! Where secrets come from: an object that the user keeps, values given at install time, a store, or a sealed file.

mod external;
mod keys;
mod readers;
mod reads;
mod sealed;

use super::across::{Across, setting};
use super::{Context, Part, metadata};
use crate::chart::Refusal;
use crate::chart::tree::{self, Entry, Expr, Node, Object, Origin, Place, Test, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::{OBJECT_NAME, Schema};
use crate::model::environment::Environment;
use crate::schema::{choices, job, secret};
use crate::secrets::{self, Declared, Provider};
use crate::types::names;
use keys::Key;
use readers::{Must, Readers, When};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// Key of the values that says where secrets come from.
const PROVIDER: &str = "provider";

/// Lowers the secrets of a chart. `lowered` is what reads them.
pub(super) fn lower(context: &Context<'_>, chart: usize, lowered: &[Part], part: &mut Part) {
    let keys = keys::of(context, chart, lowered);
    if keys.is_empty() {
        return;
    }
    let providers = providers(context);
    part.group(context.secrets_of(chart), "Secrets of the application. No value of one ever stands in this file.");
    let choices = providers.iter().map(|provider| SmolStr::new_static(provider)).collect();
    let values = context.environments.iter().map(|environment| Val::text(provider(environment)));
    let sealed = if providers.contains(&choices::SEALED_SECRETS.name) { ", sealed-secrets" } else { "" };
    let doc = format!(
        "Where they come from: existing (a Secret that you keep), install-values (values given to Helm), external-secrets{sealed}."
    );
    part.knob_from(
        context.secrets_path(chart, PROVIDER),
        doc,
        Schema::Choice(choices),
        values.collect(),
        of_secrets(Place::Block),
    );
    let named = context
        .environments
        .iter()
        .map(|environment| Val::text(environment.secrets.text(&secret::NAME).unwrap_or_default()));
    let doc = "Secret that holds the keys of this stack. Default: <fullname>-secrets.";
    let (path, origin) = (context.secrets_path(chart, "name"), of_secrets(Place::Field(&secret::NAME)));
    part.knob_from(path, doc, Schema::Pattern(OBJECT_NAME), named.collect(), origin);
    if providers.contains(&choices::EXTERNAL_SECRETS.name) {
        let readers = Readers::of(context, chart, &keys, choices::EXTERNAL_SECRETS.name, lowered);
        external::lower(context, chart, &keys, &readers, part);
    }
    if providers.contains(&choices::INSTALL_VALUES.name) {
        let readers = Readers::of(context, chart, &keys, choices::INSTALL_VALUES.name, lowered);
        from_values(context, chart, &keys, &readers, part);
    }
    if providers.contains(&choices::SEALED_SECRETS.name) {
        let readers = Readers::of(context, chart, &keys, choices::SEALED_SECRETS.name, lowered);
        sealed::lower(context, chart, &keys, &readers, part);
    }
}

impl Context<'_> {
    /// Whether anything of a chart has a secret.
    pub(super) fn has_secrets(&self, chart: usize) -> bool {
        let mut declared = self.secrets.iter().flatten();
        declared.any(|own| !own.is_kept() && self.charts.of_secret(&own.name) == chart)
    }
}

/// The providers that some environment uses; `existing` can always be chosen, for it needs nothing.
fn providers(context: &Context<'_>) -> Vec<&'static str> {
    let used = |name: &str| context.environments.iter().any(|environment| provider(environment) == name);
    let all = choices::PROVIDER.iter().map(|choice| choice.name);
    all.filter(|name| *name == choices::EXISTING.name || used(name)).collect()
}

fn provider(environment: &Environment<'_>) -> &'static str {
    match Provider::of(environment) {
        Provider::Existing => choices::EXISTING.name,
        Provider::InstallValues => choices::INSTALL_VALUES.name,
        Provider::ExternalSecrets => choices::EXTERNAL_SECRETS.name,
        Provider::SealedSecrets => choices::SEALED_SECRETS.name,
    }
}

/// Keys by the object that holds them.
fn objects<'k, 'a>(keys: &'k [Key<'a>]) -> BTreeMap<&'k secrets::Object, Vec<&'k Key<'a>>> {
    let mut objects: BTreeMap<&secrets::Object, Vec<&Key<'a>>> = BTreeMap::new();
    for key in keys {
        objects.entry(&key.declared.object).or_default().push(key);
    }
    objects
}

/// What the chart says where a secret is missing.
fn message(key: &Declared<'_>) -> String {
    key.message.map_or_else(|| format!("{} is required", title(&key.name)), str::to_owned)
}

/// `openai-api-key` for people: `Openai api key`.
fn title(name: &str) -> String {
    let words = name.replace(['-', '.', '_'], " ");
    let mut characters = words.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

fn of_secrets(place: Place) -> Origin {
    setting(&secret::SECRETS, place)
}

fn component() -> SmolStr {
    SmolStr::new_static("secrets")
}

fn object(kind: &str, api: &'static str, file: &str, name: &Expr, body: Vec<Entry>, when: Test) -> Object {
    let mut whole = vec![
        pair("apiVersion", Node::text(api)),
        pair("kind", Node::text(kind)),
        metadata::named(name, vec![Entry::Labels(component())], Vec::new()),
    ];
    whole.extend(body);
    Object {
        file: file.to_owned(),
        block: component(),
        when: Some(when),
        doc: None,
        body: whole,
        pieces: Vec::new(),
        chart_only: false,
    }
}

/// When an object of its own is read: its keys are of no use without each other.
fn when_read(name: &Expr, (holder, keys): (&secrets::Object, &[&Key<'_>]), readers: &Readers) -> Option<When> {
    (*holder != secrets::Object::Shared).then(|| readers.when(name, keys)).flatten()
}

/// When a key of the shared object is read.
fn when_key(name: &Expr, (holder, key): (&secrets::Object, &Key<'_>), readers: &Readers) -> Option<When> {
    (*holder == secrets::Object::Shared).then(|| readers.when(name, &[key])).flatten()
}

/// The name of an object of secrets.
fn object_name(context: &Context<'_>, chart: usize, holder: &secrets::Object) -> Expr {
    match holder {
        secrets::Object::Shared => context.secrets_object(chart),
        secrets::Object::Own(name) => Expr::Name(name.clone()),
        secrets::Object::Named(name) => Expr::Text(name.clone()),
    }
}

fn file_name(kind: &str, holder: &secrets::Object) -> String {
    match holder {
        secrets::Object::Shared => format!("{kind}.yaml"),
        secrets::Object::Own(name) | secrets::Object::Named(name) => format!("{kind}-{name}.yaml"),
    }
}

/// The Secret that the chart renders from values given at install time; the one object that only a chart has.
fn from_values(context: &Context<'_>, chart: usize, keys: &[Key<'_>], readers: &Readers, part: &mut Part) {
    let is_used = |when: Option<Test>| {
        let path = context.secrets_path(chart, PROVIDER);
        let own = Test::Is(path, SmolStr::new_static(choices::INSTALL_VALUES.name));
        Test::all([own.clone()].into_iter().chain(when)).unwrap_or(own)
    };
    let all = keys;
    for (holder, keys) in objects(all) {
        let name = object_name(context, chart, holder);
        let each = keys.iter().map(|key| when_key(&name, (holder, key), readers)).collect::<Option<Vec<When>>>();
        let whole = when_read(&name, (holder, &keys), readers).or_else(|| When::any(each?));
        let mut data = Vec::new();
        for key in &keys {
            let own = &key.declared;
            let path = context.secrets_path(chart, &names::values_key(&own.name.replace('.', "-")));
            let due = own.rotation.map(|rotation| format!(" Replaced every {}.", rotation.shown())).unwrap_or_default();
            let doc = format!("Given at install time, with provider install-values: {}.{due}", own.name);
            part.knob(path.clone(), doc, Schema::Secret, context.constant(Val::text("")));
            let value = Node::Text(Expr::Value(path.clone()));
            data.extend(tree::when(Some(Test::Value(path.clone())), vec![pair(own.key.clone(), value)]));
            match must((&name, holder), key, &keys, readers) {
                Must::Always => require(own, &path, is_used(None), part),
                Must::When(test) => require(own, &path, is_used(Some(test)), part),
                Must::Never => {}
            }
            // Two environments may keep one value below two keys, and ask different things of it.
            match when_key(&name, (holder, key), readers).or_else(|| whole.clone()) {
                _ if !readers.is_asked(&name, key) => {}
                Some(When { test, is_exact: true }) => constrain(own, &path, &is_used(Some(test)), part),
                read => {
                    let used = is_used(read.map(|when| when.test));
                    constrain(&keys::whichever(all, own), &path, &used, part);
                }
            }
        }
        let kind = keys.first().map_or("Opaque", |key| key.declared.kind.kubernetes);
        let body = vec![pair("type", Node::text(kind)), map("stringData", data)];
        let mut secret =
            object("Secret", "v1", &file_name("secret", holder), &name, body, is_used(whole.map(|when| when.test)));
        secret.chart_only = true;
        part.objects.push(secret);
    }
}

/// When the chart cannot do without a key: the keys of an object of its own are of no use without each other.
fn must((name, holder): (&Expr, &secrets::Object), key: &Key<'_>, keys: &[&Key<'_>], readers: &Readers) -> Must {
    match holder {
        secrets::Object::Shared => readers.must(name, &[key]),
        secrets::Object::Own(_) | secrets::Object::Named(_) => readers.must(name, keys),
    }
}

/// The chart refuses to do without a secret, with the declared message.
fn require(key: &Declared<'_>, path: &SmolStr, when: Test, part: &mut Part) {
    refuse(Refusal { when, message: message(key), keys: Vec::new(), required: Some(path.clone()) }, part);
}

/// The chart refuses a secret of the wrong form, with the declared message and never with the value.
fn constrain(key: &Declared<'_>, path: &SmolStr, used: &Test, part: &mut Part) {
    let mut wrong = |wrong: Test, message: String| {
        let when = Test::all([used.clone(), Test::Value(path.clone()), wrong.clone()]).unwrap_or(wrong);
        refuse(Refusal { when, message, keys: Vec::new(), required: None }, part);
    };
    if let Some(prefix) = key.constraints.prefix {
        let message = key.message.map_or_else(|| format!("{} begins with {prefix}", title(&key.name)), str::to_owned);
        wrong(!Test::Prefix(path.clone(), SmolStr::new(prefix)), message);
    }
    if let Some(least) = i64::try_from(key.constraints.min_length).ok().filter(|least| *least > 0) {
        wrong(Test::Shorter(path.clone(), least), format!("{} needs {least} characters", title(&key.name)));
    }
}

/// Another key of the secret may ask the same.
fn refuse(refusal: Refusal, part: &mut Part) {
    if !part.refusals.contains(&refusal) {
        part.refusals.push(refusal);
    }
}

/// The annotation by which another secret given at install time rolls the pods of what runs on. Each run of a job starts pods
/// anyway, and a Job's pods can't be changed.
pub(super) fn checksum(context: &Context<'_>, across: &Across<'_>) -> Vec<Entry> {
    if across.kind.is(&job::JOB) || across.kind.is(&job::CRON) {
        return Vec::new();
    }
    let chart = context.charts.of_block(across.kind, across.name);
    let used = context.environments.iter().any(|environment| provider(environment) == choices::INSTALL_VALUES.name);
    if !used || !context.has_secrets(chart) {
        return Vec::new();
    }
    let test = Test::Is(context.secrets_path(chart, PROVIDER), SmolStr::new_static(choices::INSTALL_VALUES.name));
    let entry = pair("checksum/secret", Node::Text(Expr::ValuesChecksum(context.secrets_of(chart))));
    vec![Entry::ChartOnly(tree::when(Some(test), vec![entry]))]
}

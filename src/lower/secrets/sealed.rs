//! The `SealedSecret`, which the controller in the cluster turns into a Secret.
//! <https://github.com/bitnami-labs/sealed-secrets>

use super::keys::Key;
use super::readers::{Must, Readers};
use super::{PROVIDER, component, file_name, must, object_name, objects, of_secrets, provider, when_read};
use crate::chart::tree::{Entry, Node, Object, Place, Test, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::{CONFIG_KEY, Schema};
use crate::lower::{Context, Holders, Part, metadata};
use crate::model::environment::Environment;
use crate::schema::{choices, secret};
use crate::secrets::sealed::{self, Scope, Sealed};
use crate::secrets::{self, Declared, Release};
use crate::types::names;
use smol_str::{SmolStr, format_smolstr};

pub(super) fn lower(context: &Context<'_>, chart: usize, keys: &[Key<'_>], readers: &Readers, part: &mut Part) {
    for (holder, keys) in objects(keys) {
        let sealed = sealed(context, keys.first().map(|key| &key.declared));
        let key = match holder {
            secrets::Object::Shared => secret::SECRETS.name.to_owned(),
            secrets::Object::Own(name) | secrets::Object::Named(name) => names::values_key(name),
        };
        let path = |rest: &str| context.secrets_path(chart, &format!("sealedSecrets.{key}.{rest}"));
        let data: Vec<Val> =
            context.environments.iter().zip(&sealed).map(|(own, sealed)| data(own, sealed.as_ref())).collect();
        let doc = "What kubeseal encrypted, for one cluster alone.";
        let origin = of_secrets(Place::Field(&secret::FILE));
        part.knob_from(path("encryptedData"), doc, Schema::Texts(CONFIG_KEY), data, origin);
        let annotations = scope(&sealed, &path("scope"), part);
        let kind = keys.first().map_or(choices::OPAQUE.kubernetes, |key| key.declared.kind.kubernetes);
        let name = object_name(context, chart, holder);
        let spec = vec![
            map("encryptedData", vec![Entry::Texts(path("encryptedData"))]),
            map("template", vec![pair("type", Node::text(kind))]),
        ];
        let is_used =
            Test::Is(context.secrets_path(chart, PROVIDER), SmolStr::new_static(choices::SEALED_SECRETS.name));
        let read = when_read(&name, (holder, &keys), readers);
        for key in &keys {
            let own = match must((&name, holder), key, &keys, readers) {
                Must::Always => None,
                Must::When(test) => Some(test),
                Must::Never => continue,
            };
            let has = Test::Has(path("encryptedData"), key.declared.key.clone());
            let message = format!("{} is not sealed: add it to {}", key.declared.key, path("encryptedData"));
            part.refuse(Test::all([is_used.clone()].into_iter().chain(own).chain([!has])), message);
        }
        let body = vec![
            pair("apiVersion", Node::text("bitnami.com/v1alpha1")),
            pair("kind", Node::text("SealedSecret")),
            metadata::named(&name, vec![Entry::Labels(component())], annotations),
            map("spec", spec),
        ];
        part.objects.push(Object {
            file: file_name("sealedsecret", holder),
            block: component(),
            // No server takes one of nothing.
            when: Test::all(
                [is_used, Test::Value(path("encryptedData"))].into_iter().chain(read.map(|when| when.test)),
            ),
            doc: None,
            body,
            pieces: Vec::new(),
            chart_only: false,
        });
    }
}

/// What each environment has sealed of the object that holds a key. A stack of several charts has none.
fn sealed(context: &Context<'_>, key: Option<&Declared<'_>>) -> Vec<Option<Sealed>> {
    let of = |environment| {
        let all = sealed::of(environment, context.companions)?;
        sealed::find(&all, &Release::of(environment, Holders::default()).object(key?)).cloned()
    };
    context.environments.iter().map(of).collect()
}

/// What an environment has sealed of an object: one that is sealed and has not got it says so, others have no say.
fn data(environment: &Environment<'_>, own: Option<&Sealed>) -> Val {
    match own {
        Some(own) => Val::Map(own.data.iter().map(|(key, text)| (key.clone(), Val::Text(text.clone()))).collect()),
        None if provider(environment) == choices::SEALED_SECRETS.name => Val::Map(Vec::new()),
        None => Val::Unset,
    }
}

/// The annotation by which the controller knows under which names it may unseal, where that is not only its own.
fn scope(sealed: &[Option<Sealed>], path: &SmolStr, part: &mut Part) -> Vec<Entry> {
    if sealed.iter().flatten().all(|own| own.scope == Scope::Strict) {
        return Vec::new();
    }
    let words = [Scope::Strict, Scope::Namespace, Scope::Cluster].map(|scope| SmolStr::new_static(scope.name()));
    let values = sealed.iter().map(|own| own.as_ref().map_or(Val::Unset, |own| Val::text(own.scope.name()))).collect();
    let doc = "Under which names it can be unsealed.";
    part.knob_from(path.clone(), doc, Schema::Choice(words.to_vec()), values, of_secrets(Place::Field(&secret::FILE)));
    let entry = |scope: Scope| {
        let annotation = format_smolstr!("sealedsecrets.bitnami.com/{}", scope.name());
        let test = Test::Is(path.clone(), SmolStr::new_static(scope.name()));
        Entry::When(test, vec![pair(annotation, Node::text("true"))], Vec::new())
    };
    vec![entry(Scope::Namespace), entry(Scope::Cluster)]
}

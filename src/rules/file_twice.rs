//! Two files of one volume at the same path, of which a pod would see one.
//! <https://kubernetes.io/docs/concepts/storage/projected-volumes/>

use super::{Context, Findings, config_keys, facts, finding};
use crate::diagnostics::Code;
use crate::model::environment::{Environment, View};
use crate::model::typed::Value;
use crate::schema::{Field, config, volume};
use crate::secrets::{self, Declared};
use crate::source::Span;
use std::cell::LazyCell;
use std::collections::BTreeMap;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    if !context.whole {
        return;
    }
    for environment in context.environments {
        let secrets = LazyCell::new(|| secrets::declared(environment));
        for pod in facts::pods(environment) {
            for volume in pod.blocks_of(&volume::VOLUME).filter(|volume| volume.bool(&volume::ENABLED)) {
                let mut files = Files::default();
                files.of_one(environment, volume, [&volume::CONFIG, &volume::SECRET], &secrets);
                for source in volume.blocks_of(&volume::SOURCE) {
                    files.of_one(environment, source, [&volume::SOURCE_CONFIG, &volume::SOURCE_SECRET], &secrets);
                    files.of_token(source);
                }
                if let Some((path, first, second)) = files.twice {
                    let message = format!("two files of volume `{}` are at `{path}`", volume.name);
                    let found = finding(Code::E0497, second, message).label(first, "the first is from here");
                    let help = "give one of them another path, in `items` of what it comes from";
                    findings.about(environment, pod, found.help(help));
                }
            }
        }
    }
}

/// The paths of a volume's files, each with what in the source makes it.
#[derive(Default)]
struct Files {
    all: BTreeMap<String, Span>,
    /// The first path that is there already, with both places.
    twice: Option<(String, Span, Span)>,
}

impl Files {
    fn add(&mut self, path: &str, place: Span) {
        if let Some(first) = self.all.insert(path.to_owned(), place) {
            self.twice.get_or_insert_with(|| (path.to_owned(), first, place));
        }
    }

    fn add_text(&mut self, path: &Value) {
        if let Some(text) = path.text() {
            self.add(text, path.span);
        }
    }

    /// The files of a configuration or a secret: the ones that are said, else all of its keys.
    fn of_one<'a>(
        &mut self,
        environment: &Environment<'a>,
        view: &View<'a>,
        [of_config, of_secret]: [&'static Field; 2],
        secrets: &LazyCell<Vec<Declared<'a>>, impl FnOnce() -> Vec<Declared<'a>>>,
    ) {
        let items = view.entries(&volume::ITEMS);
        if !items.is_empty() {
            for entry in items.values() {
                self.add_text(&entry.value);
            }
        } else if let Some((_, name)) = view.block(of_config) {
            let config = environment.on(&config::CONFIG, name);
            let keys = config.map(config_keys::keys).unwrap_or_default();
            for (key, _) in keys {
                self.add(key, view.place(of_config));
            }
        } else if let Some((_, name)) = view.block(of_secret) {
            let own = secrets.iter().filter(|secret| secrets::block_of(&secret.name) == name);
            for secret in own {
                self.add(&secret.key, view.place(of_secret));
            }
        }
    }

    fn of_token(&mut self, source: &View<'_>) {
        if source.value(&volume::AUDIENCE).is_none() {
            return;
        }
        match source.value(&volume::FILE) {
            Some(file) => self.add_text(file),
            None => self.add(source.name, source.head()),
        }
    }
}

//! A configuration that is larger than the object which holds it may be.
//! <https://kubernetes.io/docs/concepts/configuration/configmap/#motivation>

use super::{Context, Findings, finding};
use crate::companion::Wanted;
use crate::diagnostics::Code;
use crate::model::environment::View;
use crate::schema::config;

/// The most that keys and values may have in all, in bytes.
const LARGEST: usize = 1024 * 1024;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        for view in environment.all(&config::CONFIG).values().filter(|view| view.is_on()) {
            let keys = view.entries(&config::KEYS).iter();
            let keys = keys.map(|(key, entry)| key.len() + entry.value.literal().map_or(0, |text| text.len()));
            let files = view.blocks_of(&config::FILE).map(|file| (file.name.len() + size(context, file), file));
            let files: Vec<(usize, &View<'_>)> = files.collect();
            let all = keys.sum::<usize>() + files.iter().map(|(size, _)| size).sum::<usize>();
            if all <= LARGEST {
                continue;
            }
            let largest = files.iter().max_by_key(|(size, _)| *size);
            let place = largest.map_or_else(|| view.head(), |(_, file)| file.head());
            let message =
                format!("config `{}` has {} KiB, and no ConfigMap more than 1024", view.name, all.div_ceil(1024));
            let help = "make several of it, or bring the file in another way: in the image, or on a claim";
            findings.report(environment, finding(Code::E0423, place, message).help(help));
        }
    }
}

fn size(context: &Context<'_>, file: &View<'_>) -> usize {
    let of_project = || {
        let from = file.value(&config::FROM)?;
        let wanted = Wanted { by: from.span.file, path: from.text()?.clone() };
        context.companions.get(&wanted)?.as_ref().ok().map(Vec::len)
    };
    file.text(&config::TEXT).map(str::len).or_else(of_project).unwrap_or(0)
}

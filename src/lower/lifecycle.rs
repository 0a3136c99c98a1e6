//! Hooks: what a container does right after its start and right before its end.
//! <https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/>

use super::across::Across;
use super::knobs::{self, Built};
use super::{Part, probe};
use crate::chart::tree::{self, Entry, Place, map};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::model::environment::View;
use crate::schema::{self, lifecycle};
use smol_str::SmolStr;

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    Exec,
    Http,
    Sleep,
}

impl How {
    fn of(view: &View<'_>) -> How {
        if view.value(&lifecycle::EXEC).is_some() {
            How::Exec
        } else if view.value(&lifecycle::HTTP).is_some() {
            How::Http
        } else {
            How::Sleep
        }
    }

    fn name(self) -> &'static str {
        match self {
            How::Exec => "exec",
            How::Http => "http",
            How::Sleep => "sleep",
        }
    }
}

/// `lifecycle` of a block's container.
pub(super) fn lower(across: &Across<'_>, part: &mut Part) -> Entry {
    let mut entries = Vec::new();
    for (kind, target) in lifecycle::HOOKS {
        let own = across.nested(kind, "", &format!("lifecycle.{target}"));
        let built = across.built(|_, view| match view.child(kind) {
            Some(hook) => Built::As(SmolStr::new_static(How::of(&hook).name()), How::of(&hook)),
            None => Built::Nothing,
        });
        let doc = format!("What {target} does; nothing: there is none.");
        for (test, how) in part.chosen(&own.path("type"), doc, own.origin_of(Place::Block), built) {
            let body = branch(across, &own, how, part);
            entries.extend(tree::when(test, vec![map(target, body)]));
        }
    }
    map("lifecycle", entries)
}

fn branch(across: &Across<'_>, own: &Across<'_>, how: How, part: &mut Part) -> Vec<Entry> {
    match how {
        How::Exec => {
            let words = Schema::List(Box::new(Schema::Text));
            vec![map("exec", value(own, &lifecycle::EXEC, "command", &words, part))]
        }
        How::Http => {
            let mut get = value(own, &lifecycle::HTTP, "path", &Schema::Pattern("^/"), part);
            get.extend(probe::port_name(across, own, &lifecycle::PORT, part));
            get.extend(probe::scheme(own, &lifecycle::HTTPS, part));
            vec![map("httpGet", get)]
        }
        How::Sleep => {
            let seconds = Schema::Int(1, i64::from(i32::MAX));
            vec![map("sleep", value(own, &lifecycle::SLEEP, "seconds", &seconds, part))]
        }
    }
}

/// A value in which environments that do something else have no say.
fn value(
    own: &Across<'_>,
    field: &'static schema::Field,
    target: &str,
    schema: &Schema,
    part: &mut Part,
) -> Vec<Entry> {
    let values = own.said(|view| knobs::value_of(view, field).or(Some(Val::Unset)));
    part.settled(target, own.path(target), values, schema, own.origin(field), knobs::doc(field))
}

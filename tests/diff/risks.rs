//! Each risk is found where it is, and not near it. A fixture is `tests/diff/risks/<risk>/found/<claim>.yaml` or
//! `…/near/<claim>.yaml`: objects, a line `#### after`, and the objects afterwards. What people see of one that is found is the
//! snapshot beside it.

use crate::TEXT;
use crate::fixtures::{entries, isolated, snapshot, stem};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use todoc::diff::against::Against;
use todoc::diff::object::read;
use todoc::diff::print::{self, Notation, json};
use todoc::diff::risk::{CHART_VERSION, FIXED, RISKS, Risk};
use todoc::diff::rollout::{Rollout, rollout};

struct Fixture {
    path: PathBuf,
    before: Vec<Value>,
    after: Vec<Value>,
}

impl Fixture {
    fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        let (before, after) = text.split_once("#### after\n").expect("a fixture has two sides");
        let side = |text: &str| read(text).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        Self { path: path.to_owned(), before: side(before), after: side(after) }
    }

    fn rollout(&self) -> Rollout {
        rollout("prod", Some(&self.before), &self.after)
    }

    fn against(&self) -> Against {
        Against {
            stack: "shop".to_owned(),
            output: "dist".to_owned(),
            environments: vec![self.rollout()],
            charts: Vec::new(),
            forgotten: Vec::new(),
        }
    }
}

/// The risks that objects tell; what a chart's version tells, `src/diff/version/tests.rs` and `tests/diff/versions.rs` show.
fn risks() -> impl Iterator<Item = &'static Risk> {
    RISKS.iter().copied().filter(|risk| **risk != CHART_VERSION)
}

/// The fixtures of a risk that are `found` or `near`.
fn fixtures(risk: &str, what: &str) -> Vec<Fixture> {
    let folder = Path::new("tests/diff/risks").join(risk).join(what);
    let files = entries(&folder).into_iter().filter(|path| path.extension().is_some_and(|own| own == "yaml"));
    files.map(|path| Fixture::read(&path)).collect()
}

fn all() -> impl Iterator<Item = (&'static Risk, Fixture)> {
    let of = |risk: &'static Risk| {
        ["found", "near"]
            .into_iter()
            .flat_map(move |what| fixtures(risk.name, what).into_iter().map(move |own| (risk, own)))
    };
    risks().flat_map(of)
}

#[test]
fn risks_are_found_and_told_as_approved() {
    let mut failures = Vec::new();
    for risk in risks() {
        let found = fixtures(risk.name, "found");
        assert!(!found.is_empty(), "nothing shows {}", risk.name);
        for fixture in found {
            let against = fixture.against();
            if !against.effects().any(|effect| effect.risk == risk) {
                failures.push(format!("{} has not {}", fixture.path.display(), risk.name));
            }
            let text = print::against(&against, TEXT);
            let folder = fixture.path.parent().unwrap();
            if isolated(|| snapshot(folder, &stem(&fixture.path), &text)).is_err() {
                failures.push(format!("{} is told differently", fixture.path.display()));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn what_is_near_a_risk_is_none() {
    let mut failures = Vec::new();
    for risk in risks() {
        let near = fixtures(risk.name, "near");
        assert!(!near.is_empty(), "nothing is near {}", risk.name);
        for fixture in near {
            let rollout = fixture.rollout();
            assert!(
                !rollout.objects.is_empty() || risk.name == "rolls-pods",
                "{} changes nothing",
                fixture.path.display()
            );
            failures.extend(
                rollout
                    .effects()
                    .filter(|effect| effect.risk == risk)
                    .map(|effect| format!("{}: {}", fixture.path.display(), effect.what)),
            );
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_field_that_is_fixed_has_a_fixture() {
    let mut shown = BTreeSet::new();
    for fixture in fixtures("immutable", "found") {
        for object in fixture.rollout().objects {
            let own = object.effects.iter().filter(|effect| effect.risk.name == "immutable");
            shown.extend(own.map(|effect| (object.id.group.clone(), object.id.kind.clone(), effect.path.clone())));
        }
    }
    for fixed in FIXED {
        let own = (fixed.group.to_owned(), fixed.kind.to_owned(), fixed.path.to_owned());
        assert!(shown.contains(&own), "no fixture changes {own:?}");
    }
}

#[test]
fn nothing_happens_where_nothing_changes() {
    for (_, fixture) in all() {
        for side in [&fixture.before, &fixture.after] {
            let rollout = rollout("prod", Some(side), side);
            assert_eq!((rollout.objects.len(), rollout.alike), (0, side.len()), "{}", fixture.path.display());
        }
    }
}

#[test]
fn a_rollout_comes_back_from_json_and_tells_no_secret() {
    for (_, fixture) in all() {
        let against = fixture.against();
        let document = json::against(&against);
        let written = print::against(&against, Notation::Json);
        assert_eq!(serde_json::from_str::<json::Against>(&written).unwrap(), document, "{}", fixture.path.display());
        for text in [written, print::against(&against, TEXT), print::against(&against, Notation::Markdown)] {
            assert!(!text.contains("YQ==") && !text.contains("Yg=="), "{} shows a secret", fixture.path.display());
        }
    }
}

#[test]
fn both_ways_of_a_rollout_tell_of_the_same_places() {
    for (_, fixture) in all() {
        let (forth, back) = (fixture.rollout(), rollout("prod", Some(&fixture.after), &fixture.before));
        let places = |rollout: &Rollout| -> BTreeSet<String> {
            let of = |object: &todoc::diff::Object| {
                let places = object.changes.iter().map(|change| format!("{} {}", object.id, change.path));
                places.chain(std::iter::once(object.id.to_string())).collect::<Vec<_>>()
            };
            rollout.objects.iter().flat_map(of).collect()
        };
        assert_eq!(places(&forth), places(&back), "{}", fixture.path.display());
    }
}

#[test]
fn a_sentence_is_one_and_a_page_is_on_the_web() {
    for (_, fixture) in all() {
        for effect in fixture.rollout().effects() {
            assert!(
                !effect.what.is_empty() && !effect.what.ends_with('.') && !effect.what.contains('\n'),
                "{}",
                effect.what
            );
            assert!(effect.page.starts_with("https://"), "{}", effect.page);
        }
    }
}

//! What the validators that platform teams run say of every environment of every example, of the manifests and of what both Helms
//! render. Needs the feature `real-validators` and the tools that `tests/run.sh` installs.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test has a disk and starts programs")]
#![expect(clippy::print_stdout, reason = "it says what it did")]

#[expect(dead_code, reason = "other tests need more of it")]
mod support {
    pub(crate) mod cases;
    pub(crate) mod conformity;
    pub(crate) mod definitions;
    pub(crate) mod helm;
    pub(crate) mod objects;
    pub(crate) mod renderer;
    pub(crate) mod values;
    pub(crate) mod words;
}

mod validation {
    pub(crate) mod allowed;
    pub(crate) mod checkov;
    pub(crate) mod linter;
    pub(crate) mod score;
    pub(crate) mod sets;
    pub(crate) mod verdict;
}

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use support::helm::{self, Release};
use validation::allowed::{ALLOWED, SAID};
use validation::score;
use validation::sets::{self, Id, Set};
use validation::verdict::{self, Finding, VALIDATORS, Verdict};

/// The profiles that promise to be without findings.
const CLEAN: [&str; 2] = ["production", "staging"];

/// The examples, judged once for all tests.
struct Judged {
    sets: Vec<Set>,
    /// By validator, then by set.
    verdicts: [Vec<Verdict>; 4],
}

fn judged() -> &'static Judged {
    static JUDGED: OnceLock<Judged> = OnceLock::new();
    JUDGED.get_or_init(|| {
        // checkov passes over what is hidden, as folders are that `tempdir` makes.
        let folder = tempfile::Builder::new().prefix("validators-").tempdir().unwrap();
        let sets = sets::of_examples(folder.path());
        let verdicts = verdict::judge(&sets, folder.path());
        Judged { sets, verdicts }
    })
}

impl Judged {
    /// Every set with what a validator says of it.
    fn each(&self) -> impl Iterator<Item = (&'static str, &Set, &Verdict)> {
        let validators = VALIDATORS.iter().zip(&self.verdicts);
        validators
            .flat_map(|(validator, verdicts)| self.sets.iter().zip(verdicts).map(|(set, own)| (*validator, set, own)))
    }
}

#[test]
fn every_validator_looks_at_every_object() {
    let mut blind = BTreeSet::new();
    for (validator, set, verdict) in judged().each() {
        let is_unseen = |object: &&Id| !verdict.seen.contains(object);
        let (passed_over, unseen): (Vec<&Id>, Vec<&Id>) =
            set.objects.keys().filter(is_unseen).partition(|object| validator == "kube-score" && is_blind(object));
        assert!(unseen.is_empty(), "{validator} passes over {unseen:?} of {}", set.environment);
        blind.extend(passed_over.into_iter().map(|object| object.kind.clone()));
        assert!(
            verdict.seen.iter().all(|object| set.objects.contains_key(object)),
            "{validator} sees what is not there"
        );
    }
    assert!(blind.iter().eq(score::BLIND), "kube-score is blind for {blind:?}");
}

fn is_blind(object: &Id) -> bool {
    score::BLIND.contains(&object.kind.as_str())
}

#[test]
fn staging_and_production_have_no_finding_without_a_reason() {
    let mut report = String::new();
    let judged = judged();
    for (validator, set, verdict) in judged.each().filter(|(_, set, _)| CLEAN.contains(&set.profile.as_str())) {
        for finding in verdict.findings.iter().filter(|finding| !is_allowed(validator, finding, set)) {
            let Finding { rule, object } = finding;
            writeln!(report, "{} ({}): {validator} {rule}: {object}", set.environment, set.writers.join(", ")).unwrap();
        }
    }
    for (validator, verdicts) in VALIDATORS.iter().zip(&judged.verdicts) {
        let objects: usize = verdicts.iter().map(|verdict| verdict.seen.len()).sum();
        let findings: usize = verdicts.iter().map(|verdict| verdict.findings.len()).sum();
        println!("{objects} objects checked by {validator}, {findings} findings in {} sets", verdicts.len());
    }
    assert!(report.is_empty(), "\n{report}");
}

fn is_allowed(validator: &str, finding: &Finding, set: &Set) -> bool {
    let is_said = |said: &&(&str, &str, &str)| **said == (set.environment.as_str(), validator, finding.rule.as_str());
    ALLOWED.iter().any(|allowed| allowed.covers(validator, finding, set)) || SAID.iter().any(|said| is_said(&said))
}

#[test]
fn every_exception_is_needed() {
    for allowed in ALLOWED {
        let mut production = judged().each().filter(|(_, set, _)| set.profile == "production");
        let is_met = production.any(|(validator, set, verdict)| {
            verdict.findings.iter().any(|finding| allowed.covers(validator, finding, set))
        });
        assert!(is_met, "{} {} is found nowhere: take it off the list", allowed.validator, allowed.rule);
    }
    for (environment, own, rule) in SAID {
        let is_met = judged().each().any(|(validator, set, verdict)| {
            (validator, set.environment.as_str()) == (own, environment)
                && verdict.findings.iter().any(|finding| finding.rule == *rule)
        });
        assert!(is_met, "{environment}: {own} {rule} is not found any more: take it off the list");
    }
}

/// How often each rule is broken in each environment, so that a change shows.
#[test]
fn findings_are_those_that_were_approved() {
    let mut counted: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for (validator, set, verdict) in judged().each() {
        let head = format!(
            "{} ({}), {}: {} objects",
            set.environment,
            set.profile,
            set.writers.join(" and "),
            set.objects.len()
        );
        let rules = counted.entry(head).or_default();
        for finding in &verdict.findings {
            *rules.entry(format!("{validator} {}", finding.rule)).or_default() += 1;
        }
    }
    let mut text = String::new();
    for (head, rules) in counted {
        writeln!(text, "{head}").unwrap();
        for (rule, count) in rules {
            writeln!(text, "  {count:3} {rule}").unwrap();
        }
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_snapshot_path(".");
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("validators", text));
}

#[test]
fn the_page_tells_every_rule_that_is_not_followed() {
    let mut rows: BTreeMap<&str, (Vec<String>, &str)> = BTreeMap::new();
    for allowed in ALLOWED {
        let row = rows.entry(allowed.wants).or_insert((Vec::new(), allowed.reason));
        row.0.push(format!("{} `{}`", allowed.validator, allowed.rule));
    }
    let mut table = "| what the rule wants | rule | why it is not followed |\n|---|---|---|\n".to_owned();
    for (wants, (rules, reason)) in rows {
        writeln!(table, "| {wants} | {} | {reason} |", rules.join(", ")).unwrap();
    }
    holds("docs/validators.md", "rules", &table);
}

#[test]
fn the_readme_tells_what_was_counted() {
    let folder = tempfile::Builder::new().prefix("validators-").tempdir().unwrap();
    let [_, helm] = helm::both();
    let created = folder.path().join("app");
    helm.create(&created).unwrap();
    let values = [Path::new("examples/todo-app/rendered/todo-app/values-prod.yaml").to_owned()];
    let charts: [(&str, &Path, &[PathBuf]); 3] = [
        ("a chart as `helm create` makes it, one service", &created, &[]),
        (
            "[a chart by hand](tests/charts/by-hand/values.yaml) of examples/todo-app",
            Path::new("tests/charts/by-hand"),
            &[],
        ),
        ("todoc's chart of examples/todo-app in production", Path::new("examples/todo-app/rendered/todo-app"), &values),
    ];
    let sets = charts.map(|(name, chart, values)| {
        let release = Release { name: "todo-app", namespace: "production", values };
        let text = helm.template_with_tests(chart, &release).unwrap();
        let folder = folder.path().join(format!("set-{}", name.len()));
        Set::write(folder, name, "production", helm.name, &text)
    });
    let verdicts = verdict::judge(&sets, folder.path());
    let mut table = format!("| | objects | {} |\n|---|---|---|---|---|---|\n", VALIDATORS.join(" | "));
    for (index, set) in sets.iter().enumerate() {
        let own = VALIDATORS.iter().zip(&verdicts).map(|(validator, all)| counted(validator, &all[index], set));
        writeln!(table, "| {} | {} | {} |", set.environment, set.objects.len(), own.collect::<Vec<_>>().join(" | "))
            .unwrap();
    }
    holds("README.md", "validators", &table);
}

/// How many rules are broken, and how many of those that todoc follows.
fn counted(validator: &str, verdict: &Verdict, set: &Set) -> String {
    let unseen = set.objects.keys().filter(|object| !verdict.seen.contains(object) && !is_blind(object)).count();
    assert_eq!(unseen, 0, "{validator} looks at all of {}", set.environment);
    let is_followed =
        |finding: &&Finding| !ALLOWED.iter().any(|own| (own.validator, own.rule) == (validator, &finding.rule));
    format!("{} ({})", verdict.findings.len(), verdict.findings.iter().filter(is_followed).count())
}

/// Fails unless a page has a table between its marks; writes it where that is asked for.
fn holds(page: &str, name: &str, table: &str) {
    let text = fs::read_to_string(page).unwrap();
    let (head, rest) =
        text.split_once(&format!("<!-- {name}: ")).unwrap_or_else(|| panic!("{page} has no mark {name}"));
    let (mark, rest) = rest.split_once("-->\n\n").unwrap();
    let tail = rest.find("\n\n").map_or("", |end| &rest[end + 1..]);
    let fresh = format!("{head}<!-- {name}: {mark}-->\n\n{table}{tail}");
    if std::env::var_os("TODOC_UPDATE").is_some() {
        fs::write(page, &fresh).unwrap();
    }
    assert!(
        fs::read_to_string(page).unwrap() == fresh,
        "{page} is stale: run `TODOC_UPDATE=1 tests/run.sh validators`"
    );
}

/// A validator that finds nothing anywhere would pass all of the above.
#[test]
fn planted_faults_are_found() {
    let folder = tempfile::Builder::new().prefix("validators-").tempdir().unwrap();
    let well = judged().sets.iter().find(|set| set.profile == "production").unwrap();
    let text = &well.yaml;
    let faults = [
        (
            "privileged",
            "allowPrivilegeEscalation: false",
            "allowPrivilegeEscalation: false\n            privileged: true",
        ),
        ("unknown", "enableServiceLinks: false", "enableServiceLink: false"),
        ("operator", "refreshInterval:", "refreshIntervals:"),
    ];
    let sets = faults.map(|(name, right, wrong)| {
        assert!(text.contains(right));
        Set::write(folder.path().join(name), name, "production", "manifests", &text.replacen(right, wrong, 1))
    });
    let verdicts = verdict::judge(&sets, folder.path());
    let rules = |validator: usize, set: usize| -> Vec<&str> {
        verdicts[validator][set].findings.iter().map(|finding| finding.rule.as_str()).collect()
    };
    assert!(rules(0, 0).is_empty());
    assert!(rules(0, 1).iter().any(|rule| rule.contains("enableServiceLink")), "{:?}", rules(0, 1));
    assert!(rules(0, 2).iter().any(|rule| rule.contains("refreshIntervals")), "{:?}", rules(0, 2));
    for (validator, rule) in
        [(1, "privileged-container"), (2, "container-security-context-privileged"), (3, "CKV_K8S_16")]
    {
        assert!(rules(validator, 0).contains(&rule), "{}: {:?}", VALIDATORS[validator], rules(validator, 0));
    }
}

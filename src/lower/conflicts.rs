//! What the chart refuses because two keys of its values contradict each other. In a source the rules tell of it; in values that
//! are turned by hand only the chart can, before an API server does with half of a release applied.

use super::Part;
use crate::chart::tree::{Expr, Path, Test};
use crate::chart::values::schema::Schema;
use crate::chart::values::{Knob, Val};
use smol_str::{SmolStr, format_smolstr};
use std::net::IpAddr;

/// Refuses every such pair of keys.
pub(super) fn lower(part: &mut Part) {
    let keys = Keys(&part.knobs);
    let mut found = Vec::new();
    for conflicts in [headless, families, names, rights, processes, restarts, indexes, devices, schedules] {
        conflicts(keys, &mut found);
    }
    for (when, message, keys) in found {
        part.refuse_keys(when, message, keys);
    }
}

/// When, what is said then, and the keys that it names.
type Found = Vec<(Option<Test>, &'static str, Vec<Path>)>;

/// The keys of a part.
#[derive(Clone, Copy)]
struct Keys<'k>(&'k [Knob]);

impl<'k> Keys<'k> {
    fn get(self, path: &str) -> Option<&'k Knob> {
        self.0.iter().find(|knob| knob.path == path)
    }

    /// Keys that end in a path, each with the map that the path begins in.
    fn ending(self, end: &'static str) -> impl Iterator<Item = (&'k str, &'k Knob)> {
        let map = move |path: &'k str| path.strip_suffix(end)?.strip_suffix('.');
        self.0.iter().filter_map(move |knob| Some((map(&knob.path)?, knob)))
    }

    /// Two keys of one map.
    fn pairs(self, one: &'static str, other: &'static str) -> impl Iterator<Item = (&'k Path, &'k Path)> {
        let beside = move |map: &str| self.get(&format_smolstr!("{map}.{other}"));
        self.ending(one).filter_map(move |(map, knob)| Some((&knob.path, &beside(map)?.path)))
    }

    /// Tests of which all hold, where everything that a key belongs to is switched on.
    fn used(self, path: &str, tests: impl IntoIterator<Item = Test>) -> Option<Test> {
        let above = path.match_indices('.').filter_map(|(at, _)| path.get(..at));
        let switches = above.filter_map(|map| self.get(&format_smolstr!("{map}.enabled")));
        let switches = switches.filter(|knob| knob.path != path).map(|knob| Test::Value(knob.path.clone()));
        Test::all(switches.chain(tests))
    }
}

/// Whether a key is one of those of its words that begin so.
fn begins(knob: &Knob, beginnings: &[&str]) -> Option<Test> {
    let Schema::Choice(words) = &knob.schema else { return None };
    let words = words.iter().filter(|word| beginnings.iter().any(|own| word.starts_with(own)));
    Test::any(words.map(|word| Test::Is(knob.path.clone(), word.clone())))
}

fn is(path: &Path, word: &'static str) -> Test {
    Test::Is(path.clone(), SmolStr::new_static(word))
}

/// <https://kubernetes.io/docs/concepts/services-networking/service/#headless-services>
fn headless(keys: Keys<'_>, found: &mut Found) {
    for (address, kind) in keys.pairs("clusterIP", "type") {
        let when = keys.used(address, [is(address, "None"), !is(kind, "ClusterIP")]);
        found.push((when, "{} is None, which goes only with {} ClusterIP", vec![address.clone(), kind.clone()]));
    }
}

/// <https://kubernetes.io/docs/concepts/services-networking/dual-stack/#services>
fn families(keys: Keys<'_>, found: &mut Found) {
    for (families, policy) in keys.pairs("ipFamilies", "ipFamilyPolicy") {
        let has = |family| Test::Lists(families.clone(), Box::new(Expr::text(family)));
        let when = keys.used(families, [is(policy, "SingleStack"), has("IPv4"), has("IPv6")]);
        let message = "{} names two families, which does not go with {} SingleStack";
        found.push((when, message, vec![families.clone(), policy.clone()]));
    }
}

/// <https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-dns-policy>
fn names(keys: Keys<'_>, found: &mut Found) {
    for (policy, config) in keys.pairs("dnsPolicy", "dnsConfig") {
        let Some(Schema::Choice(words)) = keys.get(config).map(|knob| &knob.schema) else { continue };
        // A word begins with the servers that it stands for.
        let is_server = |word: &str| word.split(", ").next().is_some_and(|first| first.parse::<IpAddr>().is_ok());
        let servers = words.iter().filter(|word| is_server(word)).map(|word| Test::Is(config.clone(), word.clone()));
        let tests = [is(policy, "None")].into_iter().chain(Test::any(servers).map(|any| !any));
        let message = "{} is None, which goes only with name servers in {}";
        found.push((keys.used(policy, tests), message, vec![policy.clone(), config.clone()]));
    }
}

/// <https://kubernetes.io/docs/concepts/security/pod-security-standards/>
fn rights(keys: Keys<'_>, found: &mut Found) {
    for (all, more) in keys.pairs("privileged", "allowPrivilegeEscalation") {
        let when = keys.used(all, [Test::Value(all.clone()), !Test::Value(more.clone())]);
        found.push((when, "{} gives all rights, which goes only with {}", vec![all.clone(), more.clone()]));
    }
}

/// <https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/>
fn processes(keys: Keys<'_>, found: &mut Found) {
    for (shared, node) in keys.pairs("shareProcessNamespace", "hostPID") {
        let when = keys.used(shared, [shared, node].map(|path| Test::Value(path.clone())));
        let message = "{} shows the processes of the pod, and {} those of the node: set one of them";
        found.push((when, message, vec![shared.clone(), node.clone()]));
    }
}

/// <https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy>
fn restarts(keys: Keys<'_>, found: &mut Found) {
    for (map, restart) in keys.ending("restartPolicy") {
        for rule in failures(keys, map) {
            let set = Test::Value(rule.path.clone());
            let when = keys.used(&restart.path, [set, !is(&restart.path, "Never")]);
            found.push((when, "{} goes only with {} Never", vec![rule.path.clone(), restart.path.clone()]));
        }
    }
}

/// <https://kubernetes.io/docs/concepts/workloads/controllers/job/#backoff-limit-per-index>
fn indexes(keys: Keys<'_>, found: &mut Found) {
    for (map, limit) in keys.ending("backoffLimitPerIndex") {
        for rule in failures(keys, map) {
            let tests = begins(rule, &["FailIndex"]).map(|fails| [fails, !Test::Set(limit.path.clone())]);
            let when = tests.and_then(|tests| keys.used(&rule.path, tests));
            let message = "{} fails an index, which goes only with {}";
            found.push((when, message, vec![rule.path.clone(), limit.path.clone()]));
        }
    }
}

/// The keys that say what a failure means.
fn failures<'k>(keys: Keys<'k>, map: &str) -> impl Iterator<Item = &'k Knob> {
    let below = format_smolstr!("{map}.podFailure.");
    keys.0.iter().filter(move |knob| knob.path.starts_with(below.as_str()))
}

/// <https://kubernetes.io/docs/concepts/storage/persistent-volumes/#raw-block-volume-support>
fn devices(keys: Keys<'_>, found: &mut Found) {
    for (mode, kind) in keys.pairs("volumeMode", "type") {
        let claimed = keys.get(kind).and_then(|kind| begins(kind, &["claim", "existing"]));
        let when = claimed.and_then(|claimed| keys.used(mode, [is(mode, "Block"), !claimed]));
        found.push((when, "{} is Block, which goes only with a claim as {}", vec![mode.clone(), kind.clone()]));
    }
}

/// What is off everywhere may have no time; who switches it on has to say one.
fn schedules(keys: Keys<'_>, found: &mut Found) {
    for (_, time) in keys.ending("schedule") {
        if time.values.iter().all(|value| *value == Val::Unset) {
            let when = keys.used(&time.path, [!Test::Set(time.path.clone())]);
            found.push((when, "{} is not set", vec![time.path.clone()]));
        }
    }
}

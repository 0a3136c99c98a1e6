//! Rights of a service account that reach further than they look, or nowhere.
//! <https://kubernetes.io/docs/concepts/security/rbac-good-practices/>

use super::{Context, Findings, facts, finding};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::View;
use crate::model::typed::Value;
use crate::schema::account::{CLUSTER_RULE, GROUPS, NAMES, RESOURCES, RULE, SERVICE_ACCOUNT, VERBS};
use crate::schema::{Field, job};
use smol_str::SmolStr;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for environment in context.environments {
        let own = facts::pods(environment).filter(|view| view.value(&job::BEFORE).is_none());
        for view in own {
            let Some(account) = view.child(&SERVICE_ACCOUNT) else { continue };
            for rule in [&RULE, &CLUSTER_RULE].into_iter().flat_map(|kind| account.children(kind)) {
                let found = [broad(view, &rule), reads_secrets(view, &rule)].into_iter().flatten();
                found.chain(without_effect(&rule)).for_each(|found| findings.about(environment, view, found));
            }
        }
    }
}

/// Verbs by which an account can give itself more.
const ESCALATING: [&str; 3] = ["escalate", "bind", "impersonate"];

fn broad(view: &View<'_>, rule: &View<'_>) -> Option<Diagnostic> {
    let words = [&VERBS, &RESOURCES, &GROUPS].into_iter().flat_map(|field| rule.list(field));
    let (word, span) = words.filter_map(|word| Some((word.literal()?, word.span))).find(|(word, _)| is_broad(word))?;
    let message = format!("rule `{}` of {} `{}` allows `{word}`", rule.name, view.kind.name, view.name);
    let found = finding(Code::W0460, span, message);
    Some(if word == "*" {
        let note = "everything is meant, also what the next version of Kubernetes or another operator adds";
        found.note(note).help("name what the program needs")
    } else {
        found.note("with it an account can get rights that it was not given")
    })
}

fn is_broad(word: &str) -> bool {
    word == "*" || ESCALATING.contains(&word)
}

fn reads_secrets(view: &View<'_>, rule: &View<'_>) -> Option<Diagnostic> {
    let has = |field: &'static Field, words: &[&str]| rule.texts(field).any(|word| words.contains(&word.as_str()));
    if !rule.list(&NAMES).is_empty() || !has(&VERBS, &["get", "list", "watch"]) || !has(&GROUPS, &["", "*"]) {
        return None;
    }
    let secrets = rule.list(&RESOURCES).iter().find(|word| word.text().is_some_and(|word| word == "secrets"))?;
    let whose = if rule.kind.is(&RULE) { "every secret of its namespace" } else { "every secret of the cluster" };
    let message = format!("{} `{}` can read {whose}", view.kind.name, view.name);
    let note = "who gets into one of its pods then has them all, those of other applications too";
    Some(
        finding(Code::W0461, secrets.span, message).note(note).help("write `names = [\"…\"]` with those that it needs"),
    )
}

/// What a rule says of a kind of object that it does not reach.
fn without_effect(rule: &View<'_>) -> Vec<Diagnostic> {
    let groups: Vec<SmolStr> = facts::texts(rule, &GROUPS);
    // A group that is not known can have any resource.
    if groups.iter().any(|group| !KNOWN.iter().any(|known| known.group == group)) {
        return Vec::new();
    }
    rule.list(&RESOURCES).iter().filter_map(|word| unreached(rule, &groups, word)).collect()
}

fn unreached(rule: &View<'_>, groups: &[SmolStr], word: &Value) -> Option<Diagnostic> {
    let text = word.literal()?;
    let (resource, rest) = text
        .split_once('/')
        .map_or((text.as_str(), ""), |(resource, _)| (resource, text.get(resource.len()..).unwrap_or_default()));
    let found = |message: String| Some(finding(Code::E0464, word.span, message));
    let Some(known) = KNOWN.iter().find(|known| known.all().any(|own| own == resource)) else {
        let plural = plural(resource)?;
        return Some(found(format!("`{text}` is no resource"))?.edit(word.span, format!("\"{plural}{rest}\"")));
    };
    if !groups.iter().any(|group| group == known.group) {
        let message = format!("`{text}` is in the API group `{}`", known.group);
        let found = found(message)?.help(format!("write `groups = [\"{}\"]`, in a rule of its own", known.group));
        return Some(match rule.field(&GROUPS) {
            Some(groups) => found.label(groups.value.span, "not in these groups"),
            None => found,
        });
    }
    if rule.kind.is(&RULE) && known.of_cluster.contains(&resource) {
        let message = format!("`{text}` is in no namespace, and a `rule` reaches no further");
        return Some(found(message)?.help("write `cluster_rule` instead"));
    }
    None
}

/// The resource that somebody means who writes its kind: `Pod`, `pod`.
fn plural(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    let all = || KNOWN.iter().flat_map(Known::all);
    all().find(|own| *own == word).or_else(|| {
        let forms = [format!("{word}s"), format!("{word}es"), format!("{}ies", word.trim_end_matches('y'))];
        all().find(|own| forms.iter().any(|form| form == own))
    })
}

/// The resources of an API group.
struct Known {
    group: &'static str,
    in_namespace: &'static [&'static str],
    of_cluster: &'static [&'static str],
}

impl Known {
    fn all(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.in_namespace.iter().chain(self.of_cluster).copied()
    }
}

/// What every cluster has, as `kubectl api-resources` shows it. A Role reaches the namespace that it stands in, too.
static KNOWN: &[Known] = &[
    Known {
        group: "",
        in_namespace: &[
            "pods",
            "services",
            "configmaps",
            "secrets",
            "endpoints",
            "events",
            "serviceaccounts",
            "persistentvolumeclaims",
            "replicationcontrollers",
            "resourcequotas",
            "limitranges",
            "podtemplates",
            "bindings",
            "namespaces",
        ],
        of_cluster: &["nodes", "persistentvolumes"],
    },
    Known {
        group: "apps",
        in_namespace: &["deployments", "statefulsets", "daemonsets", "replicasets", "controllerrevisions"],
        of_cluster: &[],
    },
    Known { group: "batch", in_namespace: &["jobs", "cronjobs"], of_cluster: &[] },
    Known { group: "autoscaling", in_namespace: &["horizontalpodautoscalers"], of_cluster: &[] },
    Known { group: "policy", in_namespace: &["poddisruptionbudgets"], of_cluster: &[] },
    Known {
        group: "networking.k8s.io",
        in_namespace: &["ingresses", "networkpolicies"],
        of_cluster: &["ingressclasses"],
    },
    Known {
        group: "rbac.authorization.k8s.io",
        in_namespace: &["roles", "rolebindings"],
        of_cluster: &["clusterroles", "clusterrolebindings"],
    },
    Known { group: "coordination.k8s.io", in_namespace: &["leases"], of_cluster: &[] },
    Known { group: "discovery.k8s.io", in_namespace: &["endpointslices"], of_cluster: &[] },
    Known {
        group: "storage.k8s.io",
        in_namespace: &["csistoragecapacities"],
        of_cluster: &["storageclasses", "volumeattachments", "csidrivers", "csinodes"],
    },
    Known { group: "scheduling.k8s.io", in_namespace: &[], of_cluster: &["priorityclasses"] },
    Known { group: "apiextensions.k8s.io", in_namespace: &[], of_cluster: &["customresourcedefinitions"] },
    Known { group: "metrics.k8s.io", in_namespace: &["pods"], of_cluster: &["nodes"] },
];

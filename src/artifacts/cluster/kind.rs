//! A kind cluster.
//! <https://kind.sigs.k8s.io/docs/user/quick-start/>, <https://kind.sigs.k8s.io/docs/user/configuration/>

use super::Script;
use crate::model::environment::View;
use crate::schema::environment as settings;
use crate::schema::{port, service};
use std::fmt::Write as _;

/// The node image of each version of Kubernetes, of the last release of kind that had one (0.27 to 0.32): there is none without a patch.
/// <https://github.com/kubernetes-sigs/kind/releases>
const NODES: &[&str] = &["1.29.14", "1.30.13", "1.31.14", "1.32.11", "1.33.7", "1.34.3", "1.35.0", "1.36.1"];

/// <https://kubernetes.github.io/ingress-nginx/deploy/#quick-start>
const INGRESS: &str = "https://raw.githubusercontent.com/kubernetes/ingress-nginx/controller-v1.14.0/deploy/static/provider/kind/deploy.yaml";

/// <https://github.com/kubernetes-sigs/metrics-server#installation>
const METRICS: &str = "https://github.com/kubernetes-sigs/metrics-server/releases/download/v0.8.0/components.yaml";

pub(super) fn write(script: &Script<'_, '_>, out: &mut String) {
    let name = script.name();
    room(script, out);
    let image = node_image(script, out);
    let _ = writeln!(out, "if ! kind get clusters 2>/dev/null | grep -Fx {name} >/dev/null; then");
    let _ = write!(out, "  kind create cluster --name {name}");
    if let Some(version) = image {
        let _ = write!(out, " --image {}", crate::shell::word(&format!("kindest/node:v{version}")));
    }
    out.push_str(" --wait 3m --config - <<'EOF'\n");
    node(script, out);
    out.push_str("EOF\nfi\n");
    ingress(script, out);
    metrics(script, out);
    script.load_images(&format!("kind load docker-image \"$image\" --name {name}"), out);
}

/// kind's node is a container without bounds.
fn room(script: &Script<'_, '_>, out: &mut String) {
    let cpus = script.cluster.int(&settings::CPUS).map(|cpus| format!("{cpus} processors"));
    let memory = script.cluster.quantity(&settings::MEMORY).map(|memory| format!("{memory} of memory"));
    let declared: Vec<String> = cpus.into_iter().chain(memory).collect();
    if !declared.is_empty() {
        let _ = writeln!(out, "# The node has what Docker has, which should be at least {}.", declared.join(" and "));
    }
}

/// The full version whose node image runs; none for kind's own default.
fn node_image<'s>(script: &'s Script<'_, '_>, out: &mut String) -> Option<&'s str> {
    let version = script.cluster.text(&settings::KUBERNETES)?.trim_start_matches('v');
    if version.split('.').count() == 3 {
        return Some(version);
    }
    let is_patch = |known: &&&str| known.strip_prefix(version).is_some_and(|rest| rest.starts_with('.'));
    let known = NODES.iter().find(is_patch).copied();
    if known.is_none() {
        // What a param brings was not checked, and a line break would end the comment.
        let version: String = version.chars().filter(|sign| sign.is_ascii_alphanumeric() || *sign == '.').collect();
        let _ = writeln!(
            out,
            "# No node image of {version} is known here, so kind's own default runs; `kubernetes = \"{version}.N\"` names one."
        );
    }
    known
}

/// The node. Node ports and those of the ingress controller are reached at localhost.
fn node(script: &Script<'_, '_>, out: &mut String) {
    out.push_str("kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes:\n  - role: control-plane\n");
    let mut ports: Vec<i64> = Vec::new();
    if script.needs_ingress() {
        out.push_str("    labels:\n      ingress-ready: \"true\"\n");
        ports.extend([80, 443]);
    }
    let services = script.environment.all(&service::SERVICE).values().filter(|view| view.is_on());
    let of = |view: &View<'_>| {
        view.children(&port::PORT).iter().filter_map(|port| port.int(&port::NODE_PORT)).collect::<Vec<_>>()
    };
    ports.extend(services.flat_map(of));
    if !ports.is_empty() {
        out.push_str("    extraPortMappings:\n");
    }
    for number in ports {
        let _ = writeln!(out, "      - containerPort: {number}\n        hostPort: {number}");
    }
}

fn ingress(script: &Script<'_, '_>, out: &mut String) {
    if script.needs_ingress() {
        let context = format!("--context kind-{}", script.name());
        let _ = write!(
            out,
            "\n# The ingress controller.\nkubectl {context} apply --filename {INGRESS}\n\
             kubectl {context} --namespace ingress-nginx rollout status deployment/ingress-nginx-controller --timeout 5m\n"
        );
    }
}

/// The certificates of kind's kubelets are signed by no one.
fn metrics(script: &Script<'_, '_>, out: &mut String) {
    if script.needs_metrics() {
        let context = format!("--context kind-{}", script.name());
        let patch =
            r#"[{"op": "add", "path": "/spec/template/spec/containers/0/args/-", "value": "--kubelet-insecure-tls"}]"#;
        let _ = write!(
            out,
            "\n# What autoscalers ask.\nkubectl {context} apply --filename {METRICS}\n\
             kubectl {context} --namespace kube-system patch deployment metrics-server --type json \\\n  --patch '{patch}'\n"
        );
    }
}

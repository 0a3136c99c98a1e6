//! `cluster/ENV.sh`: starts the local cluster that an environment declares.
//! <https://minikube.sigs.k8s.io/docs/commands/start/>, <https://kind.sigs.k8s.io/docs/user/quick-start/>

use crate::model::environment::{Environment, View};
use crate::schema::environment as settings;
use crate::schema::{choices, ingress, service};
use std::fmt::Write as _;

/// The start script of an environment; none where it declares no cluster.
#[must_use]
pub fn start_script(environment: &Environment<'_>) -> Option<String> {
    let cluster = environment.all(&settings::CLUSTER).values().next()?;
    let mut out = String::from("#!/usr/bin/env bash\n");
    let _ = writeln!(
        out,
        "# Starts the cluster of {} that environment {} declares. Written by todoc.",
        environment.stack.name, environment.name
    );
    out.push_str("set -euo pipefail\n\n");
    if cluster.name == choices::KIND.name {
        kind(environment, cluster, &mut out);
    } else {
        minikube(environment, cluster, &mut out);
    }
    Some(out)
}

fn minikube(environment: &Environment<'_>, cluster: &View<'_>, out: &mut String) {
    let profile = environment.stack.name;
    let _ = write!(out, "minikube start --profile {profile}");
    let text = |field| cluster.text(field).map(str::to_owned);
    let options = [
        ("driver", cluster.choice(&settings::DRIVER_FIELD).map(|driver| driver.kubernetes.to_owned())),
        ("cpus", cluster.int(&settings::CPUS).map(|cpus| cpus.to_string())),
        ("memory", mebibytes(cluster, &settings::MEMORY)),
        ("disk-size", mebibytes(cluster, &settings::DISK)),
        (
            "kubernetes-version",
            text(&settings::KUBERNETES).map(|version| format!("v{}", version.trim_start_matches('v'))),
        ),
    ];
    for (name, value) in options {
        if let Some(value) = value {
            let _ = write!(out, " \\\n  --{name} {value}");
        }
    }
    out.push('\n');
    let routed = environment.all(&ingress::INGRESS).values().any(View::is_on);
    let addons = [("ingress", routed), ("metrics-server", scales(environment))];
    for (addon, _) in addons.iter().filter(|(_, needed)| *needed) {
        let _ = writeln!(out, "minikube addons enable {addon} --profile {profile}");
    }
}

/// Megabytes as minikube takes them.
fn mebibytes(cluster: &View<'_>, field: &'static crate::schema::Field) -> Option<String> {
    cluster.quantity(field).map(|quantity| format!("{}mb", quantity.units() / (1024 * 1024)))
}

fn scales(environment: &Environment<'_>) -> bool {
    let services = environment.all(&service::SERVICE).values().filter(|view| view.is_on());
    services.map(crate::model::scale::scale).any(|scale| scale.most > scale.least)
}

/// kind maps node ports to the machine, so that they are reached at localhost.
fn kind(environment: &Environment<'_>, cluster: &View<'_>, out: &mut String) {
    let name = environment.stack.name;
    let version = cluster.text(&settings::KUBERNETES).map(|version| version.trim_start_matches('v'));
    // kind publishes its node images under full versions only.
    let full = version.filter(|version| version.split('.').count() == 3);
    if let (Some(version), None) = (version, full) {
        let _ =
            writeln!(out, "# {version} is no full version, so kind's own default runs; say for instance {version}.0.");
    }
    let _ = write!(out, "kind create cluster --name {name}");
    if let Some(version) = full {
        let _ = write!(out, " --image kindest/node:v{version}");
    }
    out.push_str(
        " --config - <<'EOF'\nkind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes:\n  - role: control-plane\n",
    );
    let mut first = true;
    for view in environment.all(&service::SERVICE).values().filter(|view| view.is_on()) {
        for number in view
            .children(&crate::schema::port::PORT)
            .iter()
            .filter_map(|port| port.int(&crate::schema::port::NODE_PORT))
        {
            if first {
                out.push_str("    extraPortMappings:\n");
                first = false;
            }
            let _ = writeln!(out, "      - containerPort: {number}\n        hostPort: {number}");
        }
    }
    out.push_str("EOF\n");
}

//! A minikube cluster.
//! <https://minikube.sigs.k8s.io/docs/commands/start/>, <https://minikube.sigs.k8s.io/docs/commands/image/#minikube-image-load>

use super::Script;
use crate::schema::Field;
use crate::schema::environment as settings;
use std::fmt::Write as _;

pub(super) fn write(script: &Script<'_, '_>, out: &mut String) {
    let (cluster, name) = (script.cluster, script.name());
    let _ = write!(out, "minikube start --profile {name}");
    let version = cluster.text(&settings::KUBERNETES).map(|version| version.trim_start_matches('v'));
    let options = [
        ("driver", cluster.choice(&settings::DRIVER_FIELD).map(|driver| driver.kubernetes.to_owned())),
        ("cpus", cluster.int(&settings::CPUS).map(|cpus| cpus.to_string())),
        ("memory", mebibytes(script, &settings::MEMORY)),
        ("disk-size", mebibytes(script, &settings::DISK)),
        // Of a version without a patch it takes the latest.
        ("kubernetes-version", version.map(|version| format!("v{version}"))),
    ];
    for (option, value) in options {
        if let Some(value) = value {
            let _ = write!(out, " \\\n  --{option} {}", crate::shell::word(&value));
        }
    }
    out.push('\n');
    let addons = [("ingress", script.needs_ingress()), ("metrics-server", script.needs_metrics())];
    for (addon, _) in addons.iter().filter(|(_, needed)| *needed) {
        let _ = writeln!(out, "minikube addons enable {addon} --profile {name}");
    }
    script.load_images(&format!("minikube image load \"$image\" --profile {name}"), out);
}

/// Megabytes as minikube takes them.
fn mebibytes(script: &Script<'_, '_>, field: &'static Field) -> Option<String> {
    script.cluster.quantity(field).map(|quantity| format!("{}mb", quantity.units() / (1024 * 1024)))
}

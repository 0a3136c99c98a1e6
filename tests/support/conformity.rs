//! Kubernetes' own schemas, through kubeconform: <https://github.com/yannh/kubeconform>.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::cases::{Built, Case};
use super::helm::{Helm, Release};
use super::objects::{self, Key};
use super::values;

/// Kinds of operators, of which the schemas know nothing. Any other kind that is unknown is an error.
const FOREIGN: [&str; 11] = [
    "bitnami.com/v1alpha1/SealedSecret",
    "dapr.io/v1alpha1/Component",
    "dapr.io/v1alpha1/Configuration",
    "example.com/v1/Rule",
    "example.com/v1/Sample",
    "example.com/v1/Tenant",
    "external-secrets.io/v1/ExternalSecret",
    "gateway.networking.k8s.io/v1/HTTPRoute",
    "kafka.strimzi.io/v1beta2/KafkaTopic",
    "monitoring.coreos.com/v1/PodMonitor",
    "monitoring.coreos.com/v1/ServiceMonitor",
];

/// The schemas of one Kubernetes version.
pub(crate) struct Version {
    minor: u64,
    name: String,
    program: PathBuf,
    schemas: PathBuf,
}

/// Files, how many objects are in them, and how many of these are of foreign kinds.
#[derive(Default)]
struct Batch {
    files: Vec<PathBuf>,
    objects: usize,
    foreign: usize,
}

/// The oldest version that todoc supports, one between, and the newest whose schemas there are.
pub(crate) fn versions() -> Vec<Version> {
    let variable = |name: &str| env::var_os(name).map_or_else(|| panic!("set {name}"), PathBuf::from);
    let (program, schemas) = (variable("TODOC_KUBECONFORM"), variable("TODOC_SCHEMAS"));
    let folders = fs::read_dir(&schemas).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let minors = folders.filter_map(|name| name.strip_prefix("v1.")?.split('.').next()?.parse::<u64>().ok());
    let newest = minors.max().unwrap();
    assert!(newest > 33, "the schemas end at 1.{newest}");
    let version =
        |minor| Version { minor, name: format!("1.{minor}.0"), program: program.clone(), schemas: schemas.clone() };
    [29, 33, newest].map(version).into()
}

/// Fails where an object is not valid in a version that its chart supports, or is passed over.
pub(crate) fn assert_valid(cases: &[Case], helm: &Helm) {
    let folder = tempfile::tempdir().unwrap();
    let mut batches: Vec<(Version, Batch)> =
        versions().into_iter().map(|version| (version, Batch::default())).collect();
    for (index, case) in cases.iter().enumerate() {
        let out = folder.path().join(index.to_string());
        let built = case.build(&out).unwrap_or_else(|error| panic!("{}: {error}", case.name));
        let least = built.charts.iter().map(|chart| values::oldest_kubernetes(chart).unwrap()).max().unwrap();
        let own = rendered(&built, helm, &out);
        for (_, batch) in batches.iter_mut().filter(|(version, _)| version.minor >= least) {
            batch.add(&out.join("manifests"), &built);
            batch.files.extend(own.files.iter().cloned());
            (batch.objects, batch.foreign) = (batch.objects + own.objects, batch.foreign + own.foreign);
        }
    }
    for (version, batch) in batches {
        assert!(batch.objects > batch.foreign, "no object is for Kubernetes {}", version.name);
        version.judge(&batch);
    }
}

impl Batch {
    fn add(&mut self, manifests: &Path, built: &Built) {
        self.files.push(manifests.to_owned());
        let releases = built.environments.iter().flat_map(|environment| &environment.charts);
        releases.for_each(|release| self.count(release.manifests.keys()));
    }

    fn count<'a>(&mut self, keys: impl Iterator<Item = &'a Key>) {
        for key in keys {
            self.objects += 1;
            self.foreign += usize::from(FOREIGN.contains(&format!("{}/{}", key.api_version, key.kind).as_str()));
        }
    }
}

impl Version {
    fn judge(&self, batch: &Batch) {
        let location =
            self.schemas.join("{{.NormalizedKubernetesVersion}}-strict/{{.ResourceKind}}{{.KindSuffix}}.json");
        let output = Command::new(&self.program)
            .args(["-strict", "-summary", "-output", "json", "-ignore-filename-pattern", "kustomization.yaml"])
            .args(["-kubernetes-version", &self.name, "-skip", &FOREIGN.join(",")])
            .arg("-schema-location")
            .arg(location)
            .args(&batch.files)
            .output()
            .unwrap();
        let report: Value =
            serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"));
        let count = |what: &str| report["summary"][what].as_u64().unwrap();
        let counted = (count("valid") + count("skipped"), count("skipped"), count("invalid") + count("errors"));
        let wanted = (batch.objects as u64, batch.foreign as u64, 0);
        assert_eq!(counted, wanted, "Kubernetes {}: all, foreign, wrong\n{:#}", self.name, report["resources"]);
    }
}

/// What a chart renders to with its tests, which no manifest has; into a file for each environment.
fn rendered(built: &Built, helm: &Helm, out: &Path) -> Batch {
    let mut batch = Batch::default();
    let releases = built.environments.iter().flat_map(|environment| &environment.charts);
    for (index, release) in releases.enumerate() {
        let target = Release { name: "zebra", namespace: "other", values: &release.values };
        let text = helm.template_with_tests(&release.chart, &target).unwrap();
        let file = out.join(format!("rendered-{index}.yaml"));
        fs::write(&file, &text).unwrap();
        batch.files.push(file);
        batch.count(objects::parse(&text).unwrap().keys());
    }
    batch
}

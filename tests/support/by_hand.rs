//! Values given by hand, as people do with `--set`, to a small chart.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::cases::{Case, ChartRelease};
use super::helm::{self, Release};
use super::objects::{self, Objects};

/// A stack with an ingress, secrets that are given at the installation, and words and numbers that readers stumble on.
const SOURCE: &str = r#"
stack hand {
  version     = "1.0.0"
  app_version = "1.0.0"
}

secret token   { prefix = "sk-"  min_length = 12  message = "a token of the provider is needed" }
secret session { min_length = 8 }
secret extra   { prefix = "ex-"  optional = true }

service api {
  image = "nginx:1.29.0"
  port  = 80
  env { NO = "off"  PORT = 80  TOKEN = secret.token  SESSION = secret.session  EXTRA = secret.extra }
  labels     { "example.com/state" = "on" }
  pod_labels { "example.com/y" = "yes" }
  security { user = 1000660000  fs_group = 1000660000 }
  probe liveness  { http = "/l" }
  probe readiness { http = "/r" }
}

ingress web {
  host = "hand.example.com"
  routes { "/" = api }
}

environment dev : development {
  secrets : install-values { }
}

environment other : development {
  secrets : install-values { }
  service api { security { user = 2000000000 } }
}
"#;

/// What a right installation gives.
const SECRETS: [&str; 2] = ["secrets.token=sk-0123456789", "secrets.session=longenough"];

/// A value that must never be seen.
const PLANTED: &str = "PLANTED-9f8e7d";

/// The chart of [`SOURCE`], built.
pub(crate) struct Chart {
    _folder: tempfile::TempDir,
    releases: Vec<ChartRelease>,
}

impl Chart {
    pub(crate) fn build() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("hand.todostack");
        fs::write(&source, SOURCE).unwrap();
        let built = Case::at(source).build(&folder.path().join("out")).unwrap();
        let releases = built.environments.into_iter().flat_map(|environment| environment.charts).collect();
        Self { _folder: folder, releases }
    }

    /// What both Helms say to values given by hand, for each environment.
    fn given(&self, given: &[&str]) -> Vec<Result<String, String>> {
        let helms = helm::both();
        let each = self.releases.iter().flat_map(|release| helms.iter().map(move |helm| (release, helm)));
        each.map(|(release, helm)| {
            let values: Vec<PathBuf> = release.values.clone();
            let target = Release { name: "hand", namespace: "default", values: &values };
            helm.template_set(&release.chart, &target, given)
        })
        .collect()
    }

    /// The objects with the right secrets and other values given by hand, for each environment on each Helm.
    pub(crate) fn rendered(&self, given: &[&str]) -> Vec<Objects> {
        let given: Vec<&str> = SECRETS.iter().chain(given).copied().collect();
        self.given(&given).into_iter().map(|text| objects::parse(&text.unwrap()).unwrap()).collect()
    }

    /// Fails unless everything refuses values with a text, and without another one.
    pub(crate) fn refuses(&self, given: &[&str], sentence: &str) {
        for outcome in self.given(given) {
            let message = outcome.expect_err(sentence);
            assert!(message.contains(sentence), "{given:?}: {message}");
            assert!(!message.contains(PLANTED), "{given:?} is seen in: {message}");
        }
    }

    /// Fails unless the schema refuses values beside the right secrets.
    pub(crate) fn schema_refuses(&self, given: &str, path: &str) {
        let given = [SECRETS[0], SECRETS[1], given];
        self.refuses(&given, "meet the specifications of the schema");
        self.refuses(&given, path);
    }
}

#[test]
fn hand_given_numbers_and_truths_are_text_in_variables() {
    let given =
        ["api.env.BIG=1000000", "api.env.HUGE=12345678901", "api.env.ON=true", "api.env.NO=no", "api.env.PORT=null"];
    for objects in Chart::build().rendered(&given) {
        let data = find(&objects, "ConfigMap", "hand-api").get("data").cloned().unwrap();
        let expected = json!({ "BIG": "1000000", "HUGE": "12345678901", "NO": "no", "ON": "true" });
        assert_eq!(data, expected);
    }
}

#[test]
fn words_and_large_numbers_keep_their_types() {
    for (index, objects) in Chart::build().rendered(&[]).iter().enumerate() {
        assert_eq!(find(objects, "ConfigMap", "hand-api").pointer("/data/NO"), Some(&json!("off")));
        let deployment = find(objects, "Deployment", "hand-api");
        assert_eq!(deployment.pointer("/metadata/labels/example.com~1state"), Some(&json!("on")));
        assert_eq!(deployment.pointer("/spec/template/metadata/labels/example.com~1y"), Some(&json!("yes")));
        let security = deployment.pointer("/spec/template/spec/securityContext").unwrap();
        let user = if index < 2 { 1_000_660_000 } else { 2_000_000_000 };
        assert_eq!((&security["runAsUser"], &security["fsGroup"]), (&json!(user), &json!(1_000_660_000)));
    }
}

#[test]
fn values_out_of_their_bounds_meet_the_schema() {
    let chart = Chart::build();
    for (given, path) in [
        ("api.replicaCount=0", "replicaCount"),
        ("api.service.port=70000", "port"),
        ("api.service.type=Nodeport", "type"),
        ("api.replicas=2", "replicas"),
        ("apj.replicaCount=2", "apj"),
        ("api.probes.liveness.paht=/x", "paht"),
        ("api.enabled=yes", "enabled"),
        ("api.image.tag=a:b", "tag"),
        ("api.resources.limits.cpu=1GB", "cpu"),
        ("api.podAnnotations.on=true", "podAnnotations"),
        ("api.env.a b=1", "env"),
        ("ingress.host=", "host"),
        ("ingress.host=UPPER.example.com", "host"),
        ("secrets.provider=vault", "provider"),
        ("secrets.tokn=x", "tokn"),
        ("global.environment=prod", "environment"),
    ] {
        chart.schema_refuses(given, path);
    }
}

#[test]
fn secrets_are_refused_with_the_declared_message_and_never_shown() {
    let chart = Chart::build();
    let (token, session) = (SECRETS[0], SECRETS[1]);
    let planted = |key: &str, prefix: &str| format!("secrets.{key}={prefix}{PLANTED}");
    chart.refuses(&[], "a token of the provider is needed");
    chart.refuses(&[token], "Session is required");
    chart.refuses(&[&planted("token", ""), session], "a token of the provider is needed");
    chart.refuses(&[&planted("token", ""), &planted("session", "")], "a token of the provider is needed");
    chart.refuses(&["secrets.token=sk-1", &planted("session", "")], "Token needs 12 characters");
    chart.refuses(&[token, "secrets.session=short"], "Session needs 8 characters");
    chart.refuses(&[token, session, &planted("extra", "")], "Extra begins with ex-");
    chart.refuses(&[token, &planted("session.inner", "")], "specifications of the schema");
    chart.refuses(&[token, &format!("secrets.session={{{PLANTED}}}")], "specifications of the schema");
}

#[test]
fn a_given_secret_stands_in_the_secret_alone() {
    let chart = Chart::build();
    let given = [format!("secrets.session={PLANTED}-long"), "secrets.token=sk-0123456789".to_owned()];
    for text in chart.given(&given.each_ref().map(String::as_str)) {
        for (key, object) in objects::parse(&text.unwrap()).unwrap() {
            assert_eq!(object.to_string().contains(PLANTED), key.kind == "Secret", "{key}: {object}");
        }
    }
}

fn find<'a>(objects: &'a Objects, kind: &str, name: &str) -> &'a Value {
    let same = |key: &&objects::Key| key.kind == kind && key.name == name;
    objects.iter().find(|(key, _)| same(key)).map(|(_, object)| object).unwrap()
}

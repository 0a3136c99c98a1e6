//! The table of codes. A code is never reused; its page is included when todoc is compiled, so none can be missing.

use super::Severity;

macro_rules! codes {
    ($($id:ident $name:literal $severity:ident;)*) => {
        /// What kind of finding: `E00xx` text, `E01xx` names, `E02xx` fields and values, `E03xx` references and the flow
        /// of secrets, `E04xx` what Kubernetes or Helm would refuse, `E09xx` files and environment; `W` likewise.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $name] $id,)*
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &[Code] = &[$(Code::$id),*];

            /// The code as it is printed, such as `E0201`.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Code::$id => stringify!($id),)* }
            }

            /// Its name, which reads after the word "allow".
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Code::$id => $name,)* }
            }

            /// How severe it is where no profile says otherwise.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Code::$id => Severity::$severity,)* }
            }

            /// The page that explains it, in Markdown.
            #[must_use]
            pub fn page(self) -> &'static str {
                match self { $(Code::$id => include_str!(concat!("codes/", stringify!($id), ".md")),)* }
            }
        }
    };
}

codes! {
    E0001 "invalid-utf8" Error;
    E0002 "control-character" Error;
    E0003 "too-deep" Error;
    E0004 "too-large" Error;
    E0010 "unexpected-text" Error;
    E0011 "unclosed" Error;
    E0012 "missing-value" Error;
    E0013 "bad-escape" Error;
    E0014 "bad-interpolation" Error;
    E0102 "duplicate-block" Error;
    E0103 "unknown-block" Error;
    E0104 "missing-name" Error;
    E0105 "unexpected-name" Error;
    E0106 "bad-name" Error;
    E0107 "unknown-base" Error;
    E0108 "refines-nothing" Error;
    E0109 "nothing-to-add" Error;
    E0110 "cyclic-base" Error;
    E0111 "reserved-name" Error;
    E0112 "values-key-collision" Error;
    W0113 "long-name" Warning;
    E0114 "illegal-object-name" Error;
    E0115 "object-name-clash" Error;
    E0201 "unknown-field" Error;
    E0202 "wrong-type" Error;
    E0203 "duplicate-field" Error;
    E0204 "missing-field" Error;
    E0205 "malformed-value" Error;
    E0206 "unknown-choice" Error;
    E0207 "out-of-range" Error;
    E0208 "upside-down-range" Error;
    E0210 "exclusive-fields" Error;
    E0211 "malformed-key" Error;
    E0212 "misplaced-field" Error;
    E0213 "misplaced-statement" Error;
    E0301 "unknown-target" Error;
    E0302 "unknown-attribute" Error;
    E0303 "unknown-word" Error;
    E0304 "secret-leak" Error;
    E0305 "credential-literal" Error;
    E0306 "unknown-public-address" Error;
    E0307 "disabled-reference" Error;
    E0308 "cyclic-variables" Error;
    E0309 "cyclic-constant" Error;
    E0310 "missing-param" Error;
    E0311 "unknown-param" Error;
    E0312 "unknown-port" Error;
    E0313 "unknown-key" Error;
    E0314 "misplaced-reference" Error;
    E0315 "variable-twice" Error;
    E0316 "cyclic-start" Error;
    E0335 "unknown-image-target" Error;
    E0336 "before-in-part" Error;
    E0337 "secret-type" Error;
    E0338 "no-rotation" Error;
    E0339 "param-without-default" Error;
    E0340 "mixed-param" Error;
    W0301 "unused" Warning;
    E0401 "node-port-clash" Error;
    E0402 "moving-image-tag" Error;
    E0403 "unversioned-image" Error;
    E0404 "missing-probe" Error;
    E0405 "missing-resources" Error;
    W0406 "equal-probes" Warning;
    E0407 "blocked-drains" Error;
    E0408 "over-capacity" Error;
    E0409 "one-node-volume" Error;
    W0410 "browser-variable" Warning;
    E0411 "internal-url-in-browser" Error;
    E0412 "unsafe-secrets-provider" Error;
    E0413 "unnamed-storage-class" Error;
    E0415 "unfit-image-metadata" Error;
    W0415 "few-replicas" Warning;
    E0416 "other-base-image" Error;
    E0417 "one-tag-for-two-images" Error;
    E0418 "newer-kubernetes" Error;
    E0419 "sqlite-on-read-only" Error;
    E0420 "sqlite-shared" Error;
    E0421 "image-too-large" Error;
    W0421 "image-runs-as-root" Warning;
    E0422 "hook-too-early" Error;
    W0422 "no-health-check" Note;
    E0423 "config-too-large" Error;
    W0423 "single-stage" Warning;
    W0424 "unpinned-base" Warning;
    W0425 "undeclared-build-arg" Warning;
    W0426 "port-differs" Warning;
    W0427 "named-user" Warning;
    E0430 "pod-name-clash" Error;
    E0431 "short-grace" Error;
    E0432 "host-path" Error;
    W0430 "missing-dockerfile" Warning;
    E0440 "unknown-engine-version" Error;
    E0441 "reserved-in-engine" Error;
    E0442 "login-not-asked" Error;
    W0445 "unpinned-engine" Warning;
    W0446 "shared-backup-folder" Warning;
    E0450 "port-twice" Error;
    E0451 "unsupported-strip" Error;
    E0452 "breaking-rewrite" Error;
    E0453 "pattern-path" Error;
    E0454 "certificate-without-host" Error;
    E0455 "route-twice" Error;
    E0460 "account-made-twice" Error;
    E0464 "rule-without-effect" Error;
    W0460 "broad-access" Warning;
    W0461 "reads-secrets" Warning;
    E0465 "mixed-secret" Error;
    E0466 "unknown-kubernetes-field" Error;
    E0467 "unfit-kubernetes-value" Error;
    E0468 "missing-kubernetes-field" Error;
    E0469 "unknown-kubernetes-kind" Error;
    E0470 "unfit-sealed-secret" Error;
    E0471 "unlike-layers" Error;
    E0472 "unfinished-object" Error;
    E0473 "changing-object" Error;
    E0474 "raw-secret" Error;
    E0490 "stuck-rollout" Error;
    E0480 "chart-differs" Error;
    E0481 "chart-not-in-manifests" Error;
    E0482 "namespaced-cluster-object" Error;
    E0483 "unfit-chart-value" Error;
    W0485 "missing-image-target" Warning;
    E0475 "patch-without-effect" Error;
    E0476 "forbidden-patch" Error;
    E0477 "patched-twice" Error;
    E0478 "patched-value" Error;
    E0479 "unfit-manifest-file" Error;
    W0470 "scope-without-sidecar" Warning;
    E0491 "impossible-placement" Error;
    E0492 "unrestricted-pod" Error;
    E0493 "late-scrape" Error;
    E0494 "reserved-label" Error;
    E0495 "contradictory-pod" Error;
    E0496 "unfit-address-family" Error;
    E0497 "file-twice" Error;
    E0498 "mount-twice" Error;
    W0490 "autoscale-without-range" Warning;
    W0486 "unreachable-api-server" Warning;
    E0901 "missing-file" Error;
    E0902 "unreadable-file" Error;
    E0903 "outside-project" Error;
    E0904 "cyclic-files" Error;
    E0905 "no-stack" Error;
    E0906 "several-stacks" Error;
    E0907 "not-a-library" Error;
    E0911 "output-not-writable" Error;
    E0912 "output-in-the-way" Error;
    E0913 "foreign-output" Error;
    E0914 "half-written-output" Error;
    E0915 "clashing-outputs" Error;
    E0921 "no-earlier-output" Error;
    E0922 "damaged-earlier-output" Error;
    W0911 "edited-stale-output" Warning;
    E0931 "not-sealed-secrets" Error;
    E0932 "no-kubeseal" Error;
    E0933 "kubeseal-failed" Error;
}

impl Code {
    /// The code of an id (`E0201`) or a name (`unknown-field`), in any case.
    #[must_use]
    pub fn find(text: &str) -> Option<Code> {
        let matches = |code: &&Code| code.id().eq_ignore_ascii_case(text) || code.name().eq_ignore_ascii_case(text);
        Self::ALL.iter().find(matches).copied()
    }
}

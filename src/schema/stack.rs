//! `stack`, `param` and `template`.

use super::choices::{CHARTS as CHART_CHOICES, NAMING, PARAM_AT, PARAM_TYPE};
use super::container::ALLOW;
use super::objects::NAMING as NAMING_BLOCK;
use super::{Base, Check, Entries, Naming, Type, block, fields, pod};

fields! {
    /// Fields of the stack.
    STACK_FIELDS:
    /// What the application is, in one sentence.
    DESCRIPTION: "description", Type::Text(Check::Any);
    /// Version of the chart; raise it with every release of the stack.
    VERSION: "version", Type::Text(Check::Version), default = "\"0.1.0\"";
    /// Version of the application, and the default tag of every image that is built here.
    APP_VERSION: "app_version", Type::Text(Check::Tag);
    /// Registry that images which are built here go to.
    REGISTRY: "registry", Type::Text(Check::Repository);
    /// Versions of Kubernetes that the chart is for; a vendor's build such as `1.33.2-gke.100` counts as its version.
    KUBERNETES: "kubernetes", Type::Text(Check::VersionRange), default = "\">=1.29\"";
    /// Words by which the chart is found.
    KEYWORDS: "keywords", Type::List(&Type::Text(Check::Any));
    /// Web page of the application.
    HOME: "home", Type::Text(Check::Url);
    /// Web pages of the source code.
    SOURCES: "sources", Type::List(&Type::Text(Check::Url));
    /// URL of a picture of the application, which chart catalogues show.
    ICON: "icon", Type::Text(Check::Url);
    /// Access to registries for every pod whose block and environment name none: secrets of the stack of
    /// `type = dockerconfigjson`, or names of Secrets that todoc does not write. See
    /// <https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/>.
    PULL_SECRETS: "pull_secrets", Type::List(pod::ACCESS);
    /// How objects are named: behind the release and the stack, or by their block alone.
    NAMING_FIELD: "naming", Type::Choice(NAMING), default = "release";
    /// How many charts there are: one for the stack, or one a service, which is installed as a release of its own.
    CHARTS: "charts", Type::Choice(CHART_CHOICES), default = "one";
}

fields! {
    /// Fields of `maintainer NAME { … }`.
    MAINTAINER_FIELDS:
    /// E-mail address of the maintainer.
    EMAIL: "email", Type::Text(Check::Email);
    /// Web page of the maintainer.
    URL: "url", Type::Text(Check::Url);
}

block! {
    /// Someone who looks after the chart.
    MAINTAINER: "maintainer", Naming::Free, fields = &[MAINTAINER_FIELDS];
}

block! {
    /// Labels of every object, and of the pods. What a block says of a label wins.
    STACK_LABELS: "labels", Naming::None,
    entries = Entries { key: Check::QualifiedName, value: Type::Text(Check::LabelValue), secret: false, short: None };
}

block! {
    /// Annotations of every object, but not of the pods: a change would start them anew. What a block says of an annotation wins.
    STACK_ANNOTATIONS: "annotations", Naming::None,
    entries = Entries { key: Check::QualifiedName, value: Type::Text(Check::Any), secret: false, short: None };
}

block! {
    /// The application: name, chart metadata, defaults.
    STACK: "stack", Naming::Named, fields = &[STACK_FIELDS],
    blocks = &[&MAINTAINER, &NAMING_BLOCK, &STACK_LABELS, &STACK_ANNOTATIONS, &ALLOW];
}

fields! {
    /// Fields of `param NAME { … }`.
    PARAM_FIELDS:
    /// Type of the values that may be given.
    TYPE: "type", Type::Choice(PARAM_TYPE), default = "text";
    /// The texts that may be given; else every text.
    CHOICES: "choices", Type::List(&Type::Text(Check::Any));
    /// The least that may be given, where `type = integer`.
    MIN: "min", Type::Int(-9_007_199_254_740_991, 9_007_199_254_740_991);
    /// The most that may be given, where `type = integer`.
    MAX: "max", Type::Int(-9_007_199_254_740_991, 9_007_199_254_740_991);
    /// Value where none is given; without a default one must be given.
    DEFAULT: "default", Type::Scalar;
    /// When it is given: to todoc with `--set`, or to Helm at the installation.
    AT: "at", Type::Choice(PARAM_AT), default = "build";
    /// Path of its key in the chart's values, where `at = install`.
    KEY: "key", Type::Text(Check::ValuesKey);
    /// What it is for, in one sentence.
    PARAM_DESCRIPTION: "description", Type::Text(Check::Any);
}

block! {
    /// A typed input: of the build (`--set NAME=…`), or with `at = install` a key of the values.
    PARAM: "param", Naming::Named, fields = &[PARAM_FIELDS];
}

block! {
    /// Fields for blocks of a kind: `template web : service { … }`, used by `service api : web { … }`.
    TEMPLATE: "template", Naming::Named, base = Base::Kind;
}

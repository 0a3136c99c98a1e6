//! Kinds of object that todoc makes, and how their names are told.

use super::{Block, Check, Field, Naming, Type, block, database, fields, job, service};

fields! {
    /// The kinds of object whose names can be told apart.
    OF_KINDS:
    /// The Deployment.
    DEPLOYMENT: "deployment", Type::Text(Check::Label);
    /// The StatefulSet.
    STATEFUL_SET: "stateful_set", Type::Text(Check::Label);
    /// The DaemonSet.
    DAEMON_SET: "daemon_set", Type::Text(Check::Label);
    /// The Job; the hash of what it runs follows.
    JOB: "job", Type::Text(Check::Label);
    /// The CronJob.
    CRON_JOB: "cron_job", Type::Text(Check::Label);
    /// The Service, by whose name others reach the block.
    SERVICE: "service", Type::Text(Check::Label);
    /// The ConfigMap.
    CONFIG_MAP: "config_map", Type::Text(Check::Label);
    /// The service account.
    SERVICE_ACCOUNT: "service_account", Type::Text(Check::Label);
    /// The HorizontalPodAutoscaler.
    HORIZONTAL_POD_AUTOSCALER: "horizontal_pod_autoscaler", Type::Text(Check::Label);
    /// The PodDisruptionBudget.
    POD_DISRUPTION_BUDGET: "pod_disruption_budget", Type::Text(Check::Label);
    /// The NetworkPolicy.
    NETWORK_POLICY: "network_policy", Type::Text(Check::Label);
    /// The Ingress.
    INGRESS: "ingress", Type::Text(Check::Label);
}

block! {
    /// Names of the block's objects, kind by kind, where one `object_name` does not fit all of them.
    OBJECT_NAMES: "object_names", Naming::None, fields = &[OF_KINDS];
}

block! {
    /// What follows the names of all objects of a kind, behind a `-`: `suffixes { service = "svc" }`.
    SUFFIXES: "suffixes", Naming::None, fields = &[OF_KINDS];
}

fields! {
    /// Fields of `naming { … }`.
    NAMING_FIELDS:
    /// What every name begins with, instead of the release and the stack.
    PREFIX: "prefix", Type::Text(Check::Label);
}

block! {
    /// How objects are named: `todo-frontend-svc` by a prefix and a suffix for Services.
    NAMING: "naming", Naming::None, fields = &[NAMING_FIELDS], blocks = &[&SUFFIXES];
}

macro_rules! kinds {
    ($($(#[doc = $doc:literal])* $id:ident: $field:ident => $kubernetes:literal;)*) => {
        /// A kind of object that a block makes and that bears a name of its own.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ObjectKind { $($(#[doc = $doc])* $id,)* }

        impl ObjectKind {
            /// Every kind.
            pub const ALL: &[ObjectKind] = &[$(ObjectKind::$id),*];

            /// What Kubernetes calls it.
            #[must_use]
            pub fn kubernetes(self) -> &'static str {
                match self { $(ObjectKind::$id => $kubernetes,)* }
            }

            /// The field that names it, in `object_names` and `suffixes`; its key is the word for the kind in the source.
            #[must_use]
            pub fn field(self) -> &'static Field {
                match self { $(ObjectKind::$id => &$field,)* }
            }
        }
    };
}

kinds! {
    /// Pods that are all alike.
    Deployment: DEPLOYMENT => "Deployment";
    /// Pods with a name and storage of their own each.
    StatefulSet: STATEFUL_SET => "StatefulSet";
    /// One pod on every node.
    DaemonSet: DAEMON_SET => "DaemonSet";
    /// Pods that run once.
    Job: JOB => "Job";
    /// Jobs on a schedule.
    CronJob: CRON_JOB => "CronJob";
    /// A network face.
    Service: SERVICE => "Service";
    /// Configuration.
    ConfigMap: CONFIG_MAP => "ConfigMap";
    /// Whom pods act as.
    ServiceAccount: SERVICE_ACCOUNT => "ServiceAccount";
    /// What scales pods.
    HorizontalPodAutoscaler: HORIZONTAL_POD_AUTOSCALER => "HorizontalPodAutoscaler";
    /// How many pods may be missing.
    PodDisruptionBudget: POD_DISRUPTION_BUDGET => "PodDisruptionBudget";
    /// Who reaches pods.
    NetworkPolicy: NETWORK_POLICY => "NetworkPolicy";
    /// Routes from outside.
    Ingress: INGRESS => "Ingress";
}

impl ObjectKind {
    /// The kind of a word of the source, such as `config_map`.
    #[must_use]
    pub fn find(word: &str) -> Option<ObjectKind> {
        Self::ALL.iter().copied().find(|kind| kind.field().name == word)
    }

    /// The kind of an object that Kubernetes calls so.
    #[must_use]
    pub fn of_object(kubernetes: &str) -> Option<ObjectKind> {
        Self::ALL.iter().copied().find(|kind| kind.kubernetes() == kubernetes)
    }

    /// The kinds of object that a kind of block can make, the workload first.
    #[must_use]
    pub fn of_block(block: &Block) -> &'static [ObjectKind] {
        use ObjectKind::{
            ConfigMap, CronJob, DaemonSet, Deployment, HorizontalPodAutoscaler, Ingress, Job, NetworkPolicy,
            PodDisruptionBudget, Service, ServiceAccount, StatefulSet,
        };
        let kinds: [(&Block, &'static [ObjectKind]); 6] = [
            (
                &service::SERVICE,
                &[
                    Deployment,
                    StatefulSet,
                    DaemonSet,
                    Service,
                    ConfigMap,
                    ServiceAccount,
                    HorizontalPodAutoscaler,
                    PodDisruptionBudget,
                    NetworkPolicy,
                ],
            ),
            (&database::DATABASE, &[StatefulSet, Service, ServiceAccount, NetworkPolicy]),
            (&job::JOB, &[Job, ConfigMap, ServiceAccount, NetworkPolicy]),
            (&job::CRON, &[CronJob, ConfigMap, ServiceAccount, NetworkPolicy]),
            (&super::config::CONFIG, &[ConfigMap]),
            (&super::ingress::INGRESS, &[Ingress]),
        ];
        kinds.into_iter().find(|(known, _)| known.is(block)).map_or(&[], |(_, kinds)| kinds)
    }

    /// Most characters of a name of this kind, without what todoc adds to it: of pods, their labels must hold the name of what
    /// made them, and the hash of a job follows its name.
    #[must_use]
    pub fn longest_behind(self) -> usize {
        // Beside the Service of a StatefulSet stands one with `-headless`.
        if self == ObjectKind::Service { self.longest() - "-headless".len() } else { self.longest() }
    }

    /// Most characters of its name.
    #[must_use]
    pub fn longest(self) -> usize {
        match self {
            ObjectKind::StatefulSet | ObjectKind::CronJob => 52,
            ObjectKind::Job => 54,
            ObjectKind::Deployment
            | ObjectKind::DaemonSet
            | ObjectKind::Service
            | ObjectKind::ConfigMap
            | ObjectKind::ServiceAccount
            | ObjectKind::HorizontalPodAutoscaler
            | ObjectKind::PodDisruptionBudget
            | ObjectKind::NetworkPolicy
            | ObjectKind::Ingress => 63,
        }
    }
}

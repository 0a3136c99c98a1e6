//! Of the stack itself: environments, clusters, params, names and charts.

use super::Choice;

choices! {
    /// Built-in profiles.
    PROFILE {
        /// A machine of one's own: small, open, one pod each.
        DEVELOPMENT: "development" => "development";
        /// Like production, on a smaller scale.
        STAGING: "staging" => "staging";
        /// What users depend on: scaled, closed, checked most strictly.
        PRODUCTION: "production" => "production";
    }
    /// Programs that run a local cluster.
    CLUSTER_KIND {
        /// A cluster that minikube runs.
        MINIKUBE: "minikube" => "minikube";
        /// A cluster that kind runs in Docker.
        KIND: "kind" => "kind";
    }
    /// What minikube runs its node in.
    DRIVER {
        /// Docker.
        DOCKER: "docker" => "docker";
        /// Podman.
        PODMAN: "podman" => "podman";
        /// KVM.
        KVM2: "kvm2" => "kvm2";
        /// VirtualBox.
        VIRTUALBOX: "virtualbox" => "virtualbox";
        /// HyperKit.
        HYPERKIT: "hyperkit" => "hyperkit";
        /// Hyper-V.
        HYPERV: "hyperv" => "hyperv";
        /// QEMU.
        QEMU: "qemu" => "qemu";
        /// Nothing: the machine itself is the node.
        DRIVER_NONE: "bare" => "none";
    }
    /// When a param is given.
    PARAM_AT {
        /// To the compiler, with `--set`.
        BUILD: "build" => "build";
        /// To Helm: it becomes a values key.
        INSTALL: "install" => "install";
    }
    /// Types of a param.
    PARAM_TYPE {
        /// Any text.
        TEXT: "text" => "string";
        /// A whole number.
        INTEGER: "integer" => "integer";
        /// `true` or `false`.
        BOOL: "bool" => "boolean";
    }
    /// Names of objects.
    NAMING {
        /// `RELEASE-STACK-COMPONENT`.
        RELEASE: "release" => "release";
        /// `COMPONENT` alone.
        PLAIN: "plain" => "plain";
    }
    /// Charts of a stack.
    CHARTS {
        /// One for all of it.
        ONE_CHART: "one" => "one";
        /// One for each service, and one for what several services share.
        PER_SERVICE: "per_service" => "per_service";
    }
}

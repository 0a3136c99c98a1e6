//! What fields of services, their scaling and peers need.

use super::{Need, STATEFUL, has, has_nameservers, is_of, is_stateful};
use crate::schema::{autoscale, choices, job, network, pod, service, volume};

pub(super) static NEEDS: &[Need] = &[
    Need {
        kinds: &[&service::SERVICE, &job::JOB, &job::CRON],
        fields: &[&pod::DNS_POLICY],
        decided_by: None,
        met: |_, view| view.choice(&pod::DNS_POLICY) != Some(&choices::DNS_OWN) || has_nameservers(view),
        only: "`dns { nameservers = […] }`, because nobody else is asked",
    },
    Need {
        kinds: &[&autoscale::METRIC],
        fields: &[&autoscale::OF],
        decided_by: Some(&autoscale::OF_OBJECT),
        met: |_, view| has(view, &autoscale::OF_OBJECT),
        only: "`object`",
    },
    Need {
        kinds: &[&autoscale::METRIC],
        fields: &[&autoscale::OF_OBJECT],
        decided_by: Some(&autoscale::OF),
        met: |_, view| has(view, &autoscale::OF),
        only: "`of`, which says whose metric it is",
    },
    Need {
        kinds: &[&autoscale::METRIC],
        fields: &[&autoscale::VALUE],
        decided_by: Some(&autoscale::OF_PODS),
        met: |_, view| !has(view, &autoscale::OF_PODS),
        only: "`external` and `object`: a metric of pods is an `average`",
    },
    Need {
        kinds: &[&service::STRATEGY],
        fields: &[&service::SURGE, &service::UNAVAILABLE, &service::PARTITION],
        decided_by: Some(&service::STRATEGY_TYPE),
        met: |_, view| view.choice(&service::STRATEGY_TYPE) == Some(&choices::ROLLING),
        only: "`type = rolling`",
    },
    Need {
        kinds: &[&service::STRATEGY],
        fields: &[&service::PARTITION],
        decided_by: None,
        met: |owner, _| is_stateful(owner),
        only: STATEFUL,
    },
    Need {
        kinds: &[&service::STRATEGY],
        fields: &[&service::SURGE],
        decided_by: None,
        met: |owner, _| !is_stateful(owner),
        only: "a service of `kind = deployment` or `kind = daemon_set`: a pod with a name of its own is there once",
    },
    Need {
        kinds: &[&service::STRATEGY],
        fields: &[&service::STRATEGY_TYPE],
        decided_by: None,
        met: |owner, view| {
            view.choice(&service::STRATEGY_TYPE) != Some(&choices::ON_DELETE) || !is_of(owner, &choices::DEPLOYMENT)
        },
        only: "`type = rolling` or `type = recreate` in a service of `kind = deployment`",
    },
    Need {
        kinds: &[&service::STRATEGY],
        fields: &[&service::STRATEGY_TYPE],
        decided_by: None,
        met: |owner, view| {
            view.choice(&service::STRATEGY_TYPE) != Some(&choices::RECREATE) || is_of(owner, &choices::DEPLOYMENT)
        },
        only: "`type = rolling` or `type = on_delete` where `kind` is not `deployment`",
    },
    Need {
        kinds: &[&service::CLAIM_RETENTION],
        fields: &[&service::WHEN_DELETED, &service::WHEN_SCALED],
        decided_by: None,
        met: |owner, _| {
            is_stateful(owner) && owner.blocks_of(&volume::VOLUME).any(|own| own.bool(&volume::PER_REPLICA))
        },
        only: "a service of `kind = stateful_set` that has a volume with `per_replica = true`",
    },
    Need {
        kinds: &[&service::SERVICE],
        fields: &[&service::POD_MANAGEMENT_FIELD],
        decided_by: Some(&service::KIND),
        met: |owner, _| is_stateful(owner),
        only: STATEFUL,
    },
    Need {
        kinds: &[&service::SERVICE],
        fields: &[&service::PROGRESS_DEADLINE, &service::PAUSED],
        decided_by: Some(&service::KIND),
        met: |owner, _| is_of(owner, &choices::DEPLOYMENT),
        only: "a service of `kind = deployment`",
    },
    Need {
        kinds: &[&service::SERVICE],
        fields: &[&service::REPLICAS],
        decided_by: Some(&service::KIND),
        met: |owner, _| !is_of(owner, &choices::DAEMON_SET),
        only: "a service of `kind = deployment` or `kind = stateful_set`: a `daemon_set` has one pod on every node",
    },
    Need {
        kinds: &[&service::SERVICE],
        fields: &[&service::EXTERNAL_RANGES],
        decided_by: Some(&service::EXTERNAL),
        met: |_, view| has(view, &service::EXTERNAL),
        only: "`external`",
    },
    Need {
        kinds: &[&service::SERVICE],
        fields: &[&service::SESSION_AFFINITY_TIMEOUT],
        decided_by: Some(&service::SESSION_AFFINITY),
        met: |_, view| view.choice(&service::SESSION_AFFINITY) == Some(&choices::CLIENT_IP),
        only: "`session_affinity = client_ip`",
    },
    Need {
        kinds: &[&service::SERVICE],
        fields: &[
            &service::LOAD_BALANCER_HOST,
            &service::LOAD_BALANCER_CLASS,
            &service::LOAD_BALANCER_RANGES,
            &service::LOAD_BALANCER_IP,
            &service::ALLOCATE_NODE_PORTS,
            &service::HEALTH_CHECK_NODE_PORT,
        ],
        decided_by: Some(&service::EXPOSE_FIELD),
        met: |_, view| view.choice(&service::EXPOSE_FIELD) == Some(&choices::LOAD_BALANCER),
        only: "`expose = load_balancer`",
    },
    Need {
        kinds: &[&service::SERVICE],
        fields: &[&service::HEALTH_CHECK_NODE_PORT],
        decided_by: Some(&service::EXTERNAL_TRAFFIC),
        met: |_, view| {
            view.choice(&service::EXPOSE_FIELD) != Some(&choices::LOAD_BALANCER)
                || view.choice(&service::EXTERNAL_TRAFFIC) == Some(&choices::TRAFFIC_LOCAL)
        },
        only: "`external_traffic = local`",
    },
    Need {
        kinds: &[&network::ALLOW_TO, &network::ALLOW_FROM],
        fields: &[&network::EXCEPT],
        decided_by: Some(&network::CIDR),
        met: |_, view| has(view, &network::CIDR),
        only: "`cidr`",
    },
];

//! What fields of services, their scaling and peers need.

use super::{Met, Need, STATEFUL, has, has_nameservers, is_of, is_stateful};
use crate::schema::{autoscale, choices, job, network, pod, service, volume};

pub(super) static NEEDS: &[Need] = &[
    Need {
        kinds: &[&service::SERVICE, &job::JOB, &job::CRON],
        fields: &[&pod::DNS_POLICY],
        met: Met::Around(|_, view| view.choice(&pod::DNS_POLICY) != Some(&choices::DNS_OWN) || has_nameservers(view)),
        only: "`dns { nameservers = […] }`, because nobody else is asked",
    },
    Need {
        kinds: &[&autoscale::METRIC],
        fields: &[&autoscale::OF],
        met: Met::By(&autoscale::OF_OBJECT, |view| has(view, &autoscale::OF_OBJECT)),
        only: "`object`",
    },
    Need {
        kinds: &[&autoscale::METRIC],
        fields: &[&autoscale::OF_OBJECT],
        met: Met::By(&autoscale::OF, |view| has(view, &autoscale::OF)),
        only: "`of`, which says whose metric it is",
    },
    Need {
        kinds: &[&autoscale::METRIC],
        fields: &[&autoscale::VALUE],
        met: Met::By(&autoscale::OF_PODS, |view| !has(view, &autoscale::OF_PODS)),
        only: "`external` and `object`: a metric of pods is an `average`",
    },
    Need {
        kinds: &[&service::STRATEGY],
        fields: &[&service::SURGE, &service::UNAVAILABLE, &service::PARTITION],
        met: Met::ByHand(&service::STRATEGY_TYPE, |view| {
            view.choice(&service::STRATEGY_TYPE) == Some(&choices::ROLLING)
        }),
        only: "`type = rolling`",
    },
    Need {
        kinds: &[&service::STRATEGY],
        fields: &[&service::PARTITION],
        met: Met::Around(|owner, _| is_stateful(owner)),
        only: STATEFUL,
    },
    Need {
        kinds: &[&service::STRATEGY],
        fields: &[&service::SURGE],
        met: Met::Around(|owner, _| !is_stateful(owner)),
        only: "a service of `kind = deployment` or `kind = daemon_set`: a pod with a name of its own is there once",
    },
    Need {
        kinds: &[&service::STRATEGY],
        fields: &[&service::STRATEGY_TYPE],
        met: Met::Around(|owner, view| {
            view.choice(&service::STRATEGY_TYPE) != Some(&choices::ON_DELETE) || !is_of(owner, &choices::DEPLOYMENT)
        }),
        only: "`type = rolling` or `type = recreate` in a service of `kind = deployment`",
    },
    Need {
        kinds: &[&service::STRATEGY],
        fields: &[&service::STRATEGY_TYPE],
        met: Met::Around(|owner, view| {
            view.choice(&service::STRATEGY_TYPE) != Some(&choices::RECREATE) || is_of(owner, &choices::DEPLOYMENT)
        }),
        only: "`type = rolling` or `type = on_delete` where `kind` is not `deployment`",
    },
    Need {
        kinds: &[&service::CLAIM_RETENTION],
        fields: &[&service::WHEN_DELETED, &service::WHEN_SCALED],
        met: Met::Around(|owner, _| {
            is_stateful(owner) && owner.blocks_of(&volume::VOLUME).any(|own| own.bool(&volume::PER_REPLICA))
        }),
        only: "a service of `kind = stateful_set` that has a volume with `per_replica = true`",
    },
    Need {
        kinds: &[&service::SERVICE],
        fields: &[&service::POD_MANAGEMENT_FIELD],
        met: Met::By(&service::KIND, is_stateful),
        only: STATEFUL,
    },
    Need {
        kinds: &[&service::SERVICE],
        fields: &[&service::PROGRESS_DEADLINE, &service::PAUSED],
        met: Met::By(&service::KIND, |view| is_of(view, &choices::DEPLOYMENT)),
        only: "a service of `kind = deployment`",
    },
    Need {
        kinds: &[&service::SERVICE],
        fields: &[&service::REPLICAS],
        met: Met::By(&service::KIND, |view| !is_of(view, &choices::DAEMON_SET)),
        only: "a service of `kind = deployment` or `kind = stateful_set`: a `daemon_set` has one pod on every node",
    },
    Need {
        kinds: &[&service::SERVICE],
        fields: &[&service::PUBLISH_NOT_READY],
        met: Met::ByHand(&service::EXPOSE_FIELD, |view| {
            view.choice(&service::EXPOSE_FIELD) != Some(&choices::OFF) || is_stateful(view)
        }),
        only: "a service that others reach, or one of `kind = stateful_set`",
    },
    Need {
        kinds: &[&service::SERVICE],
        fields: &[&service::CLUSTER_IP],
        met: Met::By(&service::EXPOSE_FIELD, |view| view.choice(&service::EXPOSE_FIELD) != Some(&choices::HEADLESS)),
        only: "a Service that has an address, without `expose = headless`",
    },
    Need {
        kinds: &[&service::SERVICE],
        fields: &[&service::EXTERNAL_RANGES],
        met: Met::By(&service::EXTERNAL, |view| has(view, &service::EXTERNAL)),
        only: "`external`",
    },
    Need {
        kinds: &[&service::SERVICE],
        fields: &[&service::SESSION_AFFINITY_TIMEOUT],
        met: Met::ByHand(&service::SESSION_AFFINITY, |view| {
            view.choice(&service::SESSION_AFFINITY) == Some(&choices::CLIENT_IP)
        }),
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
        met: Met::ByHand(&service::EXPOSE_FIELD, |view| {
            view.choice(&service::EXPOSE_FIELD) == Some(&choices::LOAD_BALANCER)
        }),
        only: "`expose = load_balancer`",
    },
    Need {
        kinds: &[&service::SERVICE],
        fields: &[&service::HEALTH_CHECK_NODE_PORT],
        met: Met::By(&service::EXTERNAL_TRAFFIC, |view| {
            view.choice(&service::EXPOSE_FIELD) != Some(&choices::LOAD_BALANCER)
                || view.choice(&service::EXTERNAL_TRAFFIC) == Some(&choices::TRAFFIC_LOCAL)
        }),
        only: "`external_traffic = local`",
    },
    Need {
        kinds: &[&network::ALLOW_TO, &network::ALLOW_FROM],
        fields: &[&network::EXCEPT],
        met: Met::By(&network::CIDR, |view| has(view, &network::CIDR)),
        only: "`cidr`",
    },
];

//! What fields of an ingress need.

use super::{Met, Need, denies};
use crate::model::environment::View;
use crate::schema::{choices, ingress};

pub(super) static NEEDS: &[Need] = &[
    Need {
        kinds: &[&ingress::INGRESS],
        fields: &[&ingress::CLASS, &ingress::TLS_SECRET, &ingress::ISSUER, &ingress::LOCAL_ISSUER],
        met: Met::By(&ingress::API, |view| view.choice(&ingress::API) != Some(&choices::BY_GATEWAY)),
        only: "`api = ingress`: a Gateway has its own class and certificates",
    },
    Need {
        kinds: &[&ingress::INGRESS],
        fields: &[&ingress::ISSUER, &ingress::LOCAL_ISSUER],
        met: Met::By(&ingress::TLS, is_not_denied),
        only: WITH_TLS,
    },
    Need {
        kinds: &[&ingress::INGRESS],
        fields: &[&ingress::TLS_SECRET],
        met: Met::ByHand(&ingress::TLS, is_not_denied),
        only: WITH_TLS,
    },
    Need {
        kinds: &[&ingress::INGRESS],
        fields: &[&ingress::GATEWAY, &ingress::SECTION],
        met: Met::By(&ingress::API, |view| view.choice(&ingress::API) == Some(&choices::BY_GATEWAY)),
        only: "`api = gateway`",
    },
    Need {
        kinds: &[&ingress::CERTIFICATE],
        fields: &[&ingress::CERTIFICATE_SECRET],
        met: Met::Around(|owner, _| owner.choice(&ingress::API) != Some(&choices::BY_GATEWAY)),
        only: "`api = ingress`: a Gateway has its own certificates",
    },
    Need {
        kinds: &[&ingress::ROUTE],
        fields: &[&ingress::TIMEOUT],
        met: Met::Around(|owner, _| owner.choice(&ingress::API) == Some(&choices::BY_GATEWAY)),
        only: "`api = gateway`",
    },
];

const WITH_TLS: &str = "`tls = true`";

/// Whether nobody says that there is no TLS, which who makes certificates is stronger than a profile on.
fn is_not_denied(view: &View<'_>) -> bool {
    !denies(view, &ingress::TLS)
}

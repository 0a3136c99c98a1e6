//! What fields of an ingress need.

use super::Need;
use crate::schema::{choices, ingress};

pub(super) static NEEDS: &[Need] = &[
    Need {
        kinds: &[&ingress::INGRESS],
        fields: &[&ingress::CLASS, &ingress::TLS_SECRET, &ingress::ISSUER, &ingress::LOCAL_ISSUER],
        decided_by: Some(&ingress::API),
        met: |_, view| view.choice(&ingress::API) != Some(&choices::BY_GATEWAY),
        only: "`api = ingress`: a Gateway has its own class and certificates",
    },
    Need {
        kinds: &[&ingress::INGRESS],
        fields: &[&ingress::GATEWAY, &ingress::SECTION],
        decided_by: Some(&ingress::API),
        met: |_, view| view.choice(&ingress::API) == Some(&choices::BY_GATEWAY),
        only: "`api = gateway`",
    },
    Need {
        kinds: &[&ingress::CERTIFICATE],
        fields: &[&ingress::CERTIFICATE_SECRET],
        decided_by: None,
        met: |owner, _| owner.choice(&ingress::API) != Some(&choices::BY_GATEWAY),
        only: "`api = ingress`: a Gateway has its own certificates",
    },
    Need {
        kinds: &[&ingress::ROUTE],
        fields: &[&ingress::TIMEOUT],
        decided_by: None,
        met: |owner, _| owner.choice(&ingress::API) == Some(&choices::BY_GATEWAY),
        only: "`api = gateway`",
    },
];

//! As whom pods talk to the API server.

use super::environment::View;
use crate::schema::account::{CLUSTER_RULE, RULE, SERVICE_ACCOUNT, TOKEN};

/// Whether pods get a token: where it is said, else where their account may do something with it.
#[must_use]
pub fn has_token(workload: &View<'_>) -> bool {
    workload.child(&SERVICE_ACCOUNT).is_some_and(|account| gives_token(&account))
}

/// The same of the account's block.
#[must_use]
pub fn gives_token(account: &View<'_>) -> bool {
    let may = || [&RULE, &CLUSTER_RULE].into_iter().any(|kind| account.blocks_of(kind).next().is_some());
    account.truth(&TOKEN).unwrap_or_else(may)
}

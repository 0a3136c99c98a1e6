//! Claims of volumes. <https://kubernetes.io/docs/concepts/storage/persistent-volumes/#phase>

use super::found::text;
use super::{Found, Judged, State};
use serde_json::Value;

pub(super) fn judge(_: &Value, claim: &Value, _: &Found) -> Judged {
    let size = text(claim, "/status/capacity/storage");
    match text(claim, "/status/phase") {
        "Bound" => Judged::new(State::Bound, size),
        "Lost" => Judged::new(State::Lost, size).because(["its volume is gone".to_owned()]),
        _ => {
            let class = text(claim, "/spec/storageClassName");
            let why = if class.is_empty() {
                "it names no storage class, and the cluster has no default one".to_owned()
            } else {
                format!("no volume of the class {class} is there yet; one may come with the first pod that needs it")
            };
            Judged::new(State::Pending, "").because([why])
        }
    }
}

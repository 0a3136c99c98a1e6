//! What goes only with something else: where a field or block means nothing, a rule refuses it, and so the generator does not
//! write it. One line a rule; fields that exclude each other are read from the compiler's own table.

use todoc::rules::exclusive_fields::bare::{BARE, Bare, Why};
use todoc::schema::objects::ObjectKind;
use todoc::schema::{self, Field, chart, choices, container, database, job, objects, service, sidecar};

#[expect(
    clippy::redundant_closure_for_method_calls,
    reason = "the method alone is for one lifetime, the closure for all"
)]
mod table;

pub(crate) use table::DECIDING;
use table::LIMITS;

use super::tree::Node;
use super::world::{Mode, Pod};

/// What is known where a field or block may be written.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each says something of its own")]
pub(crate) struct Seen<'s> {
    /// The block of the top level, and the one that is being written.
    pub(crate) owner: &'s Node,
    pub(crate) here: &'s Node,
    /// The same in the layer below.
    pub(crate) owner_below: Option<&'s Node>,
    pub(crate) below: Option<&'s Node>,
    /// The pods that the outermost block has.
    pub(crate) pod: Option<&'s Pod>,
    pub(crate) is_lax: bool,
    pub(crate) is_modern: bool,
    pub(crate) is_first_config: bool,
    /// Whether every service has a chart of its own.
    pub(crate) is_in_parts: bool,
    /// The block around this one.
    pub(crate) around: Option<&'s Node>,
    /// Whether it is a database that the world says runs elsewhere or by a chart.
    pub(crate) is_foreign: bool,
    pub(crate) is_chart: bool,
    /// Whether no layer below has it.
    pub(crate) is_new: bool,
}

impl Seen<'_> {
    /// The value of a field of this block.
    pub(crate) fn own(&self, field: &'static Field) -> Option<&str> {
        let below = || self.below.and_then(|node| node.value(field));
        self.here.value(field).or_else(below).or(field.default)
    }

    /// The value of a field of the outermost block.
    pub(crate) fn of_owner(&self, field: &'static Field) -> Option<&str> {
        let below = || self.owner_below.and_then(|node| node.value(field));
        self.owner.value(field).or_else(below).or(field.default)
    }

    fn is(&self, field: &'static Field, choice: &choices::Choice) -> bool {
        self.own(field) == Some(choice.name)
    }

    fn owner_is(&self, field: &'static Field, choice: &choices::Choice) -> bool {
        self.of_owner(field) == Some(choice.name)
    }

    fn says(&self, field: &'static Field) -> bool {
        self.own(field).is_some_and(|value| !matches!(value, "none" | "false"))
    }

    fn owner_says(&self, field: &'static Field) -> bool {
        self.of_owner(field).is_some_and(|value| !matches!(value, "none" | "false"))
    }

    pub(crate) fn mode(&self) -> Mode {
        self.pod.map_or(Mode::Inside, |pod| pod.mode)
    }

    fn runs_here(&self) -> bool {
        self.mode() == Mode::Inside
    }

    fn is_of_pod(&self) -> bool {
        let kinds = [&sidecar::SIDECAR, &sidecar::INIT];
        !self.owner_says(&job::BEFORE) && !kinds.iter().any(|kind| self.around.is_some_and(|node| node.kind.is(kind)))
    }

    /// Whether it is an external database, or one that a chart runs.
    fn database_is_foreign(&self) -> bool {
        self.is_foreign
            || self.owner_says(&database::EXTERNAL)
            || [Some(self.owner), self.owner_below]
                .into_iter()
                .flatten()
                .any(|node| node.blocks(&chart::SERVER).next().is_some())
    }

    fn engine(&self) -> &str {
        self.owner.base.as_deref().or(self.owner_below.and_then(|node| node.base.as_deref())).unwrap_or("")
    }

    /// What the block does not have.
    fn without(&self) -> impl Iterator<Item = &'static Bare> {
        let own = BARE.iter().filter(|bare| bare.kind.is(self.here.kind));
        own.filter(|bare| match bare.why {
            Why::Says(field) => {
                let is_by_world = (field.is(&service::EXTERNAL) && self.mode() == Mode::External)
                    || (field.is(&service::TARGETS) && self.mode() == Mode::Borrowed);
                is_by_world || self.says(field)
            }
            Why::Is(field, word) => self.is(field, word),
            Why::Lacks(field) => !self.says(field),
            Why::Denies(field) => self.own(field) == Some("false"),
            Why::Portless => self.runs_here() && self.pod.is_some_and(|pod| pod.ports.is_empty()),
        })
    }

    /// Whether the pods have settings of the kernel of their own.
    fn has_sysctls(&self) -> bool {
        let security =
            [Some(self.here), self.below].into_iter().flatten().flat_map(|node| node.blocks(&container::SECURITY));
        security.into_iter().any(|own| own.blocks(&container::SYSCTLS).next().is_some())
    }

    fn has_block(&self, kind: &schema::Block) -> bool {
        [Some(self.here), self.below].into_iter().flatten().any(|node| node.blocks(kind).next().is_some())
    }
}

/// Whether a rule lets a field be written.
pub(crate) fn takes_field(seen: &Seen<'_>, field: &'static Field) -> bool {
    if seen.here.kind.is(&objects::OBJECT_NAMES) && !makes(seen, field) {
        return false;
    }
    if seen.without().any(|bare| bare.has_no(field)) {
        return false;
    }
    LIMITS.iter().filter(|limit| limit.fields.iter().any(|own| own.is(field))).all(|limit| (limit.met)(seen))
}

/// Whether a field is possible in some places alone.
pub(crate) fn is_narrow(field: &Field) -> bool {
    LIMITS.iter().any(|limit| limit.fields.iter().any(|own| own.is(field)))
}

/// Whether a rule lets a block be written into the one that is being written.
pub(crate) fn takes_block(seen: &Seen<'_>, kind: &'static schema::Block) -> bool {
    if seen.without().any(|bare| bare.has_no_block(kind)) {
        return false;
    }
    LIMITS.iter().filter(|limit| limit.blocks.iter().any(|own| own.is(kind))).all(|limit| (limit.met)(seen))
}

/// Whether the outermost block makes an object of the kind that a field of `object_names` names.
fn makes(seen: &Seen<'_>, field: &Field) -> bool {
    let workloads = [&objects::DEPLOYMENT, &objects::STATEFUL_SET, &objects::DAEMON_SET];
    let of_block = ObjectKind::of_block(seen.owner.kind).iter().any(|kind| kind.field().is(field));
    let is_other = workloads.iter().any(|own| own.is(field)) && seen.pod.is_some_and(|pod| pod.kind != field.name);
    let is_scaled = seen.of_owner(&service::REPLICAS).is_some_and(|own| own.contains(".."));
    let is_faceless = field.is(&objects::SERVICE) && seen.pod.is_some_and(|pod| !pod.is_reached());
    !is_faceless
        && seen.owner.name.is_some()
        && of_block
        && !is_other
        && seen.runs_here()
        && (is_scaled || !field.is(&objects::HORIZONTAL_POD_AUTOSCALER))
}

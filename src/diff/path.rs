//! Where in an object something stands, as a person would say it: `spec.template.spec.containers[api].image`.

use smol_str::SmolStr;
use std::fmt;

/// A way into an object.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path(Vec<Step>);

/// One step of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// A key of a map.
    Key(SmolStr),
    /// The item of a list that is called so.
    Item(SmolStr),
    /// An item of a list whose items have no names.
    Index(usize),
    /// The order in which the items of a list stand.
    Order,
}

impl Path {
    /// The way one step further.
    #[must_use]
    pub fn to(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }

    /// The steps.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// What the value at its end is called: the key, or of a variable its name.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self.0.as_slice() {
            [.., Step::Item(name), Step::Key(key)] if key == "value" => Some(name),
            [.., Step::Key(key)] | [.., Step::Key(key), Step::Item(_) | Step::Index(_) | Step::Order] => Some(key),
            _ => None,
        }
    }

    /// Whether it leads to a place, or further: `spec.selector` to `spec.selector.matchLabels`. Items of lists are not counted.
    #[must_use]
    pub fn leads_into(&self, place: &str) -> bool {
        let mut keys =
            self.0.iter().filter_map(|step| if let Step::Key(key) = step { Some(key.as_str()) } else { None });
        place.split('.').all(|word| keys.next() == Some(word))
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if !is_plain(key) => write!(f, "[\"{}\"]", key.escape_debug())?,
                Step::Key(key) if at == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Item(name) => write!(f, "[{}]", name.escape_debug())?,
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Order => f.write_str(" (order)")?,
            }
        }
        Ok(())
    }
}

fn is_plain(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'$'))
}

#[cfg(test)]
mod tests {
    use super::{Path, Step};

    fn path(steps: &[Step]) -> Path {
        Path(steps.to_vec())
    }

    #[test]
    fn a_path_reads_as_a_person_would_say_it() {
        let key = |text: &str| Step::Key(text.into());
        let image = path(&[key("spec"), key("containers"), Step::Item("api".into()), key("image")]);
        assert_eq!(image.to_string(), "spec.containers[api].image");
        assert_eq!(path(&[key("metadata"), key("helm.sh/chart")]).to_string(), "metadata[\"helm.sh/chart\"]");
        assert_eq!(path(&[key("args"), Step::Index(1)]).to_string(), "args[1]");
        assert_eq!(path(&[key("env"), Step::Order]).to_string(), "env (order)");
    }

    #[test]
    fn a_variable_is_called_by_its_name() {
        let key = |text: &str| Step::Key(text.into());
        assert_eq!(path(&[key("env"), Step::Item("TOKEN".into()), key("value")]).name(), Some("TOKEN"));
        assert_eq!(path(&[key("data"), key("TOKEN")]).name(), Some("TOKEN"));
    }

    #[test]
    fn a_path_leads_into_the_places_above_it() {
        let key = |text: &str| Step::Key(text.into());
        let own = path(&[key("spec"), key("ports"), Step::Item("80".into()), key("port")]);
        assert!(own.leads_into("spec") && own.leads_into("spec.ports") && own.leads_into("spec.ports.port"));
        assert!(!own.leads_into("spec.port") && !own.leads_into("spec.ports.port.x"));
    }
}

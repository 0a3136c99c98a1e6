//! What charts render where a key of their values is turned by hand.

use std::path::Path;

use super::admission::Asked;
use super::cases::{Case, ChartRelease};
use super::knobs;
use super::{objects, values};

/// What came of all turns.
pub(crate) struct Turned {
    /// Objects that no environment of the source has.
    pub(crate) asked: Asked,
    pub(crate) turns: usize,
    /// How many turns the chart itself refused.
    pub(crate) refused: usize,
}

/// Turns every key of every release once.
pub(crate) fn collect(cases: &[Case], namespace: &'static str) -> Turned {
    let folder = tempfile::tempdir().unwrap();
    let mut turned = Turned { asked: Asked::nothing(namespace), turns: 0, refused: 0 };
    for (index, case) in cases.iter().enumerate() {
        let built = case.build(&folder.path().join(index.to_string())).unwrap();
        for environment in &built.environments {
            for release in &environment.charts {
                let whose = format!("{} {}", case.name, environment.name);
                turned.release(release, &whose, folder.path());
            }
        }
    }
    turned
}

impl Turned {
    fn release(&mut self, release: &ChartRelease, whose: &str, folder: &Path) {
        let all = values::merged(&release.chart, &release.values).unwrap();
        let schema = knobs::schema(&release.chart).unwrap();
        for turn in knobs::of(&all, &schema) {
            let files = turn.over(release, &folder.join("turn.json"));
            self.turns += 1;
            match turn
                .rendered(release, &files)
                .unwrap_or_else(|message| panic!("{whose} with {}: {message}", turn.values))
            {
                Some(rendered) => {
                    for (key, object) in objects::parse(&rendered).unwrap() {
                        if release.manifests.get(&key) != Some(&object) {
                            self.asked.add(&object, &format!("{whose} {:.80}", turn.paths.join(" ")));
                        }
                    }
                }
                None => self.refused += 1,
            }
        }
    }
}

//! Images that are built here, with the command that builds each.

use super::origins::{self, Setting};
use super::pulled::User;
use crate::model::environment::Environment;
use crate::model::images::{self, Target};
use crate::schema::image;

/// An image that is built here.
pub(super) struct Built<'a> {
    /// Its target in the bake file.
    pub(super) target: Target,
    /// Every setting and where it comes from.
    pub(super) settings: Vec<Setting<'a>>,
    /// What runs it.
    pub(super) users: Vec<User>,
    /// What the manifests call it.
    pub(super) reference: String,
}

/// The images that an environment builds.
pub(super) fn of<'a>(all: &[Environment<'a>], index: usize) -> Vec<Built<'a>> {
    let Some(environment) = all.get(index) else { return Vec::new() };
    let targets = images::targets(all).into_iter().filter(|target| target.environment == index);
    let built = targets.filter_map(|target| {
        let view = environment.get(&image::IMAGE, &target.image)?;
        let settings = origins::settings(environment, view, &target.recipe);
        let digest = view.text(&image::DIGEST).map(|digest| format!("{}@{digest}", target.recipe.repository));
        let reference = digest.unwrap_or_else(|| target.recipe.tagged());
        Some(Built { target, settings, users: Vec::new(), reference })
    });
    built.collect()
}

impl Built<'_> {
    /// The command without a bake file, one group of words a line of a script.
    pub(super) fn command(&self) -> Vec<Vec<String>> {
        let recipe = &self.target.recipe;
        let mut groups = vec![vec!["docker".to_owned(), "build".to_owned()]];
        let mut add = |option: &str, value: String| groups.push(vec![option.to_owned(), value]);
        add("--file", self.dockerfile());
        if let Some(stage) = &recipe.stage {
            add("--target", stage.to_string());
        }
        recipe.args.iter().for_each(|(key, value)| add("--build-arg", format!("{key}={value}")));
        recipe.labels.iter().for_each(|(key, value)| add("--label", format!("{key}={value}")));
        if !recipe.platforms.is_empty() {
            add("--platform", recipe.platforms.join(","));
        }
        add("--tag", recipe.tagged());
        groups.push(vec![self.context()]);
        groups
    }

    /// Docker looks for the Dockerfile from where it is run, bake from the context.
    fn dockerfile(&self) -> String {
        let recipe = &self.target.recipe;
        let name = recipe.dockerfile.strip_prefix("./").unwrap_or(&recipe.dockerfile);
        match recipe.context.trim_end_matches('/') {
            "" | "." => name.to_owned(),
            folder => format!("{folder}/{name}"),
        }
    }

    /// The context, which must not look like an option.
    fn context(&self) -> String {
        let context = &self.target.recipe.context;
        if context.starts_with('-') { format!("./{context}") } else { context.to_string() }
    }
}

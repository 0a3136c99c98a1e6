//! Where the settings of an image that is built here come from.

use crate::model::chain::{self, Chain, Leaf, Place};
use crate::model::environment::{Environment, View};
use crate::model::images::Recipe;
use crate::schema::{self, Field, image, stack};
use smol_str::SmolStr;

/// A setting of an image, as it holds and where it comes from.
#[derive(PartialEq)]
pub(super) struct Setting<'a> {
    /// What it is: an option of the build, with its key.
    pub(super) name: String,
    /// What holds.
    pub(super) value: String,
    /// What speaks of it.
    pub(super) chain: Chain<'a>,
    /// Why it is not what is written there.
    pub(super) why: Option<&'static str>,
}

/// The settings in the order of the command's options.
pub(super) fn settings<'a>(environment: &Environment<'a>, view: &View<'a>, recipe: &Recipe) -> Vec<Setting<'a>> {
    let of = Of { environment, view };
    let mut all = vec![
        of.own("context", &recipe.context, &image::CONTEXT),
        of.own("dockerfile", &recipe.dockerfile, &image::DOCKERFILE),
    ];
    all.extend(recipe.stage.iter().map(|stage| of.own("target", stage, &image::TARGET)));
    all.extend(recipe.args.iter().map(|(key, value)| of.entry("arg", key, value, &image::ARGS)));
    all.extend(recipe.labels.iter().map(|(key, value)| of.label(key, value)));
    if !recipe.platforms.is_empty() {
        all.push(of.own("platforms", &recipe.platforms.join(","), &image::PLATFORMS));
    }
    all.extend(of.repository());
    all.push(of.tag(&recipe.tag));
    all
}

/// The parts of the name of an image that is taken from a registry.
pub(super) fn parts<'a>(environment: &Environment<'a>, view: &View<'a>) -> Vec<Setting<'a>> {
    let of = Of { environment, view };
    let said = [("tag", &image::TAG), ("digest", &image::DIGEST)];
    let said = said.into_iter().filter_map(|(name, field)| Some(of.own(name, view.text(field)?, field)));
    let mut all = of.repository();
    all.extend(said);
    let named = |setting: Setting<'a>| Setting { name: format!("image.{}.{}", view.name, setting.name), ..setting };
    all.into_iter().map(named).collect()
}

struct Of<'e, 'a> {
    environment: &'e Environment<'a>,
    view: &'e View<'a>,
}

impl<'a> Of<'_, 'a> {
    fn setting(&self, name: &str, value: &str, block: (&'static schema::Block, &str), leaf: Leaf) -> Setting<'a> {
        let place = Place { block: (block.0, SmolStr::new(block.1)), nested: Vec::new(), leaf };
        let chain = chain::at(self.environment, &place);
        Setting { name: name.to_owned(), value: value.to_owned(), chain, why: None }
    }

    fn own(&self, name: &str, value: &str, field: &'static Field) -> Setting<'a> {
        self.setting(name, value, (&image::IMAGE, self.view.name), Leaf::Field(field))
    }

    fn of_stack(&self, name: &str, value: &str, field: &'static Field) -> Setting<'a> {
        self.setting(name, value, (&stack::STACK, ""), Leaf::Field(field))
    }

    /// What follows from the block's name: the place that introduces it.
    fn of_block(&self, name: &str, value: &str) -> Setting<'a> {
        let mut setting = self.setting(name, value, (&image::IMAGE, self.view.name), Leaf::Block);
        setting.chain.steps.truncate(1);
        setting
    }

    fn entry(&self, kind: &str, key: &SmolStr, value: &str, map: &'static schema::Block) -> Setting<'a> {
        let leaf = Leaf::Entry(map, key.clone());
        self.setting(&format!("{kind} {key}"), value, (&image::IMAGE, self.view.name), leaf)
    }

    /// A label that the image says itself, or one that follows from the stack.
    fn label(&self, key: &SmolStr, value: &str) -> Setting<'a> {
        if self.view.entries(&image::LABELS).contains_key(key.as_str()) {
            return self.entry("label", key, value, &image::LABELS);
        }
        let name = format!("label {key}");
        match key.rsplit('.').next() {
            Some("version") => Setting { name, ..self.tag(value) },
            Some("description") => self.of_stack(&name, value, &stack::DESCRIPTION),
            Some("url") => self.of_stack(&name, value, &stack::HOME),
            Some("source") => self.of_stack(&name, value, &stack::SOURCES),
            Some(_) | None => self.of_block(&name, value),
        }
    }

    fn repository(&self) -> Vec<Setting<'a>> {
        let registry = self.view.text(&image::REGISTRY);
        let registry = registry.map(|own| self.own("registry", own, &image::REGISTRY)).or_else(|| {
            let whole = self.environment.stack.text(&stack::REGISTRY)?;
            Some(self.of_stack("registry", whole, &stack::REGISTRY))
        });
        let name = match self.view.text(&image::NAME) {
            Some(name) => self.own("name", name, &image::NAME),
            None => self.of_block("name", self.view.name),
        };
        registry.into_iter().chain([name]).collect()
    }

    fn tag(&self, tag: &str) -> Setting<'a> {
        if self.view.value(&image::TAG).is_some() {
            return self.own("tag", tag, &image::TAG);
        }
        let said = self.environment.stack.text(&stack::APP_VERSION);
        let field = if said.is_some() { &stack::APP_VERSION } else { &stack::VERSION };
        let differs = said.or_else(|| self.environment.stack.text(&stack::VERSION)) != Some(tag);
        let why = differs.then_some("with the environment's name, for it is built differently elsewhere");
        Setting { why, ..self.of_stack("tag", tag, field) }
    }
}

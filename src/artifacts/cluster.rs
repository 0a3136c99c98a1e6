//! `cluster/ENV.sh`: starts the local cluster that an environment declares, with what the stack needs in it, and loads the images
//! that are built here. It may be run again at any time.

mod kind;
mod minikube;

use crate::model::environment::{Environment, View};
use crate::model::images::{self, Target};
use crate::model::scale;
use crate::schema::environment::{self as settings, INGRESS_NAMESPACE};
use crate::schema::{choices, image, ingress, service};
use crate::shell;
use std::fmt::Write as _;

/// The start script of an environment, by its place among all; none where it declares no cluster.
#[must_use]
pub fn start_script(environments: &[Environment<'_>], index: usize) -> Option<String> {
    let environment = environments.get(index)?;
    let cluster = environment.all(&settings::CLUSTER).values().next()?;
    let script = Script { environment, cluster, images: local_images(environments, index) };
    let mut out = String::from("#!/usr/bin/env bash\n");
    let (stack, name) = (environment.stack.name, environment.name);
    let _ = writeln!(out, "# Starts the cluster of {stack} that environment {name} declares. Written by todoc.");
    out.push_str(
        "# It may be run again at any time, for instance to load images that were built anew.\nset -euo pipefail\n\n",
    );
    if cluster.name == choices::KIND.name {
        kind::write(&script, &mut out);
    } else {
        minikube::write(&script, &mut out);
    }
    Some(out)
}

/// What a script is made from.
struct Script<'e, 'a> {
    environment: &'e Environment<'a>,
    cluster: &'e View<'a>,
    /// The images that are built here, unless nodes always ask the registry.
    images: Vec<String>,
}

impl Script<'_, '_> {
    /// Name of the cluster: that of the stack, which is a word for any shell.
    fn name(&self) -> &str {
        self.environment.stack.name
    }

    /// Whether requests come in through ingress-nginx, which both kinds of cluster have a way to install.
    fn needs_ingress(&self) -> bool {
        let is_its_own = self.environment.settings.text(&INGRESS_NAMESPACE) != Some("ingress-nginx");
        let by_nginx = |view: &View<'_>| {
            view.choice(&ingress::API) != Some(&choices::BY_GATEWAY)
                && view.text(&ingress::CLASS).is_none_or(|class| class == "nginx")
        };
        !is_its_own && self.environment.all(&ingress::INGRESS).values().filter(|view| view.is_on()).any(by_nginx)
    }

    /// Whether an autoscaler asks for the metrics of pods.
    fn needs_metrics(&self) -> bool {
        let services = self.environment.all(&service::SERVICE).values().filter(|view| view.is_on());
        services.map(scale::scale).any(|scale| scale.most > scale.least)
    }

    /// Loads the images that are there by a command that takes one as `"$image"`.
    fn load_images(&self, command: &str, out: &mut String) {
        if self.images.is_empty() {
            return;
        }
        let environment = self.environment.name;
        out.push_str("\n# Images that are built here: nodes take them from Docker, and ask no registry.\nimages=(\n");
        for image in &self.images {
            let _ = writeln!(out, "  {}", shell::word(image));
        }
        let _ = write!(
            out,
            ")\nfor image in \"${{images[@]}}\"; do\n  if docker image inspect \"$image\" >/dev/null 2>&1; then\n    {command}\n  else\n    \
             echo \"$image is not built yet: todoc images --env {environment} | sh, then run this again\" >&2\n  fi\ndone\n"
        );
    }
}

fn local_images(environments: &[Environment<'_>], index: usize) -> Vec<String> {
    let Some(environment) = environments.get(index) else { return Vec::new() };
    let is_fetched = |target: &Target| {
        let own = environment.get(&image::IMAGE, &target.image);
        let policy = own.and_then(|own| own.choice(&image::PULL_POLICY_FIELD));
        policy.or_else(|| environment.settings.choice(&settings::PULL_POLICY_FIELD)) == Some(&choices::ALWAYS)
    };
    let own = images::targets(environments).into_iter().filter(|target| target.environment == index);
    own.filter(|target| !is_fetched(target)).map(|target| target.recipe.tagged()).collect()
}

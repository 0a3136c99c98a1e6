//! Rewrites that break the routes that they are for.
//! <https://kubernetes.github.io/ingress-nginx/examples/rewrite/>

use super::{is_gateway, routes};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::View;
use crate::model::typed::Entry;
use crate::rules::finding;
use crate::schema::{choices, ingress, pod};

const TARGET: &str = "nginx.ingress.kubernetes.io/rewrite-target";

/// Words in the classes of controllers that know nothing of ingress-nginx' annotations.
const OTHERS: [&str; 11] =
    ["traefik", "haproxy", "alb", "gce", "azure", "contour", "kong", "istio", "cilium", "openshift", "ambassador"];

pub(super) fn check(ingress: &View<'_>) -> Vec<Diagnostic> {
    let target = ingress.entries(&pod::ANNOTATIONS).get(TARGET).copied().filter(|_| !is_gateway(ingress));
    let mut found = Vec::new();
    for route in routes(ingress) {
        let strips = route.bool(&ingress::STRIP);
        if strips {
            found.extend(strip(ingress, &route, target));
        } else {
            found.extend(target.and_then(|target| rewrite(&route, target)));
        }
    }
    found
}

/// A route that takes its path away.
fn strip(ingress: &View<'_>, route: &View<'_>, target: Option<&Entry>) -> Option<Diagnostic> {
    let place = route.place(&ingress::STRIP);
    if route.name == "/" {
        let message = "there is nothing to take away from route `/`";
        return Some(finding(Code::E0210, place, message).help("`strip` goes only with a longer path"));
    }
    if route.choice(&ingress::TYPE) != Some(&choices::PREFIX) {
        let message = format!("`strip` of route `{}` means nothing here", route.name);
        let found = finding(Code::E0210, place, message).label(route.place(&ingress::TYPE), "because of this");
        return Some(found.help("it goes only with `type = prefix`"));
    }
    if is_gateway(ingress) {
        return None;
    }
    if let Some(target) = target {
        let message = format!("`strip` of route `{}` and `rewrite-target` both rewrite its path", route.name);
        let found = finding(Code::E0452, place, message).label(target.key.span, "the annotation");
        return Some(found.help("keep one of them"));
    }
    let class = ingress.text(&ingress::CLASS)?;
    let other = OTHERS.iter().find(|other| class.split(['-', '.']).any(|word| word == **other))?;
    let message = format!("todoc cannot take away the path of route `{}` for class `{class}`", route.name);
    let found = finding(Code::E0451, place, message).label(ingress.place(&ingress::CLASS), "its controller");
    let found =
        found.note(format!("an Ingress cannot say it, and {other} does not know the annotations of ingress-nginx"));
    Some(found.help("use `api = gateway`, or let the service answer below the path"))
}

/// A route of an ingress whose paths are all rewritten.
fn rewrite(route: &View<'_>, target: &Entry) -> Option<Diagnostic> {
    let text = target.value.text()?;
    let groups = groups(route.name);
    let wanted = largest(text);
    let place = route.head();
    if wanted > groups {
        let has = match groups {
            0 => "has no group".to_owned(),
            1 => "has one group".to_owned(),
            _ => format!("has {groups} groups"),
        };
        let message = format!("`rewrite-target` uses `${wanted}`, and route `{}` {has}", route.name);
        let found = finding(Code::E0452, target.value.span, message)
            .label(place, "every request below it would be sent on to another path");
        let path = route.name.trim_end_matches('/');
        return Some(found.help(format!(
            "write `strip = true` in the route and take the annotation away, or write `route \"{path}(/|$)(.*)\" {{ type = implementation … }}`"
        )));
    }
    let is_prefix = route.choice(&ingress::TYPE) == Some(&choices::PREFIX);
    if wanted > 0 || !is_prefix || route.name == text {
        return None;
    }
    let message = format!("`rewrite-target` sends everything below route `{}` to `{text}`", route.name);
    let found = finding(Code::E0452, target.value.span, message).label(place, "what follows the path is lost");
    Some(found.help("write `strip = true` in the route to take only its path away, and take the annotation away"))
}

/// The number of groups of a regular expression that catch something.
fn groups(pattern: &str) -> usize {
    let mut count = 0;
    let mut characters = pattern.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' => drop(characters.next()),
            '(' if characters.peek() != Some(&'?') => count += 1,
            _ => {}
        }
    }
    count
}

/// The largest group that a text of a rewrite uses.
fn largest(text: &str) -> usize {
    let after = text.split('$').skip(1);
    let digits =
        after.map(|rest| rest.trim_start_matches('{').chars().take_while(char::is_ascii_digit).collect::<String>());
    digits.filter_map(|digits| digits.parse().ok()).max().unwrap_or(0)
}

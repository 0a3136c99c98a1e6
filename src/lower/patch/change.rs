//! The changes themselves: a patch is laid over the entries of an object, key by key.

mod container;
mod spot;

use super::{both, dotted, guard};
use crate::chart::tree::{Body, Entry, Item, Node, Pair, Path, Piece, Test, guarded, pair, when};
use crate::diagnostics::{Code, Diagnostic};
use crate::lower::raw::{Raw, Said, Way, keys, segments};
use crate::model::typed::Made;
use crate::source::Span;
use smol_str::SmolStr;
use spot::{Spot, What};

/// Lays one patch over one object.
pub(super) struct Patcher<'r, 'p, 'c> {
    pub(super) raw: Raw<'p, 'c>,
    /// The pieces of the object, taken out of it.
    pub(super) pieces: Vec<Piece>,
    pub(super) made: &'r Made,
    /// Where in the object it is.
    pub(super) path: Vec<SmolStr>,
    /// Paths of the values that something read which is no more.
    pub(super) dropped: Vec<(Path, Span)>,
    pub(super) findings: Vec<Diagnostic>,
}

impl<'a> Patcher<'_, '_, '_> {
    /// Lays a map over entries.
    pub(super) fn map(&mut self, entries: &mut Vec<Entry>, way: &Way, said: &[Said<'_, 'a>], guard: Option<&Test>) {
        // What is a piece as a whole, so that it can be hashed, is changed there.
        if let [Entry::Include(name)] = entries.as_slice()
            && let Some(place) = self.pieces.iter().position(|piece| piece.name == *name)
        {
            return self.in_piece(place, |own, entries| own.map(entries, way, said, guard));
        }
        let keys = keys(said);
        for (key, segment) in keys.iter().zip(segments(&keys)) {
            self.path.push(SmolStr::new(key));
            let spot = self.spot(way.child(key, &segment), key, said, guard);
            if let Some(why) = guard::protected(&self.path) {
                self.refuse(why, spot.span);
            } else {
                self.key(entries, &spot);
            }
            self.path.pop();
        }
    }

    fn in_piece(&mut self, place: usize, how: impl FnOnce(&mut Self, &mut Vec<Entry>)) {
        let body = self.pieces.get_mut(place).map(|piece| &mut piece.body);
        let Some(Body::Map(entries)) = body else { return };
        let mut own = std::mem::take(entries);
        how(self, &mut own);
        if let Some(Piece { body: Body::Map(entries), .. }) = self.pieces.get_mut(place) {
            *entries = own;
        }
    }

    fn spot<'s, 't>(
        &mut self,
        way: Way,
        key: &'s str,
        said: &[Said<'t, 'a>],
        guard: Option<&Test>,
    ) -> Spot<'s, 't, 'a> {
        let inner = |own: &Said<'t, 'a>| match own {
            Said::Absent | Said::Nothing => Said::Absent,
            Said::As(tree) => tree.get(key).map_or(Said::Nothing, Said::As),
        };
        let of: Vec<Said<'t, 'a>> = said.iter().map(inner).collect();
        let guard = both(guard, self.raw.there(&way, &of));
        let entries = || said.iter().filter_map(|own| own.tree()?.entry(key));
        let (span, is_whole) = (entries().next().map(|own| own.span), entries().any(|own| own.is_whole));
        let said = of.into_iter().map(|own| if let Said::Nothing = own { Said::Absent } else { own }).collect();
        let span = span.unwrap_or_else(|| Span::new(crate::source::FileId::FIRST, 0..0));
        Spot { key, way, said, guard, is_whole, span }
    }

    fn key(&mut self, entries: &mut Vec<Entry>, spot: &Spot<'_, '_, 'a>) {
        match spot.what() {
            What::Merge => self.merge(entries, spot),
            What::Things => self.list(entries, spot),
            What::Remove => self.replace(entries, spot, Vec::new()),
            What::Replace => {
                let new = self.raw.entry(&spot.way, spot.key, &spot.said);
                self.replace(entries, spot, new);
            }
        }
    }

    /// A map over what stands at a key; where nothing does, it is added.
    fn merge(&mut self, entries: &mut Vec<Entry>, spot: &Spot<'_, '_, 'a>) {
        let mut found = Vec::new();
        self.pairs(entries, spot.key, None, &mut found, &mut |own, mut pair| {
            match &mut pair.value {
                Node::Map(inner) => own.map(inner, &spot.way, &spot.said, spot.guard.as_ref()),
                Node::EmptyMap => return own.instead(spot, pair),
                Node::Piece(name) => {
                    let place = own.pieces.iter().position(|piece| piece.name == *name);
                    match place {
                        Some(place) => own.in_piece(place, |own, entries| {
                            own.map(entries, &spot.way, &spot.said, spot.guard.as_ref());
                        }),
                        None => own.unlike(spot, "other objects share"),
                    }
                }
                Node::Values(_) | Node::ValuesOr(..) => return own.unless_given(spot, pair),
                Node::List(_) | Node::EmptyList => own.unlike(spot, "there is a list"),
                Node::Text(_)
                | Node::Int(_)
                | Node::Bool(_)
                | Node::Flag(_)
                | Node::Json(_)
                | Node::Null
                | Node::Fraction(_) => own.unlike(spot, "there is a single value"),
            }
            vec![Entry::Pair(pair)]
        });
        self.add(entries, spot, &found);
    }

    /// Things with a name over the list at a key.
    fn list(&mut self, entries: &mut Vec<Entry>, spot: &Spot<'_, '_, 'a>) {
        let mut found = Vec::new();
        self.pairs(entries, spot.key, None, &mut found, &mut |own, mut pair| {
            match &mut pair.value {
                Node::List(items) => own.things(items, spot),
                Node::EmptyList => return own.instead(spot, pair),
                Node::Values(_) | Node::ValuesOr(..) | Node::Json(_) => return own.unless_given(spot, pair),
                Node::Map(_)
                | Node::EmptyMap
                | Node::Piece(_)
                | Node::Text(_)
                | Node::Int(_)
                | Node::Bool(_)
                | Node::Flag(_)
                | Node::Null
                | Node::Fraction(_) => own.unlike(spot, "there is no list"),
            }
            vec![Entry::Pair(pair)]
        });
        if found.is_empty() {
            self.add(entries, spot, &found);
        }
    }

    /// What a patch brings where nothing of a key is there: in any case, or where none of the tests holds by which it is.
    fn add(&mut self, entries: &mut Vec<Entry>, spot: &Spot<'_, '_, 'a>, found: &[Option<Test>]) {
        if found.contains(&None) {
            return;
        }
        let elsewhere = Test::any(found.iter().flatten().cloned()).map(|any| !any);
        let new = self.raw.entry(&spot.way, spot.key, &spot.said);
        let Some(free) = self.free(entries, spot) else { return };
        entries.extend(when(both(spot.guard.as_ref(), Test::all(elsewhere.into_iter().chain(free))), new));
    }

    /// When an open map of the values beside it does not give a key; none where the vocabulary gives it.
    fn free(&mut self, entries: &[Entry], spot: &Spot<'_, '_, 'a>) -> Option<Vec<Test>> {
        let mut tests = Vec::new();
        for entry in entries {
            if let Entry::Texts(path) | Entry::Variables(path) = entry {
                if self.is_given(path, spot.key, spot.span) {
                    return None;
                }
                tests.push(!Test::Has(path.clone(), SmolStr::new(spot.key)));
            }
        }
        Some(tests)
    }

    /// Something else at a key, or nothing.
    fn replace(&mut self, entries: &mut Vec<Entry>, spot: &Spot<'_, '_, 'a>, new: Vec<Entry>) {
        if let Some(why) = guard::whole(&self.path) {
            return self.refuse(why, spot.span);
        }
        let is_removal = new.is_empty();
        let mut is_default = false;
        let place = entries.iter().position(|entry| has(entry, spot.key)).unwrap_or(entries.len());
        let mut found = Vec::new();
        self.pairs(entries, spot.key, None, &mut found, &mut |own, pair| {
            if !is_removal && own.free_value(&pair.value).is_some() {
                is_default = true;
                return own.unless_given(spot, pair);
            }
            let gives_way = own.gives_way(&pair.value, spot.span);
            match &spot.guard {
                _ if !gives_way => vec![Entry::Pair(pair)],
                None => Vec::new(),
                Some(guard) => vec![Entry::When(!guard.clone(), vec![Entry::Pair(pair)], Vec::new())],
            }
        });
        let Some(free) = self.free(entries, spot).filter(|_| !is_default) else { return };
        if is_removal {
            if found.is_empty() {
                self.nothing(spot.span);
            }
            return;
        }
        let place = place.min(entries.len());
        if let (Some(guard), Some(Entry::When(test, old, otherwise))) = (&spot.guard, entries.get_mut(place))
            && *test == !guard.clone()
            && otherwise.is_empty()
        {
            *otherwise = std::mem::replace(old, new);
            *test = guard.clone();
            return;
        }
        entries.splice(place..place, when(both(spot.guard.as_ref(), Test::all(free)), new));
    }

    /// What a patch brings in the place of an empty map or list.
    fn instead(&mut self, spot: &Spot<'_, '_, 'a>, old: Pair) -> Vec<Entry> {
        let new = self.raw.entry(&spot.way, spot.key, &spot.said);
        match &spot.guard {
            None => new,
            Some(guard) => vec![Entry::When(guard.clone(), new, vec![Entry::Pair(old)])],
        }
    }

    /// What a patch brings where a key of the values is left empty, as the vocabulary leaves it.
    fn unless_given(&mut self, spot: &Spot<'_, '_, 'a>, old: Pair) -> Vec<Entry> {
        let Some(given) = self.free_value(&old.value) else {
            self.gives_way(&old.value, spot.span);
            return vec![Entry::Pair(old)];
        };
        let new = self.raw.entry(&spot.way, spot.key, &spot.said);
        vec![Entry::When(given, vec![Entry::Pair(old)], when(spot.guard.clone(), new))]
    }

    /// Things over a list, each over the one of its name.
    fn things(&mut self, items: &mut Vec<Item>, spot: &Spot<'_, '_, 'a>) {
        let names = keys(&spot.said);
        for (name, segment) in names.iter().zip(segments(&names)) {
            self.path.push(SmolStr::new(name));
            let inner = self.spot(spot.way.child(name, &segment), name, &spot.said, spot.guard.as_ref());
            self.thing(items, &inner);
            self.path.pop();
        }
    }

    fn thing(&mut self, items: &mut Vec<Item>, spot: &Spot<'_, '_, 'a>) {
        let is_removal = spot.what() == What::Remove;
        if let Some(why) = guard::whole(&self.path).filter(|_| is_removal) {
            return self.refuse(why, spot.span);
        }
        let mut found = Vec::new();
        self.named(items, spot.key, None, &mut found, &mut |own, mut entries| {
            if !is_removal {
                own.map(&mut entries, &spot.way, &spot.said, spot.guard.as_ref());
                return vec![Item::Node(Node::Map(entries))];
            }
            let node = Node::Map(entries);
            match &spot.guard {
                _ if !own.gives_way(&node, spot.span) => vec![Item::Node(node)],
                None => Vec::new(),
                Some(guard) => vec![Item::When(!guard.clone(), vec![Item::Node(node)])],
            }
        });
        match found.iter().filter(|when| when.is_none()).count() {
            0 if found.is_empty() && is_removal => self.nothing(spot.span),
            0 if found.is_empty() && self.is_container_without_image(spot) => self.no_container(items, spot),
            0 if found.is_empty() => {
                let mut entries = vec![pair("name", Node::text(spot.key))];
                entries.extend(self.raw.entries(&spot.way, &spot.said, &[]));
                items.extend(guarded(spot.guard.clone(), Node::Map(entries)));
            }
            0 | 1 => {}
            several => {
                let message = format!("{several} things of this list are called `{}`", spot.key);
                self.findings.push(Diagnostic::new(Code::E0475, spot.span, message));
            }
        }
    }

    /// Changes the pairs of a key, wherever among the entries they stand, and tells when each is there.
    fn pairs(
        &mut self,
        entries: &mut Vec<Entry>,
        key: &str,
        now: Option<&Test>,
        found: &mut Vec<Option<Test>>,
        change: &mut dyn FnMut(&mut Self, Pair) -> Vec<Entry>,
    ) {
        let mut changed = Vec::with_capacity(entries.len());
        for entry in std::mem::take(entries) {
            match entry {
                Entry::Pair(pair) if pair.key == key => {
                    found.push(now.cloned());
                    changed.extend(change(self, pair));
                }
                Entry::When(test, mut then, mut otherwise) => {
                    self.pairs(&mut then, key, both(now, Some(test.clone())).as_ref(), found, change);
                    self.pairs(&mut otherwise, key, both(now, Some(!test.clone())).as_ref(), found, change);
                    if !(then.is_empty() && otherwise.is_empty()) {
                        changed.push(Entry::When(test, then, otherwise));
                    }
                }
                Entry::ChartOnly(mut own) => {
                    self.pairs(&mut own, key, now, found, change);
                    changed.push(Entry::ChartOnly(own));
                }
                other @ (Entry::Pair(_)
                | Entry::Texts(_)
                | Entry::Variables(_)
                | Entry::Labels(_)
                | Entry::Selector(_)
                | Entry::ReleaseSelector
                | Entry::Include(_)) => changed.push(other),
            }
        }
        *entries = changed;
    }

    /// Changes the things of a name in a list, and tells when each is there.
    fn named(
        &mut self,
        items: &mut Vec<Item>,
        name: &str,
        now: Option<&Test>,
        found: &mut Vec<Option<Test>>,
        change: &mut dyn FnMut(&mut Self, Vec<Entry>) -> Vec<Item>,
    ) {
        let mut changed = Vec::with_capacity(items.len());
        for item in std::mem::take(items) {
            match item {
                Item::Node(Node::Map(entries)) if is_called(&entries, name) => {
                    found.push(now.cloned());
                    changed.extend(change(self, entries));
                }
                Item::When(test, mut inner) => {
                    self.named(&mut inner, name, both(now, Some(test.clone())).as_ref(), found, change);
                    if !inner.is_empty() {
                        changed.push(Item::When(test, inner));
                    }
                }
                other @ (Item::Node(_) | Item::Each(..) | Item::EachKey(..) | Item::Values(_)) => changed.push(other),
            }
        }
        *items = changed;
    }

    fn refuse(&mut self, why: &str, span: Span) {
        let message = format!("`{}` of the {} cannot be patched", dotted(&self.path), self.made.object.kubernetes);
        self.findings.push(Diagnostic::new(Code::E0476, span, message).note(why));
    }

    fn nothing(&mut self, span: Span) {
        let message = format!("the {} has no `{}` to take away", self.made.object.kubernetes, dotted(&self.path));
        self.findings.push(Diagnostic::new(Code::E0475, span, message));
    }

    fn unlike(&mut self, spot: &Spot<'_, '_, 'a>, what: &str) {
        let message = format!(
            "a block cannot merge with `{}` of the {}: {what}",
            dotted(&self.path),
            self.made.object.kubernetes
        );
        let found = Diagnostic::new(Code::E0471, spot.span, message);
        self.findings.push(found.help("write `= …` to replace it as a whole"));
    }
}

/// Whether an entry has a key, in any case.
fn has(entry: &Entry, key: &str) -> bool {
    match entry {
        Entry::Pair(pair) => pair.key == key,
        Entry::When(_, then, otherwise) => then.iter().chain(otherwise).any(|entry| has(entry, key)),
        Entry::ChartOnly(own) => own.iter().any(|entry| has(entry, key)),
        Entry::Texts(_)
        | Entry::Variables(_)
        | Entry::Labels(_)
        | Entry::Selector(_)
        | Entry::ReleaseSelector
        | Entry::Include(_) => false,
    }
}

fn is_called(entries: &[Entry], name: &str) -> bool {
    called(entries).any(|own| own == name)
}

/// The name of the thing that entries are, where it is known.
fn called(entries: &[Entry]) -> impl Iterator<Item = SmolStr> {
    let names = entries.iter().filter_map(Entry::as_pair).filter(|pair| pair.key == "name");
    names.filter_map(|pair| if let Node::Text(text) = &pair.value { text.known().cloned() } else { None })
}

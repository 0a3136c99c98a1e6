//! The container that dumps, with the engine's own image.

use super::{Backup, script, shell};
use crate::chart::tree::{Entry, Expr, Item, Node, list, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::lower::Part;
use crate::lower::database::{Facts, Login, engine, server, url, values, variables};
use crate::lower::reference::Piece;
use crate::schema::database::KEEP_DUMPS;
use smol_str::format_smolstr;

impl Backup<'_, '_> {
    /// The container that dumps.
    pub(super) fn dump(&self, resources: &Entry, part: &mut Part) -> Node {
        let keep = self.own.path("keep");
        let values = values::each(self.own, |view| Val::Int(view.int(&KEEP_DUMPS).unwrap_or(7)));
        let doc = "How many dumps are kept.";
        part.knob_from(keep, doc, Schema::Int(1, 1000), values, self.own.origin(&KEEP_DUMPS));
        let mut entries = vec![pair("name", Node::text("dump"))];
        entries.extend(server::image(self.of));
        let scripts = self.claim.items(vec![Item::Node(Node::text(script::to_claim(self.of)))]);
        let scripts =
            scripts.into_iter().chain(self.storage.items(vec![Item::Node(Node::text(script::to_folder(self.of)))]));
        entries.push(shell(scripts.collect()));
        entries.push(list("env", self.variables(part)));
        self.finished(entries, resources, part)
    }

    fn variables(&self, part: &mut Part) -> Vec<Item> {
        let facts = Facts::of(self.of);
        let dump = &engine(self.of).dump;
        let login = Login::of(self.of, part);
        let mut items = Vec::new();
        if let Some(variable) = dump.password {
            let known = [
                ("DATABASE_HOST", facts.host()),
                ("DATABASE_PORT", facts.port()),
                ("DATABASE_NAME", facts.database()),
                ("DATABASE_USER", facts.user()),
            ];
            let is_read = |name: &str| dump.commands.iter().any(|command| command.contains(name));
            let known = known.into_iter().filter(|(name, value)| is_read(name) && *value != Expr::text(""));
            items.extend(known.map(|(name, value)| Item::Node(variables::text(name, value))));
            if login != Login::Never {
                items.extend(login.items(variables::password(self.context, self.of, variable, part)));
            }
        } else {
            items.extend(self.url(&login, &facts, part));
        }
        items.extend(self.claim.items(vec![self.keep()]));
        items
    }

    /// The whole URL, of which the node makes the password's variable into the password.
    fn url(&self, login: &Login, facts: &Facts, part: &mut Part) -> Vec<Item> {
        let variable = "DATABASE_PASSWORD";
        let printed = |password: Option<&str>| {
            let password = password.map(|name| Piece::Known(Expr::Text(format_smolstr!("$({name})"))));
            let pieces = url::url(self.of, facts, password, Expr::text(engine(self.of).scheme)).into_iter();
            let known = pieces.filter_map(|piece| if let Piece::Known(expr) = piece { Some(expr) } else { None });
            Item::Node(variables::text("DATABASE_URL", Expr::join(known.collect())))
        };
        let mut items = Vec::new();
        if *login != Login::Never {
            let mut with = variables::password(self.context, self.of, variable, part);
            with.push(printed(Some(variable)));
            items.extend(login.items(with));
        }
        match login {
            Login::Never => items.push(printed(None)),
            Login::Always => {}
            Login::Where(test) => items.push(Item::When(!test.clone(), vec![printed(None)])),
        }
        items
    }

    pub(super) fn keep(&self) -> Item {
        Item::Node(variables::text("KEEP", Expr::Number(self.own.path("keep"))))
    }
}

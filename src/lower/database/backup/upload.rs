//! The container that brings a dump to object storage: <https://rclone.org/s3/>.

use super::{Backup, script, shell};
use crate::chart::tree::{self, Entry, Expr, Item, Node, Test, list, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::{DIGEST, REPOSITORY, Schema, TAG};
use crate::lower::database::{values, variables};
use crate::lower::images::{self, Image};
use crate::lower::knobs::{self, Built};
use crate::lower::{Part, reference};
use crate::model::environment::View;
use crate::model::public::known_text;
use crate::schema::database::{ACCESS_KEY, BUCKET, ENDPOINT, REGION, SECRET_KEY, UPLOADER};
use smol_str::SmolStr;

impl Backup<'_, '_> {
    /// The container that brings the dump to object storage.
    pub(super) fn upload(&self, resources: &Entry, part: &mut Part) -> Node {
        let mut entries = vec![pair("name", Node::text("upload")), self.uploader(part)];
        entries.push(pair("imagePullPolicy", Node::Text(Expr::Value(SmolStr::new_static("global.imagePullPolicy")))));
        entries.push(shell(vec![Item::Node(Node::text(script::upload(self.of)))]));
        entries.push(list("env", self.access(part)));
        self.finished(entries, resources, part)
    }

    /// The image of rclone, as values.
    fn uploader(&self, part: &mut Part) -> Entry {
        let image = |view: &View<'_>| images::of_text(view.text(&UPLOADER)?);
        let mut add = |key: &str, pattern: &'static str, get: fn(Image) -> SmolStr| {
            let values = values::each(self.own, |view| image(view).map_or(Val::Unset, |image| Val::Text(get(image))));
            let path = self.own.path(&format!("uploader.{key}"));
            part.knob_from(path, "", Schema::Pattern(pattern), values, self.own.origin(&UPLOADER));
        };
        add("repository", REPOSITORY, |image| image.repository);
        add("tag", TAG, |image| image.tag);
        add("digest", DIGEST, |image| image.digest);
        pair("image", Node::Text(Expr::Image(self.own.path("uploader"))))
    }

    /// Where the object storage is, and the keys to it.
    fn access(&self, part: &mut Part) -> Vec<Item> {
        let own = self.own;
        for (key, field, pattern) in [
            ("bucket", &BUCKET, "^[^\\s]*$"),
            ("endpoint", &ENDPOINT, "^(https?://[^\\s]+)?$"),
            ("region", &REGION, "^[^\\s]*$"),
        ] {
            let pairs = own.views.iter().zip(self.context.environments);
            let values = pairs.map(|(view, environment)| match view {
                Some(view) => {
                    let text = view.value(field).and_then(|value| known_text(environment, value));
                    Val::Text(text.unwrap_or_default())
                }
                None => Val::Unset,
            });
            let (path, doc, origin) = (own.path(key), knobs::doc(field), own.origin(field));
            part.knob_from(path, doc, Schema::Pattern(pattern), values.collect(), origin);
        }
        let given = |name: &'static str, key: &str| {
            let path = own.path(key);
            Item::When(Test::Value(path.clone()), vec![Item::Node(variables::text(name, Expr::Value(path)))])
        };
        let endpoint = Test::Value(own.path("endpoint"));
        let provider = |name: &'static str| vec![Item::Node(variables::text("RCLONE_S3_PROVIDER", Expr::text(name)))];
        let mut items = vec![
            Item::Node(variables::text("BUCKET", Expr::Value(own.path("bucket")))),
            Item::When(endpoint.clone(), provider("Other")),
            Item::When(!endpoint, provider("AWS")),
            given("RCLONE_S3_ENDPOINT", "endpoint"),
            given("RCLONE_S3_REGION", "region"),
            // The key may write to the bucket, and need not be allowed to make it.
            Item::Node(variables::text("RCLONE_S3_NO_CHECK_BUCKET", Expr::text("true"))),
            Item::Node(variables::text("RCLONE_CONFIG", Expr::text("/tmp/rclone.conf"))),
        ];
        for (variable, field, key) in [
            ("RCLONE_S3_ACCESS_KEY_ID", &ACCESS_KEY, "accessKey"),
            ("RCLONE_S3_SECRET_ACCESS_KEY", &SECRET_KEY, "secretKey"),
        ] {
            let built = own.built(|environment, view| match view.block(field) {
                Some((_, name)) => {
                    Built::As(SmolStr::new(name), reference::secret_key(self.context, environment, name))
                }
                None => Built::Absent,
            });
            let chosen = part.chosen(&own.path(key), knobs::doc(field), own.origin(field), built);
            let keys = chosen.into_iter();
            items.extend(keys.flat_map(|(test, key)| tree::guarded(test, variables::key_of(variable, &key))));
        }
        items.push(self.keep());
        items
    }
}

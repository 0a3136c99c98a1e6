//! The table of codes. A code is never reused; its page is included when todoc is compiled, so none can be missing.

use super::Severity;

macro_rules! codes {
    ($($id:ident $name:literal $severity:ident;)*) => {
        /// What kind of finding: `E00xx` text, `E01xx` names, `E02xx` fields and values, `E03xx` references and the flow
        /// of secrets, `E04xx` what Kubernetes or Helm would refuse, `E09xx` files and environment; `W` likewise.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $name] $id,)*
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &[Code] = &[$(Code::$id),*];

            /// The code as it is printed, such as `E0201`.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Code::$id => stringify!($id),)* }
            }

            /// Its name, which reads after the word "allow".
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Code::$id => $name,)* }
            }

            /// How severe it is where no profile says otherwise.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Code::$id => Severity::$severity,)* }
            }

            /// The page that explains it, in Markdown.
            #[must_use]
            pub fn page(self) -> &'static str {
                match self { $(Code::$id => include_str!(concat!("codes/", stringify!($id), ".md")),)* }
            }
        }
    };
}

codes! {
    E0001 "invalid-utf8" Error;
    E0002 "control-character" Error;
    E0003 "too-deep" Error;
    E0004 "too-large" Error;
    E0010 "unexpected-text" Error;
    E0011 "unclosed" Error;
    E0012 "missing-value" Error;
    E0013 "bad-escape" Error;
    E0901 "missing-file" Error;
    E0902 "unreadable-file" Error;
    E0903 "outside-project" Error;
    E0904 "cyclic-files" Error;
    E0905 "no-stack" Error;
    E0906 "several-stacks" Error;
    E0907 "not-a-library" Error;
}

impl Code {
    /// The code of an id (`E0201`) or a name (`unknown-field`), in any case.
    #[must_use]
    pub fn find(text: &str) -> Option<Code> {
        let matches = |code: &&Code| code.id().eq_ignore_ascii_case(text) || code.name().eq_ignore_ascii_case(text);
        Self::ALL.iter().find(matches).copied()
    }
}

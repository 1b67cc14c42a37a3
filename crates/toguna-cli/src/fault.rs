// SPDX-License-Identifier: MIT OR Apache-2.0
//! Why a command failed, how a person reads it, how a program reads it, and what the shell gets.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::Serialize;
use toguna_sdk::{Code, FaultKind};

use crate::catalogue::{Arg, Catalogue};

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    /// This program's own reasons.
    #[error("{}", .0.code())]
    Own(Own),
    /// Whoever read our output has gone; there is nobody to tell.
    #[error("the reader of the output is gone")]
    ReaderGone,
    /// The SDK's reasons with one file of several.
    #[error("a file")]
    OfFile(PathBuf, toguna_sdk::Fault),
    /// The SDK's reasons.
    #[error(transparent)]
    Sdk(#[from] toguna_sdk::Fault),
    /// The command line makes no sense.
    #[error("usage")]
    Usage(Box<Usage>),
}

macro_rules! own {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $kind:ident;)*) => {
        /// What can go wrong between a person and the SDK.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Own {
            $($(#[$doc])* $name,)*
        }

        impl Own {
            /// Every reason.
            #[cfg(test)]
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable code.
            pub(crate) const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            const fn kind(self) -> FaultKind {
                match self { $(Self::$name => FaultKind::$kind,)* }
            }
        }
    };
}

own! {
    /// The person said no.
    Cancelled = "cancelled", Denied;
    /// The demonstration's search does not find what was planted.
    DemoControlMissed = "demo-control-missed", Broken;
    /// The demonstration found something readable at the relay.
    DemoLeaked = "demo-leaked", Broken;
    /// The demonstration's folder is in use.
    DemoPlaceTaken = "demo-place-taken", Invalid;
    /// The demonstration's relay did not start.
    DemoRelay = "demo-relay", Unavailable;
    /// A step of the demonstration had another end than it must have.
    DemoStrayed = "demo-strayed", Broken;
    /// The doctor found something bad.
    DoctorFound = "doctor-found", Broken;
    /// Standard input is not text.
    InputUnreadable = "input-unreadable", Invalid;
    /// `--lang` names no language of the catalogue.
    LangUnknown = "lang-unknown", Invalid;
    /// There is no folder in memory that is this person's only.
    NoPrivatePlace = "no-private-place", Unavailable;
    /// Nowhere to ask for the passphrase.
    NoPassphrase = "no-passphrase", Invalid;
    /// No idea where the vault should be.
    NoPlace = "no-place", Missing;
    /// The item has no text.
    NoText = "no-text", Missing;
    /// Nowhere to ask for a confirmation.
    NotConfirmed = "not-confirmed", Invalid;
    /// The file is of a kind that some systems run.
    OpensAsProgram = "opens-as-program", Denied;
    /// Standard output cannot be written.
    OutputFailed = "output-failed", Unavailable;
    /// A passphrase of nothing.
    PassphraseEmpty = "passphrase-empty", Invalid;
    /// Typed twice, differently.
    PassphraseMismatch = "passphrase-mismatch", Invalid;
    /// The passphrase file cannot be read.
    PassphraseUnreadable = "passphrase-unreadable", Missing;
    /// The program that was to open a file cannot be started.
    ProgramFailed = "program-failed", Missing;
    /// Some of what was given was not taken in.
    SomeRefused = "some-refused", Invalid;
}

/// What one file of this device may fail with.
const OF_A_FILE_HERE: [Code; 3] = [Code::FileChanged, Code::FileUnreadable, Code::TooLong];

/// A file that cannot be read.
pub(crate) fn unreadable(cause: io::Error) -> Fault {
    toguna_sdk::Fault::because(Code::FileUnreadable, cause).into()
}

/// A file that cannot be written.
pub(crate) fn unwritable(cause: io::Error) -> Fault {
    toguna_sdk::Fault::because(Code::FileUnwritable, cause).into()
}

/// A command line that makes no sense, and why.
#[derive(Debug)]
pub(crate) struct Usage {
    /// The catalogue's sentence.
    pub(crate) id: &'static str,
    /// Its variables.
    pub(crate) args: Vec<(&'static str, String)>,
    /// What was probably meant.
    pub(crate) suggestion: Option<String>,
    /// The command whose help says more.
    pub(crate) command: String,
}

impl From<Own> for Fault {
    fn from(own: Own) -> Self {
        Self::Own(own)
    }
}

impl From<io::Error> for Fault {
    /// Only writing to standard output fails this way.
    fn from(fault: io::Error) -> Self {
        if fault.kind() == io::ErrorKind::BrokenPipe {
            Self::ReaderGone
        } else {
            Self::Own(Own::OutputFailed)
        }
    }
}

#[derive(Serialize)]
struct Row<'a> {
    fault: Told<'a>,
}

#[derive(Serialize)]
struct Told<'a> {
    kind: &'static str,
    code: &'a str,
    field: Option<&'a str>,
    limit: Option<u64>,
}

impl Fault {
    /// The kind of fault.
    pub(crate) fn kind(&self) -> FaultKind {
        match self {
            Self::Own(own) => own.kind(),
            Self::ReaderGone => FaultKind::Unavailable,
            Self::OfFile(_, fault) | Self::Sdk(fault) => fault.kind(),
            Self::Usage(_) => FaultKind::Invalid,
        }
    }

    /// Whether other files may come although this one did not.
    pub(crate) fn is_of_one_file(&self) -> bool {
        let of_one = [Code::FileGone, Code::FileInvalid, Code::RelayLied];
        self.sdk().is_some_and(|fault| of_one.contains(&fault.is()))
    }

    /// Whether what follows would meet the same fault.
    pub(crate) fn stops_the_rest(&self) -> bool {
        self.sdk()
            .is_none_or(|fault| !OF_A_FILE_HERE.contains(&fault.is()))
    }

    /// The same, naming the file it is about if it is about a file here.
    pub(crate) fn about(self, path: &Path) -> Self {
        match self {
            Self::Sdk(fault) if OF_A_FILE_HERE.contains(&fault.is()) => Self::OfFile(path.to_owned(), fault),
            Self::Own(_) | Self::OfFile(..) | Self::ReaderGone | Self::Sdk(_) | Self::Usage(_) => self,
        }
    }

    /// The stable code.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Own(own) => own.code(),
            Self::ReaderGone => Own::OutputFailed.code(),
            Self::OfFile(_, fault) | Self::Sdk(fault) => fault.code(),
            Self::Usage(_) => "usage",
        }
    }

    /// What the shell gets: the one place where kinds become exit codes.
    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self.kind() {
            FaultKind::Invalid => 2,
            FaultKind::Denied => 3,
            FaultKind::Missing => 4,
            FaultKind::Stale => 5,
            FaultKind::Unavailable => 6,
            FaultKind::Broken => 7,
        })
    }

    /// What happened, as a person reads it.
    pub(crate) fn happened(&self, catalogue: &Catalogue) -> String {
        match self {
            Self::Usage(usage) => usage.sentence(catalogue),
            Self::OfFile(path, _) => {
                let path = path.to_string_lossy();
                let args = [
                    ("file", Arg::Theirs(&path)),
                    ("fault", Arg::Own(self.sentence(catalogue))),
                ];
                catalogue.with("out-file-fault", &args)
            }
            Self::Own(_) | Self::ReaderGone | Self::Sdk(_) => self.sentence(catalogue),
        }
    }

    fn sentence(&self, catalogue: &Catalogue) -> String {
        let (field, limit) = self.field_and_limit(catalogue);
        let args = [("field", Arg::Own(field)), ("limit", Arg::Number(limit))];
        let id = format!("fault-{}", self.code());
        catalogue
            .look_up(&id, &args)
            .unwrap_or_else(|| catalogue.text("fault-broken"))
    }

    /// What to do about it.
    pub(crate) fn hint(&self, catalogue: &Catalogue) -> String {
        if let Self::Usage(usage) = self {
            let command = Arg::Own(usage.command.clone());
            return catalogue.with("fault-usage-hint", &[("command", command)]);
        }
        let id = format!("fault-{}-hint", self.code());
        catalogue
            .look_up(&id, &[])
            .unwrap_or_else(|| catalogue.text("fault-broken-hint"))
    }

    /// One line of JSON: `{"fault":{"kind","code","field","limit"}}`.
    pub(crate) fn to_json(&self) -> String {
        let sdk = self.sdk();
        let fault = Told {
            kind: self.kind().name(),
            code: self.code(),
            field: sdk.and_then(toguna_sdk::Fault::field),
            limit: sdk.and_then(toguna_sdk::Fault::limit),
        };
        crate::output::to_line(&Row { fault })
    }

    /// The SDK's reasons, if it is theirs.
    const fn sdk(&self) -> Option<&toguna_sdk::Fault> {
        match self {
            Self::OfFile(_, fault) | Self::Sdk(fault) => Some(fault),
            Self::Own(_) | Self::ReaderGone | Self::Usage(_) => None,
        }
    }

    fn field_and_limit(&self, catalogue: &Catalogue) -> (String, u64) {
        let Some(fault) = self.sdk() else {
            return (String::new(), 0);
        };
        let field = fault.field().unwrap_or_default();
        let word = catalogue.look_up(&format!("field-{field}"), &[]);
        (
            word.unwrap_or_else(|| field.to_owned()),
            fault.limit().unwrap_or_default(),
        )
    }
}

impl Usage {
    fn sentence(&self, catalogue: &Catalogue) -> String {
        let args = self
            .args
            .iter()
            .map(|(name, value)| (*name, Arg::Theirs(value)))
            .collect::<Vec<_>>();
        let mut sentence = catalogue.with(self.id, &args);
        if let Some(suggestion) = &self.suggestion {
            sentence.push(' ');
            sentence
                .push_str(&catalogue.with("usage-suggestion", &[("suggestion", Arg::Theirs(suggestion))]));
        }
        sentence
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_in_json_has_its_four_keys_even_when_two_are_empty() {
        assert_eq!(
            Fault::from(Own::NoPassphrase).to_json(),
            r#"{"fault":{"kind":"invalid","code":"no-passphrase","field":null,"limit":null}}"#
        );
    }

    #[test]
    fn each_kind_has_an_exit_code_of_its_own() {
        let codes = [
            Own::Cancelled,
            Own::DemoLeaked,
            Own::DemoRelay,
            Own::NoPlace,
            Own::NotConfirmed,
        ]
        .map(|own| format!("{:?}", Fault::from(own).exit_code()));
        let distinct = codes.iter().collect::<std::collections::BTreeSet<_>>();
        assert_eq!(distinct.len(), codes.len());
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! What clap found wrong with a command line, in the catalogue's words.

use std::error::Error as _;
use std::ffi::OsString;

use clap::Command;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use crate::command::library::Setting;
use crate::fault::Usage;

/// Puts clap's finding into a fault.
pub(crate) fn fault(root: &Command, args: &[OsString], error: &Error) -> Usage {
    let argument = || shown(error, ContextKind::InvalidArg);
    let value = || shown(error, ContextKind::InvalidValue);
    let (id, args_of) = match error.kind() {
        ErrorKind::InvalidSubcommand => (
            "usage-unknown-command",
            vec![("argument", shown(error, ContextKind::InvalidSubcommand))],
        ),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            ("usage-missing-command", Vec::new())
        }
        ErrorKind::MissingRequiredArgument => ("usage-missing", vec![("argument", argument())]),
        ErrorKind::ArgumentConflict => (
            "usage-conflict",
            vec![
                ("argument", argument()),
                ("other", shown(error, ContextKind::PriorArg)),
            ],
        ),
        ErrorKind::InvalidValue if value().is_empty() => {
            ("usage-value-missing", vec![("argument", argument())])
        }
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            ("usage-value-missing", vec![("argument", argument())])
        }
        ErrorKind::ValueValidation
            if error
                .source()
                .is_some_and(|why| why.to_string() == Setting::NO_FIELD) =>
        {
            ("usage-field", vec![("value", value())])
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation | ErrorKind::TooManyValues => {
            ("usage-value", vec![("argument", argument()), ("value", value())])
        }
        ErrorKind::UnknownArgument => ("usage-unknown-argument", vec![("argument", argument())]),
        ErrorKind::NoEquals
        | ErrorKind::InvalidUtf8
        | ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::Io
        | ErrorKind::Format
        | _ => ("fault-usage", Vec::new()),
    };
    let suggestion = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg]
        .into_iter()
        .map(|kind| shown(error, kind))
        .find(|text| !text.is_empty());
    Usage {
        id,
        args: args_of,
        suggestion,
        command: path(root, args),
    }
}

fn shown(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// The command that was meant, as far as it was recognised.
fn path(root: &Command, args: &[OsString]) -> String {
    let mut at = root;
    let mut path = root.get_name().to_owned();
    for word in args.iter().skip(1).filter_map(|arg| arg.to_str()) {
        if let Some(next) = at.find_subcommand(word) {
            at = next;
            path.push(' ');
            path.push_str(word);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::root;
    use crate::catalogue::Catalogue;
    use crate::language::Language;

    fn found(args: &[&str]) -> Usage {
        let args = args.iter().map(OsString::from).collect::<Vec<_>>();
        let root = root(&Catalogue::of(Language::English));
        let error = root.clone().try_get_matches_from(&args).unwrap_err();
        fault(&root, &args, &error)
    }

    #[test]
    fn each_mistake_has_its_own_sentence() {
        for (args, id) in [
            (&["toguna", "jion"][..], "usage-unknown-command"),
            (&["toguna", "--json"], "usage-missing-command"),
            (&["toguna", "join", "x"], "usage-missing"),
            (&["toguna", "join", "x", "--handle"], "usage-value-missing"),
            (&["toguna", "read", "s", "--last", "many"], "usage-value"),
            (&["toguna", "read", "s", "--last", "1", "--all"], "usage-conflict"),
            (&["toguna", "say", "s", "--wait", "25h", "x"], "usage-value"),
            (
                &["toguna", "say", "s", "--wait", "9s", "--no-wait", "x"],
                "usage-conflict",
            ),
            (&["toguna", "whoami", "--hurry"], "usage-unknown-argument"),
            (
                &["toguna", "space", "invite", "s", "x", "--role", "king"],
                "usage-value",
            ),
        ] {
            let usage = found(args);
            assert_eq!(usage.id, id, "{args:?}");
            assert!(usage.args.iter().all(|(_, value)| !value.is_empty()), "{usage:?}");
        }
    }

    #[test]
    fn the_hint_names_the_command_and_what_was_probably_meant() {
        assert_eq!(found(&["toguna", "whaomi"]).suggestion.as_deref(), Some("whoami"));
        assert_eq!(
            found(&["toguna", "space", "accept"]).command,
            "toguna space accept"
        );
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! The command line: built by hand, so that every word of its help comes from the catalogue.

use std::path::PathBuf;

use clap::{Arg, ArgAction, Command, value_parser};

use crate::catalogue::Catalogue;
use crate::command;

/// Makes commands and arguments in one language.
#[derive(Clone, Copy)]
pub(crate) struct Maker<'a>(&'a Catalogue);

/// The whole command line.
pub(crate) fn root(catalogue: &Catalogue) -> Command {
    let make = Maker(catalogue);
    make.command("toguna", "toguna COMMAND", "help-toguna")
        .version(env!("CARGO_PKG_VERSION"))
        .after_help(catalogue.text("help-toguna-after"))
        .args(globals(make))
        .arg(make.flag("version", "arg-version").action(ArgAction::Version))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands([
            command::join::args(make),
            command::whoami::args(make),
            command::status::args(make),
            command::sync::args(make),
            command::space::args(make),
            command::say::args(make),
            command::read::args(make),
            command::follow::args(make),
            command::library::args(make),
            command::search::args(make),
        ])
        .subcommands(command::touch::args(make))
        .subcommands([command::doctor::args(make), command::demo::args(make)])
}

/// The options that every command has.
fn globals(make: Maker<'_>) -> [Arg; 6] {
    let heading = make.0.text("head-global");
    [
        make.option("home", "DIR", "arg-home")
            .env("TOGUNA_HOME")
            .hide_env(true)
            .value_parser(value_parser!(PathBuf)),
        make.option("passphrase-file", "FILE", "arg-passphrase-file")
            .env("TOGUNA_PASSPHRASE_FILE")
            .hide_env(true)
            .value_parser(value_parser!(PathBuf)),
        make.option("lang", "LANG", "arg-lang"),
        make.option("proxy", "URL", "arg-proxy"),
        make.flag("json", "arg-json"),
        make.flag("help", "arg-help").short('h').action(ArgAction::Help),
    ]
    .map(|arg| arg.global(true).help_heading(heading.clone()))
}

impl Maker<'_> {
    /// A command with its usage line and what it is about.
    pub(crate) fn command(self, name: &'static str, usage: &'static str, about: &str) -> Command {
        let words = self.0;
        let usage_heading = words.text("head-usage");
        Command::new(name)
            .about(words.text(about))
            .override_usage(usage)
            .help_template(format!(
                "{{about}}\n\n{usage_heading} {{usage}}\n\n{{all-args}}{{after-help}}\n"
            ))
            .subcommand_help_heading(words.text("head-commands"))
            .subcommand_value_name("COMMAND")
            .disable_help_subcommand(true)
            .disable_help_flag(true)
            .disable_version_flag(true)
    }

    /// What stands below the help: remarks, then examples, each with what it is for.
    pub(crate) fn after(self, remarks: &[&str], examples: &[(&str, &str)]) -> String {
        let words = self.0;
        let mut text = String::new();
        for remark in remarks {
            text.push_str(&words.text(remark));
            text.push_str("\n\n");
        }
        if !examples.is_empty() {
            text.push_str(&words.text("head-examples"));
            for (about, typed) in examples {
                text.push_str(&format!("\n  {}\n    {typed}", words.text(about)));
            }
        }
        text
    }

    /// An argument known by its place.
    pub(crate) fn place(self, name: &'static str, shown: &'static str, help: &str) -> Arg {
        Arg::new(name)
            .value_name(shown)
            .help(self.0.text(help))
            .help_heading(self.0.text("head-arguments"))
            .display_order(1)
    }

    /// `--name VALUE`.
    pub(crate) fn option(self, name: &'static str, shown: &'static str, help: &str) -> Arg {
        Arg::new(name)
            .long(name)
            .value_name(shown)
            .help(self.0.text(help))
            .hide_possible_values(true)
            .hide_default_value(true)
            .help_heading(self.0.text("head-options"))
    }

    /// `--name`.
    pub(crate) fn flag(self, name: &'static str, help: &str) -> Arg {
        Arg::new(name)
            .long(name)
            .action(ArgAction::SetTrue)
            .help(self.0.text(help))
            .help_heading(self.0.text("head-options"))
    }

    /// The space a command is about, before all else.
    pub(crate) fn space(self) -> Arg {
        let space = self.place("space", "S", "arg-space");
        space.required(true).display_order(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn clap_finds_nothing_wrong_in_any_language() {
        for language in Language::ALL {
            root(&Catalogue::of(language)).debug_assert();
        }
    }

    #[test]
    fn no_english_of_claps_own_stands_in_a_german_help() {
        let mut root = root(&Catalogue::of(Language::German));
        root.build();
        let mut helps = vec![root.clone().render_long_help().to_string()];
        for command in root.get_subcommands() {
            helps.push(command.clone().render_help().to_string());
            helps.extend(
                command
                    .get_subcommands()
                    .map(|inner| inner.clone().render_help().to_string()),
            );
        }
        assert!(helps.len() > 18);
        for help in helps {
            for word in [
                "Usage:",
                "Options",
                "Arguments",
                "Commands",
                "[default",
                "[env",
                "possible",
                "Print",
            ] {
                assert!(!help.contains(word), "{word} in:\n{help}");
            }
        }
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! The commands and their flags.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use toguna_types::{limit, span};

/// What was asked for.
#[derive(Debug, Parser)]
#[command(
    name = "togunad",
    bin_name = "togunad",
    version,
    about = "A blind relay for Toguna: orders, stores and hands out ciphertext.",
    no_binary_name = true,
    disable_help_subcommand = true,
    after_help = "Exit codes: 0 done, 2 invalid, 3 denied, 4 missing, 5 stale, 6 unavailable, 7 broken.\n\
                  Settings may also stand in DIR/config.toml or in TOGUNAD_… variables; flags win, then variables."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Makes a relay's directory and prints the first registration link.
    Init(Init),
    /// Serves the relay until it is told to stop (SIGTERM, Ctrl-C); SIGHUP reads certificate and key anew.
    Serve(Serve),
    /// Makes registration links, one per line; works while the relay runs.
    Invite(Invite),
    /// Shows or withdraws the links made so far.
    Invites(Invites),
    /// Shows the settings in force and checks that keys and certificate can be used.
    Check(Home),
}

/// Where the relay lives.
#[derive(Debug, Args)]
pub(crate) struct Home {
    /// The relay's directory.
    #[arg(long = "data", value_name = "DIR", env = "TOGUNAD_DATA")]
    pub(crate) data: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    #[command(flatten)]
    pub(crate) home: Home,
    /// Where members reach the relay; stands in every link.
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:7443")]
    pub(crate) address: String,
    /// Where the relay listens, if that differs from the address.
    #[arg(long, value_name = "IP:PORT")]
    pub(crate) listen: Option<String>,
    /// Without TLS; on loopback only.
    #[arg(long, conflicts_with_all = ["tls_cert", "tls_key"])]
    pub(crate) plaintext: bool,
    /// A certificate chain (PEM) instead of one made now.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub(crate) tls_cert: Option<PathBuf>,
    /// The certificate's private key (PEM).
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub(crate) tls_key: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) home: Home,
    /// Where to listen; port 0 takes a free one.
    #[arg(long, value_name = "IP:PORT")]
    pub(crate) listen: Option<String>,
    /// How much to say on standard error: off, error, warn, info, debug, trace.
    #[arg(long, value_name = "LEVEL")]
    pub(crate) log: Option<String>,
    /// Prints the address on one line of standard output once the relay takes connections.
    #[arg(long)]
    pub(crate) announce: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Invite {
    #[command(flatten)]
    pub(crate) home: Home,
    /// How many links.
    #[arg(long, value_name = "N", default_value_t = 1,
          value_parser = clap::value_parser!(u32).range(1..=i64::from(limit::TOKENS_PER_CALL)))]
    pub(crate) count: u32,
    /// How long they are good for, e.g. 30m, 12h, 7d, 4w; at most 90 days.
    #[arg(long, value_name = "TIME", value_parser = lifetime)]
    pub(crate) expires: Option<Duration>,
    /// The address to put into the links, if not the relay's own.
    #[arg(long, value_name = "HOST:PORT")]
    pub(crate) address: Option<String>,
    /// For machines: one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Invites {
    #[command(subcommand)]
    pub(crate) command: InvitesCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum InvitesCommand {
    /// Shows the links that have not run out: token, state, time left.
    List(List),
    /// Makes links worthless.
    Withdraw(Withdraw),
}

#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    pub(crate) home: Home,
    /// For machines: one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Withdraw {
    #[command(flatten)]
    pub(crate) home: Home,
    /// The token's first characters, as `list` shows them.
    #[arg(value_name = "TOKEN", required_unless_present = "all", conflicts_with = "all")]
    pub(crate) token: Option<String>,
    /// Every link that was not used.
    #[arg(long)]
    pub(crate) all: bool,
}

/// Reads the arguments after the program's name.
pub(crate) fn parse(args: impl Iterator<Item = OsString>) -> Result<Cli, clap::Error> {
    Cli::try_parse_from(args)
}

/// Reads how long a link is good for.
fn lifetime(text: &str) -> Result<Duration, String> {
    span(text)
        .filter(|length| *length <= limit::TOKEN_LIFETIME_MAX)
        .ok_or_else(|| "give a whole number and s, m, h, d or w, at most 90d".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_commands_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_lifetime_is_a_number_and_a_unit_from_a_second_to_ninety_days() {
        let good = [
            ("1s", 1),
            ("30m", 30 * 60),
            ("12h", 12 * 3_600),
            ("2w", 14 * 86_400),
            ("90d", 90 * 86_400),
        ];
        for (text, seconds) in good {
            assert_eq!(lifetime(text), Ok(Duration::from_secs(seconds)));
        }
        for bad in [
            "", "d", "7", "0s", "91d", "13w", "129601m", "7776001s", "-1d", "7y",
        ] {
            assert!(lifetime(bad).is_err(), "{bad}");
        }
    }
}

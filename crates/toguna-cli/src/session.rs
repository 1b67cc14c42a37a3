// SPDX-License-Identifier: MIT OR Apache-2.0
//! What every command is given: where the vault is, how to open it, where to write.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::ArgMatches;
use toguna_sdk::{Client, Code, DocumentReader, Options, Proxy, SecretBytes};

use crate::catalogue::Arg;
use crate::fault::{Fault, Own};
use crate::output::Output;
use crate::passphrase::{self, Occasion};

/// Starts this program as what reads documents and can do nothing else.
pub(crate) const READER: &str = "document-reader";

/// One run of the program.
#[derive(Debug)]
pub(crate) struct Session {
    /// Where to write.
    pub(crate) out: Output,
    home: Option<PathBuf>,
    passphrase_file: Option<PathBuf>,
    proxy: Option<String>,
}

impl Session {
    /// Takes the options that every command has.
    pub(crate) fn new(out: Output, matches: &ArgMatches) -> Self {
        Self {
            out,
            home: matches.get_one::<PathBuf>("home").cloned(),
            passphrase_file: matches.get_one::<PathBuf>("passphrase-file").cloned(),
            proxy: matches.get_one::<String>("proxy").cloned(),
        }
    }

    /// Where the vault is or will be.
    pub(crate) fn home(&self) -> Result<PathBuf, Fault> {
        match &self.home {
            Some(home) => Ok(home.clone()),
            None => usual_home(|name| std::env::var_os(name)).ok_or(Own::NoPlace.into()),
        }
    }

    /// The passphrase, from the file or from the terminal.
    pub(crate) fn passphrase(&self, occasion: Occasion) -> Result<SecretBytes, Fault> {
        passphrase::get(&self.out, self.passphrase_file.as_deref(), occasion)
    }

    /// The SDK's options for this run.
    pub(crate) fn options(&self) -> Result<Options, Fault> {
        let proxy = self.proxy.as_deref().map(Proxy::parse).transpose()?;
        let wait = if proxy.is_some() {
            Options::WAIT_PROXY
        } else {
            Options::WAIT
        };
        Ok(Options {
            proxy,
            wait,
            reader: DocumentReader::this_program(READER),
            ..Options::default()
        })
    }

    /// Opens the vault.
    pub(crate) fn open(&self) -> Result<Client, Fault> {
        self.open_with(self.options()?)
    }

    /// Opens the vault with options of the command's own.
    pub(crate) fn open_with(&self, options: Options) -> Result<Client, Fault> {
        let home = self.home()?;
        // Asked before the passphrase: nobody should type a secret for nothing.
        if !Client::exists(&home) {
            return Err(toguna_sdk::Fault::new(Code::NoHome).into());
        }
        let passphrase = self.passphrase(Occasion::Opening)?;
        Ok(Client::open(&home, &passphrase, options)?)
    }

    /// Fetches what is new, with progress. A relay that cannot be reached is remarked upon and handed back:
    /// what the vault holds can be shown all the same.
    pub(crate) async fn sync(&self, client: &Client) -> Result<Option<toguna_sdk::Fault>, Fault> {
        let words = self.out.catalogue();
        let report = client
            .sync(None, |progress| {
                let args = [
                    ("done", Arg::from(progress.spaces_done)),
                    ("spaces", Arg::from(progress.spaces)),
                    ("entries", Arg::from(progress.entries)),
                ];
                self.out.progress(&words.with("out-progress-sync", &args));
            })
            .await;
        self.out.rub_out();
        match report {
            Ok(_) => Ok(None),
            Err(fault)
                if matches!(
                    fault.is(),
                    Code::RelayUnreachable | Code::RelayBusy | Code::RelayFull
                ) =>
            {
                self.out.remark(&words.text("out-unreachable"));
                Ok(Some(fault))
            }
            Err(fault) => Err(fault.into()),
        }
    }
}

/// `$XDG_DATA_HOME/toguna`, else `$HOME/.local/share/toguna`.
fn usual_home(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let absolute = |name| {
        variable(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let data =
        absolute("XDG_DATA_HOME").or_else(|| absolute("HOME").map(|home| home.join(".local").join("share")));
    data.map(|data| data.join("toguna"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_home_follows_the_desktop_rules() {
        let place = |xdg: &str, home: &str| {
            usual_home(|name| {
                Some(OsString::from(match name {
                    "XDG_DATA_HOME" => xdg,
                    _ => home,
                }))
            })
        };
        assert_eq!(place("/data", "/home/a"), Some(PathBuf::from("/data/toguna")));
        assert_eq!(
            place("", "/home/a"),
            Some(PathBuf::from("/home/a/.local/share/toguna"))
        );
        assert_eq!(
            place("relative", "/home/a"),
            Some(PathBuf::from("/home/a/.local/share/toguna"))
        );
        assert_eq!(place("", ""), None);
    }
}

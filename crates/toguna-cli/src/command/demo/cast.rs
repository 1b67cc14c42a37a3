// SPDX-License-Identifier: MIT OR Apache-2.0
//! The three defenders: who they are, where they are, what they speak, and their homes.

use std::fs::File;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use data_encoding::BASE32_NOPAD;
use toguna_sdk::{Client, Entropy, Options, SecretBytes};

use crate::catalogue::Catalogue;
use crate::fault::{Fault, Own};
use crate::language::Language;

/// One of the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// In Tunis, speaks Arabic; founds the space.
    Amal,
    /// In Kinshasa, speaks French.
    Beatrice,
    /// In Maputo, speaks Portuguese; the power fails there.
    Celeste,
}

impl Who {
    /// All three.
    pub(super) const ALL: [Self; 3] = [Self::Amal, Self::Beatrice, Self::Celeste];

    /// The handle, which the relay's directory keeps.
    pub(super) const fn handle(self) -> &'static str {
        match self {
            Self::Amal => "Amal",
            Self::Beatrice => "Béatrice",
            Self::Celeste => "Celeste",
        }
    }

    /// The folder of the home.
    pub(super) const fn folder(self) -> &'static str {
        match self {
            Self::Amal => "amal",
            Self::Beatrice => "beatrice",
            Self::Celeste => "celeste",
        }
    }

    /// The language spoken.
    pub(super) const fn language(self) -> Language {
        match self {
            Self::Amal => Language::Arabic,
            Self::Beatrice => Language::French,
            Self::Celeste => Language::Portuguese,
        }
    }

    /// The name as the narrator's language writes it.
    pub(super) fn name(self, words: &Catalogue) -> String {
        words.text(match self {
            Self::Amal => "name-amal",
            Self::Beatrice => "name-beatrice",
            Self::Celeste => "name-celeste",
        })
    }

    /// The city as the narrator's language writes it.
    pub(super) fn city(self, words: &Catalogue) -> String {
        words.text(match self {
            Self::Amal => "city-tunis",
            Self::Beatrice => "city-kinshasa",
            Self::Celeste => "city-maputo",
        })
    }
}

/// A defender's device.
pub(super) struct Defender {
    /// Whose.
    pub(super) who: Who,
    home: PathBuf,
    passphrase: String,
    client: Option<Client>,
}

impl Defender {
    /// A device with a passphrase of its own and nothing else yet.
    pub(super) fn new(who: Who, place: &Path) -> Self {
        Self {
            who,
            home: place.join(who.folder()),
            passphrase: random(15),
            client: None,
        }
    }

    /// The passphrase, to search the relay for.
    pub(super) fn passphrase(&self) -> &str {
        &self.passphrase
    }

    /// The home.
    pub(super) fn home(&self) -> &Path {
        &self.home
    }

    /// Where [`Self::note_passphrase`] leaves the passphrase.
    pub(super) fn passphrase_file(&self) -> PathBuf {
        self.home.with_extension("passphrase")
    }

    /// Leaves the passphrase beside the home, for going on by hand.
    pub(super) fn note_passphrase(&self) -> Result<(), Fault> {
        let written = File::options()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(self.passphrase_file())
            .and_then(|mut file| writeln!(file, "{}", self.passphrase));
        written.map_err(|_| Own::DemoPlaceTaken.into())
    }

    /// Joins the network.
    pub(super) async fn join(&mut self, link: &toguna_sdk::RegistrationLink) -> Result<(), Fault> {
        let client = Client::join(&self.home, &self.secret(), link, self.who.handle(), options()).await?;
        self.client = Some(client);
        Ok(())
    }

    /// The device goes dark: nothing of it stays in memory.
    pub(super) fn switch_off(&mut self) {
        self.client = None;
    }

    /// The device is switched on again, with the passphrase.
    pub(super) fn switch_on(&mut self) -> Result<(), Fault> {
        self.client = Some(Client::open(&self.home, &self.secret(), options())?);
        Ok(())
    }

    /// The device, which must be on.
    pub(super) fn client(&self) -> Result<&Client, Fault> {
        self.client.as_ref().ok_or(Own::DemoStrayed.into())
    }

    fn secret(&self) -> SecretBytes {
        SecretBytes::new(self.passphrase.clone().into_bytes())
    }
}

/// What anybody may choose with `--hurry`; all else as it comes, the cost of the passphrase above all.
fn options() -> Options {
    Options {
        hurry: true,
        ..Options::default()
    }
}

/// Letters and digits nobody can guess, made of `bytes` random bytes.
pub(super) fn random(bytes: usize) -> String {
    let mut buffer = vec![0; bytes];
    let entropy = Options::default().entropy;
    Entropy::fill(&*entropy, &mut buffer);
    BASE32_NOPAD.encode(&buffer)
}

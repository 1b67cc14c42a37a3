// SPDX-License-Identifier: MIT OR Apache-2.0
//! `toguna library open S ITEM`: an item in another program, in a folder in memory that is wiped when that is done.

use std::fs::{self, File, OpenOptions};
use std::io::{self, IsTerminal as _, Seek as _, Write as _};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use clap::{ArgMatches, Command};
use tempfile::TempDir;
use toguna_sdk::{Field, LibraryItem, file_name};
use tokio::signal::unix::{SignalKind, signal};

use super::export::write_new;
use super::file::{meant, save, version_arg};
use super::{fetch, item, named};
use crate::args::Maker;
use crate::command::text;
use crate::fault::{Fault, Own};
use crate::session::Session;

/// What our folders are called at their beginning.
const PREFIX: &str = "toguna-open-";
/// The file in each that is locked as long as it is in use.
const LOCK: &str = ".in-use";
/// What a file is called at its end that some systems run when it is opened.
const PROGRAMS: [&str; 22] = [
    "app", "appimage", "apk", "bat", "cmd", "com", "command", "cpl", "desktop", "exe", "hta", "jar", "js",
    "jse", "lnk", "msi", "ps1", "scr", "sh", "url", "vbs", "wsf",
];

/// The command line.
pub(crate) fn args(make: Maker<'_>) -> Command {
    make.command("open", "toguna library open S ITEM", "help-library-open")
        .arg(make.space())
        .arg(item(make))
        .arg(version_arg(make))
        .arg(make.option("with", "PROGRAM", "arg-with-program"))
        .arg(make.flag("insecure-temp", "arg-insecure-temp"))
        .arg(make.flag("offline", "arg-offline"))
        .after_help(make.after(
            &["help-library-open-after"],
            &[
                ("example-library-open", "toguna library open river UDHR"),
                (
                    "example-library-open-with",
                    "toguna library open river 'Report 2026' --with evince",
                ),
            ],
        ))
}

/// Opens it, and wipes it when the program ends.
pub(crate) async fn run(session: &Session, matches: &ArgMatches) -> Result<(), Fault> {
    let program = text(matches, "with");
    if program.is_none() && !io::stdin().is_terminal() {
        return Err(Own::NotConfirmed.into()); // nobody could say when they are done
    }
    let place = place(matches.get_flag("insecure-temp"))?;
    wipe_what_was_left(&place);
    let client = session.open()?;
    fetch(session, &client, matches).await?;
    let (log, item) = named(&client, matches)?;
    let folder = Folder::make(&place)?;
    let path = match meant(&item, matches)? {
        Some(file) => {
            if program.is_none() && is_program(&file.name) {
                return Err(Own::OpensAsProgram.into());
            }
            let path = folder.path().join(&file.name);
            save(session, &client, log, file, &path).await?;
            path
        }
        None => text_in(&folder, &item)?,
    };
    wait_for(session, program, &path).await
}

fn text_in(folder: &Folder, item: &LibraryItem) -> Result<PathBuf, Fault> {
    let text = item.item.get(Field::Text).ok_or(Own::NoText)?;
    let path = folder.path().join(file_name(&format!("{}.txt", item.title())));
    write_new(&path, text)?;
    Ok(path)
}

fn is_program(name: &str) -> bool {
    let end = Path::new(name)
        .extension()
        .and_then(|end| end.to_str())
        .unwrap_or_default();
    PROGRAMS.contains(&end.to_lowercase().as_str())
}

/// Where a folder may be made: in memory, and this person's only.
fn place(insecure: bool) -> Result<PathBuf, Fault> {
    let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    match runtime.filter(|place| is_private(place)) {
        Some(place) => Ok(place),
        None if insecure => Ok(std::env::temp_dir()),
        None => Err(Own::NoPrivatePlace.into()),
    }
}

fn is_private(place: &Path) -> bool {
    let Ok(metadata) = fs::metadata(place) else {
        return false;
    };
    let own = metadata.uid() == rustix::process::getuid().as_raw();
    metadata.is_dir() && own && metadata.mode() & 0o077 == 0 && is_in_memory(place)
}

#[cfg(target_os = "linux")]
fn is_in_memory(place: &Path) -> bool {
    const TMPFS: u64 = 0x0102_1994;
    const RAMFS: u64 = 0x8584_58f6;
    rustix::fs::statfs(place)
        .ok()
        .and_then(|system| u64::try_from(system.f_type).ok())
        .is_some_and(|kind| kind == TMPFS || kind == RAMFS)
}

#[cfg(not(target_os = "linux"))]
const fn is_in_memory(_place: &Path) -> bool {
    false
}

/// A folder for one file, locked as long as it is in use, and wiped when that is over.
struct Folder {
    folder: TempDir,
    _lock: File,
}

impl Folder {
    fn make(place: &Path) -> Result<Self, Fault> {
        let make = || {
            let folder = tempfile::Builder::new()
                .prefix(PREFIX)
                .permissions(fs::Permissions::from_mode(0o700))
                .tempdir_in(place)?;
            let lock = File::create_new(folder.path().join(LOCK))?;
            lock.lock()?;
            Ok(Self { folder, _lock: lock })
        };
        make().map_err(|_: io::Error| Own::NoPrivatePlace.into())
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        wipe(self.path());
    }
}

/// Folders that nobody holds any more, for their process was killed.
fn wipe_what_was_left(place: &Path) {
    for entry in fs::read_dir(place).into_iter().flatten().flatten() {
        if !entry.file_name().to_string_lossy().starts_with(PREFIX) {
            continue;
        }
        let lock = OpenOptions::new().write(true).open(entry.path().join(LOCK));
        if lock.is_ok_and(|lock| lock.try_lock().is_ok()) {
            wipe(&entry.path());
        }
    }
}

/// Writes zeros over every file in a folder, and removes it; what cannot be wiped now is wiped another time.
fn wipe(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_file()) && entry.file_name() != LOCK {
            let _ = overwrite(&entry.path());
        }
    }
    let _ = fs::remove_dir_all(folder);
}

fn overwrite(path: &Path) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(path)?;
    let mut left = file.metadata()?.len();
    file.rewind()?;
    let zeros = [0; 64 * 1024];
    while left > 0 {
        let count = usize::try_from(left).unwrap_or(zeros.len()).min(zeros.len());
        file.write_all(zeros.get(..count).unwrap_or_default())?;
        left = left.saturating_sub(u64::try_from(count).unwrap_or(left));
    }
    file.sync_data()
}

/// Until the program ends, or the person at the terminal says so, or this process is told to stop.
async fn wait_for(session: &Session, program: Option<&str>, path: &Path) -> Result<(), Fault> {
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    let mut started = tokio::process::Command::new(program.unwrap_or(opener))
        .arg(path)
        .spawn()
        .map_err(|_| Own::ProgramFailed)?;
    let mut hung_up = signal(SignalKind::hangup()).map_err(|_| Own::ProgramFailed)?;
    let mut terminated = signal(SignalKind::terminate()).map_err(|_| Own::ProgramFailed)?;
    let done = async {
        if program.is_some() {
            let ended = started.wait().await;
            return ended.map(drop).map_err(|_| Fault::from(Own::ProgramFailed));
        }
        session
            .out
            .remark(&session.out.catalogue().text("ask-done-reading"));
        a_line().await;
        Ok(())
    };
    tokio::select! {
        done = done => done,
        _ = tokio::signal::ctrl_c() => Err(Own::Cancelled.into()),
        _ = hung_up.recv() => Err(Own::Cancelled.into()),
        _ = terminated.recv() => Err(Own::Cancelled.into()),
    }
}

/// Until somebody has typed a line. A thread of its own waits for it: one of the runtime's would have to be waited for.
async fn a_line() {
    let (typed, line) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let _ = io::stdin().read_line(&mut String::new());
        let _ = typed.send(());
    });
    let _ = line.await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_was_left_is_wiped_and_one_that_is_in_use_is_not() {
        let place = tempfile::tempdir().unwrap();
        let used = Folder::make(place.path()).unwrap();
        fs::write(used.path().join("a"), "in use").unwrap();
        let left = place.path().join("toguna-open-left");
        fs::create_dir(&left).unwrap();
        fs::write(left.join(LOCK), "").unwrap();
        fs::write(left.join("b"), "left").unwrap();
        wipe_what_was_left(place.path());
        assert!(!left.exists() && used.path().join("a").exists());
        let path = used.path().to_owned();
        drop(used);
        assert!(!path.exists());
    }

    #[test]
    fn what_a_system_would_run_is_no_document() {
        assert!(is_program("rapport.PDF.exe") && is_program("x.Desktop") && !is_program("rapport.pdf"));
        assert!(!is_program("exe"));
    }

    #[test]
    fn a_place_that_others_may_look_into_is_none() {
        let place = tempfile::tempdir_in("/dev/shm").unwrap();
        fs::set_permissions(place.path(), fs::Permissions::from_mode(0o700)).unwrap();
        assert!(is_private(place.path()));
        fs::set_permissions(place.path(), fs::Permissions::from_mode(0o750)).unwrap();
        assert!(!is_private(place.path()));
        assert!(!is_private(Path::new("/nowhere")) && !is_private(Path::new("/proc")));
    }
}

// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the process that reads a document may: read what it was given, compute, and say what it found.

use std::io;

use rustix::process::{Resource, Rlimit, setrlimit};
use toguna_types::limit;

/// Gives up everything else, for good. Call it before the first byte of a document.
///
/// On every system: no more memory and processor time than the limits, no file to write, no other process, and no image of
/// its memory on the disk if it crashes. On Linux besides: no system call but the few that this takes, and those only on
/// its own three streams; there is no file, no network and no code to load.
pub(crate) fn enter() -> io::Result<()> {
    let most = |resource, most| {
        let both = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        setrlimit(resource, both).map_err(io::Error::from)
    };
    most(Resource::Core, 0)?;
    most(Resource::Cpu, limit::READING_CPU.as_secs())?;
    most(Resource::As, limit::READING_MEMORY_BYTES)?;
    most(Resource::Fsize, 0)?;
    system_calls()
}

#[cfg(target_os = "linux")]
fn system_calls() -> io::Result<()> {
    use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, apply_filter};

    let denied = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    let filter = || -> Result<BpfProgram, seccompiler::BackendError> {
        let arch = std::env::consts::ARCH.try_into()?;
        SeccompFilter::new(allowed()?, denied, SeccompAction::Allow, arch)?.try_into()
    };
    apply_filter(&filter().map_err(io::Error::other)?).map_err(io::Error::other)
}

/// The system calls that are left, and on what.
#[cfg(target_os = "linux")]
fn allowed()
-> Result<std::collections::BTreeMap<i64, Vec<seccompiler::SeccompRule>>, seccompiler::BackendError> {
    use seccompiler::{SeccompCmpArgLen::Dword, SeccompCmpOp, SeccompCondition, SeccompRule};

    let only = |place, operator, value: i32| {
        let condition = SeccompCondition::new(place, Dword, operator, value.unsigned_abs().into())?;
        Ok::<_, seccompiler::BackendError>(vec![SeccompRule::new(vec![condition])?])
    };
    let runs_nothing = || {
        only(
            2,
            SeccompCmpOp::MaskedEq(libc::PROT_EXEC.unsigned_abs().into()),
            0,
        )
    };
    let mut allowed = std::collections::BTreeMap::new();
    allowed.insert(libc::SYS_read, only(0, SeccompCmpOp::Eq, libc::STDIN_FILENO)?);
    allowed.insert(libc::SYS_write, only(0, SeccompCmpOp::Le, libc::STDERR_FILENO)?);
    allowed.insert(libc::SYS_mmap, runs_nothing()?);
    allowed.insert(libc::SYS_mprotect, runs_nothing()?);
    for call in [
        libc::SYS_brk,
        libc::SYS_clock_gettime,
        libc::SYS_exit,
        libc::SYS_exit_group,
        libc::SYS_futex,
        libc::SYS_getpid,
        libc::SYS_getrandom,
        libc::SYS_gettid,
        libc::SYS_madvise,
        libc::SYS_mremap,
        libc::SYS_munmap,
        libc::SYS_rt_sigaction,
        libc::SYS_rt_sigprocmask,
        libc::SYS_rt_sigreturn,
        libc::SYS_sched_yield,
        libc::SYS_sigaltstack,
        libc::SYS_tgkill,
    ] {
        allowed.insert(call, Vec::new());
    }
    Ok(allowed)
}

#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "as on Linux")]
const fn system_calls() -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs::File;
    use std::io::ErrorKind;
    use std::net::{TcpListener, TcpStream};
    use std::process::Command;

    use super::*;

    /// Where a process in the jail could call home.
    const HOME: &str = "TOGUNA_TEST_HOME";

    // claim: CLM-READ-01
    #[test]
    fn a51_whoever_reads_a_document_can_do_nothing_else() {
        let home = TcpListener::bind("127.0.0.1:0").unwrap();
        let done = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "jail::tests::inside", "--test-threads=1"])
            .env(HOME, home.local_addr().unwrap().to_string())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&done.stdout);
        assert!(done.status.success() && said.contains("1 passed"), "{said}");
        home.set_nonblocking(true).unwrap();
        assert_eq!(home.accept().unwrap_err().kind(), ErrorKind::WouldBlock);
    }

    /// Does nothing unless the test above has started this process for it.
    #[test]
    fn inside() {
        let Ok(home) = std::env::var(HOME) else {
            return;
        };
        enter().unwrap();
        let denied =
            |tried: io::Result<()>| assert_eq!(tried.unwrap_err().kind(), ErrorKind::PermissionDenied);
        denied(TcpStream::connect(home).map(drop));
        denied(File::open("/etc/hostname").map(drop));
        denied(File::create("/tmp/toguna-out-of-jail").map(drop));
        denied(Command::new("true").spawn().map(drop));
        denied(std::thread::Builder::new().spawn(|| ()).map(drop));
        denied(std::os::unix::net::UnixStream::pair().map(drop));
        let memory = usize::try_from(limit::READING_MEMORY_BYTES).unwrap();
        Vec::<u8>::new().try_reserve_exact(memory).unwrap_err();
    }
}

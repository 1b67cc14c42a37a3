// SPDX-License-Identifier: MIT OR Apache-2.0
// Preloaded into a child process: performs every call that changes files under RECORD_ROOT, one at a time, and
// writes it to RECORD_LOG with its data, in the order in which it was done. Writes to RECORD_MARKS go into the same
// order as marks. What it does not understand it records as `unknown`, and the test fails. With RECORD_ROOM the disk
// holds so many bytes of writes and is full then, until there is a file RECORD_REFILL.
//
// A record: op u8, inode u64, two numbers u64, three lengths u32 (path, second path, data), then those bytes.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OP_CREATE = 1, OP_WRITE, OP_TRUNCATE, OP_FSYNC, OP_FDATASYNC, OP_MKDIR, OP_RENAME, OP_UNLINK, OP_MARK, OP_RANGE, OP_UNKNOWN };
enum { OUTSIDE = 0, INSIDE, MARKS };

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static char root[4096], marks[4096];
static int log_fd = -1;
static long long left = -1; // bytes until the disk is full, or -1

__attribute__((constructor)) static void start(void) {
    const char *r = getenv("RECORD_ROOT"), *m = getenv("RECORD_MARKS"), *l = getenv("RECORD_LOG");
    if (!r || !m || !l) return;
    if (getenv("RECORD_ROOM")) left = atoll(getenv("RECORD_ROOM"));
    snprintf(root, sizeof root, "%s", r);
    snprintf(marks, sizeof marks, "%s", m);
    log_fd = (int)syscall(SYS_openat, AT_FDCWD, l, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void put(const void *bytes, size_t len) {
    const char *p = bytes;
    while (len > 0) {
        long n = syscall(SYS_write, log_fd, p, len);
        if (n < 0) _exit(97);
        p += n;
        len -= (size_t)n;
    }
}

static void record(uint8_t op, uint64_t ino, uint64_t a, uint64_t b, const char *p, const char *q, const struct iovec *data, int parts) {
    uint32_t lens[3] = {p ? (uint32_t)strlen(p) : 0, q ? (uint32_t)strlen(q) : 0, 0};
    for (int i = 0; i < parts; i++) lens[2] += (uint32_t)data[i].iov_len;
    char head[1 + 3 * 8 + 3 * 4];
    head[0] = (char)op;
    memcpy(head + 1, &ino, 8);
    memcpy(head + 9, &a, 8);
    memcpy(head + 17, &b, 8);
    memcpy(head + 25, lens, 12);
    put(head, sizeof head);
    if (p) put(p, lens[0]);
    if (q) put(q, lens[1]);
    for (int i = 0; i < parts; i++) put(data[i].iov_base, data[i].iov_len);
}

static int place_of(const char *path) {
    if (log_fd < 0) return OUTSIDE;
    if (!strcmp(path, marks)) return MARKS;
    size_t n = strlen(root);
    return !strncmp(path, root, n) && (path[n] == '/' || !path[n]) ? INSIDE : OUTSIDE;
}

// The path behind a descriptor, and where it lies.
static int place_of_fd(int fd, char *path) {
    path[0] = 0;
    if (log_fd < 0 || fd < 0) return OUTSIDE;
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    long n = syscall(SYS_readlinkat, AT_FDCWD, link, path, 4095);
    if (n < 0) return OUTSIDE;
    path[n] = 0;
    // A file unlinked while open can never come back: its writes are nobody's.
    if (n > 10 && !strcmp(path + n - 10, " (deleted)")) return OUTSIDE;
    return place_of(path);
}

static void absolute(int dirfd, const char *path, char *out) {
    if (path[0] == '/' || dirfd == AT_FDCWD) {
        snprintf(out, 4096, "%s", path);
        return;
    }
    char dir[4096];
    place_of_fd(dirfd, dir);
    snprintf(out, 4096, "%.2000s/%.2000s", dir, path);
}

static uint64_t inode(int fd) {
    struct stat st;
    return fstat(fd, &st) ? 0 : (uint64_t)st.st_ino;
}

static int do_open(int dirfd, const char *path, int flags, mode_t mode) {
    char full[4096];
    absolute(dirfd, path, full);
    if (place_of(full) != INSIDE || !(flags & (O_CREAT | O_TRUNC)))
        return (int)syscall(SYS_openat, dirfd, path, flags, mode);
    pthread_mutex_lock(&one_at_a_time);
    struct stat st;
    int there = stat(full, &st) == 0;
    int fd = (int)syscall(SYS_openat, dirfd, path, flags, mode);
    int error = errno;
    if (fd >= 0 && !there) record(OP_CREATE, inode(fd), 0, 0, full, 0, 0, 0);
    if (fd >= 0 && there && (flags & O_TRUNC)) record(OP_TRUNCATE, inode(fd), 0, 0, 0, 0, 0, 0);
    pthread_mutex_unlock(&one_at_a_time);
    errno = error;
    return fd;
}

#define MODE(flags) mode_t mode = 0; if ((flags) & (O_CREAT | O_TMPFILE)) { va_list l; va_start(l, flags); mode = va_arg(l, mode_t); va_end(l); }
int open(const char *p, int flags, ...) { MODE(flags) return do_open(AT_FDCWD, p, flags, mode); }
int open64(const char *p, int flags, ...) { MODE(flags) return do_open(AT_FDCWD, p, flags, mode); }
int openat(int d, const char *p, int flags, ...) { MODE(flags) return do_open(d, p, flags, mode); }
int openat64(int d, const char *p, int flags, ...) { MODE(flags) return do_open(d, p, flags, mode); }
int creat(const char *p, mode_t mode) { return do_open(AT_FDCWD, p, O_CREAT | O_WRONLY | O_TRUNC, mode); }

// Records how much of `data` went out, from `at`.
static void wrote(int fd, off_t at, const struct iovec *data, int parts, size_t n) {
    struct iovec done[1024];
    int i = 0;
    for (; i < parts && i < 1024 && n > 0; i++) {
        done[i] = data[i];
        if (done[i].iov_len > n) done[i].iov_len = n;
        n -= done[i].iov_len;
    }
    record(OP_WRITE, inode(fd), (uint64_t)at, 0, 0, 0, done, i);
}

static ssize_t do_write(int fd, const struct iovec *data, int parts, off_t at) {
    char path[4096];
    int where = place_of_fd(fd, path);
    if (where != OUTSIDE) pthread_mutex_lock(&one_at_a_time);
    const char *refill = left >= 0 ? getenv("RECORD_REFILL") : 0;
    if (where == INSIDE && left >= 0 && !(refill && access(refill, F_OK) == 0)) {
        long long size = 0;
        for (int i = 0; i < parts; i++) size += (long long)data[i].iov_len;
        if (size > left) {
            left = 0;
            pthread_mutex_unlock(&one_at_a_time);
            errno = ENOSPC;
            return -1;
        }
        left -= size;
    }
    off_t from = at;
    if (where == INSIDE && at < 0) {
        int flags = (int)syscall(SYS_fcntl, fd, F_GETFL);
        from = syscall(SYS_lseek, fd, 0, flags & O_APPEND ? SEEK_END : SEEK_CUR);
    }
    ssize_t n = at < 0 ? syscall(SYS_writev, fd, data, parts) : syscall(SYS_pwritev, fd, data, parts, at, 0);
    int error = errno;
    if (where == INSIDE && n > 0) wrote(fd, from, data, parts, (size_t)n);
    if (where == MARKS && n > 0) record(OP_MARK, 0, 0, 0, 0, 0, data, parts);
    if (where != OUTSIDE) pthread_mutex_unlock(&one_at_a_time);
    errno = error;
    return n;
}

ssize_t write(int fd, const void *b, size_t n) { struct iovec v = {(void *)b, n}; return do_write(fd, &v, 1, -1); }
ssize_t writev(int fd, const struct iovec *v, int n) { return do_write(fd, v, n, -1); }
ssize_t pwrite(int fd, const void *b, size_t n, off_t at) { struct iovec v = {(void *)b, n}; return do_write(fd, &v, 1, at); }
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t at) { struct iovec v = {(void *)b, n}; return do_write(fd, &v, 1, at); }
ssize_t pwritev(int fd, const struct iovec *v, int n, off_t at) { return do_write(fd, v, n, at); }
ssize_t pwritev64(int fd, const struct iovec *v, int n, off64_t at) { return do_write(fd, v, n, at); }

// A call about one descriptor, recorded once it is done.
static int on_fd(uint8_t op, int fd, uint64_t a, long number, long x, long y, long z) {
    char path[4096];
    int inside = place_of_fd(fd, path) == INSIDE;
    if (inside) pthread_mutex_lock(&one_at_a_time);
    int done = (int)syscall(number, fd, x, y, z);
    int error = errno;
    if (inside && done == 0) record(op, inode(fd), a, 0, path, 0, 0, 0);
    if (inside) pthread_mutex_unlock(&one_at_a_time);
    errno = error;
    return done;
}

int ftruncate(int fd, off_t n) { return on_fd(OP_TRUNCATE, fd, (uint64_t)n, SYS_ftruncate, n, 0, 0); }
int ftruncate64(int fd, off64_t n) { return on_fd(OP_TRUNCATE, fd, (uint64_t)n, SYS_ftruncate, n, 0, 0); }
int fsync(int fd) { return on_fd(OP_FSYNC, fd, 0, SYS_fsync, 0, 0, 0); }
int fdatasync(int fd) { return on_fd(OP_FDATASYNC, fd, 0, SYS_fdatasync, 0, 0, 0); }
int sync_file_range(int fd, off64_t at, off64_t n, unsigned flags) { return on_fd(OP_RANGE, fd, 0, SYS_sync_file_range, at, n, (long)flags); }
int fallocate(int fd, int mode, off_t at, off_t n) { return on_fd(OP_UNKNOWN, fd, 1, SYS_fallocate, mode, at, n); }
int fallocate64(int fd, int mode, off64_t at, off64_t n) { return on_fd(OP_UNKNOWN, fd, 1, SYS_fallocate, mode, at, n); }
int posix_fallocate(int fd, off_t at, off_t n) { return on_fd(OP_UNKNOWN, fd, 1, SYS_fallocate, 0, at, n) ? errno : 0; }
int posix_fallocate64(int fd, off64_t at, off64_t n) { return on_fd(OP_UNKNOWN, fd, 1, SYS_fallocate, 0, at, n) ? errno : 0; }
int syncfs(int fd) { return on_fd(OP_UNKNOWN, fd, 2, SYS_syncfs, 0, 0, 0); }
void sync(void) { if (log_fd >= 0) record(OP_UNKNOWN, 0, 3, 0, 0, 0, 0, 0); syscall(SYS_sync); }

// A call about names: both paths are recorded if either lies inside.
static int on_names(uint8_t op, uint64_t a, int d, const char *p, int e, const char *q, long number, long x, long y, long z, long u, long v) {
    char from[4096], to[4096];
    absolute(d, p, from);
    absolute(e, q ? q : p, to);
    int inside = place_of(from) == INSIDE || place_of(to) == INSIDE;
    if (inside) pthread_mutex_lock(&one_at_a_time);
    int done = (int)syscall(number, x, y, z, u, v);
    int error = errno;
    struct stat st = {0};
    if (inside && done == 0) {
        lstat(to, &st);
        record(op, op == OP_MKDIR ? (uint64_t)st.st_ino : 0, a, 0, from, q ? to : 0, 0, 0);
    }
    if (inside) pthread_mutex_unlock(&one_at_a_time);
    errno = error;
    return done;
}

int mkdirat(int d, const char *p, mode_t m) { return on_names(OP_MKDIR, 0, d, p, d, 0, SYS_mkdirat, d, (long)p, m, 0, 0); }
int mkdir(const char *p, mode_t m) { return mkdirat(AT_FDCWD, p, m); }
int renameat2(int d, const char *p, int e, const char *q, unsigned f) { return on_names(f ? OP_UNKNOWN : OP_RENAME, 4, d, p, e, q, SYS_renameat2, d, (long)p, e, (long)q, f); }
int renameat(int d, const char *p, int e, const char *q) { return renameat2(d, p, e, q, 0); }
int rename(const char *p, const char *q) { return renameat2(AT_FDCWD, p, AT_FDCWD, q, 0); }
int unlinkat(int d, const char *p, int f) { return on_names(OP_UNLINK, 0, d, p, d, 0, SYS_unlinkat, d, (long)p, f, 0, 0); }
int unlink(const char *p) { return unlinkat(AT_FDCWD, p, 0); }
int rmdir(const char *p) { return unlinkat(AT_FDCWD, p, AT_REMOVEDIR); }
int linkat(int d, const char *p, int e, const char *q, int f) { return on_names(OP_UNKNOWN, 5, d, p, e, q, SYS_linkat, d, (long)p, e, (long)q, f); }
int link(const char *p, const char *q) { return linkat(AT_FDCWD, p, AT_FDCWD, q, 0); }
int symlink(const char *p, const char *q) { return on_names(OP_UNKNOWN, 6, AT_FDCWD, q, AT_FDCWD, 0, SYS_symlinkat, (long)p, AT_FDCWD, (long)q, 0, 0); }
int truncate(const char *p, off_t n) { return on_names(OP_UNKNOWN, 7, AT_FDCWD, p, AT_FDCWD, 0, SYS_truncate, (long)p, n, 0, 0, 0); }
int truncate64(const char *p, off64_t n) { return on_names(OP_UNKNOWN, 7, AT_FDCWD, p, AT_FDCWD, 0, SYS_truncate, (long)p, n, 0, 0, 0); }

// Calls that would change a file past the recorder.
static void *do_mmap(void *at, size_t n, int prot, int flags, int fd, off_t from) {
    char path[4096];
    if (fd >= 0 && (flags & MAP_SHARED) && (prot & PROT_WRITE) && place_of_fd(fd, path) == INSIDE)
        record(OP_UNKNOWN, 0, 8, 0, path, 0, 0, 0);
    return (void *)syscall(SYS_mmap, at, n, prot, flags, fd, from);
}
void *mmap(void *at, size_t n, int prot, int flags, int fd, off_t from) { return do_mmap(at, n, prot, flags, fd, from); }
void *mmap64(void *at, size_t n, int prot, int flags, int fd, off64_t from) { return do_mmap(at, n, prot, flags, fd, from); }
ssize_t copy_file_range(int in, off64_t *i, int out, off64_t *o, size_t n, unsigned f) {
    char path[4096];
    if (place_of_fd(out, path) == INSIDE) record(OP_UNKNOWN, 0, 9, 0, path, 0, 0, 0);
    return syscall(SYS_copy_file_range, in, i, out, o, n, f);
}
ssize_t sendfile(int out, int in, off_t *i, size_t n) {
    char path[4096];
    if (place_of_fd(out, path) == INSIDE) record(OP_UNKNOWN, 0, 10, 0, path, 0, 0, 0);
    return syscall(SYS_sendfile, out, in, i, n);
}

/* Preloaded into the program (LD_PRELOAD): lets one system call on the files of a folder fail, and records what is done to
   them in order. What is armed or recorded is set by faults_shim.py. Linux with glibc. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OPEN, READ, WRITE, FSYNC, RENAME, UNLINK, TRUNCATE, LOCK, MKDIR, CHMOD, KINDS };

static char folder[PATH_MAX] = "";
static int kind = -1, error, nth, from_then_on, counts[KINDS];
static int record_to = -1;
int fired;

/* From now on the nth call of this kind fails with that error and, if on, all later ones; counts start at 0. No kind
   (-1): calls are only counted. */
void arm(int which, int with, int at, int on, const char *under) {
    kind = which, error = with, nth = at, from_then_on = on, fired = 0;
    memset(counts, 0, sizeof counts);
    snprintf(folder, sizeof folder, "%s", under);
}
void disarm(void) { folder[0] = 0; }
int count(int which) { return counts[which]; }

static int ours(const char *path) { return folder[0] && path && !strncmp(path, folder, strlen(folder)); }

/* The path of an open file, or of a name in an open folder; NULL where it is none of ours. */
static const char *path_of(int fd, const char *name, char *path) {
    char link[64];
    ssize_t n;
    if (!folder[0]) return NULL;
    if (name && name[0] == '/') n = snprintf(path, PATH_MAX, "%s", name);
    else {
        if (fd == AT_FDCWD) n = readlink("/proc/self/cwd", path, PATH_MAX - 1);
        else {
            snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
            n = readlink(link, path, PATH_MAX - 1);
        }
        if (n <= 0) return NULL;
        path[n] = 0;
        if (name) snprintf(path + n, PATH_MAX - n, "/%s", name);
    }
    return ours(path) ? path : NULL;
}

static int fails(int which, const char *path) {
    if (!path) return 0;
    int seen = ++counts[which];
    if (which != kind || !(seen == nth || (from_then_on && seen > nth))) return 0;
    fired++;
    errno = error;
    return 1;
}

#define REAL(name) static __typeof__(name) *real; if (!real) real = dlsym(RTLD_NEXT, #name)
#define MODE(last) va_list v; va_start(v, last); mode_t mode = va_arg(v, mode_t); va_end(v)

/* One thing done: what, to which file, where in it, how many bytes follow (data, or a second name). */
static void note(char what, const char *path, long at, const void *data, long size) {
    if (record_to < 0 || !path) return;
    static ssize_t (*real)(int, const void *, size_t);
    if (!real) real = dlsym(RTLD_NEXT, "write");
    long head[4] = {what, (long)strlen(path), at, size};
    int before = errno;
    if (real(record_to, head, sizeof head) < 0 || real(record_to, path, head[1]) < 0 || (size && real(record_to, data, size) < 0)) abort();
    errno = before;
}
/* Records into that file what is done from now on; mark: puts a word of one's own among it. */
void record(int fd, const char *under) { record_to = fd; if (fd >= 0) arm(-1, 0, 0, 0, under); else disarm(); }
void mark(const char *word) { note('!', word, 0, NULL, 0); }

static int opened(int fd, const char *path, int flags) {
    if (fd >= 0 && path && (flags & O_CREAT)) note('c', path, 0, NULL, 0);
    if (fd >= 0 && path && (flags & O_TRUNC)) note('t', path, 0, NULL, 0);
    return fd;
}
#define OPENS(name, fd, p, call) REAL(name); char b[PATH_MAX]; const char *at = path_of(fd, p, b); MODE(flags); return fails(OPEN, at) ? -1 : opened(call, at, flags)
int open(const char *p, int flags, ...) { OPENS(open, AT_FDCWD, p, real(p, flags, mode)); }
int open64(const char *p, int flags, ...) { OPENS(open64, AT_FDCWD, p, real(p, flags, mode)); }
int openat(int d, const char *p, int flags, ...) { OPENS(openat, d, p, real(d, p, flags, mode)); }
int openat64(int d, const char *p, int flags, ...) { OPENS(openat64, d, p, real(d, p, flags, mode)); }

#define ON_FILE(name, fd) REAL(name); char b[PATH_MAX]; const char *at = path_of(fd, NULL, b)
static ssize_t written(ssize_t n, const char *path, const void *data, long offset) { if (n > 0) note('w', path, offset, data, n); return n; }
ssize_t write(int fd, const void *d, size_t n) {
    ON_FILE(write, fd);
    if (fd <= 2) at = NULL;
    if (fails(WRITE, at)) return -1;
    ssize_t done = real(fd, d, n);
    return at ? written(done, at, d, lseek(fd, 0, SEEK_CUR) - done) : done;
}
ssize_t pwrite(int fd, const void *d, size_t n, off_t to) { ON_FILE(pwrite, fd); return fails(WRITE, at) ? -1 : written(real(fd, d, n, to), at, d, to); }
ssize_t pwrite64(int fd, const void *d, size_t n, off64_t to) { ON_FILE(pwrite64, fd); return fails(WRITE, at) ? -1 : written(real(fd, d, n, to), at, d, to); }
ssize_t read(int fd, void *d, size_t n) { ON_FILE(read, fd); return fails(READ, at) ? -1 : real(fd, d, n); }
ssize_t pread(int fd, void *d, size_t n, off_t from) { ON_FILE(pread, fd); return fails(READ, at) ? -1 : real(fd, d, n, from); }
ssize_t pread64(int fd, void *d, size_t n, off64_t from) { ON_FILE(pread64, fd); return fails(READ, at) ? -1 : real(fd, d, n, from); }
/* Whoever copies by sendfile goes on with read and write where it isn't to be had. */
ssize_t sendfile(int out, int in, off_t *o, size_t n) { REAL(sendfile); return folder[0] ? (errno = EINVAL, -1) : real(out, in, o, n); }
ssize_t sendfile64(int out, int in, off64_t *o, size_t n) { REAL(sendfile64); return folder[0] ? (errno = EINVAL, -1) : real(out, in, o, n); }
static int synced(int r, const char *path) { if (!r) note('s', path, 0, NULL, 0); return r; }
int fsync(int fd) { ON_FILE(fsync, fd); return fails(FSYNC, at) ? -1 : synced(real(fd), at); }
int fdatasync(int fd) { ON_FILE(fdatasync, fd); return fails(FSYNC, at) ? -1 : synced(real(fd), at); }
static int cut(int r, const char *path, long n) { if (!r) note('t', path, n, NULL, 0); return r; }
int ftruncate(int fd, off_t n) { ON_FILE(ftruncate, fd); return fails(TRUNCATE, at) ? -1 : cut(real(fd, n), at, n); }
int ftruncate64(int fd, off64_t n) { ON_FILE(ftruncate64, fd); return fails(TRUNCATE, at) ? -1 : cut(real(fd, n), at, n); }

#define ON_NAME(name, fd, p) REAL(name); char b[PATH_MAX]; const char *at = path_of(fd, p, b)
static int gone(int r, const char *path) { if (!r) note('u', path, 0, NULL, 0); return r; }
int unlink(const char *p) { ON_NAME(unlink, AT_FDCWD, p); return fails(UNLINK, at) ? -1 : gone(real(p), at); }
int unlinkat(int d, const char *p, int flags) { ON_NAME(unlinkat, d, p); return fails(UNLINK, at) ? -1 : gone(real(d, p, flags), at); }
int rename(const char *from, const char *to) {
    ON_NAME(rename, AT_FDCWD, to);
    if (fails(RENAME, at)) return -1;
    int r = real(from, to);
    if (!r && at) note('r', from, 0, to, (long)strlen(to));
    return r;
}
int mkdir(const char *p, mode_t mode) { ON_NAME(mkdir, AT_FDCWD, p); return fails(MKDIR, at) ? -1 : real(p, mode); }
int chmod(const char *p, mode_t mode) { ON_NAME(chmod, AT_FDCWD, p); return fails(CHMOD, at) ? -1 : real(p, mode); }
static int is_lock(int what) { return what == F_SETLK || what == F_SETLKW || what == F_GETLK; }
int fcntl(int fd, int what, ...) {
    ON_FILE(fcntl, fd);
    va_list v; va_start(v, what); void *arg = va_arg(v, void *); va_end(v);
    return is_lock(what) && fails(LOCK, at) ? -1 : real(fd, what, arg);
}
int fcntl64(int fd, int what, ...) {
    static int (*real)(int, int, ...); if (!real) real = dlsym(RTLD_NEXT, "fcntl64");
    char b[PATH_MAX];
    const char *at = path_of(fd, NULL, b);
    va_list v; va_start(v, what); void *arg = va_arg(v, void *); va_end(v);
    return is_lock(what) && fails(LOCK, at) ? -1 : real(fd, what, arg);
}
int flock(int fd, int what) {
    static int (*real)(int, int); if (!real) real = dlsym(RTLD_NEXT, "flock");
    char b[PATH_MAX];
    return fails(LOCK, path_of(fd, NULL, b)) ? -1 : real(fd, what);
}

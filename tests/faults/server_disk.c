/* Counts the calls by which a server's folder is altered, and kills, tears or fails the k-th one.
 *
 * Preloaded into the server. LIVEROOM_DISK_CONTROL names a file that holds `struct control`, shared
 * with the test; LIVEROOM_DISK_FOLDER the folder whose files count. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

enum { COUNT = 0, KILL = 1, TEAR = 2, FAIL = 3, FAIL_ONCE = 4 };

struct control {
    int64_t count, at, fired, commits;
    int32_t mode, error;
    char last[48]; /* the call that was hit, and the end of its file's name */
};

static struct control *control;
static char folder[4096];
static size_t length;
static int unsynced; /* the log was written to, and no sync has followed */

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("LIVEROOM_DISK_CONTROL"), *within = getenv("LIVEROOM_DISK_FOLDER");
    int fd = path && within ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (fd < 0) return;
    snprintf(folder, sizeof folder, "%s", within);
    length = strlen(folder);
    void *at = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (at != MAP_FAILED) control = at;
    close(fd);
}

static int ours_path(const char *path) {
    return control && path && !strncmp(path, folder, length);
}

static int ours(int fd, char *name) {
    char link[64];
    if (!control || fd < 3) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t got = readlink(link, name, 4095);
    name[got < 0 ? 0 : got] = 0;
    return got > 0 && ours_path(name);
}

static void die(void) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

/* A checkpoint syncs the log once more, with nothing of a commit left in it to lose. */
static const char *named(const char *call, const char *name) {
    const char *end = strrchr(name, '-');
    if (!end || strcmp(end, "-wal")) return call;
    if (strstr(call, "write")) unsynced = 1;
    if (!strstr(call, "sync")) return call;
    if (!unsynced) return "idle sync";
    unsynced = 0;
    return call;
}

/* Goes on; where it is the sync that ends a commit, and none was refused yet, that is counted. */
static int go_on(const char *call, const char *name) {
    const char *end = strrchr(name, '-');
    int ends = end && !strcmp(end, "-wal") && (!strcmp(call, "fsync") || !strcmp(call, "fdatasync"));
    if (ends && !control->fired) control->commits++;
    return COUNT;
}

/* What this call must do: COUNT (go on), TEAR (half of it, then die) or FAIL (errno is set). */
static int hit(const char *call, const char *name) {
    int64_t number = __atomic_add_fetch(&control->count, 1, __ATOMIC_SEQ_CST);
    int mode = control->mode;
    call = named(call, name);
    if (mode == COUNT || number < control->at) return go_on(call, name);
    if (mode != FAIL && number > control->at) return go_on(call, name);
    if (!control->fired++) {
        const char *base = strrchr(name, '/');
        snprintf(control->last, sizeof control->last, "%s %.30s", call, base ? base + 1 : name);
    }
    if (mode == KILL) die();
    if (mode == TEAR) return TEAR;
    errno = control->error;
    return FAIL;
}

#define REAL(type, name, ...)                                                                      \
    static type (*real)(__VA_ARGS__);                                                              \
    if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

#define ON_FD(call, whole, half)                                                                   \
    char name[4096];                                                                               \
    if (ours(fd, name)) {                                                                          \
        int how = hit(call, name);                                                                 \
        if (how == FAIL) return -1;                                                                \
        if (how == TEAR) { (void)!(half); die(); }                                                 \
    }                                                                                              \
    return whole

#define ON_PATH(call, path, whole)                                                                 \
    if (ours_path(path)) {                                                                         \
        int how = hit(call, path);                                                                 \
        if (how == FAIL) return -1;                                                                \
        if (how == TEAR) { (void)(whole); die(); }                                                 \
    }                                                                                              \
    return whole

ssize_t write(int fd, const void *data, size_t size) {
    REAL(ssize_t, write, int, const void *, size_t);
    ON_FD("write", real(fd, data, size), real(fd, data, size / 2));
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
    ON_FD("pwrite64", real(fd, data, size, at), real(fd, data, size / 2, at));
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    REAL(ssize_t, pwrite, int, const void *, size_t, off_t);
    ON_FD("pwrite", real(fd, data, size, at), real(fd, data, size / 2, at));
}

ssize_t writev(int fd, const struct iovec *parts, int n) {
    REAL(ssize_t, writev, int, const struct iovec *, int);
    ON_FD("writev", real(fd, parts, n), real(fd, parts, n / 2));
}

int fsync(int fd) {
    REAL(int, fsync, int);
    ON_FD("fsync", real(fd), real(fd));
}

int fdatasync(int fd) {
    REAL(int, fdatasync, int);
    ON_FD("fdatasync", real(fd), real(fd));
}

int ftruncate(int fd, off_t size) {
    REAL(int, ftruncate, int, off_t);
    ON_FD("ftruncate", real(fd, size), real(fd, size));
}

int ftruncate64(int fd, off64_t size) {
    REAL(int, ftruncate64, int, off64_t);
    ON_FD("ftruncate64", real(fd, size), real(fd, size));
}

int rename(const char *from, const char *to) {
    REAL(int, rename, const char *, const char *);
    ON_PATH("rename", to, real(from, to));
}

int unlink(const char *path) {
    REAL(int, unlink, const char *);
    ON_PATH("unlink", path, real(path));
}

int unlinkat(int at, const char *path, int flags) {
    REAL(int, unlinkat, int, const char *, int);
    char name[4096];
    if (at >= 0 ? ours(at, name) : ours_path(path)) {
        int how = hit("unlinkat", path);
        if (how == FAIL) return -1;
        if (how == TEAR) { (void)real(at, path, flags); die(); }
    }
    return real(at, path, flags);
}

int mkdir(const char *path, mode_t mode) {
    REAL(int, mkdir, const char *, mode_t);
    ON_PATH("mkdir", path, real(path, mode));
}

static int opened(int (*real)(const char *, int, ...), const char *path, int flags, mode_t mode) {
    if ((flags & O_CREAT) && ours_path(path)) {
        int how = hit("open", path);
        if (how == FAIL) return -1;
        if (how == TEAR) { (void)real(path, flags, mode); die(); }
    }
    return real(path, flags, mode);
}

#define MODE(flags)                                                                                \
    mode_t mode = 0;                                                                               \
    if ((flags) & (O_CREAT | __O_TMPFILE)) {                                                       \
        va_list rest;                                                                              \
        va_start(rest, flags);                                                                     \
        mode = va_arg(rest, mode_t);                                                               \
        va_end(rest);                                                                              \
    }

int open(const char *path, int flags, ...) {
    REAL(int, open, const char *, int, ...);
    MODE(flags)
    return opened(real, path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    REAL(int, open64, const char *, int, ...);
    MODE(flags)
    return opened(real, path, flags, mode);
}

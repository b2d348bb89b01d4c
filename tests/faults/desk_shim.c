/* Counts what a process does to the files of one folder, and ends or fails it at the k-th call.

   Loaded by LD_PRELOAD; idle until fault_arm(). It also remembers what was synced: at a power cut
   everything else is taken back, files and names alike, before the process is killed. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { COUNT, KILL, TORN, FAIL, CUT, CUT_SOME };
enum { MAX_FD = 1024, MAX_NODE = 4096, MAX_NAME = 4096, MAX_MOVE = 8192, BLOCK = 4096 };

typedef struct { /* one file: what of it would outlive a power cut */
    dev_t dev; ino_t ino; int used, folder;
    char *kept; off_t kept_size;
    unsigned char *dirty; size_t blocks;
} Node;
typedef struct { char *path; int node; } Name;
typedef struct { char *path; int node; char *parent; } Move; /* node -1: the name is gone */

static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static char folder[4096];
static size_t folder_length;
static int mode, fault, tell = -1, shadow;
static long at, span, calls, fired;
static unsigned seed;
static double clock_ahead;
static char *fd_path[MAX_FD];
static int fd_node[MAX_FD];
static Node nodes[MAX_NODE];
static int node_count;
static Name kept_names[MAX_NAME];
static int kept_count;
static Name names[MAX_NAME];
static int name_count;
static Move moves[MAX_MOVE];
static int move_count;

#define REAL(name) \
    ({ static __typeof__(&name) real_##name; \
       if (!real_##name) real_##name = (__typeof__(&name))dlsym(RTLD_NEXT, #name); \
       real_##name; })

static int inside(const char *path) {
    return folder_length && path && !strncmp(path, folder, folder_length) &&
           (path[folder_length] == '/' || !path[folder_length]);
}

static int shared_memory(const char *path) { /* rebuilt by whoever opens the database */
    size_t n = strlen(path);
    return n > 4 && !strcmp(path + n - 4, "-shm");
}

/* --- what would outlive a power cut ------------------------------------------------------- */

static int new_node(const struct stat *about) {
    if (node_count == MAX_NODE) abort();
    Node *node = &nodes[node_count];
    memset(node, 0, sizeof *node);
    node->dev = about->st_dev, node->ino = about->st_ino, node->used = 1;
    return node_count++;
}

static int node_of(const struct stat *about) {
    for (int i = node_count - 1; i >= 0; i--)
        if (nodes[i].used && nodes[i].ino == about->st_ino && nodes[i].dev == about->st_dev)
            return i;
    return -1;
}

static void room_for(Node *node, off_t size) {
    size_t blocks = (size + BLOCK - 1) / BLOCK;
    if (blocks <= node->blocks) return;
    node->kept = realloc(node->kept, blocks * BLOCK);
    node->dirty = realloc(node->dirty, blocks);
    if (!node->kept || !node->dirty) abort();
    memset(node->kept + node->blocks * BLOCK, 0, (blocks - node->blocks) * BLOCK);
    memset(node->dirty + node->blocks, 0, blocks - node->blocks);
    node->blocks = blocks;
}

static void soil(int which, off_t from, off_t to) {
    if (which < 0 || to <= from) return;
    Node *node = &nodes[which];
    room_for(node, to);
    for (size_t b = from / BLOCK; b <= (size_t)(to - 1) / BLOCK; b++) node->dirty[b] = 1;
}

static void shortened(int which, off_t size) {
    if (which >= 0) soil(which, size, (off_t)nodes[which].blocks * BLOCK);
}

static unsigned dice(void) { return seed = seed * 1103515245u + 12345u, seed >> 16; }

/* Takes the dirty blocks of an open file over into what is kept; with `some`, by the dice. */
static void keep(int which, const char *path, int some) {
    Node *node = &nodes[which];
    int fd = REAL(open)(path, O_RDONLY | O_CLOEXEC);
    struct stat about;
    if (fd < 0) return;
    if (!fstat(fd, &about) && about.st_ino == node->ino) {
        room_for(node, about.st_size);
        for (size_t b = 0; b < node->blocks; b++) {
            if (!node->dirty[b] || (some && dice() & 1)) continue;
            memset(node->kept + b * BLOCK, 0, BLOCK);
            if (syscall(SYS_pread64, fd, node->kept + b * BLOCK, BLOCK, (off_t)(b * BLOCK)) < 0)
                abort();
            node->dirty[b] = 0;
        }
        if (!some || dice() & 1) node->kept_size = about.st_size;
    }
    REAL(close)(fd);
}

static void put_name(Name *list, int *count, const char *path, int node) {
    for (int i = 0; i < *count; i++)
        if (!strcmp(list[i].path, path)) {
            if (node >= 0) { list[i].node = node; return; }
            free(list[i].path);
            list[i] = list[--*count];
            return;
        }
    if (node < 0) return;
    if (*count == MAX_NAME) abort();
    list[*count].path = strdup(path), list[*count].node = node, ++*count;
}

static int named(const char *path) {
    for (int i = 0; i < name_count; i++)
        if (!strcmp(names[i].path, path)) return names[i].node;
    return -1;
}

static void moved(const char *path, int node) {
    if (!shadow || shared_memory(path)) return;
    put_name(names, &name_count, path, node);
    if (move_count == MAX_MOVE) abort();
    Move *move = &moves[move_count++];
    move->path = strdup(path), move->node = node;
    move->parent = strdup(path);
    *strrchr(move->parent, '/') = 0;
}

static void keep_names(const char *parent) {
    int left = 0;
    for (int i = 0; i < move_count; i++) {
        if (strcmp(moves[i].parent, parent)) { moves[left++] = moves[i]; continue; }
        put_name(kept_names, &kept_count, moves[i].path, moves[i].node);
        free(moves[i].path), free(moves[i].parent);
    }
    move_count = left;
}

static void take_stock(const char *where) {
    DIR *listing = opendir(where);
    if (!listing) return;
    struct dirent *one;
    while ((one = readdir(listing))) {
        char path[4608];
        struct stat about;
        snprintf(path, sizeof path, "%s/%s", where, one->d_name);
        if (!strcmp(one->d_name, ".") || !strcmp(one->d_name, "..") || stat(path, &about)) continue;
        if (S_ISDIR(about.st_mode)) { take_stock(path); continue; }
        if (!S_ISREG(about.st_mode) || shared_memory(path)) continue;
        int node = new_node(&about);
        soil(node, 0, about.st_size);
        keep(node, path, 0);
        put_name(names, &name_count, path, node);
        put_name(kept_names, &kept_count, path, node);
    }
    closedir(listing);
}

/* Leaves in the folder only what was synced; with `some`, and a part of the rest by the dice. */
static void cut(int some) {
    if (some) {
        for (int i = 0; i < name_count; i++) keep(names[i].node, names[i].path, 1);
        int first = move_count ? (int)(dice() % (move_count + 1)) : 0;
        for (int i = 0; i < first; i++)
            put_name(kept_names, &kept_count, moves[i].path, moves[i].node);
    }
    for (int i = 0; i < name_count; i++) REAL(unlink)(names[i].path);
    for (int i = name_count; i-- > 0;)
        if (nodes[names[i].node].folder) REAL(rmdir)(names[i].path);
    for (int i = 0; i < kept_count; i++)
        if (nodes[kept_names[i].node].folder) REAL(mkdir)(kept_names[i].path, 0700);
    for (int i = 0; i < kept_count; i++) { /* with a folder that is gone its files are, too */
        Node *node = &nodes[kept_names[i].node];
        if (node->folder) continue;
        int fd = REAL(open)(kept_names[i].path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        for (off_t done = 0; fd >= 0 && done < node->kept_size;) {
            ssize_t n = REAL(write)(fd, node->kept + done, node->kept_size - done);
            if (n <= 0) abort();
            done += n;
        }
        if (fd >= 0) REAL(close)(fd);
    }
}

/* --- the k-th call ------------------------------------------------------------------------- */

static void die(void) {
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;) pause();
}

static void say(const char *name, const char *path) {
    char line[4700];
    if (tell < 0) return;
    int n = snprintf(line, sizeof line, "{\"call\": %ld, \"name\": \"%s\", \"path\": \"%s\"}\n",
                     calls, name, path + folder_length);
    if (syscall(SYS_write, tell, line, n) < 0) abort();
}

/* 0: go on. Above 0: fail with this errno. -1: do half of it, then die. */
static int gate(const char *name, const char *path) {
    calls++;
    if (mode == COUNT) { say(name, path); return 0; }
    if (mode == FAIL) {
        if (calls < at || calls >= at + span) return 0;
        fired++, say(name, path);
        return fault;
    }
    if (calls != at) return 0;
    fired++, say(name, path);
    if (mode == TORN) return -1;
    if (mode == CUT || mode == CUT_SOME) cut(mode == CUT_SOME);
    die();
    return 0;
}

void fault_arm(const char *where, int how, long k, long times, int error, unsigned number, int to) {
    pthread_mutex_lock(&lock);
    snprintf(folder, sizeof folder, "%s", where);
    mode = how, at = k, span = times, fault = error, seed = number, tell = to;
    shadow = how == FAIL || how == CUT || how == CUT_SOME;
    if (shadow) take_stock(folder);
    folder_length = strlen(folder);
    pthread_mutex_unlock(&lock);
}

void fault_over(void) { pthread_mutex_lock(&lock); span = 0; pthread_mutex_unlock(&lock); }
long fault_calls(void) { return calls; }
long fault_fired(void) { return fired; }
void fault_clock(double seconds) { clock_ahead = seconds; }

/* The power fails now. */
void fault_cut(int some) {
    pthread_mutex_lock(&lock);
    cut(some);
    die();
}

/* --- the calls ----------------------------------------------------------------------------- */

#define GUARDED(path, call) \
    pthread_mutex_lock(&lock); \
    int no = gate(call, path); \
    if (no > 0) { pthread_mutex_unlock(&lock); errno = no; return -1; }

#define DONE(result) \
    do { int kept_errno = errno; if (no < 0) die(); \
         pthread_mutex_unlock(&lock); errno = kept_errno; return result; } while (0)

static void forget_fd(int fd) {
    if (fd < 0 || fd >= MAX_FD || !fd_path[fd]) return;
    free(fd_path[fd]);
    fd_path[fd] = NULL;
}

static int opened(const char *path, int flags, mode_t rights) {
    struct stat about;
    pthread_mutex_lock(&lock);
    int there = !stat(path, &about);
    int makes = (flags & O_CREAT) && !there, empties = (flags & O_TRUNC) && there && about.st_size;
    int no = makes || empties ? gate("open", path) : 0;
    if (no > 0) { pthread_mutex_unlock(&lock); errno = no; return -1; }
    int fd = REAL(open)(path, flags, rights);
    if (fd >= 0 && fd < MAX_FD && !fstat(fd, &about)) {
        int node = -1;
        if (shadow && S_ISREG(about.st_mode) && !shared_memory(path)) {
            node = makes ? new_node(&about) : node_of(&about);
            if (makes) moved(path, node);
            if (empties) shortened(node, 0);
        }
        forget_fd(fd);
        fd_path[fd] = strdup(path), fd_node[fd] = node;
    }
    DONE(fd);
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        va_list rest; va_start(rest, flags); \
        mode_t rights = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        if (inside(path)) return opened(path, flags, rights); \
        return REAL(name)(path, flags, rights); \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
    int name(int where, const char *path, int flags, ...) { \
        va_list rest; va_start(rest, flags); \
        mode_t rights = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        if (inside(path)) return opened(path, flags, rights); \
        return REAL(name)(where, path, flags, rights); \
    }
OPENAT(openat)
OPENAT(openat64)

int close(int fd) {
    if (fd >= 0 && fd < MAX_FD && fd_path[fd]) {
        pthread_mutex_lock(&lock);
        forget_fd(fd);
        pthread_mutex_unlock(&lock);
    }
    return REAL(close)(fd);
}

static const char *path_of(int fd) {
    return folder_length && fd >= 0 && fd < MAX_FD ? fd_path[fd] : NULL;
}

ssize_t write(int fd, const void *data, size_t size) {
    const char *path = path_of(fd);
    if (!path) return REAL(write)(fd, data, size);
    GUARDED(path, "write")
    off_t from = fcntl(fd, F_GETFL) & O_APPEND ? lseek(fd, 0, SEEK_END) : lseek(fd, 0, SEEK_CUR);
    ssize_t n = REAL(write)(fd, data, no < 0 ? size / 2 : size);
    if (n > 0) soil(fd_node[fd], from, from + n);
    DONE(n);
}

#define PWRITE(name, kind) \
    ssize_t name(int fd, const void *data, size_t size, kind from) { \
        const char *path = path_of(fd); \
        if (!path) return REAL(name)(fd, data, size, from); \
        GUARDED(path, "pwrite") \
        ssize_t n = REAL(name)(fd, data, no < 0 ? size / 2 : size, from); \
        if (n > 0) soil(fd_node[fd], from, from + n); \
        DONE(n); \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

/* After a failed sync Linux counts the pages as clean: a later sync does not write them. */
static void sync_lost(int fd) {
    int which = fd_node[fd];
    if (which >= 0) memset(nodes[which].dirty, 0, nodes[which].blocks);
}

#define SYNC(name) \
    int name(int fd) { \
        const char *path = path_of(fd); \
        struct stat about; \
        if (!path) return REAL(name)(fd); \
        pthread_mutex_lock(&lock); \
        int no = gate(#name, path); \
        if (no > 0) { \
            sync_lost(fd); pthread_mutex_unlock(&lock); errno = no; return -1; } \
        int done = 0; /* nothing here has to reach a real disk */ \
        if (shadow && fd_node[fd] >= 0) { \
            char proc[64]; snprintf(proc, sizeof proc, "/proc/self/fd/%d", fd); \
            keep(fd_node[fd], proc, 0); \
        } else if (shadow && !fstat(fd, &about) && S_ISDIR(about.st_mode)) keep_names(path); \
        DONE(done); \
    }
SYNC(fsync)
SYNC(fdatasync)

#define FTRUNCATE(name, kind) \
    int name(int fd, kind size) { \
        const char *path = path_of(fd); \
        if (!path) return REAL(name)(fd, size); \
        GUARDED(path, "ftruncate") \
        int done = REAL(name)(fd, size); \
        if (!done) shortened(fd_node[fd], size); \
        DONE(done); \
    }
FTRUNCATE(ftruncate, off_t)
FTRUNCATE(ftruncate64, off64_t)

#define TRUNCATE(name, kind) \
    int name(const char *path, kind size) { \
        if (!inside(path)) return REAL(name)(path, size); \
        GUARDED(path, "truncate") \
        int done = REAL(name)(path, size); \
        if (!done && shadow) shortened(named(path), size); \
        DONE(done); \
    }
TRUNCATE(truncate, off_t)
TRUNCATE(truncate64, off64_t)

int rename(const char *from, const char *to) {
    struct stat about;
    if (!inside(from) || stat(from, &about)) return REAL(rename)(from, to);
    GUARDED(from, "rename")
    int done = REAL(rename)(from, to);
    if (!done && shadow) {
        int node = named(from);
        moved(to, node);
        moved(from, -1);
    }
    DONE(done);
}

int mkdir(const char *path, mode_t rights) {
    struct stat about;
    if (!inside(path) || !stat(path, &about)) return REAL(mkdir)(path, rights);
    GUARDED(path, "mkdir")
    int done = REAL(mkdir)(path, rights);
    if (!done && shadow && !stat(path, &about)) {
        int node = new_node(&about);
        nodes[node].folder = 1;
        moved(path, node);
    }
    DONE(done);
}

int unlink(const char *path) {
    struct stat about;
    if (!inside(path) || stat(path, &about)) return REAL(unlink)(path);
    GUARDED(path, "unlink")
    int done = REAL(unlink)(path);
    if (!done) moved(path, -1);
    DONE(done);
}

/* --- a clock on the wall that is wrong ------------------------------------------------------ */

int clock_gettime(clockid_t which, struct timespec *now) {
    int done = (int)syscall(SYS_clock_gettime, which, now);
    if (!done && clock_ahead != 0 && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE))
        now->tv_sec += (time_t)clock_ahead;
    return done;
}

time_t time(time_t *now) {
    struct timespec found;
    clock_gettime(CLOCK_REALTIME, &found);
    if (now) *now = found.tv_sec;
    return found.tv_sec;
}

int gettimeofday(struct timeval *now, void *zone) {
    struct timespec found;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &found);
    now->tv_sec = found.tv_sec, now->tv_usec = found.tv_nsec / 1000;
    return 0;
}

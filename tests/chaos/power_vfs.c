/* A VFS over the system's own that writes down what a power cut could undo.
**
** Every write, truncation, sync, creation and deletion of a database, its write-ahead log and
** its rollback journal goes to a log, in the order in which it was asked for, together with
** notes that the caller inserts (`power_note`). The shared-memory index is left out: it does
** not outlive the machine. Directories synced by SQLite are seen through the `openDirectory`
** system call, which it makes for nothing else.
**
** Loaded as an extension, it becomes the default VFS of the process:
**   SELECT power_log('/path/of/the/log');   -- appends from now on
**   SELECT power_note('M', 'order 7 acknowledged');
**
** A record: kind (1 byte), length of the name (1), 2 bytes unused, length of the data (4),
** offset (8), all little-endian; then the name, then the data.
**   W write · T truncate (offset: the new size) · S sync · C created · X deleted
**   D directory synced · anything else: a note, whose text is the name
*/
#include <sqlite3ext.h>
SQLITE_EXTENSION_INIT1

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct File {
  sqlite3_file base; /* must be first: SQLite sees this */
  const char *name;  /* last part of the path, 0 for files that are not logged */
} File;

#define REAL(file) ((sqlite3_file *)((File *)(file) + 1))

typedef int (*OpenDirectory)(const char *, int *);

static sqlite3_vfs *real_vfs;
static sqlite3_vfs shim;
static OpenDirectory real_open_directory;
static int log_handle = -1;
static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;

static void append(const void *data, size_t length) {
  const char *at = data;
  while (length > 0) {
    ssize_t written = write(log_handle, at, length);
    if (written <= 0) abort(); /* half a log would prove nothing */
    at += written;
    length -= (size_t)written;
  }
}

static void record(char kind, const char *name, sqlite3_int64 offset, const void *data,
                   unsigned length) {
  unsigned char head[16] = {0};
  size_t name_length;
  int i;
  if (log_handle < 0 || !name) return;
  name_length = strlen(name);
  head[0] = (unsigned char)kind;
  head[1] = (unsigned char)name_length;
  for (i = 0; i < 4; i++) head[4 + i] = (unsigned char)(length >> (8 * i));
  for (i = 0; i < 8; i++) head[8 + i] = (unsigned char)((sqlite3_uint64)offset >> (8 * i));
  pthread_mutex_lock(&log_lock);
  append(head, sizeof head);
  append(name, name_length);
  append(data, length);
  pthread_mutex_unlock(&log_lock);
}

static const char *last_part(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static int open_directory(const char *path, int *handle) {
  record('D', "", 0, "", 0);
  return real_open_directory(path, handle);
}

static int file_close(sqlite3_file *file) { return REAL(file)->pMethods->xClose(REAL(file)); }
static int file_read(sqlite3_file *file, void *data, int length, sqlite3_int64 offset) {
  return REAL(file)->pMethods->xRead(REAL(file), data, length, offset);
}
static int file_write(sqlite3_file *file, const void *data, int length, sqlite3_int64 offset) {
  record('W', ((File *)file)->name, offset, data, (unsigned)length);
  return REAL(file)->pMethods->xWrite(REAL(file), data, length, offset);
}
static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
  record('T', ((File *)file)->name, size, "", 0);
  return REAL(file)->pMethods->xTruncate(REAL(file), size);
}
static int file_sync(sqlite3_file *file, int flags) {
  record('S', ((File *)file)->name, flags, "", 0);
  return REAL(file)->pMethods->xSync(REAL(file), flags);
}
static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
  return REAL(file)->pMethods->xFileSize(REAL(file), size);
}
static int file_lock(sqlite3_file *file, int lock) {
  return REAL(file)->pMethods->xLock(REAL(file), lock);
}
static int file_unlock(sqlite3_file *file, int lock) {
  return REAL(file)->pMethods->xUnlock(REAL(file), lock);
}
static int file_check_lock(sqlite3_file *file, int *found) {
  return REAL(file)->pMethods->xCheckReservedLock(REAL(file), found);
}
static int file_control(sqlite3_file *file, int operation, void *argument) {
  return REAL(file)->pMethods->xFileControl(REAL(file), operation, argument);
}
static int file_sector(sqlite3_file *file) {
  return REAL(file)->pMethods->xSectorSize(REAL(file));
}
static int file_traits(sqlite3_file *file) {
  return REAL(file)->pMethods->xDeviceCharacteristics(REAL(file));
}
static int file_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **at) {
  return REAL(file)->pMethods->xShmMap(REAL(file), page, size, extend, at);
}
static int file_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
  return REAL(file)->pMethods->xShmLock(REAL(file), offset, count, flags);
}
static void file_shm_barrier(sqlite3_file *file) { REAL(file)->pMethods->xShmBarrier(REAL(file)); }
static int file_shm_unmap(sqlite3_file *file, int remove) {
  return REAL(file)->pMethods->xShmUnmap(REAL(file), remove);
}

/* Version 2: without memory-mapped reads, which SQLCipher does not use either. */
static const sqlite3_io_methods logged = {
    2,           file_close,       file_read,      file_write,     file_truncate,    file_sync,
    file_size,   file_lock,        file_unlock,    file_check_lock, file_control,    file_sector,
    file_traits, file_shm_map,     file_shm_lock,  file_shm_barrier, file_shm_unmap, 0, 0};

static int exists(const char *path) {
  int found = 0;
  real_vfs->xAccess(real_vfs, path, SQLITE_ACCESS_EXISTS, &found);
  return found;
}

static int shim_open(sqlite3_vfs *vfs, sqlite3_filename path, sqlite3_file *file, int flags,
                     int *out) {
  int kept = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL;
  File *made = (File *)file;
  int known = path && exists(path);
  int result = real_vfs->xOpen(real_vfs, path, REAL(file), flags, out);
  (void)vfs;
  made->name = path && (flags & kept) ? last_part(path) : 0;
  file->pMethods = REAL(file)->pMethods ? &logged : 0; /* 0: there is nothing to close */
  if (result == SQLITE_OK && !known) record('C', made->name, 0, "", 0);
  return result;
}

static int shim_delete(sqlite3_vfs *vfs, const char *path, int sync_directory) {
  (void)vfs;
  if (exists(path)) record('X', last_part(path), 0, "", 0);
  return real_vfs->xDelete(real_vfs, path, sync_directory);
}

static void power_log(sqlite3_context *context, int count, sqlite3_value **values) {
  const char *path = (const char *)sqlite3_value_text(values[0]);
  (void)count;
  log_handle = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log_handle < 0) sqlite3_result_error(context, "the log cannot be written", -1);
}

static void power_note(sqlite3_context *context, int count, sqlite3_value **values) {
  const char *kind = (const char *)sqlite3_value_text(values[0]);
  const char *name = (const char *)sqlite3_value_text(values[1]);
  (void)context;
  (void)count;
  record(kind[0], name, 0, "", 0);
}

int sqlite3_powervfs_init(sqlite3 *database, char **error, const sqlite3_api_routines *api) {
  int result;
  SQLITE_EXTENSION_INIT2(api);
  (void)error;
  if (!real_vfs) {
    real_vfs = sqlite3_vfs_find("unix");
    if (!real_vfs) return SQLITE_ERROR;
    real_open_directory = (OpenDirectory)real_vfs->xGetSystemCall(real_vfs, "openDirectory");
    real_vfs->xSetSystemCall(real_vfs, "openDirectory", (sqlite3_syscall_ptr)open_directory);
    shim = *real_vfs;
    shim.zName = "power";
    shim.szOsFile += (int)sizeof(File);
    shim.xOpen = shim_open;
    shim.xDelete = shim_delete;
    result = sqlite3_vfs_register(&shim, 1);
    if (result != SQLITE_OK) return result;
  }
  sqlite3_create_function(database, "power_log", 1, SQLITE_UTF8, 0, power_log, 0, 0);
  sqlite3_create_function(database, "power_note", 2, SQLITE_UTF8, 0, power_note, 0, 0);
  return SQLITE_OK_LOAD_PERMANENTLY; /* the VFS stays after the connection that brought it */
}

// SPDX-License-Identifier: Apache-2.0
#include "service/sqlite.h"

#include "evote/check.h"
#include "os/file.h"

#include <sqlite3.h>

namespace evote::service {

namespace {

constexpr int busy_milliseconds = 5000;

ErrorCode code_of_status(int status) {
    switch (status & 0xFF) {
    case SQLITE_FULL:
        return ErrorCode::disk_full;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return ErrorCode::no_permission;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ErrorCode::locked;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return ErrorCode::damaged;
    case SQLITE_NOMEM:
        return ErrorCode::out_of_resources;
    default:
        return ErrorCode::system;
    }
}

Error sqlite_error(int status, sqlite3* database, const std::filesystem::path& path) {
    const std::string words =
        database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(status);
    return {code_of_status(status), msg("the database fails: {0}", words), path.string(), {}};
}

int size_of(std::size_t size) {
    EVOTE_CHECK(size < (1U << 30));
    return static_cast<int>(size);
}

} // namespace

void Statement::Free::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

void Database::Close::operator()(sqlite3* database) const {
    sqlite3_close_v2(database);
}

Statement& Statement::bind(std::int64_t value) {
    EVOTE_CHECK(sqlite3_bind_int64(statement_.get(), next_++, value) == SQLITE_OK);
    return *this;
}

Statement& Statement::bind(std::string_view text) {
    // A null pointer would be bound as NULL.
    const char* const data = text.empty() ? "" : text.data();
    EVOTE_CHECK(sqlite3_bind_text(statement_.get(), next_++, data, size_of(text.size()),
                                  SQLITE_TRANSIENT) == SQLITE_OK); // NOLINT: a macro of SQLite
    return *this;
}

Statement& Statement::bind(ByteView bytes) {
    const void* const data = bytes.empty() ? static_cast<const void*>("") : bytes.data();
    EVOTE_CHECK(sqlite3_bind_blob(statement_.get(), next_++, data, size_of(bytes.size()),
                                  SQLITE_TRANSIENT) == SQLITE_OK); // NOLINT: a macro of SQLite
    return *this;
}

Result<bool> Statement::step() {
    const int status = sqlite3_step(statement_.get());
    if (status == SQLITE_ROW)
        return true;
    Error error = sqlite_error(status, sqlite3_db_handle(statement_.get()), path_);
    reset();
    if (status == SQLITE_DONE)
        return false;
    return fail(std::move(error));
}

Outcome Statement::run() {
    EVOTE_TRY(const bool row, step());
    EVOTE_CHECK(!row);
    return {};
}

void Statement::reset() {
    sqlite3_reset(statement_.get());
    sqlite3_clear_bindings(statement_.get());
    next_ = 1;
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}

std::string Statement::text(int column) const {
    return evote::to_string(bytes(column));
}

Bytes Statement::bytes(int column) const {
    const auto* const data =
        static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
    const int size = sqlite3_column_bytes(statement_.get(), column);
    return data == nullptr ? Bytes() : Bytes(data, data + size);
}

bool Statement::is_null(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

Result<Database> Database::open(const std::filesystem::path& path, Access access) {
    if (!os::file_exists(path))
        return fail(os::file_error(path));
    // A reader of a log that is written ahead writes its index, too.
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    sqlite3* opened = nullptr;
    const int status = sqlite3_open_v2(path.c_str(), &opened, flags, nullptr);
    Database database(opened, path);
    if (status != SQLITE_OK)
        return fail(sqlite_error(status, opened, path));
    sqlite3_busy_timeout(opened, busy_milliseconds);
    EVOTE_TRY_VOID(database.run("PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
                                "PRAGMA trusted_schema=OFF; PRAGMA synchronous=FULL;"));
    if (access == Access::read)
        EVOTE_TRY_VOID(database.run("PRAGMA query_only=ON;"));
    return database;
}

Outcome Database::run(const std::string& statements) {
    const int status = sqlite3_exec(database_.get(), statements.c_str(), nullptr, nullptr, nullptr);
    if (status != SQLITE_OK)
        return fail(sqlite_error(status, database_.get(), path_));
    return {};
}

Result<Statement> Database::prepare(std::string_view statement) {
    sqlite3_stmt* prepared = nullptr;
    const int status =
        sqlite3_prepare_v3(database_.get(), statement.data(), size_of(statement.size()),
                           SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
    if (status != SQLITE_OK)
        return fail(sqlite_error(status, database_.get(), path_));
    return Statement(prepared, path_);
}

Result<std::int64_t> Database::ask(std::string_view statement) {
    EVOTE_TRY(Statement question, prepare(statement));
    EVOTE_TRY(const bool row, question.step());
    return row ? question.integer(0) : 0;
}

std::int64_t Database::changes() const {
    return sqlite3_changes64(database_.get());
}

Outcome Database::back_up(const std::filesystem::path& copy) {
    EVOTE_TRY_VOID(os::write_file(copy, {}, os::Existing::keep, os::Access::owner_only));
    EVOTE_TRY(Database target, open(copy, Access::write));
    sqlite3* const to = target.database_.get();
    sqlite3_backup* const backup = sqlite3_backup_init(to, "main", database_.get(), "main");
    if (backup == nullptr)
        return fail(sqlite_error(sqlite3_errcode(to), to, copy));
    sqlite3_backup_step(backup, -1);
    const int status = sqlite3_backup_finish(backup);
    if (status != SQLITE_OK)
        return fail(sqlite_error(status, to, copy));
    // One file, which can be copied as it is.
    return target.run("PRAGMA journal_mode=DELETE;");
}

} // namespace evote::service

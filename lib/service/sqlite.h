// SPDX-License-Identifier: Apache-2.0
// SQLite with results instead of statuses.
#pragma once

#include "evote/bytes.h"
#include "evote/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace evote::service {

/// A prepared statement. Values are bound in the order of their places, and columns are counted
/// from 0.
class Statement {
  public:
    Statement& bind(std::int64_t value);

    Statement& bind(std::uint64_t value) { return bind(static_cast<std::int64_t>(value)); }

    Statement& bind(std::string_view text);
    Statement& bind(ByteView bytes);

    /// Goes to the next row. False after the last one; the statement can then be bound afresh.
    Result<bool> step();

    /// For a statement that gives no row.
    Outcome run();

    /// The statement can be bound afresh, whether or not there are more rows.
    void reset();

    std::int64_t integer(int column) const;

    std::uint64_t number(int column) const { return static_cast<std::uint64_t>(integer(column)); }

    std::string text(int column) const;
    Bytes bytes(int column) const;
    bool is_null(int column) const;

  private:
    friend class Database;

    struct Free {
        void operator()(sqlite3_stmt* statement) const;
    };

    Statement(sqlite3_stmt* statement, std::filesystem::path path)
        : statement_(statement), path_(std::move(path)) {}

    std::unique_ptr<sqlite3_stmt, Free> statement_;
    std::filesystem::path path_; // for errors
    int next_ = 1;
};

/// A connection. One thread at a time. Errors name the file: ErrorCode::disk_full, no_permission,
/// locked (another program has been writing for five seconds), damaged (no database, or a broken
/// one), otherwise system.
class Database {
  public:
    enum class Access { write, read };

    /// The file must exist; an empty one is an empty database.
    static Result<Database> open(const std::filesystem::path& path, Access access);

    /// Statements that give no rows.
    Outcome run(const std::string& statements);

    Result<Statement> prepare(std::string_view statement);

    /// The first column of the first row.
    Result<std::int64_t> ask(std::string_view statement);

    /// How many rows the last INSERT, UPDATE or DELETE changed.
    std::int64_t changes() const;

    /// A consistent copy of a database that is in use, into a new file. ErrorCode::file_exists.
    Outcome back_up(const std::filesystem::path& copy);

    const std::filesystem::path& path() const { return path_; }

  private:
    struct Close {
        void operator()(sqlite3* database) const;
    };

    Database(sqlite3* database, std::filesystem::path path)
        : database_(database), path_(std::move(path)) {}

    std::unique_ptr<sqlite3, Close> database_;
    std::filesystem::path path_;
};

} // namespace evote::service

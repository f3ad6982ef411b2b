// SPDX-License-Identifier: Apache-2.0
#include "service/registrar_tables.h"

#include "base/text.h"
#include "os/file.h"
#include "service/registrar_schema.h"

namespace evote::service {

namespace {

constexpr std::string_view identification_columns =
    "row, time, way, issuer, who, number, issue, hash";

template <std::size_t N>
ByteArray<N> array_at(const Statement& row, int column) {
    const Bytes bytes = row.bytes(column);
    ByteArray<N> out{};
    if (bytes.size() == N)
        std::copy(bytes.begin(), bytes.end(), out.begin());
    return out;
}

Way way_of(std::string_view word) {
    for (const Way way : {Way::provider, Way::clerk})
        if (word == word_for(way))
            return way;
    return Way::ticket;
}

Identification identification_at(const Statement& row) {
    return {row.number(0),
            row.integer(1),
            way_of(row.text(2)),
            row.text(3),
            row.text(4),
            row.number(5),
            static_cast<std::uint32_t>(row.number(6)),
            array_at<32>(row, 7)};
}

} // namespace

Outcome RegistrarTables::create(const std::filesystem::path& path, const StateOwner& owner) {
    EVOTE_TRY_VOID(os::write_file(path, {}, os::Existing::keep, os::Access::owner_only));
    EVOTE_TRY(Database database, Database::open(path, Database::Access::write));
    EVOTE_TRY_VOID(database.run("PRAGMA journal_mode=WAL;"));
    RegistrarTables tables(std::move(database));
    EVOTE_TRY_VOID(tables.run("BEGIN IMMEDIATE;"));
    EVOTE_TRY_VOID(tables.run(registrar_schema));
    EVOTE_TRY(Statement* const insert, tables.statement("INSERT INTO owner VALUES (?, ?, ?)"));
    EVOTE_TRY_VOID(insert->bind(owner.fingerprint)
                       .bind(std::uint64_t{owner.registrar})
                       .bind(owner.key_check)
                       .run());
    return tables.run("PRAGMA application_id=" + std::to_string(registrar_application) +
                      "; PRAGMA user_version=" + std::to_string(registrar_schema_version) +
                      "; COMMIT;");
}

Result<RegistrarTables> RegistrarTables::open(const std::filesystem::path& path,
                                              Database::Access access) {
    EVOTE_TRY(Database database, Database::open(path, access));
    RegistrarTables tables(std::move(database));
    EVOTE_TRY_VOID(tables.check_schema());
    return tables;
}

Outcome RegistrarTables::check_schema() {
    EVOTE_TRY(const std::int64_t application, database_.ask("PRAGMA application_id"));
    if (application != registrar_application)
        return fail(Error{ErrorCode::malformed,
                          msg("this is not the state of a registrar's service"),
                          database_.path().string(),
                          {}});
    EVOTE_TRY(const std::int64_t version, database_.ask("PRAGMA user_version"));
    if (version != registrar_schema_version)
        return fail(Error{ErrorCode::unsupported,
                          msg("this state has the tables of another version: {0}", version),
                          database_.path().string(),
                          {}});
    return {};
}

Result<Statement*> RegistrarTables::statement(std::string_view text) {
    const auto found = statements_.find(text);
    if (found != statements_.end()) {
        found->second.reset();
        return &found->second;
    }
    EVOTE_TRY(Statement made, database_.prepare(text));
    return &statements_.emplace(std::string(text), std::move(made)).first->second;
}

Result<StateOwner> RegistrarTables::owner() {
    EVOTE_TRY(Statement* const row,
              statement("SELECT fingerprint, registrar, key_check FROM owner"));
    EVOTE_TRY(const bool there, row->step());
    if (!there)
        return fail(Error{ErrorCode::damaged,
                          msg("this state belongs to nobody"),
                          database_.path().string(),
                          {}});
    StateOwner out{array_at<32>(*row, 0), static_cast<std::uint8_t>(row->number(1)),
                   array_at<32>(*row, 2)};
    row->reset();
    return out;
}

Outcome RegistrarTables::must_belong_to(const StateOwner& owner) {
    EVOTE_TRY(const StateOwner mine, this->owner());
    const auto refuse = [&](ErrorCode code, Message why) {
        return fail(Error{code, std::move(why), database_.path().string(), {}});
    };
    if (mine.fingerprint != owner.fingerprint)
        return refuse(ErrorCode::wrong_election,
                      msg("this state is of another election, with the fingerprint {0}",
                          hex_encode(mine.fingerprint)));
    if (mine.registrar != owner.registrar || mine.key_check != owner.key_check)
        return refuse(
            ErrorCode::wrong_key,
            msg("this state was begun with another secret file, of registrar {0}", mine.registrar));
    return {};
}

Outcome RegistrarTables::add(Identification& row) {
    EVOTE_TRY(const auto before, last());
    row.row = before ? before->row + 1 : 1;
    Digest32 hash{};
    if (before) {
        hash = before->hash;
    } else {
        EVOTE_TRY(const StateOwner mine, owner());
        hash = first_hash(mine.fingerprint, mine.registrar);
    }
    row.hash = row_hash(hash, row);
    EVOTE_TRY(Statement* const insert,
              statement("INSERT INTO identifications VALUES (?, ?, ?, ?, ?, ?, ?, ?)"));
    return insert->bind(row.row)
        .bind(row.time)
        .bind(word_for(row.way))
        .bind(std::string_view(row.issuer))
        .bind(std::string_view(row.who))
        .bind(row.number)
        .bind(std::uint64_t{row.issue})
        .bind(row.hash)
        .run();
}

Result<std::optional<Identification>> RegistrarTables::last() {
    static const std::string text = "SELECT " + std::string(identification_columns) +
                                    " FROM identifications ORDER BY row DESC LIMIT 1";
    EVOTE_TRY(Statement* const row, statement(text));
    EVOTE_TRY(const bool there, row->step());
    std::optional<Identification> out;
    if (there)
        out = identification_at(*row);
    row->reset();
    return out;
}

Outcome RegistrarTables::for_each(const std::function<Outcome(const Identification&)>& take) {
    EVOTE_TRY(Statement row, database_.prepare("SELECT " + std::string(identification_columns) +
                                               " FROM identifications ORDER BY row"));
    for (;;) {
        EVOTE_TRY(const bool more, row.step());
        if (!more)
            return {};
        EVOTE_TRY_VOID(take(identification_at(row)));
    }
}

Result<RegistrarTables::Showings>
RegistrarTables::showings(std::uint64_t number, std::uint32_t issue, std::int64_t since) {
    EVOTE_TRY(
        Statement* const row,
        statement(
            "SELECT coalesce(sum(issue = ?), 0), coalesce(sum(time >= ?), 0) FROM identifications "
            "WHERE number = ? AND way IN ('provider', 'ticket')"));
    row->bind(std::uint64_t{issue}).bind(since).bind(number);
    EVOTE_TRY(const bool there, row->step());
    const Showings out = there ? Showings{row->number(0), row->number(1)} : Showings();
    row->reset();
    return out;
}

Result<std::optional<std::string>> RegistrarTables::person_of(std::uint64_t number) {
    EVOTE_TRY(Statement* const row, statement("SELECT who FROM identifications WHERE number = ? "
                                              "AND way = 'provider' LIMIT 1"));
    row->bind(number);
    EVOTE_TRY(const bool there, row->step());
    std::optional<std::string> out;
    if (there)
        out = row->text(0);
    row->reset();
    return out;
}

Result<std::optional<std::uint64_t>> RegistrarTables::number_of(const std::string& who) {
    EVOTE_TRY(Statement* const row, statement("SELECT number FROM identifications WHERE who = ? "
                                              "AND way = 'provider' LIMIT 1"));
    row->bind(std::string_view(who));
    EVOTE_TRY(const bool there, row->step());
    std::optional<std::uint64_t> out;
    if (there)
        out = row->number(0);
    row->reset();
    return out;
}

} // namespace evote::service

// SPDX-License-Identifier: Apache-2.0
// Tickets, holds and requests: what clerks make.
#include "service/registrar_tables.h"

namespace evote::service {

Outcome RegistrarTables::add(const Ticket& ticket) {
    EVOTE_TRY(Statement* const insert,
              statement("INSERT INTO tickets (hash, number, issuer, clerk, made, expires) "
                        "VALUES (?, ?, ?, ?, ?, ?)"));
    return insert->bind(ticket.hash)
        .bind(ticket.number)
        .bind(std::string_view(ticket.issuer))
        .bind(std::string_view(ticket.clerk))
        .bind(ticket.made)
        .bind(ticket.expires)
        .run();
}

Result<std::optional<Ticket>> RegistrarTables::good_ticket(const Digest32& hash, std::int64_t now) {
    EVOTE_TRY(Statement* const row,
              statement("SELECT number, issuer, clerk, made, expires FROM tickets WHERE hash = ? "
                        "AND used IS NULL AND expires > ?"));
    row->bind(hash).bind(now);
    EVOTE_TRY(const bool there, row->step());
    std::optional<Ticket> out;
    if (there)
        out = Ticket{hash,         row->number(0),  row->text(1),
                     row->text(2), row->integer(3), row->integer(4)};
    row->reset();
    return out;
}

Outcome RegistrarTables::use_ticket(const Digest32& hash, std::int64_t now) {
    EVOTE_TRY(Statement* const use,
              statement("UPDATE tickets SET used = ? WHERE hash = ? AND used IS NULL"));
    return use->bind(now).bind(hash).run();
}

Result<std::uint64_t> RegistrarTables::tickets_of(const std::string& clerk, std::int64_t since) {
    EVOTE_TRY(Statement* const row,
              statement("SELECT count(*) FROM tickets WHERE clerk = ? AND made >= ?"));
    row->bind(std::string_view(clerk)).bind(since);
    EVOTE_TRY(const bool there, row->step());
    const std::uint64_t out = there ? row->number(0) : 0;
    row->reset();
    return out;
}

Result<std::optional<Hold>> RegistrarTables::hold_of(std::uint64_t number) {
    EVOTE_TRY(Statement* const row, statement("SELECT reason, held_by, time FROM holds WHERE "
                                              "number = ? AND lifted IS NULL"));
    row->bind(number);
    EVOTE_TRY(const bool there, row->step());
    std::optional<Hold> out;
    if (there)
        out = Hold{number, row->text(0), row->text(1), row->integer(2)};
    row->reset();
    return out;
}

Result<bool> RegistrarTables::add(const Hold& hold) {
    EVOTE_TRY(const auto before, hold_of(hold.number));
    if (before)
        return false;
    EVOTE_TRY(Statement* const insert,
              statement("INSERT INTO holds (number, reason, held_by, time) VALUES (?, ?, ?, ?)"));
    EVOTE_TRY_VOID(insert->bind(hold.number)
                       .bind(std::string_view(hold.reason))
                       .bind(std::string_view(hold.by))
                       .bind(hold.time)
                       .run());
    return true;
}

Result<bool> RegistrarTables::lift_hold(std::uint64_t number, const std::string& by,
                                        std::int64_t now) {
    EVOTE_TRY(Statement* const lift, statement("UPDATE holds SET lifted = ?, lifted_by = ? WHERE "
                                               "number = ? AND lifted IS NULL"));
    EVOTE_TRY_VOID(lift->bind(now).bind(std::string_view(by)).bind(number).run());
    return database_.changes() > 0;
}

Result<std::optional<std::uint64_t>> RegistrarTables::add(const ChangeRequest& request) {
    EVOTE_TRY(Statement* const insert,
              statement("INSERT INTO requests (time, number, action, reason, clerk, state) "
                        "VALUES (?, ?, ?, ?, ?, 'queued') "
                        "ON CONFLICT (number) WHERE state IN ('queued', 'approved') DO NOTHING "
                        "RETURNING id"));
    insert->bind(request.time)
        .bind(request.number)
        .bind(word_for(request.action))
        .bind(std::string_view(request.reason))
        .bind(std::string_view(request.clerk));
    EVOTE_TRY(const bool there, insert->step());
    std::optional<std::uint64_t> out;
    if (there)
        out = insert->number(0);
    insert->reset();
    return out;
}

Result<std::vector<ChangeRequest>> RegistrarTables::requests() {
    EVOTE_TRY(Statement row,
              database_.prepare("SELECT id, time, number, action, reason, clerk, state, decided "
                                "FROM requests ORDER BY id"));
    std::vector<ChangeRequest> out;
    for (;;) {
        EVOTE_TRY(const bool more, row.step());
        if (!more)
            return out;
        ChangeRequest request{row.number(0),
                              row.integer(1),
                              row.number(2),
                              row.text(3) == "replace" ? ballot::ChangeAction::replace
                                                       : ballot::ChangeAction::revoke,
                              row.text(4),
                              row.text(5),
                              request_state(row.text(6)),
                              {}};
        if (!row.is_null(7))
            request.decided = row.integer(7);
        out.push_back(std::move(request));
    }
}

Result<bool> RegistrarTables::decide(std::uint64_t id, RequestState from, RequestState to,
                                     std::int64_t now) {
    EVOTE_TRY(Statement* const update, statement("UPDATE requests SET state = ?, decided = ? "
                                                 "WHERE id = ? AND state = ?"));
    EVOTE_TRY_VOID(update->bind(word_for(to)).bind(now).bind(id).bind(word_for(from)).run());
    return database_.changes() > 0;
}

} // namespace evote::service

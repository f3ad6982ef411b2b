// SPDX-License-Identifier: Apache-2.0
// What is done with the state of a registrar's service, whether or not it runs.
#include "app/private_file.h"
#include "app/registrar_service.h"
#include "base/text.h"
#include "base/time_text.h"
#include "http/log.h"
#include "os/file.h"
#include "registrar/private_list.h"
#include "service/identification_log.h"

#include <nlohmann/json.hpp>

namespace evote::app {

namespace {

using service::Database;
using service::RegistrarTables;
using service::RequestState;

std::string name_of(const std::optional<registrar::ListRows>& list, std::uint64_t number) {
    if (!list || number < 1 || number > list->size())
        return {};
    return std::string(split(list->text(number), ',')[1]);
}

Result<std::optional<registrar::ListRows>> read_names(const std::filesystem::path& path) {
    if (path.empty())
        return std::optional<registrar::ListRows>();
    EVOTE_TRY(Bytes file, os::read_file(path));
    auto rows = registrar::ListRows::parse(std::move(file));
    if (!rows)
        return fail(std::move(rows).take_error().in_file(path.string()));
    return std::optional(*std::move(rows));
}

RequestState state_after(Decision decision) {
    switch (decision) {
    case Decision::approve:
        return RequestState::approved;
    case Decision::decline:
        return RequestState::declined;
    case Decision::sent:
        break;
    }
    return RequestState::sent;
}

Result<service::ChangeRequest> find_request(RegistrarTables& tables, std::uint64_t id) {
    EVOTE_TRY(const auto requests, tables.requests());
    for (const auto& request : requests)
        if (request.id == id)
            return request;
    return fail(ErrorCode::refused, msg("there is no request {0}", id));
}

} // namespace

Outcome registrar_log(const RegistrarLogOptions& options, Console& console) {
    if (!options.out.empty())
        EVOTE_TRY_VOID(os::must_be_free(options.out));
    EVOTE_TRY(auto tables, RegistrarTables::open(options.state, Database::Access::read));
    std::string text(service::log_header);
    auto checked = service::check_log(tables, [&](const service::Identification& row) -> Outcome {
        if (!options.out.empty())
            text += service::log_line(row);
        return {};
    });
    if (!checked)
        return fail(std::move(checked).take_error().in_file(options.state.string()));
    if (!options.out.empty())
        EVOTE_TRY_VOID(os::write_file(options.out, bytes_of(text), os::Existing::keep,
                                      os::Access::owner_only));
    const std::string head = hex_encode(checked->head);
    console.facts(
        {msg("The log of identifications has {0} rows, and none was changed", checked->rows),
         msg("Hash of the last row: {0}", head)},
        {{"rows", checked->rows}, {"head", head}});
    return {};
}

Outcome registrar_requests(const RegistrarRequestsOptions& options, Console& console) {
    EVOTE_TRY(const auto list, read_names(options.list));
    EVOTE_TRY(auto tables, RegistrarTables::open(options.state, Database::Access::read));
    EVOTE_TRY(const auto requests, tables.requests());
    std::vector<Message> lines;
    json::JsonWriter all = json::JsonWriter::array();
    for (const auto& request : requests) {
        const std::string name = name_of(list, request.number);
        lines.push_back(msg("{0}: {1} voter {2} {3} - {4} (asked by {5} on {6}; {7})", request.id,
                            service::word_for(request.action), request.number, name, request.reason,
                            request.clerk, utc_text(request.time),
                            service::word_for(request.state)));
        all.push_back({{"id", request.id},
                       {"action", service::word_for(request.action)},
                       {"number", request.number},
                       {"voter", name},
                       {"reason", request.reason},
                       {"clerk", request.clerk},
                       {"time", utc_text(request.time)},
                       {"state", service::word_for(request.state)}});
    }
    if (requests.empty())
        lines.push_back(msg("Clerks have asked for no change"));
    console.facts(lines, {{"requests", std::move(all)}});
    return {};
}

Outcome registrar_decide(const RegistrarDecideOptions& options, Console& console) {
    EVOTE_TRY(auto tables, RegistrarTables::open(options.state, Database::Access::write));
    EVOTE_TRY(const auto request, find_request(tables, options.id));
    const RequestState from =
        options.decision == Decision::sent ? RequestState::approved : RequestState::queued;
    const RequestState to = state_after(options.decision);
    EVOTE_TRY(const bool done, tables.decide(options.id, from, to, http::system_time()));
    if (!done)
        return fail(ErrorCode::refused,
                    msg("request {0} is {1}, and not {2}", options.id,
                        service::word_for(request.state), service::word_for(from)));
    console.facts({msg("Request {0} is {1}", options.id, service::word_for(to))},
                  {{"id", options.id},
                   {"state", service::word_for(to)},
                   {"action", service::word_for(request.action)},
                   {"number", request.number},
                   {"reason", request.reason}});
    if (options.decision == Decision::approve)
        console.say(msg("Make the change with: evote-credentials change DIR {0}.change --secret S "
                        "--number {1} --{2} --reason \"{3}\"",
                        options.id, request.number, service::word_for(request.action),
                        request.reason));
    return {};
}

Outcome registrar_backup(const RegistrarBackupOptions& options, Console& console) {
    EVOTE_TRY(auto tables, RegistrarTables::open(options.state, Database::Access::read));
    EVOTE_TRY_VOID(tables.back_up(options.copy));
    EVOTE_TRY(auto copy, RegistrarTables::open(options.copy, Database::Access::read));
    auto checked =
        service::check_log(copy, [](const service::Identification&) -> Outcome { return {}; });
    if (!checked)
        return fail(std::move(checked).take_error().in_file(options.copy.string()));
    console.facts(
        {msg("{0} is a copy with {1} identifications", options.copy.string(), checked->rows)},
        {{"copy", options.copy.string()},
         {"rows", checked->rows},
         {"head", hex_encode(checked->head)}});
    return {};
}

} // namespace evote::app

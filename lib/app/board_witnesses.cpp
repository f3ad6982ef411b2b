// SPDX-License-Identifier: Apache-2.0
#include "app/board_witnesses.h"

#include "board/add_checkpoint.h"
#include "http/address.h"
#include "http/client.h"

#include <algorithm>

namespace evote::app {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds longest_answer{10'000};
constexpr std::size_t longest_answer_bytes = std::size_t{64} * 1024;
constexpr std::string_view url_begin = "https://";

Error usage(Message message, const std::string& given) {
    return Error{ErrorCode::usage, std::move(message), {}, {}}.at(verbatim(given));
}

Result<WitnessPlace> read_place(const std::string& given, const board::WitnessPolicy& policy) {
    const auto equals = given.find("=" + std::string(url_begin));
    if (equals == std::string::npos || equals == 0)
        return fail(usage(msg("a witness is given as NAME=https://HOST[:PORT][/PATH]"), given));
    const std::string name = given.substr(0, equals);
    std::string url = given.substr(equals + 1);
    while (url.ends_with('/'))
        url.pop_back();
    EVOTE_TRY_VOID(http::parse_url(url + std::string(board::AddCheckpoint::name)));
    const auto& keys = policy.keys();
    const auto found = std::ranges::find(keys, name, &board::CosignerKey::name);
    if (found == keys.end())
        return fail(usage(msg("board.json names no witness {0}", name), given));
    return WitnessPlace{static_cast<std::size_t>(found - keys.begin()), std::move(url)};
}

service::ReachedWitness reached(const WitnessPlace& place, std::shared_ptr<http::Client> client) {
    return {place.place,
            [url = place.url + std::string(board::AddCheckpoint::name), client = std::move(client)](
                std::string body, service::ReachedWitness::Answered answered) {
                client->fetch(
                    {"POST", url, {{"Content-Type", "application/octet-stream"}}, std::move(body)},
                    std::move(answered));
            }};
}

} // namespace

Result<std::vector<WitnessPlace>> read_witness_places(const BoardServeOptions& options,
                                                      const record::BoardFile& board) {
    std::vector<WitnessPlace> out;
    for (const auto& given : options.witnesses) {
        if (!board.witnesses)
            return fail(usage(msg("this election names no witnesses"), given));
        EVOTE_TRY(auto place, read_place(given, *board.witnesses));
        if (std::ranges::find(out, place.place, &WitnessPlace::place) != out.end())
            return fail(usage(msg("this witness is given twice"), given));
        out.push_back(std::move(place));
    }
    return out;
}

AskedWitnesses::AskedWitnesses(const service::WitnessRounds::Parts& rounds, const Parts& parts)
    : rounds_(rounds), lines_({parts.desk, rounds_, parts.published, parts.log}) {}

Result<std::unique_ptr<AskedWitnesses>> AskedWitnesses::start(const BoardServeOptions& options,
                                                              const Parts& parts) {
    const auto& record = parts.desk.record();
    EVOTE_TRY(const auto places, read_witness_places(options, record.board));
    if (places.empty())
        return std::unique_ptr<AskedWitnesses>();
    const milliseconds pace(1000 * options.witness_seconds);
    const record::BoardFile& board = record.board;
    std::unique_ptr<AskedWitnesses> out(new AskedWitnesses(
        {board.key, *board.witnesses, parts.published, parts.clock, pace}, parts));
    http::ClientOptions client_options;
    client_options.authorities = options.witness_authorities;
    client_options.total_time = longest_answer;
    client_options.answer_bytes = longest_answer_bytes;
    std::vector<service::ReachedWitness> witnesses;
    for (const auto& place : places) {
        EVOTE_TRY(auto client, http::Client::create(client_options));
        witnesses.push_back(reached(place, std::make_shared<http::Client>(std::move(client))));
    }
    service::WitnessCallers::Parts calling{
        record.folder.log(), board.key,    *board.witnesses,
        parts.published,     out->rounds_, [lines = &out->lines_] { lines->keep(); },
        parts.log,           pace};
    EVOTE_TRY(out->callers_,
              service::WitnessCallers::start(std::move(calling), std::move(witnesses)));
    return out;
}

} // namespace evote::app

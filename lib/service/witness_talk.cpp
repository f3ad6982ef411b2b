// SPDX-License-Identifier: Apache-2.0
#include "service/witness_talk.h"

#include "board/add_checkpoint.h"

namespace evote::service {

namespace {

constexpr unsigned most_attempts = 3; // somebody else may ask the same witness in between

Error refusal(const http::Response& answer) {
    if (answer.status == 422)
        return {ErrorCode::board_contradicts,
                msg("the witness says that the log does not go on from what it has signed"),
                {},
                {}};
    return {ErrorCode::refused, msg("the witness does not sign: HTTP {0}", answer.status), {}, {}};
}

} // namespace

Result<std::string> WitnessTalk::body_for(const board::SignedCheckpoint& checkpoint) const {
    auto log = board::LogReader::at(folder_, log_, checkpoint);
    EVOTE_TRY(auto path, log.consistency(signed_, checkpoint.size()));
    return to_string(board::AddCheckpoint{signed_, std::move(path), checkpoint.note()}.encode());
}

// From a 409.
Outcome WitnessTalk::learn(const http::Response& answer, std::uint64_t size,
                           std::uint64_t log_size) {
    const auto has = board::parse_size_answer(answer.body);
    if (!has || *has == signed_ ||
        http::field(answer.fields, "Content-Type") != board::size_answer_type)
        return fail(ErrorCode::malformed, msg("the witness does not say what it has signed"));
    if (*has > log_size)
        return fail(ErrorCode::board_contradicts,
                    msg("the witness says that it has signed {0} entries, and the log has {1}",
                        *has, log_size));
    if (*has > size)
        return fail(ErrorCode::refused, msg("the witness has signed a newer checkpoint"));
    signed_ = *has;
    return {};
}

Result<std::vector<board::NoteSignature>>
WitnessTalk::lines_for(const board::SignedCheckpoint& checkpoint, std::uint64_t log_size,
                       const Ask& ask) {
    if (signed_ > checkpoint.size())
        signed_ = 0;
    for (unsigned attempt = 0; attempt < most_attempts; ++attempt) {
        EVOTE_TRY(auto body, body_for(checkpoint));
        EVOTE_TRY(const http::Response answer, ask(std::move(body)));
        if (answer.status == 200) {
            EVOTE_TRY(auto lines, board::parse_signature_lines(answer.body));
            signed_ = checkpoint.size();
            return lines;
        }
        if (answer.status != 409)
            return fail(refusal(answer));
        EVOTE_TRY_VOID(learn(answer, checkpoint.size(), log_size));
    }
    return fail(ErrorCode::refused, msg("the witness says something else each time"));
}

} // namespace evote::service

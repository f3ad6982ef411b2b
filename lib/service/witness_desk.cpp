// SPDX-License-Identifier: Apache-2.0
#include "service/witness_desk.h"

#include "base/text.h"
#include "crypto/sha2.h"
#include "http/problem.h"

namespace evote::service {

namespace {

constexpr std::size_t most_evidence = 16; // a log that lies without end does not fill the disk
constexpr std::string_view text_type = "text/plain; charset=utf-8";

http::Response text(unsigned status, std::string_view type, std::string body) {
    return {
        status,
        {{"Content-Type", std::string(type)}, {"Cache-Control", "no-store"}},
        std::move(body),
    };
}

http::Response malformed(const Error& error) {
    return http::problem(400, "Bad Request", error.english());
}

std::string_view first_line(std::string_view text) {
    return text.substr(0, text.find('\n'));
}

// A checkpoint without entries and with a wrong root is well-formed for a witness.
bool is_wrong_empty_tree(const board::Note& note, const board::VerifierKey& log) {
    const std::string right = board::Checkpoint{log.name(), {0, board::empty_root()}}.text();
    const auto lines = split(note.text(), '\n');
    if (lines.size() != 4 || lines[1] != "0" || !lines[3].empty() || note.text() == right)
        return false;
    const auto root = base64_decode(lines[2]);
    return root && root->size() == sizeof(Digest32);
}

} // namespace

Result<std::unique_ptr<WitnessDesk>> WitnessDesk::open(Parts parts) {
    std::unique_ptr<WitnessDesk> desk(new WitnessDesk(std::move(parts)));
    const Parts& its = desk->parts_;
    EVOTE_TRY(const os::FileDescriptor lock, its.files.lock());
    EVOTE_TRY_VOID(its.files.recall(its.cosigner.verifier(), its.log));
    return desk;
}

http::Response WitnessDesk::answer(const http::Request& request) {
    if (request.path == board::AddCheckpoint::name) {
        if (request.method != "POST")
            return http::problem(405, "Method Not Allowed");
        return add_checkpoint(request.body);
    }
    const auto hash = crypto::sha256({bytes_of(parts_.log.name())});
    if (request.path != "/" + hex_encode(hash) + "/checkpoint")
        return http::problem(404, "Not Found");
    if (request.method != "GET" && request.method != "HEAD")
        return http::problem(405, "Method Not Allowed");
    return last_checkpoint();
}

http::Response WitnessDesk::fault(const Error& error) const {
    parts_.journal.write("state", {{"error", error_name(error.code)}, {"text", error.english()}});
    auto out = http::problem(503, "This witness cannot sign right now");
    out.fields.push_back({"Retry-After", "10"});
    return out;
}

http::Response WitnessDesk::refuse(unsigned status, std::string_view title, std::uint64_t had,
                                   std::uint64_t asked) const {
    parts_.journal.write("refused",
                         {{"status", status}, {"why", title}, {"signed", had}, {"asked", asked}});
    return http::problem(status, title);
}

http::Response WitnessDesk::add_checkpoint(std::string_view body) {
    const auto asked = board::AddCheckpoint::parse(bytes_of(body));
    if (!asked)
        return malformed(asked.error());
    const auto note = board::Note::parse(asked->checkpoint);
    if (!note)
        return malformed(note.error());
    if (first_line(note->text()) != parts_.log.name())
        return http::problem(404, "This witness does not know the log");
    if (const auto by_log = note->verify({&parts_.log, 1}); !by_log)
        return http::problem(403, "The log has not signed this", by_log.error().english());
    if (is_wrong_empty_tree(*note, parts_.log))
        return refuse(422, "This is not the root of an empty log", 0, 0);
    const auto next = board::open_checkpoint(asked->checkpoint, parts_.log);
    if (!next)
        return malformed(next.error());
    if (asked->old_size > next->size())
        return http::problem(400, "The old size is greater than that of the checkpoint");
    const std::lock_guard guard(mutex_);
    const auto lock = parts_.files.lock();
    if (!lock)
        return fault(lock.error());
    return go_on(*asked, *next);
}

// Somebody may have put an older copy in the place of the file.
Result<std::optional<board::WitnessState>> WitnessDesk::recall() const {
    EVOTE_TRY(auto state, parts_.files.recall(parts_.cosigner.verifier(), parts_.log));
    const std::uint64_t size = state ? state->last.size() : 0;
    if (size < remembered_)
        return fail(Error{ErrorCode::rolled_back,
                          msg("this is an older copy of what the witness remembers: it has {0} "
                              "entries, and the witness has signed {1}",
                              size, remembered_),
                          parts_.files.state().string(),
                          {}});
    return state;
}

// Under the lock.
http::Response WitnessDesk::go_on(const board::AddCheckpoint& asked,
                                  const board::SignedCheckpoint& next) {
    const auto state = recall();
    if (!state)
        return fault(state.error());
    const board::TreeHead nothing{0, board::empty_root()};
    const board::TreeHead& last = *state ? (*state)->last.tree() : nothing;
    const bool is_split =
        *state && board::compare_checkpoints((*state)->last, next) == board::CheckpointPair::split;
    if (is_split)
        keep_split((*state)->last, next);
    if (asked.old_size != last.size)
        return text(409, board::size_answer_type, board::size_answer(last.size));
    if (is_split)
        return refuse(422, "The log has signed another root of this size", last.size, next.size());
    if (!board::verify_consistency(last, next.tree(), asked.path))
        return refuse(422, "The path does not show that the log goes on", last.size, next.size());
    return sign(next);
}

// What is on the disk may be from a write that failed in the end, or of a program that was killed.
Outcome WitnessDesk::remember(const board::SignedCheckpoint& checkpoint) {
    if (durable_ == checkpoint.tree())
        return {};
    durable_.reset();
    EVOTE_TRY_VOID(parts_.files.keep({parts_.cosigner.verifier(), parts_.log, checkpoint}));
    durable_ = checkpoint.tree();
    remembered_ = checkpoint.size();
    return {};
}

http::Response WitnessDesk::sign(const board::SignedCheckpoint& checkpoint) {
    if (const auto kept = remember(checkpoint); !kept)
        return fault(kept.error());
    const std::int64_t now = parts_.clock();
    if (now <= 0)
        return fault({ErrorCode::system, msg("the clock of this machine is wrong"), {}, {}});
    const auto line =
        parts_.cosigner.cosign(checkpoint.checkpoint(), static_cast<std::uint64_t>(now));
    return text(200, text_type, board::signature_lines({&line, 1}));
}

http::Response WitnessDesk::last_checkpoint() {
    const std::lock_guard guard(mutex_);
    const auto lock = parts_.files.lock();
    if (!lock)
        return fault(lock.error());
    const auto state = recall();
    if (!state)
        return fault(state.error());
    if (!*state)
        return http::problem(404, "This witness has signed nothing of the log");
    auto out = sign((*state)->last);
    if (out.status == 200)
        out.body.insert(0, to_string((*state)->last.note()));
    return out;
}

void WitnessDesk::keep_split(const board::SignedCheckpoint& then,
                             const board::SignedCheckpoint& now) {
    if (evidence_ >= most_evidence)
        return;
    ++evidence_;
    for (const auto* checkpoint : {&then, &now}) {
        const auto kept = parts_.files.keep_evidence(*checkpoint);
        const std::string said = kept ? kept->string() : kept.error().english();
        parts_.journal.write("evidence", {{"size", checkpoint->size()}, {"file", said}});
    }
}

} // namespace evote::service

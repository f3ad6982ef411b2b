// SPDX-License-Identifier: Apache-2.0
// The files that the tools of registrar, voter and board read besides the record.
#include "app/choices.h"
#include "app/prepared_format.h"
#include "app/voters_file.h"
#include "box/box_index_format.h"
#include "fuzz/edits.h"
#include "fuzz/fuzz_target.h"
#include "support/native_vectors.h"
#include "support/record_files.h"
#include "support/rooms.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"

using namespace evote;

namespace {

const Manifest& districts_manifest() {
    static const Manifest made = must(
        Manifest::parse(text_bytes(native_vectors("districts-rules-weights")["manifest.json"])));
    return made;
}

/// The options among the bits of a ballot, as a file of choices.
std::string choices_text(std::size_t district, const BallotBits& bits) {
    std::string out;
    std::size_t at = 0;
    for (const std::size_t place : districts_manifest().districts()[district].contests) {
        const Contest& contest = districts_manifest().contests()[place];
        out += contest.id + ":";
        std::string_view separator = " ";
        for (std::size_t i = 0; i < contest.options.size(); ++i) {
            if (bits.expose()[at + i] == 0)
                continue;
            out.append(separator).append(contest.options[i].id);
            separator = ", ";
        }
        out += "\n";
        at += districts_manifest().shape(place).bits;
    }
    EVOTE_CHECK(at == bits.size());
    return out;
}

/// A sealed election of two voters.
struct Sealed {
    Sealed() : election(folder.path() / "record", tiny_manifest(1, 1)) {
        election.hold_ceremony();
        election.seal(std::vector<SmallVoter>(2));
    }

    TemporaryFolder folder;
    SmallElection election;
};

} // namespace

// Choices that keep the rules are the same when written again.
EVOTE_FUZZ(choices) {
    for (std::size_t district = 0; district < districts_manifest().districts().size(); ++district) {
        const auto bits = parse_choices(SecretBytes(bytes), districts_manifest(), district, "en");
        if (!bits)
            continue;
        const std::string text = choices_text(district, *bits);
        const auto again =
            parse_choices(SecretBytes(bytes_of(text)), districts_manifest(), district, "en");
        EVOTE_CHECK(again && equal(again->expose(), bits->expose()));
    }
}

EVOTE_FUZZ(voters_file) {
    const auto file = VotersFile::parse(bytes, districts_manifest());
    if (!file || !file->faults.empty())
        return;
    std::string text = file->has_header ? "voter,district,weight\n" : "";
    for (const auto& voter : file->voters)
        text += voter.name + "," + districts_manifest().districts()[voter.district].id + "," +
                std::to_string(voter.weight) + "\n";
    const auto again = VotersFile::parse(bytes_of(text), districts_manifest());
    EVOTE_CHECK(again && again->has_header == file->has_header);
    EVOTE_CHECK(std::ranges::equal(
        again->voters, file->voters, [](const ListedVoter& a, const ListedVoter& b) {
            return a.name == b.name && a.district == b.district && a.weight == b.weight;
        }));
}

// Whatever is in the file, no more of it is believed than fits the log; written again it says the
// same.
EVOTE_FUZZ(box_index) {
    constexpr std::uint64_t log_size = 3;
    static const Digest32 fingerprint{1, 2, 3};
    static SeededRandom random(bytes_of("salt"));
    static const BoxMemory empty(2, random);
    static const MacKey key(ByteArray<32>{4, 5, 6});
    static const Bytes original = [] {
        BoxIndexBytes file(key);
        file.add_header(fingerprint, empty.salt());
        file.add_step(std::vector<BoxBallot>{{0, {1, 2}}, {BoxBallot::nobody, {3}}}, {2, {4}});
        file.add_step(std::vector<BoxBallot>{{1, {5}}}, {log_size, {6}});
        file.add_step({}, {log_size + 1, {7}});
        return file.bytes();
    }();
    const auto content = read_box_index(edited(original, bytes), key, fingerprint, log_size, empty);
    if (!content)
        return;
    const BoxMemory& memory = content->memory;
    EVOTE_CHECK(memory.log().size <= log_size);
    BoxIndexBytes file(key);
    file.add_header(fingerprint, memory.salt());
    file.add_all(memory);
    const auto again = read_box_index(file.bytes(), key, fingerprint, log_size, empty);
    EVOTE_CHECK(again && again->whole && again->chain == file.chain());
    EVOTE_CHECK(again->memory.log() == memory.log() && again->memory.salt() == memory.salt());
    for (std::size_t voter = 0; voter < 2; ++voter)
        EVOTE_CHECK(again->memory.valid_entries(voter) == memory.valid_entries(voter));
    for (const std::uint64_t alpha : {1U, 2U, 3U, 5U})
        EVOTE_CHECK(again->memory.has_alpha(alpha) == memory.has_alpha(alpha));
}

// A state that was read is written again byte for byte.
EVOTE_FUZZ(prepared_state) {
    static Sealed sealed;
    static const auto original = write_prepared("record", sealed.election.prepare(1, {{0}}, 0),
                                                sealed.election.credential(1));
    const Bytes changed = edited(original.expose(), bytes);
    if (const auto decided = read_decision(changed))
        EVOTE_CHECK(write_decision(*decided) == changed);
    const auto parts = split_prepared(changed);
    const auto saved = parts ? read_prepared(*parts, sealed.election.record())
                             : Result<SavedBallot>(fail(no_prepared_ballot()));
    if (!saved)
        return;
    const auto again = write_prepared(parts->record, saved->prepared, saved->credential);
    EVOTE_CHECK(equal(again.expose(), changed));
}

// SPDX-License-Identifier: Apache-2.0
// The files that the tools of registrar, voter and board read besides the record.
#include "app/box_index.h"
#include "app/choices.h"
#include "app/prepared_state.h"
#include "app/voters_file.h"
#include "fuzz/edits.h"
#include "fuzz/fuzz_target.h"
#include "support/native_vectors.h"
#include "support/record_files.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"

#include "evote/base/file.h"

using namespace evote;

namespace {

const Manifest& manifest() {
    static const Manifest made = must(
        Manifest::parse(text_bytes(native_vectors("districts-rules-weights")["manifest.json"])));
    return made;
}

/// What the options among the bits of a ballot say, as a file of choices.
std::string choices_text(std::size_t district, const BallotBits& bits) {
    std::string out;
    std::size_t at = 0;
    for (const std::size_t place : manifest().districts()[district].contests) {
        const Contest& contest = manifest().contests()[place];
        out += contest.id + ":";
        std::string_view separator = " ";
        for (std::size_t i = 0; i < contest.options.size(); ++i) {
            if (bits.expose()[at + i] == 0)
                continue;
            out.append(separator).append(contest.options[i].id);
            separator = ", ";
        }
        out += "\n";
        at += manifest().shape(place).bits;
    }
    EVOTE_CHECK(at == bits.size());
    return out;
}

/// A sealed election of two voters, one of whom has voted.
struct Voting {
    Voting() : election(folder.path() / "record", tiny_manifest(1, 1)) {
        election.hold_ceremony();
        election.seal(std::vector<SmallVoter>(2));
        election.vote(0, {{1}});
    }

    TemporaryFolder folder;
    SmallElection election;
};

const Voting& voting() {
    static const Voting made;
    return made;
}

} // namespace

// Choices that keep the rules are the same choices when they are written anew.
EVOTE_FUZZ(choices) {
    for (std::size_t district = 0; district < manifest().districts().size(); ++district) {
        const auto bits = parse_choices(SecretBytes(bytes), manifest(), district);
        if (!bits)
            continue;
        const std::string text = choices_text(district, *bits);
        const auto again = parse_choices(SecretBytes(bytes_of(text)), manifest(), district);
        EVOTE_CHECK(again && equal(again->expose(), bits->expose()));
    }
}

EVOTE_FUZZ(voters_file) {
    const auto file = VotersFile::parse(bytes, manifest());
    if (!file)
        return;
    std::string text = file->has_header ? "voter,district,weight\n" : "";
    for (const auto& voter : file->voters)
        text += voter.name + "," + manifest().districts()[voter.district].id + "," +
                std::to_string(voter.weight) + "\n";
    const auto again = VotersFile::parse(bytes_of(text), manifest());
    EVOTE_CHECK(again && again->has_header == file->has_header);
    EVOTE_CHECK(std::ranges::equal(
        again->voters, file->voters, [](const ListedVoter& a, const ListedVoter& b) {
            return a.name == b.name && a.district == b.district && a.weight == b.weight;
        }));
}

// Whatever is in the file, no more is believed than fits the log, and that is found again.
EVOTE_FUZZ(box_index) {
    static const auto path = voting().folder.path() / "index";
    static LogReader log = must(voting().election.record().open_log());
    static const auto fingerprint = voting().election.record().election.fingerprint();
    SeededRandom random(bytes_of("salt"));
    static const Bytes original = [&] {
        BoxIndex index(path, fingerprint);
        BoxMemory memory = must(index.load(log, 2, random));
        must(index.save(memory, {}));
        const std::vector<BoxBallot> ballots{{0, {1, 2}}};
        memory.add(ballots, {log.size(), log.checkpoint().root()});
        must(index.save(memory, ballots));
        return must(read_file(path));
    }();
    overwrite(path, edited(original, bytes));
    BoxIndex index(path, fingerprint);
    const auto memory = index.load(log, 2, random);
    EVOTE_CHECK(memory && memory->log().size <= log.size());
    must(index.save(*memory, {}));
    const auto again = BoxIndex(path, fingerprint).load(log, 2, random);
    EVOTE_CHECK(again && again->log() == memory->log() && again->salt() == memory->salt());
    for (std::size_t voter = 0; voter < 2; ++voter)
        EVOTE_CHECK(again->valid_entries(voter) == memory->valid_entries(voter));
}

// A state that is read is written again byte by byte, but for how the folder is named.
EVOTE_FUZZ(prepared_state) {
    static const auto path = voting().folder.path() / "state";
    static const Bytes original = [] {
        Voting other;
        const auto prepared = other.election.prepare(1, {{0}}, 0);
        must(save_state(path, voting().election.record(), prepared, other.election.credential(1)));
        return must(read_file(path));
    }();
    const Bytes changed = edited(original, bytes);
    overwrite(path, changed);
    const auto file = StateFile::open(path);
    if (!file || file->decision())
        return;
    const auto state = file->prepared();
    if (!state)
        return;
    std::filesystem::remove(path);
    must(save_state(path, state->record, state->prepared, state->credential));
    const auto folder = std::filesystem::absolute(state->record.folder.path());
    if (folder == voting().election.folder().path())
        EVOTE_CHECK(must(read_file(path)) == changed);
}

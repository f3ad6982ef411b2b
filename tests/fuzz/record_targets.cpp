// SPDX-License-Identifier: Apache-2.0
// The small files that bind a record together, and the whole record.
#include "base/text.h"
#include "fuzz/edits.h"
#include "fuzz/fuzz_target.h"
#include "os/file.h"
#include "record/audit.h"
#include "record/election_files.h"
#include "record/stated_fingerprint.h"
#include "support/ceremony_values.h"
#include "support/record_files.h"
#include "support/rooms.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"

using namespace evote;

EVOTE_FUZZ(board_json) {
    static const Manifest manifest = parsed_manifest(small_manifest(3, 2));
    const auto board = BoardFile::parse(bytes, manifest);
    if (!board)
        return;
    EVOTE_CHECK(board->hash() == sha256(bytes));
    const Bytes written = BoardFile::of(board->key, board->witnesses).file;
    const auto again = BoardFile::parse(written, manifest);
    EVOTE_CHECK(again && again->key == board->key && again->witnesses == board->witnesses &&
                again->file == written);
}

EVOTE_FUZZ(election_json) {
    const auto file = ElectionFile::parse(bytes);
    if (!file)
        return;
    const Bytes written = file->write();
    const auto again = ElectionFile::parse(written);
    EVOTE_CHECK(again && again->write() == written);
}

// A stated fingerprint matches the one it states and no other.
EVOTE_FUZZ(fingerprint) {
    Digest32 digest = sha256(bytes);
    for (const auto& form : {hex_encode(digest), spoken_fingerprint(digest)}) {
        const auto stated = StatedFingerprint::parse(form);
        EVOTE_CHECK(stated && stated->matches(digest));
    }
    const auto stated = StatedFingerprint::parse(text_of(bytes));
    if (!stated)
        return;
    EVOTE_CHECK(!stated->matches(digest));
    std::string digits(text_of(bytes));
    std::erase_if(digits, [](char c) { return c == ' ' || c == '-'; });
    if (const auto exact = hex_decode_array<32>(digits))
        EVOTE_CHECK(stated->matches(*exact));
}

namespace {

struct WholeRecord {
    WholeRecord() : election(folder.path(), tiny_manifest(2, 2)) {
        election.run(2);
        for (const auto& path : files_of(folder.path()))
            files.emplace_back(path, must(read_file(path)));
    }

    Conclusion conclusion() const {
        SeededRandom random(bytes_of("weights"));
        const auto& fingerprint = election.record().election.fingerprint();
        const AuditOptions options{must(StatedFingerprint::parse(hex_encode(fingerprint))),
                                   {1, {}}};
        const auto result = audit_record(election.folder(), options, random);
        EVOTE_CHECK(result.has_value());
        return result->report.conclusion();
    }

    TemporaryFolder folder;
    SmallElection election;
    std::vector<std::pair<std::filesystem::path, Bytes>> files;
};

} // namespace

// The first byte says which file of a small record is changed; see edited() for the others. The
// record stays valid only if nothing was changed that matters.
EVOTE_FUZZ(record_audit) {
    static const WholeRecord record;
    if (bytes.empty())
        return;
    const auto& [path, original] = record.files[bytes[0] % record.files.size()];
    const Bytes changed = edited(original, bytes.subspan(1));
    overwrite(path, changed);
    const Conclusion conclusion = record.conclusion();
    overwrite(path, original);
    if (conclusion != Conclusion::invalid)
        EVOTE_CHECK(conclusion == Conclusion::valid &&
                    same_meaning(path.lexically_relative(record.folder.path()), original, changed));
}

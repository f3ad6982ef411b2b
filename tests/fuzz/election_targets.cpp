// SPDX-License-Identifier: Apache-2.0
// The files of one election (that of the test vectors), read and written again.
#include "ballot/code.h"
#include "fuzz/fuzz_target.h"
#include "protocol/decryption.h"
#include "protocol/entry_verifier.h"
#include "protocol/log_rules.h"
#include "protocol/opening.h"
#include "support/native_vectors.h"
#include "support/rooms.h"

#include <algorithm>

using namespace evote;

namespace {

const Manifest& rules_manifest() {
    return rules_election().election.manifest();
}

/// All entries of the vectors' log.
const std::vector<Bytes>& entries() {
    static const auto all = [] {
        std::vector<Bytes> made;
        for (const auto& ballot : rules_vectors()["ballots"])
            made.push_back(unhex(ballot["ballot"]));
        made.push_back(unhex(rules_vectors()["closing_entry"]));
        return made;
    }();
    return all;
}

/// What was read can be written, and what is written reads the same.
template <class File>
void round_trip(ByteView bytes) {
    const auto file = File::parse(bytes, rules_manifest());
    if (!file)
        return;
    const Bytes written = file->write(rules_manifest());
    const auto again = File::parse(written, rules_manifest());
    EVOTE_CHECK(again && again->write(rules_manifest()) == written);
}

} // namespace

EVOTE_FUZZ(keys_json) {
    const auto keys = PublicKeys::parse(bytes, rules_manifest());
    if (keys)
        EVOTE_CHECK(equal(keys->file(), bytes) &&
                    keys->keys().size() == rules_manifest().keys_needed());
}

EVOTE_FUZZ(tally_json) {
    round_trip<EncryptedTally>(bytes);
}

EVOTE_FUZZ(decryption_json) {
    round_trip<DecryptionShare>(bytes);
}

EVOTE_FUZZ(result_json) {
    round_trip<Tally>(bytes);
}

// However the file is cut into pieces, the result is the same.
EVOTE_FUZZ(roll) {
    const auto roll = Roll::parse(bytes, rules_manifest());
    RollReader reader(rules_manifest());
    const std::size_t cut = bytes.empty() ? 0 : bytes.back() % bytes.size();
    const bool taken = reader.add(bytes.first(cut)) && reader.add(bytes.subspan(cut));
    EVOTE_CHECK((taken && std::move(reader).finish().has_value()) == roll.has_value());
    if (!roll)
        return;
    Bytes written;
    append_roll_header(written);
    for (const auto& entry : roll->entries())
        append_roll_row(written, entry, rules_manifest());
    EVOTE_CHECK(equal(written, bytes));
}

EVOTE_FUZZ(code) {
    const auto code = decode_code(text_of(bytes));
    if (!code)
        return;
    const SecretBytes printed = encode_code(*code);
    const auto again = decode_code(text_of(printed.expose()));
    EVOTE_CHECK(again && again->expose() == code->expose());
}

// Only the ballots of the vectors are valid: nobody can make one without a credential. What looks
// like a ballot is verified again next to a good one, which must still be accepted.
EVOTE_FUZZ(ballot) {
    static SeededRandom random(bytes_of("weights"));
    static EntryVerifier verifier(rules_election().election, rules_election().roll, random);
    const ByteView single[] = {bytes};
    const Verdict verdict = verifier.verify(single)[0].verdict;
    if (verdict == Verdict::malformed || verdict == Verdict::other_election)
        return;
    const Bytes& known = entries()[bytes[0] % (entries().size() - 1)];
    const ByteView batch[] = {bytes, known};
    const auto checked = verifier.verify(batch);
    EVOTE_CHECK(checked[0].verdict == verdict);
    EVOTE_CHECK(checked[1].verdict == Verdict::valid);
    if (verdict == Verdict::valid) {
        const auto same = [&](const Bytes& entry) { return equal(entry, bytes); };
        EVOTE_CHECK(std::any_of(entries().begin(), entries().end(), same));
    }
}

EVOTE_FUZZ(opening) {
    const auto opening = parse_opening(bytes, rules_election().election);
    if (!opening)
        return;
    const Bytes written = write_opening(rules_election().election, *opening);
    const auto again = parse_opening(written, rules_election().election);
    EVOTE_CHECK(again && write_opening(rules_election().election, *again) == written);
}

// Any order of good entries, repeated or not: what counts is bounded by the voters.
EVOTE_FUZZ(log_rules) {
    static SeededRandom random(bytes_of("weights"));
    static EntryVerifier verifier(rules_election().election, rules_election().roll, random);
    static const std::vector<ByteView> views(entries().begin(), entries().end());
    static const auto checked = verifier.verify(views);
    LogRules rules(rules_election().election, rules_election().roll);
    std::int64_t counted = 0;
    bool closed = false;
    for (const std::uint8_t choice : bytes) {
        const std::size_t at = choice % views.size();
        const auto step = rules.next(views[at], checked[at]);
        EVOTE_CHECK(!closed || step.verdict == Verdict::after_closing);
        closed = closed || step.verdict == Verdict::closing_entry;
        counted += step.counted ? 1 : 0;
        counted -= step.displaced ? 1 : 0;
        EVOTE_CHECK(step.verdict == Verdict::valid || (!step.counted && !step.displaced));
    }
    EVOTE_CHECK(rules.size() == bytes.size());
    EVOTE_CHECK(static_cast<std::int64_t>(rules.counted()) == counted);
    EVOTE_CHECK(rules.counted() <= rules_election().roll.entries().size());
}

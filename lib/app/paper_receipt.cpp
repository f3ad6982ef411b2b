// SPDX-License-Identifier: Apache-2.0
#include "app/paper_receipt.h"

#include "base/text.h"
#include "os/file.h"
#include "page/receipts.h"
#include "protocol/election.h"

#include <ctime>

namespace evote::app {

namespace {

constexpr std::string_view tracker_alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr unsigned bits_of_character = 5;
constexpr std::size_t tracker_characters = 16;
constexpr std::size_t characters_of_group = 4;

Result<std::optional<page::ReceiptFacts::Witnesses>> witnesses_of(const PaperSource& source) {
    const auto& policy = source.record.board.witnesses;
    if (!policy)
        return std::optional<page::ReceiptFacts::Witnesses>();
    EVOTE_TRY(const auto note, board::Note::parse(source.signed_then.note()));
    const auto counted = board::count_witnesses(
        board::good_cosignatures(*policy, source.signed_then.checkpoint(), note.signatures()));
    page::ReceiptFacts::Witnesses out{counted.count, policy->keys().size(), policy->quorum()};
    if (counted.latest)
        out.latest = static_cast<std::int64_t>(*counted.latest);
    return std::optional(out);
}

} // namespace

std::string short_tracker(const Digest32& tracker) {
    std::string out;
    for (std::size_t i = 0; i < tracker_characters; ++i) {
        unsigned value = 0;
        for (std::size_t bit = bits_of_character * i; bit < bits_of_character * (i + 1); ++bit)
            value = 2 * value + (tracker[bit / 8] >> (7 - bit % 8) & 1U);
        if (i > 0 && i % characters_of_group == 0)
            out += '-';
        out += tracker_alphabet[value];
    }
    return out;
}

Outcome write_paper(const std::filesystem::path& paper, const PaperSource& source,
                    Console& console) {
    const auto& manifest = source.record.manifest();
    const Digest32& fingerprint = source.record.election.fingerprint();
    page::ReceiptFacts facts;
    facts.title = manifest.title().in(texts::language_tag(console.language()));
    facts.id = manifest.id();
    facts.fingerprint = hex_encode(fingerprint);
    facts.spoken = protocol::spoken_fingerprint(fingerprint);
    facts.tracker = hex_encode(source.tracker);
    facts.short_tracker = short_tracker(source.tracker);
    facts.index = source.receipt.index;
    facts.size = source.signed_then.size();
    facts.root = hex_encode(source.signed_then.root());
    facts.time = std::time(nullptr);
    EVOTE_TRY(facts.witnesses, witnesses_of(source));
    facts.file = source.file.filename().string();
    facts.board = source.board;
    const bool is_sheet = paper.extension() == ".html";
    return os::write_file(paper,
                          bytes_of(is_sheet ? page::receipt_sheet(facts, console.language())
                                            : page::receipt_text(facts, console.language())));
}

} // namespace evote::app

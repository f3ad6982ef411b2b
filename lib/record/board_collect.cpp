// SPDX-License-Identifier: Apache-2.0
#include "record/board_collect.h"

#include "base/text.h"
#include "board/witness.h"
#include "os/file.h"
#include "record/evidence.h"
#include "record/trustee_files.h"

#include <algorithm>

namespace evote::record {

namespace {

namespace fs = std::filesystem;
using ItemFate = CollectedItem::Fate;

constexpr std::uint64_t largest_source = std::uint64_t{1} << 28;

// What a copy of a record has for this one; of any other folder, all plain files.
Result<std::vector<fs::path>> files_in(const fs::path& source) {
    std::error_code code;
    if (!fs::is_directory(source, code)) {
        if (!os::file_exists(source))
            return fail(os::file_error(source));
        return std::vector{source};
    }
    const RecordFolder copy(source);
    std::vector<fs::path> out;
    for (const auto& file : {copy.checkpoint(), copy.closed()})
        if (os::file_exists(file))
            out.push_back(file);
    const fs::path folder = copy.is_record() ? copy.decryptions() : source;
    const bool is_there = fs::is_directory(folder, code);
    code.clear();
    if (is_there)
        for (fs::directory_iterator item(folder, code), end; !code && item != end;
             item.increment(code))
            if (item->is_regular_file(code) && !item->path().filename().string().starts_with('.'))
                out.push_back(item->path());
    if (code)
        return fail(os::file_error(folder, code));
    std::ranges::sort(out);
    return out;
}

CollectedItem refused_item(const fs::path& file, Error error) {
    return {file,
            verbatim(file.string()),
            ItemFate::refused,
            std::move(error).in_file(file.string()),
            {}};
}

class BoardCollector {
  public:
    explicit BoardCollector(const OpenRecord& record) : record_(record) {}

    Outcome take(const fs::path& file) {
        auto bytes = os::read_plain_file(file, largest_source);
        if (!bytes) {
            out_.push_back(refused_item(file, std::move(bytes).take_error()));
            return {};
        }
        const bool is_json =
            trim(text_of(ByteView(*bytes).first(std::min<std::size_t>(bytes->size(), 64))))
                .starts_with('{');
        return is_json ? take_decryption(file, *bytes) : take_checkpoint(file, *bytes);
    }

    std::vector<CollectedItem> results() && { return std::move(out_); }

  private:
    Outcome take_checkpoint(const fs::path& file, ByteView bytes);
    Outcome take_lines(const fs::path& file, const board::LogReader& log, ByteView bytes);
    Outcome keep_both(const fs::path& file, const board::LogReader& log, ByteView bytes);
    Outcome take_decryption(const fs::path& file, ByteView bytes);
    Outcome put_decryption(const fs::path& file, ByteView bytes, std::uint16_t trustee);

    const OpenRecord& record_;
    std::vector<CollectedItem> out_;
};

Outcome BoardCollector::take_checkpoint(const fs::path& file, ByteView bytes) {
    auto opened = board::open_checkpoint(bytes, record_.board.key);
    if (!opened) {
        out_.push_back(refused_item(file, std::move(opened).take_error()));
        return {};
    }
    EVOTE_TRY(board::LogReader log, record_.open_log());
    EVOTE_TRY(const board::LogRelation relation, log.compare(*opened));
    switch (relation) {
    case board::LogRelation::same:
        return take_lines(file, log, bytes);
    case board::LogRelation::split:
        return keep_both(file, log, bytes);
    case board::LogRelation::earlier:
    case board::LogRelation::later:
        break;
    }
    out_.push_back(refused_item(
        file, {ErrorCode::refused,
               msg("this checkpoint is of {0} entries and that of the record of {1}: lines of "
                   "witnesses count for one checkpoint only",
                   opened->size(), log.size()),
               {},
               {}}));
    return {};
}

Outcome BoardCollector::keep_both(const fs::path& file, const board::LogReader& log,
                                  ByteView bytes) {
    CollectedItem item = refused_item(file, {ErrorCode::board_contradicts,
                                             msg("the board has signed two different histories"),
                                             {},
                                             {}});
    for (const ByteView note : {ByteView(log.checkpoint().note()), bytes}) {
        EVOTE_TRY(auto kept, keep_evidence(record_.folder.path(), "checkpoint", note));
        item.kept.push_back(std::move(kept));
    }
    out_.push_back(std::move(item));
    return {};
}

Outcome BoardCollector::take_lines(const fs::path& file, const board::LogReader& log,
                                   ByteView bytes) {
    if (!record_.board.witnesses) {
        out_.push_back(refused_item(
            file, {ErrorCode::refused, msg("this election names no witnesses"), {}, {}}));
        return {};
    }
    const board::WitnessPolicy& policy = *record_.board.witnesses;
    const auto& checkpoint = log.checkpoint().checkpoint();
    EVOTE_TRY(const auto there, board::Note::parse(log.checkpoint().note()));
    EVOTE_TRY(const auto given, board::Note::parse(bytes));
    const auto before = board::good_cosignatures(policy, checkpoint, there.signatures());
    const auto good = board::good_cosignatures(policy, checkpoint, given.signatures());
    EVOTE_TRY_VOID(board::add_cosignatures(log.folder(), record_.board.key, policy, checkpoint,
                                           given.signatures()));
    for (std::size_t i = 0; i < policy.keys().size(); ++i) {
        const auto& witness = policy.keys()[i];
        const auto by_it = [i](const board::Cosignature& one) { return one.witness == i; };
        const bool is_good = std::ranges::any_of(good, by_it);
        const bool is_named =
            std::ranges::any_of(given.signatures(), [&](const board::NoteSignature& line) {
                return line.name == witness.name() && line.key_id == witness.id();
            });
        if (is_good)
            out_.push_back(
                {file,
                 msg("the line of {0}", witness.name()),
                 std::ranges::any_of(before, by_it) ? ItemFate::there_already : ItemFate::added,
                 {},
                 {}});
        else if (is_named)
            out_.push_back(
                refused_item(file, {ErrorCode::bad_signature,
                                    msg("the line of the witness {0} is wrong", witness.name()),
                                    {},
                                    {}}));
    }
    return {};
}

Outcome BoardCollector::take_decryption(const fs::path& file, ByteView bytes) {
    auto share = protocol::DecryptionShare::parse(bytes, record_.manifest());
    if (!share) {
        out_.push_back(refused_item(file, std::move(share).take_error()));
        return {};
    }
    EVOTE_TRY(const auto tally, read_tally(record_.folder, record_.election));
    const std::uint16_t trustee = share->trustee;
    auto checked = protocol::check_share(record_.election, tally, std::move(*share));
    if (!checked) {
        out_.push_back(refused_item(file, std::move(checked).take_error()));
        return {};
    }
    return put_decryption(file, bytes, trustee);
}

Outcome BoardCollector::put_decryption(const fs::path& file, ByteView bytes,
                                       std::uint16_t trustee) {
    CollectedItem item{
        file, msg("the decryption by trustee {0}", trustee), ItemFate::added, {}, {}};
    const fs::path place = record_.folder.decryption(trustee);
    auto existing = os::Existing::keep;
    if (os::file_exists(place)) {
        EVOTE_TRY(const auto tally, read_tally(record_.folder, record_.election));
        EVOTE_TRY(const auto shares, read_shares(record_.folder, record_.election, tally));
        if (std::ranges::find(shares.bad, trustee) == shares.bad.end()) {
            item.fate = ItemFate::there_already;
            out_.push_back(std::move(item));
            return {};
        }
        EVOTE_TRY(const Bytes wrong, os::read_plain_file(place, largest_source));
        EVOTE_TRY(auto kept,
                  keep_evidence(record_.folder.path(), place.filename().string(), wrong));
        item.kept.push_back(std::move(kept));
        existing = os::Existing::replace;
    }
    EVOTE_TRY_VOID(os::make_folders(record_.folder.decryptions()));
    EVOTE_TRY_VOID(os::write_file(place, bytes, existing));
    out_.push_back(std::move(item));
    return {};
}

} // namespace

Result<std::vector<CollectedItem>> collect_for_board(const OpenRecord& record,
                                                     std::span<const fs::path> sources) {
    BoardCollector collector(record);
    for (const auto& source : sources) {
        EVOTE_TRY(const auto files, files_in(source));
        for (const auto& file : files)
            EVOTE_TRY_VOID(collector.take(file));
    }
    return std::move(collector).results();
}

} // namespace evote::record

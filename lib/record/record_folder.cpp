// SPDX-License-Identifier: Apache-2.0
#include "record/record_folder.h"

#include "base/text.h"
#include "os/file.h"
#include "record/ceremony_round.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace evote::record {

namespace {

namespace fs = std::filesystem;

// What belongs in one of a record's folders.
struct Contents {
    std::vector<fs::path> files;
    std::vector<fs::path> folders;
};

Outcome add_strangers(const fs::path& folder, const Contents& known,
                      std::vector<fs::path>& strangers) {
    std::error_code code;
    if (!fs::is_directory(fs::symlink_status(folder, code)))
        return {};
    for (fs::directory_iterator item(folder, code), end; !code && item != end;
         item.increment(code)) {
        const auto status = item->symlink_status(code);
        const auto is = [&](const std::vector<fs::path>& names) {
            return std::ranges::find(names, item->path()) != names.end();
        };
        const bool belongs = (fs::is_regular_file(status) && is(known.files)) ||
                             (fs::is_directory(status) && is(known.folders));
        if (!belongs)
            strangers.push_back(item->path());
    }
    if (code)
        return fail(os::file_error(folder, code));
    return {};
}

} // namespace

fs::path RecordFolder::note(std::string_view round, std::uint16_t index) const {
    return ceremony() / fmt::format("{}-{}.note", round, index);
}

fs::path RecordFolder::evidence(std::string_view round, std::uint16_t index,
                                const Digest32& text) const {
    const ByteView front = ByteView(text).first(8);
    return evidence() / fmt::format("{}-{}-{}.note", round, index, hex_encode(front));
}

fs::path RecordFolder::halves(std::uint8_t index) const {
    return registrars() / fmt::format("{}.csv", index);
}

fs::path RecordFolder::registrar_note(std::uint8_t index) const {
    return registrars() / fmt::format("{}.note", index);
}

fs::path RecordFolder::decryption(std::uint16_t index) const {
    return decryptions() / fmt::format("{}.json", index);
}

bool RecordFolder::is_record() const {
    const std::array names{manifest(), keys(), roll(),  board(),       election(),
                           ceremony(), log(),  tally(), decryptions(), result()};
    return std::ranges::any_of(names, os::file_exists);
}

Result<std::vector<fs::path>> RecordFolder::strangers(std::uint16_t trustees,
                                                      std::uint8_t registrars) const {
    Contents top{{manifest(), keys(), roll(), board(), election(), tally(), result()},
                 {ceremony(), log(), decryptions()}};
    Contents notes{{}, {evidence()}};
    Contents shares;
    for (unsigned i = 1; i <= trustees; ++i) {
        const auto index = static_cast<std::uint16_t>(i);
        shares.files.push_back(decryption(index));
        for (const CeremonyRound round : ceremony_rounds)
            notes.files.push_back(note(round_name(round), index));
    }
    Contents halves_and_notes;
    for (unsigned i = 1; i <= registrars; ++i) {
        const auto index = static_cast<std::uint8_t>(i);
        halves_and_notes.files.push_back(halves(index));
        halves_and_notes.files.push_back(registrar_note(index));
    }
    if (registrars > 0)
        top.folders.push_back(this->registrars());
    std::vector<fs::path> out;
    EVOTE_TRY_VOID(add_strangers(path_, top, out));
    if (registrars > 0)
        EVOTE_TRY_VOID(add_strangers(this->registrars(), halves_and_notes, out));
    EVOTE_TRY_VOID(add_strangers(ceremony(), notes, out));
    EVOTE_TRY_VOID(add_strangers(evidence(), {}, out));
    EVOTE_TRY_VOID(add_strangers(decryptions(), shares, out));
    std::ranges::sort(out);
    return out;
}

Result<Error> damage_of(Error error, const std::filesystem::path& file) {
    if (kind_of(error.code) == ErrorKind::system)
        return fail(std::move(error));
    make_damage(error);
    return std::move(error).in_file(file.string());
}

Outcome keep_out_of_record(const std::filesystem::path& file, const std::filesystem::path& record) {
    if (file.empty())
        return {};
    EVOTE_TRY(const bool inside, os::is_inside(file, record));
    if (inside)
        return fail(Error{ErrorCode::in_record,
                          msg("this file is private, and everybody gets a copy of the folder {0}; "
                              "name a place outside of it",
                              record.string()),
                          file.string(),
                          {}});
    return {};
}

} // namespace evote::record

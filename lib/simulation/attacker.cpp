// SPDX-License-Identifier: Apache-2.0
#include "simulation/attacker.h"

#include "ballot/entry.h"
#include "base/text.h"
#include "evote/check.h"
#include "os/file.h"

#include <algorithm>
#include <iterator>

namespace evote::simulation {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t largest_text = 1U << 26;

} // namespace

Attacker::Attacker(const SimulatedSetup& setup, const Electorate& electorate,
                   record::SealedRecord record, record::LogWork work)
    : setup_(setup),
      electorate_(electorate),
      record_(std::move(record)),
      work_(std::move(work)),
      announced_(record_.election.fingerprint()) {}

Result<std::string> Attacker::text(const fs::path& file) const {
    EVOTE_TRY(const Bytes bytes, os::read_file(file, largest_text));
    return std::string(text_of(bytes));
}

Outcome Attacker::put(const fs::path& file, ByteView bytes) const {
    return os::write_file(file, bytes, os::Existing::replace);
}

Outcome Attacker::remove(const fs::path& path) const {
    std::error_code code;
    fs::remove_all(path, code);
    if (code)
        return fail(os::file_error(path, code));
    return {};
}

Outcome Attacker::seal_again() {
    Digest32 hashes[4];
    const fs::path files[] = {folder().manifest(), folder().keys(), folder().roll(),
                              folder().board()};
    for (std::size_t i = 0; i < std::size(files); ++i) {
        EVOTE_TRY(const std::string file, text(files[i]));
        hashes[i] = crypto::sha256(bytes_of(file));
    }
    const auto file = record::ElectionFile::of(hashes[0], hashes[1], hashes[2], hashes[3]);
    EVOTE_TRY_VOID(put(folder().election(), file.write()));
    for (const auto& secret : setup_.secrets())
        EVOTE_TRY_VOID(put(
            folder().note("seal", secret.trustee()),
            setup_.sign(secret.trustee(), record::SealNote{file.fingerprint}.text(manifest()))));
    announced_ = file.fingerprint;
    return {};
}

Outcome Attacker::seal_again_and_vote() {
    EVOTE_TRY_VOID(seal_again());
    EVOTE_TRY(record_, record::SealedRecord::open(folder(), record::Anchor()));
    EVOTE_TRY(auto log, setup_.open_log());
    EVOTE_TRY_VOID(cast_all({}, electorate_, record_, log, work_));
    return close_log(record_, log);
}

Result<std::vector<Bytes>> Attacker::entries() const {
    EVOTE_TRY(const auto log, record_.open_log());
    std::vector<Bytes> out;
    for (std::uint64_t i = 0; i < log.bundles(); ++i) {
        EVOTE_TRY(const auto bundle, log.bundle(i));
        for (unsigned k = 0; k < bundle.size(); ++k)
            out.push_back(to_bytes(bundle[k]));
    }
    return out;
}

Outcome Attacker::sign_log(std::span<const Bytes> entries) const {
    EVOTE_TRY_VOID(remove(folder().log()));
    EVOTE_TRY_VOID(board::LogWriter::create(folder().log(), setup_.board_signer()));
    EVOTE_TRY(auto log, setup_.open_log());
    EVOTE_TRY_VOID(append_entries(log, entries));
    const Bytes closing = ballot::closing_entry(election().fingerprint());
    if (std::ranges::find(entries, closing) != entries.end())
        return log.close();
    return {};
}

Outcome Attacker::count() const {
    for (const auto& path : {folder().tally(), folder().decryptions(), folder().result()})
        EVOTE_TRY_VOID(remove(path));
    EVOTE_TRY_VOID(write_tally(record_, work_));
    EVOTE_TRY(const auto result, setup_.decrypt(record_));
    EVOTE_CHECK(result.election == election().fingerprint());
    return {};
}

Outcome Attacker::sign_and_count(std::span<const Bytes> entries) const {
    EVOTE_TRY_VOID(sign_log(entries));
    return count();
}

Result<protocol::TallyFile> Attacker::tally() const {
    EVOTE_TRY(const std::string file, text(folder().tally()));
    return protocol::TallyFile::parse(bytes_of(file), election());
}

Outcome Attacker::put_decryption(const SimulatedSetup::Decryption& made) const {
    EVOTE_TRY_VOID(remove(folder().decryptions()));
    EVOTE_TRY_VOID(os::make_folders(folder().decryptions()));
    for (const auto& share : made.shares)
        EVOTE_TRY_VOID(put(folder().decryption(share.trustee), share.write(manifest())));
    return put(folder().result(), made.result.write(manifest()));
}

Outcome Attacker::keep_older() {
    const record::RecordFolder copy(beside(folder(), ".older"));
    std::error_code code;
    fs::copy(folder().path(), copy.path(), fs::copy_options::recursive, code);
    if (code)
        return fail(os::file_error(copy.path(), code));
    for (const auto& path : {copy.tally(), copy.decryptions(), copy.result()})
        EVOTE_TRY_VOID(remove(path));
    older_ = copy.path();
    return {};
}

Outcome Attacker::replace_record(const fs::path& other) const {
    EVOTE_TRY_VOID(remove(folder().path()));
    std::error_code code;
    fs::rename(other, folder().path(), code);
    if (code)
        return fail(os::file_error(other, code));
    return {};
}

Outcome not_possible(Message why) {
    return fail(ErrorCode::usage, std::move(why));
}

Outcome need_trustees(const Attacker& attacker, std::size_t least) {
    if (attacker.setup().secrets().size() < least)
        return not_possible(msg("this attack needs an election with at least {0} trustees", least));
    return {};
}

} // namespace evote::simulation

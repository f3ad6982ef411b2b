// SPDX-License-Identifier: Apache-2.0
#include "simulation/simulated_setup.h"

#include "box/board_memory.h"
#include "evote/check.h"
#include "os/file.h"
#include "record/ceremony_share.h"

#include <fmt/format.h>

namespace evote::simulation {

namespace {

constexpr std::string_view passphrase = "simulation";
constexpr unsigned passphrase_work_factor = 10; // it is not secret

Bytes seed_for(std::string_view what, const std::string& seed) {
    Bytes out = to_bytes(bytes_of(what));
    append_u8(out, 0);
    append(out, bytes_of(seed));
    return out;
}

} // namespace

std::filesystem::path beside(const record::RecordFolder& folder, std::string_view suffix) {
    auto path = folder.path().lexically_normal();
    if (!path.has_filename())
        path = path.parent_path();
    path += suffix;
    return path;
}

SimulatedSetup::SimulatedSetup(record::RecordFolder folder, protocol::Manifest manifest,
                               const std::string& seed)
    : folder_(std::move(folder)), manifest_(std::move(manifest)), seed_(seed) {}

Result<SimulatedSetup> SimulatedSetup::make(const std::filesystem::path& record,
                                            const std::filesystem::path& manifest,
                                            const std::string& seed) {
    const record::RecordFolder folder(record);
    if (folder.is_record())
        return fail(Error{ErrorCode::already_there,
                          msg("this folder already contains an election"),
                          record.string(),
                          {}});
    EVOTE_TRY(const Bytes file, os::read_file(manifest, protocol::Manifest::largest_file));
    auto parsed = protocol::Manifest::parse(file);
    if (!parsed)
        return fail(std::move(parsed.error()).in_file(manifest.string()));
    if (parsed->registrars() > 0)
        return fail(ErrorCode::unsupported,
                    msg("this election has registrars, and evote-simulate makes none"));
    EVOTE_TRY_VOID(os::make_folders(folder.ceremony()));
    EVOTE_TRY_VOID(os::write_file(folder.manifest(), file));
    SimulatedSetup setup(folder, std::move(*parsed), seed);
    EVOTE_TRY_VOID(setup.hold_ceremony());
    EVOTE_TRY_VOID(setup.save_secrets());
    return setup;
}

Bytes SimulatedSetup::sign(std::uint16_t trustee, const std::string& text) const {
    board::Note note(text);
    note.sign(secrets_[trustee - std::size_t{1}].signer());
    return note.encode();
}

Outcome SimulatedSetup::put(record::CeremonyRound round, std::uint16_t trustee,
                            const std::string& text) const {
    return os::write_file(folder_.note(record::round_name(round), trustee), sign(trustee, text));
}

Outcome SimulatedSetup::hold_ceremony() {
    crypto::SeededRandom random(seed_for("ceremony", seed_));
    const std::uint16_t count = manifest_.trustees().count;
    for (std::uint16_t i = 1; i <= count; ++i) {
        secrets_.push_back(
            record::TrusteeSecret::create(manifest_, i, fmt::format("Trustee {}", i), random));
        const auto& secret = secrets_.back();
        const record::JoinNote join{
            i, secret.name(), secret.signer().verifier(), secret.identity().recipient(),
            protocol::dealing_hash(manifest_.hash(), i, secret.polynomials()->commitments())};
        EVOTE_TRY_VOID(put(record::CeremonyRound::join, i, join.text(manifest_)));
    }
    EVOTE_TRY(const auto joined, record::CeremonyNotes::read(folder_, manifest_));
    for (std::uint16_t i = 1; i <= count; ++i)
        EVOTE_TRY_VOID(put(
            record::CeremonyRound::deal, i,
            record::make_deal_note(secrets_[i - 1U], joined, manifest_, random).text(manifest_)));
    EVOTE_TRY(const auto dealt, record::CeremonyNotes::read(folder_, manifest_));
    for (std::uint16_t i = 1; i <= count; ++i) {
        auto received = record::receive_shares(secrets_[i - 1U], dealt, manifest_, nullptr);
        EVOTE_CHECK(received.sum.has_value());
        secrets_[i - 1U].keep_share(*std::move(received.sum));
        const record::CheckNote check{i, dealt.transcript(manifest_), {}};
        EVOTE_TRY_VOID(put(record::CeremonyRound::check, i, check.text(manifest_)));
    }
    EVOTE_TRY(const auto notes, record::CeremonyNotes::read(folder_, manifest_));
    EVOTE_TRY(const auto keys, record::keys_of_ceremony(notes, manifest_));
    return os::write_file(folder_.keys(), keys.file());
}

std::filesystem::path SimulatedSetup::private_folder() const {
    return beside(folder_, ".private");
}

Outcome SimulatedSetup::save_secrets() const {
    EVOTE_TRY_VOID(os::make_folders(private_folder()));
    EVOTE_TRY_VOID(os::write_file(private_folder() / "passphrase",
                                  bytes_of(std::string(passphrase) + "\n"), os::Existing::keep,
                                  os::Access::owner_only));
    for (const auto& secret : secrets_)
        EVOTE_TRY_VOID(record::TrusteeSecretFile::create(secret_file(secret.trustee()), secret,
                                                         SecretBytes(bytes_of(passphrase)),
                                                         passphrase_work_factor));
    return {};
}

std::filesystem::path SimulatedSetup::secret_file(std::uint16_t trustee) const {
    return private_folder() / fmt::format("trustee-{}.age", trustee);
}

Outcome SimulatedSetup::remember_seal(std::uint16_t trustee, const Digest32& fingerprint) const {
    EVOTE_TRY(record::TrusteeSecretFile file,
              record::TrusteeSecretFile::open(secret_file(trustee), manifest_,
                                              SecretBytes(bytes_of(passphrase)),
                                              passphrase_work_factor));
    EVOTE_TRY_VOID(file.secret().remember_seal(fingerprint));
    return file.save();
}

board::NoteSigner SimulatedSetup::board_signer() const {
    crypto::SeededRandom random(seed_for("board", seed_));
    return {record::board_origin(manifest_), crypto::SigningKey::generate(random)};
}

Result<record::SealedRecord> SimulatedSetup::seal(ByteView roll) const {
    EVOTE_TRY_VOID(os::write_file(folder_.roll(), roll));
    const auto signer = board_signer();
    EVOTE_TRY_VOID(os::write_file(private_folder() / "board.key", signer.text().expose(),
                                  os::Existing::keep, os::Access::owner_only));
    const auto board = record::BoardFile::of(signer.verifier());
    EVOTE_TRY_VOID(os::write_file(folder_.board(), board.file));
    EVOTE_TRY(const auto keys, record::read_keys(folder_, manifest_));
    const auto election =
        record::ElectionFile::of(manifest_.hash(), keys.hash(), crypto::sha256(roll), board.hash());
    EVOTE_TRY_VOID(os::write_file(folder_.election(), election.write()));
    EVOTE_TRY_VOID(board::LogWriter::create(folder_.log(), signer));
    // Of the empty board: the key learns from the log what is appended here.
    EVOTE_TRY_VOID(box::BoardMemory::create({board_signer(), private_folder() / "board.key"},
                                            election.fingerprint));
    for (const auto& secret : secrets_) {
        EVOTE_TRY_VOID(remember_seal(secret.trustee(), election.fingerprint));
        EVOTE_TRY_VOID(put(record::CeremonyRound::seal, secret.trustee(),
                           record::SealNote{election.fingerprint}.text(manifest_)));
    }
    return record::SealedRecord::open(folder_, record::Anchor());
}

Result<board::LogWriter> SimulatedSetup::open_log() const {
    return board::LogWriter::open(folder_.log(), board_signer());
}

Result<SimulatedSetup::Decryption> SimulatedSetup::decrypt(const protocol::Election& election,
                                                           const protocol::TallyFile& tally,
                                                           std::uint16_t first) const {
    std::vector<protocol::DecryptionShare> shares;
    std::vector<protocol::CheckedShare> checked;
    for (unsigned i = 0; i < manifest_.trustees().threshold; ++i) {
        const auto trustee = static_cast<std::uint16_t>(first + i);
        shares.push_back(protocol::decrypt(election, tally, trustee,
                                           secrets_[trustee - std::size_t{1}].share(),
                                           crypto::system_random()));
        EVOTE_TRY(auto good, protocol::check_share(election, tally, shares.back()));
        checked.push_back(std::move(good));
    }
    EVOTE_TRY(auto result, protocol::combine(election, tally, checked));
    return Decryption{std::move(shares), std::move(result)};
}

Result<protocol::Tally> SimulatedSetup::decrypt(const record::OpenRecord& record) const {
    EVOTE_TRY(const Bytes file, os::read_file(record.folder.tally()));
    EVOTE_TRY(const auto tally, protocol::TallyFile::parse(file, record.election));
    EVOTE_TRY(auto made, decrypt(record.election, tally));
    EVOTE_TRY_VOID(os::make_folders(record.folder.decryptions()));
    for (const auto& share : made.shares)
        EVOTE_TRY_VOID(
            os::write_file(record.folder.decryption(share.trustee), share.write(manifest_)));
    EVOTE_TRY_VOID(os::write_file(record.folder.result(), made.result.write(manifest_)));
    return std::move(made.result);
}

} // namespace evote::simulation

// SPDX-License-Identifier: Apache-2.0
#include "support/small_election.h"

#include "board/log_writer.h"
#include "crypto/sha2.h"
#include "os/file.h"
#include "protocol/halves.h"
#include "record/ceremony_share.h"
#include "record/registrar_note.h"
#include "support/rooms.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace evote {

namespace fs = std::filesystem;

namespace {

Manifest read_back(const RecordFolder& folder, const std::string& manifest) {
    must(make_folders(folder.path()));
    must(write_file(folder.manifest(), bytes_of(manifest)));
    return must(read_manifest(folder));
}

JoinNote join_note(const Manifest& manifest, const TrusteeSecret& secret) {
    return {secret.trustee(), secret.name(), secret.signer().verifier(),
            secret.identity().recipient(),
            dealing_hash(manifest.hash(), secret.trustee(), secret.polynomials()->commitments())};
}

} // namespace

std::string tiny_manifest(unsigned trustees, unsigned threshold, const std::string& revote) {
    return fmt::format(
        R"({{"format":"evote-manifest-1","id":"small","title":{{"en":"Small"}},"group":"ristretto255",)"
        R"("trustees":{{"count":{},"threshold":{}}},"revote":"{}",)"
        R"("districts":[{{"id":"d","title":{{"en":"D"}},"contests":["c"]}}],)"
        R"("contests":[{{"id":"c","title":{{"en":"C"}},"min":1,"max":1,)"
        R"("options":[{{"id":"a","title":{{"en":"A"}}}},{{"id":"b","title":{{"en":"B"}}}}]}}]}})"
        "\n",
        trustees, threshold, revote);
}

std::string with_registrars(std::string manifest, unsigned registrars) {
    return manifest.insert(manifest.find("\"districts\""),
                           fmt::format("\"registrars\":{},", registrars));
}

SmallElection::SmallElection(fs::path folder, const std::string& manifest, std::string_view seed)
    : folder_(std::move(folder)),
      manifest_(read_back(folder_, manifest)),
      random_(bytes_of(seed)) {}

void SmallElection::put_note(CeremonyRound round, std::uint16_t trustee, const std::string& text) {
    Note note(text);
    note.sign(secret(trustee).signer());
    must(make_folders(folder_.ceremony()));
    must(write_file(folder_.note(round_name(round), trustee), note.encode()));
}

void SmallElection::hold_ceremony() {
    const std::uint16_t count = manifest_.trustees().count;
    const auto each = [&](auto step) {
        for (std::uint16_t i = 1; i <= count; ++i)
            step(i, must(CeremonyNotes::read(folder_, manifest_)));
    };
    each([&](std::uint16_t i, const CeremonyNotes& /*notes*/) {
        secrets_.push_back(
            TrusteeSecret::create(manifest_, i, fmt::format("Trustee {}", i), random_));
        put_note(CeremonyRound::join, i, join_note(manifest_, secret(i)).text(manifest_));
    });
    each([&](std::uint16_t i, const CeremonyNotes& notes) {
        put_note(CeremonyRound::deal, i,
                 make_deal_note(secret(i), notes, manifest_, random_).text(manifest_));
    });
    each([&](std::uint16_t i, const CeremonyNotes& notes) {
        auto received = receive_shares(secret(i), notes, manifest_, nullptr);
        secret(i).keep_share(std::move(received.sum.value()));
        put_note(CeremonyRound::check, i,
                 CheckNote{i, notes.transcript(manifest_), {}}.text(manifest_));
    });
    const auto keys =
        must(keys_of_ceremony(must(CeremonyNotes::read(folder_, manifest_)), manifest_));
    must(write_file(folder_.keys(), keys.file()));
}

void SmallElection::draw_codes(std::span<const SmallVoter> voters) {
    for (const auto& voter : voters) {
        CodeBytes code;
        random_.fill(code.expose());
        hidden_codes_.emplace_back();
        hide_code(hidden_codes_.size() - 1, 1, encode_code(code));
        credentials_.push_back(Credential::from_code(manifest_.hash(), code).value());
        voters_.push_back(voter);
        counters_.push_back(0);
    }
}

void SmallElection::hide_code(std::size_t voter, std::size_t registrar, const SecretBytes& text) {
    auto& codes = hidden_codes_[voter];
    codes.resize(std::max(codes.size(), registrar));
    Bytes& hidden = codes[registrar - 1];
    hidden.clear();
    for (const std::uint8_t letter : text.expose())
        hidden.push_back(static_cast<std::uint8_t>(~letter));
}

// One half of each registrar, by new codes.
std::vector<Half> SmallElection::draw_halves(std::size_t voter) {
    std::vector<Half> out;
    for (unsigned i = 1; i <= manifest_.registrars(); ++i) {
        CodeBytes code;
        random_.fill(code.expose());
        hide_code(voter, i, encode_half_code(static_cast<std::uint8_t>(i), code));
        out.push_back(
            Half::from_code(manifest_.hash(), static_cast<std::uint8_t>(i), code).value());
    }
    return out;
}

void SmallElection::write_halves(std::span<const SmallVoter> voters) {
    std::vector<std::vector<CodeBytes>> codes(manifest_.registrars());
    for (auto& of_registrar : codes)
        for (std::size_t voter = 0; voter < voters.size(); ++voter) {
            of_registrar.emplace_back();
            random_.fill(of_registrar.back().expose());
        }
    for (std::size_t i = 0; i < known_registrars_.size(); ++i)
        for (std::size_t voter = 0; voter < voters.size(); ++voter)
            known_registrars_[i].codes(voter, codes[i][voter]);
    for (std::size_t voter = 0; voter < voters.size(); ++voter) {
        std::vector<Half> halves;
        hidden_codes_.emplace_back();
        for (std::size_t i = 0; i < codes.size(); ++i) {
            const auto registrar = static_cast<std::uint8_t>(i + 1);
            halves.push_back(Half::from_code(manifest_.hash(), registrar, codes[i][voter]).value());
            hide_code(hidden_codes_.size() - 1, registrar,
                      encode_half_code(registrar, codes[i][voter]));
        }
        credentials_.push_back(Credential::from_halves(halves).value());
        voters_.push_back(voters[voter]);
        counters_.push_back(0);
    }
    must(make_folders(folder_.registrars()));
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const auto index = static_cast<std::uint8_t>(i + 1);
        if (known_registrars_.empty())
            registrars_.emplace_back(registrar_key_name(manifest_, index),
                                     SigningKey::generate(random_));
        else
            registrars_.push_back(
                must(NoteSigner::parse(known_registrars_[i].signer.text().expose())));
        const HalfMaker maker(manifest_.hash(), index);
        const HalfMaker::Codes source = [&](std::size_t voter, CodeBytes& out) {
            out.expose() = codes[i][voter].expose();
        };
        Bytes halves(voters.size() * Halves::half_size);
        maker.make(source, 0, halves);
        Bytes file;
        append_halves_header(file);
        for (std::size_t v = 0; v < voters.size(); ++v)
            append_halves_row(file, v + 1,
                              {static_cast<std::uint32_t>(voters[v].weight - 1),
                               static_cast<std::uint16_t>(voters[v].district)},
                              ByteView(halves).subspan(v * Halves::half_size, Halves::half_size),
                              manifest_);
        must(write_file(folder_.halves(index), file));
        RegistrarNote note;
        note.registrar = index;
        if (!known_registrars_.empty())
            note.list = known_registrars_[i].list;
        note.halves = sha256(file);
        note.proof = maker.prove(source, halves, maker.nonce(source, halves, random_));
        must(write_file(folder_.registrar_note(index), note.sign(manifest_, registrars_.back())));
    }
}

Bytes SmallElection::sign(Bytes change) const {
    const ChangeLayout layout(manifest_.registrars());
    const auto action = read_change_header(change, layout).value().action;
    const Bytes message = change_message(ByteView(change).first(layout.signed_size(action)));
    for (std::uint8_t i = 1; i <= layout.registrars(); ++i)
        put_signature(change, layout, i, registrar(i).sign(text_of(message)));
    return change;
}

Bytes SmallElection::replace(std::size_t voter, std::uint64_t until) {
    const ChangeLayout layout(manifest_.registrars());
    Bytes change =
        begin_change(record_->election.fingerprint(),
                     {until, credentials_[voter].encoding, ChangeAction::replace}, layout);
    const Bytes header = to_bytes(ByteView(change).first(ChangeLayout::header_size));
    const auto halves = draw_halves(voter);
    for (std::uint8_t i = 1; i <= layout.registrars(); ++i)
        put_half(change, layout, i,
                 prove_replacement(header, i, halves[i - std::size_t{1}], random_));
    credentials_[voter] = Credential::from_halves(halves).value();
    return sign(std::move(change));
}

Bytes SmallElection::revoke(std::size_t voter, std::uint64_t until) {
    return sign(begin_change(record_->election.fingerprint(),
                             {until, credentials_[voter].encoding, ChangeAction::revoke},
                             ChangeLayout(manifest_.registrars())));
}

void SmallElection::write_roll(std::span<const SmallVoter> voters) {
    if (manifest_.registrars() > 0)
        write_halves(voters);
    else
        draw_codes(voters);
    std::vector<std::size_t> order(voters.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::sort(order, {}, [&](std::size_t i) { return credentials_[i].encoding; });
    Bytes roll;
    append_roll_header(roll);
    for (const std::size_t i : order)
        append_roll_row(roll,
                        {credentials_[i].encoding,
                         static_cast<std::uint32_t>(voters_[i].weight - 1),
                         static_cast<std::uint16_t>(voters_[i].district)},
                        manifest_);
    must(write_file(folder_.roll(), roll));
}

void SmallElection::seal(std::span<const SmallVoter> voters) {
    write_roll(voters);
    board_.emplace(board_origin(manifest_), SigningKey::generate(random_));
    std::vector<VerifierKey> registrars;
    for (const auto& signer : registrars_)
        registrars.push_back(signer.verifier());
    const auto board = BoardFile::of(board_->verifier(), witnesses_, registrars);
    must(write_file(folder_.board(), board.file));
    const auto election =
        ElectionFile::of(manifest_.hash(), must(read_keys(folder_, manifest_)).hash(),
                         must(read_roll(folder_, manifest_)).hash(), board.hash());
    must(write_file(folder_.election(), election.write()));
    must(LogWriter::create(folder_.log(), *board_));
    put_seals();
    record_.emplace(must(SealedRecord::open(folder_, Anchor())));
}

void SmallElection::put_seals() {
    const SealNote note{must(read_election(folder_)).fingerprint};
    for (std::uint16_t i = 1; i <= manifest_.trustees().count; ++i) {
        if (!secret(i).sealed())
            must(secret(i).remember_seal(note.fingerprint));
        put_note(CeremonyRound::seal, i, note.text(manifest_));
    }
}

PreparedBallot SmallElection::prepare(std::size_t voter, const Choices& choices,
                                      std::uint64_t counter) {
    const auto& contests = manifest_.districts()[voters_[voter].district].contests;
    BallotRequest request{&credentials_[voter], counter, {}};
    for (std::size_t i = 0; i < contests.size(); ++i) {
        SecretVector<std::uint8_t> selection(manifest_.contests()[contests[i]].options.size());
        for (const std::size_t option : choices.at(i))
            selection.expose()[option] = 1;
        const auto bits = must(manifest_.contest_bits(contests[i], selection));
        request.bits.append(bits.expose());
    }
    Maker maker(record_->election.parameters(), random_);
    return std::move(maker.prepare(voters_[voter].district, std::span(&request, 1)).front());
}

std::string SmallElection::code(std::size_t voter, std::uint8_t registrar) const {
    std::string out;
    for (const std::uint8_t letter : hidden_codes_[voter][registrar - std::size_t{1}])
        out.push_back(static_cast<char>(~letter));
    return out;
}

Bytes SmallElection::ballot(std::size_t voter, const Choices& choices, std::uint64_t counter) {
    std::vector<PreparedBallot> prepared;
    prepared.push_back(prepare(voter, choices, counter));
    const Credential* const credential = &credentials_[voter];
    Maker maker(record_->election.parameters(), random_);
    return maker.cast(std::move(prepared), std::span(&credential, 1)).front();
}

void SmallElection::vote(std::size_t voter, const Choices& choices) {
    append({ballot(voter, choices, counters_[voter]++)});
}

void SmallElection::append(const std::vector<Bytes>& entries) {
    auto writer =
        must(LogWriter::open(folder_.log(), must(NoteSigner::parse(board_->text().expose()))));
    const std::vector<ByteView> views(entries.begin(), entries.end());
    must(writer.append(views));
}

void SmallElection::close() {
    append({closing_entry(record_->election.fingerprint())});
    auto writer =
        must(LogWriter::open(folder_.log(), must(NoteSigner::parse(board_->text().expose()))));
    must(writer.close());
}

LogVerification SmallElection::verify(unsigned threads) const {
    const auto log = must(record_->open_log());
    return must(verify_log(record_->election, record_->roll, log, {threads, {}}, system_random()));
}

void SmallElection::aggregate() {
    must(write_file(folder_.tally(), verify().tally.value().write(manifest_)));
}

TallyFile SmallElection::tally_file() const {
    return must(TallyFile::parse(must(read_file(folder_.tally())), record_->election));
}

void SmallElection::decrypt(std::uint16_t trustee) {
    const auto share =
        evote::decrypt(record_->election, tally_file(), trustee, secret(trustee).share(), random_);
    must(make_folders(folder_.decryptions()));
    must(write_file(folder_.decryption(trustee), share.write(manifest_)));
}

DecryptionShare SmallElection::share(std::uint16_t trustee) const {
    return must(DecryptionShare::parse(must(read_file(folder_.decryption(trustee))), manifest_));
}

void SmallElection::combine(const std::vector<std::uint16_t>& trustees) {
    const TallyFile tally = tally_file();
    std::vector<CheckedShare> shares;
    for (const std::uint16_t trustee : trustees)
        shares.push_back(must(check_share(record_->election, tally, share(trustee))));
    const auto result = must(evote::combine(record_->election, tally, shares));
    must(write_file(folder_.result(), result.write(manifest_)));
}

void SmallElection::run(std::size_t voters) {
    hold_ceremony();
    seal(std::vector<SmallVoter>(voters));
    for (std::size_t i = 0; i < voters; ++i)
        vote(i, {{0}});
    close();
    aggregate();
    std::vector<std::uint16_t> trustees;
    for (std::uint16_t i = 1; i <= manifest_.trustees().threshold; ++i) {
        decrypt(i);
        trustees.push_back(i);
    }
    combine(trustees);
}

} // namespace evote

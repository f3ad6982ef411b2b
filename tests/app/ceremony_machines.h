// SPDX-License-Identifier: Apache-2.0
// The trustees of a ceremony, each on a machine with a copy of the record.
#pragma once

#include "app/ceremony.h"
#include "app/scripted_person.h"
#include "base/text.h"
#include "crypto/sha2.h"
#include "record/open_record.h"
#include "support/ceremony_record.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <memory>
#include <string>
#include <vector>

namespace evote {

/// One trustee's machine, and the commands run on it.
class Machine {
  public:
    static constexpr unsigned quick = 2; ///< scrypt's cost in tests

    Machine(unsigned trustee, const std::string& manifest)
        : trustee_(trustee),
          captured_(std::make_unique<CapturedConsole>()),
          place_(std::make_unique<TemporaryFolder>()) {
        must(make_folders(folder()));
        must(write_file(folder() / "manifest.json", bytes_of(manifest)));
        set_passphrase("right");
    }

    std::filesystem::path folder() const { return place_->path() / "election"; }

    std::filesystem::path secret_file() const { return place_->path() / "secret.age"; }

    Bytes file(const std::string& name) const { return must(read_file(folder() / name)); }

    void set_passphrase(std::string_view passphrase) {
        must(write_file(passphrase_file(), bytes_of(passphrase), Existing::replace,
                        Access::owner_only));
    }

    SecretFileOptions secret_options() const { return {secret_file(), {passphrase_file()}, quick}; }

    Console& console() { return captured_->console; }

    ScriptedPerson& person() { return captured_->person; }

    /// What the last command printed.
    std::string out() const {
        captured_->console.finish();
        return captured_->out.str();
    }

    std::string talk() const { return captured_->talk.str(); }

    Status join() { return join_as(trustee_, "Name " + std::to_string(trustee_)); }

    Status join_as(unsigned trustee, const std::string& name) {
        return join_with(trustee, name, secret_options());
    }

    Status join_with(unsigned trustee, const std::string& name, const SecretFileOptions& secret) {
        return ceremony_join({folder(), trustee, name, secret}, fresh_console());
    }

    Status deal() { return ceremony_deal({folder(), secret_options()}, fresh_console()); }

    Status check() { return ceremony_check({folder(), secret_options()}, fresh_console()); }

    Status answer() { return ceremony_answer({folder(), secret_options()}, fresh_console()); }

    Status finish() { return ceremony_finish({folder()}, fresh_console()); }

    Status collect(const std::filesystem::path& from) {
        return ceremony_collect({folder(), {from}}, fresh_console());
    }

    /// As a trustee does who heard the fingerprint of what is in the folder.
    Status seal() {
        const auto file = read_election(RecordFolder(folder()));
        return seal_by(Consent::given, file ? announced(hex_encode(file->fingerprint)) : Anchor());
    }

    Status seal_by(Consent consent, const Anchor& anchor = {}) {
        return ceremony_seal({folder(), secret_options(), consent, anchor}, fresh_console());
    }

    TrusteeSecret secret() const {
        const auto manifest = must(read_manifest(RecordFolder(folder())));
        return std::move(open_file(manifest).secret());
    }

    TrusteeSecretFile open_file(const Manifest& manifest) const {
        return must(TrusteeSecretFile::open(secret_file(), manifest,
                                            must(read_secret_file(passphrase_file(), 100)), quick));
    }

    std::string fingerprint() const { return hex_encode(record().election.fingerprint()); }

    OpenRecord record() const { return must(OpenRecord::open(RecordFolder(folder()))); }

    /// Signs a second version of a deal note and puts it into another place.
    void sign_again(const std::string& round, const std::filesystem::path& target) {
        const RecordFolder record(folder());
        const auto manifest = must(read_manifest(record));
        auto file = open_file(manifest);
        const auto notes = must(CeremonyNotes::read(record, manifest));
        Note note(make_deal_note(file.secret(), notes, manifest, system_random()).text(manifest));
        note.sign(file.secret().signer());
        const auto name = round + "-" + std::to_string(trustee_) + ".note";
        const auto ceremony = target / "ceremony";
        must(write_file((file_exists(ceremony) ? ceremony : target) / name, note.encode(),
                        Existing::replace));
    }

    /// Continues on another machine with copies of the record and the secret file.
    void move() {
        auto place = std::make_unique<TemporaryFolder>();
        std::filesystem::copy(place_->path(), place->path(),
                              std::filesystem::copy_options::recursive);
        place_ = std::move(place);
    }

  private:
    std::filesystem::path passphrase_file() const { return place_->path() / "passphrase"; }

    Console& fresh_console() {
        captured_->take_out();
        captured_->take_talk();
        return captured_->console;
    }

    unsigned trustee_;
    std::unique_ptr<CapturedConsole> captured_;
    std::unique_ptr<TemporaryFolder> place_;
};

/// All trustees' machines.
class Machines {
  public:
    Machines(unsigned trustees, unsigned threshold) {
        for (unsigned i = 1; i <= trustees; ++i)
            machines_.emplace_back(i, small_manifest(trustees, threshold));
    }

    Machine& at(unsigned trustee) { return machines_.at(trustee - 1); }

    /// All trustees do a step, and then the notes are exchanged.
    void everybody(Status (Machine::*step)()) {
        for (Machine& machine : machines_) {
            const Status status = (machine.*step)();
            INFO(machine.talk());
            REQUIRE(status == Status::done);
        }
        collect_all();
    }

    void collect_all() {
        for (Machine& to : machines_)
            for (const Machine& from : machines_)
                REQUIRE(to.collect(from.folder()) == Status::done);
    }

    void move(unsigned trustee) { at(trustee).move(); }

    /// Makes what is sealed, with `voters` voters, on all machines.
    void open_election(unsigned voters = 2) {
        for (Machine& machine : machines_)
            write_election(machine, voters);
    }

    void write_election(const Machine& machine, unsigned voters) const {
        std::vector<std::string> rows;
        for (unsigned i = 1; i <= voters; ++i)
            rows.push_back(
                hex_encode(
                    Ristretto255::mul_generator(Ristretto255::Scalar::from_u64(i)).encode()) +
                ",d,1\n");
        std::ranges::sort(rows);
        std::string roll = "credential,district,weight\n";
        for (const auto& row : rows)
            roll += row;
        write_election(machine, bytes_of(roll));
    }

    void write_election(const Machine& machine, ByteView roll) const {
        const RecordFolder folder(machine.folder());
        const auto manifest = must(read_manifest(folder));
        const auto board = BoardFile::of(
            VerifierKey(board_origin(manifest),
                        SigningKey(Secret<ByteArray<32>>(ByteArray<32>{9})).public_key()));
        const auto election = ElectionFile::of(manifest.hash(), sha256(machine.file("keys.json")),
                                               sha256(roll), board.hash());
        must(write_file(folder.roll(), roll, Existing::replace));
        must(write_file(folder.board(), board.file, Existing::replace));
        must(write_file(folder.election(), election.write(), Existing::replace));
    }

    /// Trustee 2 has dealt, but its share to trustee 1 is not what it committed to.
    void spoil_share_of_2_to_1() {
        const RecordFolder folder(at(2).folder());
        const auto manifest = must(read_manifest(folder));
        auto file = at(2).open_file(manifest);
        const auto notes = must(CeremonyNotes::read(folder, manifest));
        DealNote deal = make_deal_note(file.secret(), notes, manifest, system_random());
        deal.shares[0] = deal.shares[2];
        Note note(deal.text(manifest));
        note.sign(file.secret().signer());
        file.secret().remember_note(CeremonyRound::deal, note.encode());
        must(file.save());
    }

  private:
    std::vector<Machine> machines_;
};

} // namespace evote

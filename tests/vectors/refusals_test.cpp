// SPDX-License-Identifier: Apache-2.0
// The library on the vectors that must be refused: each gets exactly the reason that its file
// states.
#include "ballot/opening.h"
#include "board/log_audit.h"
#include "board/receipt.h"
#include "crypto/random.h"
#include "os/file.h"
#include "protocol/opening.h"
#include "protocol/setup_faults.h"
#include "record/ceremony_folder.h"
#include "record/open_record.h"
#include "record/registrar_files.h"
#include "support/rooms.h"
#include "support/temporary_folder.h"
#include "support/vector_election.h"
#include "vectors/made_vectors.h"
#include "vectors/refusals.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <set>

using namespace evote;
using Json = nlohmann::json;

namespace {

/// The word of a refusal, or "valid".
template <class T>
std::string word(const Result<T>& result) {
    return result ? "valid" : std::string(error_name(result.error().code));
}

std::string word(const std::vector<Error>& faults) {
    return faults.empty() ? "valid" : std::string(error_name(faults.front().code));
}

std::string word(bool valid, ErrorCode otherwise) {
    return valid ? "valid" : std::string(error_name(otherwise));
}

/// Judges every vector of a file by `judge`, which is made from what all of them share.
template <class Judge>
void judge_all(const std::string& kind) {
    const std::string stored = "made/refusals-" + kind + "-1.json";
    const Json file = test_vectors(stored);
    const Judge judge(file);
    std::set<bool> outcomes;
    int number = 0;
    for (const auto& vector : file["vectors"]) {
        INFO(stored << " " << vector["number"] << ": " << vector["comment"].get<std::string>());
        CHECK(vector["number"] == ++number);
        CHECK(vector["valid"] == (vector["reason"] == "valid"));
        CHECK(judge(vector) == vector["reason"].get<std::string>());
        outcomes.insert(vector["valid"].get<bool>());
    }
    CHECK(outcomes.size() == 2);
}

struct ManifestJudge {
    explicit ManifestJudge(const Json& /*file*/) {}

    std::string operator()(const Json& vector) const {
        return word(Manifest::parse(text_bytes(vector["text"])));
    }
};

struct KeysJudge {
    explicit KeysJudge(const Json& file)
        : manifest(must(Manifest::parse(text_bytes(file["manifest.json"])))) {}

    std::string operator()(const Json& vector) const {
        const TemporaryFolder temporary;
        const RecordFolder folder(temporary.path());
        must(write_file(folder.keys(), text_bytes(vector["text"])));
        return word(read_keys(folder, manifest));
    }

    Manifest manifest;
};

struct RollJudge : KeysJudge {
    using KeysJudge::KeysJudge;

    std::string operator()(const Json& vector) const {
        const auto roll = Roll::parse(text_bytes(vector["text"]), manifest);
        return roll ? word(roll_faults(manifest, *roll).faults) : word(roll);
    }
};

// What check 1.9 of an audit does.
struct RegistrarsJudge : KeysJudge {
    explicit RegistrarsJudge(const Json& file) : KeysJudge(file), file_(file) {
        for (const auto& key : file["keys"])
            keys.push_back(must(VerifierKey::parse(key.get<std::string>())));
    }

    std::string operator()(const Json& vector) const {
        const TemporaryFolder temporary;
        const RecordFolder folder(temporary.path());
        for (const auto* const list : {&file_["files"], &vector["files"]})
            for (const auto& file : *list)
                put(folder.path() / file["path"].get<std::string>(), file["text"]);
        const auto roll = Roll::parse(must(read_file(folder.roll())), manifest);
        return roll ? word(check_joint_roll(folder, manifest, keys, *roll, {})) : word(roll);
    }

    std::vector<VerifierKey> keys;

  private:
    static void put(const std::filesystem::path& path, const Json& text) {
        std::filesystem::remove(path);
        if (text.is_null())
            return;
        std::filesystem::create_directories(path.parent_path());
        must(write_file(path, text_bytes(text)));
    }

    Json file_;
};

// Each note in its turn, then the ceremony, then what follows from it.
struct NotesJudge : KeysJudge {
    explicit NotesJudge(const Json& file) : KeysJudge(file), file_(file) {}

    std::string operator()(const Json& vector) const {
        auto notes = must(CeremonyNotes::read(RecordFolder("nowhere"), manifest));
        for (const auto& good : file_["notes"]) {
            Json text = good["text"];
            for (const auto& replaced : vector["notes"])
                if (replaced["note"] == good["note"])
                    text = replaced["text"];
            const std::string name = good["note"];
            if (text.is_null())
                continue;
            const auto fault = name.starts_with("seal-") ? seal_fault(notes, name, text)
                                                         : note_fault(notes, name, text);
            if (fault != "valid")
                return fault;
        }
        const auto keys = keys_of_ceremony(notes, manifest);
        if (!keys)
            return word(keys);
        return word(equal(keys->file(), text_bytes(file_["keys.json"])), ErrorCode::changed);
    }

  private:
    std::string note_fault(CeremonyNotes& notes, const std::string& name, const Json& text) const {
        const auto note = Note::parse(text_bytes(text));
        if (!note)
            return word(note);
        const auto round = std::ranges::find_if(
            ceremony_rounds, [&](CeremonyRound one) { return name.starts_with(round_name(one)); });
        const auto trustee = static_cast<std::uint16_t>(name.back() - '0');
        return word(notes.add({*round, trustee}, *note, manifest));
    }

    std::string seal_fault(const CeremonyNotes& notes, const std::string& name,
                           const Json& text) const {
        const auto note = Note::parse(text_bytes(text));
        if (!note)
            return word(note);
        const auto& join = notes.join(static_cast<std::uint16_t>(name.back() - '0'));
        const auto is_signed = note->verify(std::span(&join->body.signer, 1));
        if (!is_signed)
            return word(is_signed);
        const auto seal = SealNote::parse(note->text(), manifest);
        if (!seal)
            return word(seal);
        return word(hex_encode(seal->fingerprint) == file_["fingerprint"].get<std::string>(),
                    ErrorCode::other_election);
    }

    Json file_;
};

struct TallyJudge {
    explicit TallyJudge(const Json& file) : native(file) {
        std::vector<Bytes> entries;
        for (const auto& entry : file["entries"])
            entries.push_back(unhex(entry));
        const auto board =
            must(BoardFile::parse(text_bytes(file["board.json"]), native.election.manifest()));
        const auto checkpoint = must(open_checkpoint(text_bytes(file["checkpoint"]), board.key));
        CHECK(checkpoint.size() == entries.size());
        right = tally_of(native, entries, checkpoint.root()).write(native.election.manifest());
    }

    std::string operator()(const Json& vector) const {
        const auto tally = TallyFile::parse(text_bytes(vector["text"]), native.election);
        return tally ? word(equal(tally->bytes(), right), ErrorCode::other_tally) : word(tally);
    }

    NativeElection native;
    Bytes right;
};

struct DecryptionJudge {
    explicit DecryptionJudge(const Json& file)
        : native(file),
          tally(must(TallyFile::parse(text_bytes(file["tally.json"]), native.election))) {}

    Result<CheckedShare> read(const Json& text, std::uint16_t trustee) const {
        EVOTE_TRY(auto share, DecryptionShare::parse(text_bytes(text), native.election.manifest()));
        if (share.trustee != trustee)
            return fail(ErrorCode::other_trustee, msg("another trustee"));
        return check_share(native.election, tally, std::move(share));
    }

    std::string operator()(const Json& vector) const {
        return word(read(vector["text"], vector["trustee"]));
    }

    NativeElection native;
    TallyFile tally;
};

// What check 3.3 of an audit does.
struct ResultJudge : DecryptionJudge {
    explicit ResultJudge(const Json& file) : DecryptionJudge(file) {
        for (const auto& decryption : file["decryptions"]) {
            auto share = read(decryption["decryption.json"], decryption["trustee"]);
            if (share)
                shares.push_back(std::move(*share));
        }
        CHECK(shares.size() == 2);
    }

    std::string operator()(const Json& vector) const {
        const auto stated = Tally::parse(text_bytes(vector["text"]), native.election.manifest());
        if (!stated)
            return word(stated);
        if (stated->election != native.election.fingerprint() || stated->tally != tally.hash())
            return word(false, ErrorCode::other_tally);
        std::vector<CheckedShare> used;
        for (const auto trustee : stated->trustees)
            for (const auto& share : shares)
                if (share.trustee() == trustee)
                    used.push_back(share);
        const bool in_order = std::ranges::adjacent_find(stated->trustees, std::greater_equal()) ==
                              stated->trustees.end();
        if (!in_order || used.size() != stated->trustees.size())
            return word(false, ErrorCode::invalid);
        return word(must(combine(native.election, tally, used)).totals == stated->totals,
                    ErrorCode::invalid);
    }

    std::vector<CheckedShare> shares;
};

// What evote-verify opening does without a log.
struct OpeningJudge {
    explicit OpeningJudge(const Json& file) : native(file) {}

    std::string operator()(const Json& vector) const {
        const auto& parameters = native.election.parameters();
        const auto opening = parse_opening(text_bytes(vector["text"]), native.election);
        if (!opening)
            return word(opening);
        const auto ballot = must(recompute(parameters, *opening));
        if (hex_encode(tracker_of(ballot)) != vector["tracker"].get<std::string>())
            return word(false, ErrorCode::other_ballot);
        const auto header = read_header(ballot).value();
        const auto voter = native.roll.find(header.credential);
        return word(could_be_cast(parameters, *opening) && voter &&
                        native.roll.entries()[*voter].district == header.district,
                    ErrorCode::bad_ballot);
    }

    NativeElection native;
};

struct ReceiptJudge {
    explicit ReceiptJudge(const Json& file)
        : key(must(VerifierKey::parse(file["key"].get<std::string>()))) {}

    std::string operator()(const Json& vector) const {
        const auto receipt = Receipt::parse(text_bytes(vector["text"]));
        return receipt ? word(verify_receipt(*receipt, unhex(vector["entry"]), key))
                       : word(receipt);
    }

    VerifierKey key;
};

struct LogJudge : ReceiptJudge {
    explicit LogJudge(const Json& file) : ReceiptJudge(file), files(file["files"]) {}

    std::string operator()(const Json& vector) const {
        const TemporaryFolder temporary;
        for (const auto* const list : {&files, &vector["files"]})
            for (const auto& file : *list)
                put(temporary.path() / file["path"].get<std::string>(), file["bytes"]);
        const auto log = LogReader::open(temporary.path(), key);
        return log ? word(audit_log(*log).faults) : word(log);
    }

    static void put(const std::filesystem::path& path, const Json& bytes) {
        std::filesystem::remove(path);
        if (bytes.is_null())
            return;
        std::filesystem::create_directories(path.parent_path());
        must(write_file(path, unhex(bytes)));
    }

    Json files;
};

struct NonceJudge {
    explicit NonceJudge(const Json& /*file*/) {}

    struct Given final : Random {
        explicit Given(Bytes given) : bytes(std::move(given)) {}

        void fill(MutableByteView out) override { std::ranges::copy(bytes, out.begin()); }

        Bytes bytes;
    };

    std::string operator()(const Json& vector) const {
        Given random(unhex(vector["random"]));
        HedgedNonces nonces(random, unhex(vector["secret"]), unhex(vector["statement"]));
        ByteArray<64> nonce{};
        for (int i = 0; i <= vector["index"].get<int>(); ++i)
            nonces.next(nonce);
        CHECK(unhex(vector["scalar"]) ==
              to_bytes(Ristretto255::Scalar::from_uniform(
                           ByteCursor(unhex(vector["nonce"])).take_array<64>().value())
                           .encode()));
        return word(equal(nonce, unhex(vector["nonce"])), ErrorCode::invalid);
    }
};

} // namespace

TEST_CASE("refused vectors are made again byte for byte from their seed") {
    for (const auto& [kind, make] : vector_kinds())
        if (kind.starts_with("refusals-")) {
            const auto file =
                must(read_file(EVOTE_SOURCE_DIR "/test-vectors/made/" + kind + "-1.json"));
            INFO(kind);
            CHECK((file_text(make("1")) == text_of(file)));
        }
}

TEST_CASE("manifests of the vectors are refused with their reasons") {
    judge_all<ManifestJudge>("manifest");
}

TEST_CASE("keys and proofs of possession of the vectors are refused with their reasons") {
    judge_all<KeysJudge>("keys");
}

TEST_CASE("rolls of the vectors are refused with their reasons") {
    judge_all<RollJudge>("roll");
}

TEST_CASE("files of registrars of the vectors are refused with their reasons") {
    judge_all<RegistrarsJudge>("registrars");
}

TEST_CASE("notes of the vectors are refused with their reasons") {
    judge_all<NotesJudge>("notes");
}

TEST_CASE("tallies of the vectors are refused with their reasons") {
    judge_all<TallyJudge>("tally");
}

TEST_CASE("decryptions of the vectors are refused with their reasons") {
    judge_all<DecryptionJudge>("decryptions");
}

TEST_CASE("results of the vectors are refused with their reasons") {
    judge_all<ResultJudge>("result");
}

TEST_CASE("openings of the vectors are refused with their reasons") {
    judge_all<OpeningJudge>("openings");
}

TEST_CASE("receipts of the vectors are refused with their reasons") {
    judge_all<ReceiptJudge>("receipts");
}

TEST_CASE("logs of the vectors are refused with their reasons") {
    judge_all<LogJudge>("log");
}

TEST_CASE("nonces of the vectors are refused with their reasons") {
    judge_all<NonceJudge>("nonces");
}

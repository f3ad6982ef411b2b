// SPDX-License-Identifier: Apache-2.0
#include "board/refusal.h"
#include "support/must.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

const SignedRefusal sample{
    Digest32{1}, Digest32{2}, "credential proof", {7, Digest32{3}}, 1900000000};

NoteSigner board_signer() {
    return NoteSigner("evote/small", SigningKey::generate(system_random()));
}

} // namespace

TEST_CASE("a refusal is a signed note that only its board can have made") {
    const auto board = board_signer();
    const Bytes note = sign_refusal(sample, board);
    CHECK(must(open_refusal(note, board.verifier())) == sample);
    CHECK(open_refusal(note, board_signer().verifier()).error().code == ErrorCode::bad_signature);
    CHECK(sample.text() == "evote-refused-1\nelection 01" + std::string(62, '0') + "\nentry 02" +
                               std::string(62, '0') + "\nreason credential proof\nlog 7 03" +
                               std::string(62, '0') + "\ntime 1900000000\n");
}

TEST_CASE("a refusal has one form") {
    const std::string good = sample.text();
    CHECK(must(SignedRefusal::parse(good)) == sample);
    const auto changed = [&](const std::string& from, const std::string& to) {
        auto text = good;
        text.replace(text.find(from), from.size(), to);
        return SignedRefusal::parse(text).has_value();
    };
    CHECK(changed("log 7", "log 8"));
    for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
             {"refused-1", "refused-2"},
             {"election 01", "election 1"},
             {"entry 02", "entry 0A"},
             {"reason credential proof", "reason "},
             {"reason credential", "reason  credential"},
             {"reason credential", "reason Credential"},
             {"proof\n", "proof \n"},
             {"log 7", "log 07"},
             {"log 7 ", "log 7"},
             {"time 1", "time -1"},
             {"time ", "at "},
             {"1900000000\n", "1900000000"},
             {"1900000000\n", "1900000000\n\n"},
             {"proof", std::string(64, 'a')}}) {
        INFO(from << " -> " << to);
        CHECK_FALSE(changed(from, to));
    }
}

// SPDX-License-Identifier: Apache-2.0
#include "board/refusal.h"
#include "support/must.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

const SignedRefusal refusal{
    Digest32{1}, Digest32{2}, "credential proof", {7, Digest32{3}}, 1900000000};

NoteSigner signer(const std::string& name) {
    return NoteSigner(name, SigningKey::generate(system_random()));
}

} // namespace

TEST_CASE("a refusal is a signed note that only its board can have made") {
    const auto board = signer("evote/small");
    const Bytes note = sign_refusal(refusal, board);
    CHECK(must(open_refusal(note, board.verifier())) == refusal);
    CHECK(open_refusal(note, signer("evote/small").verifier()).error().code ==
          ErrorCode::bad_signature);
    CHECK(refusal.text() == "evote-refused-1\nelection 01" + std::string(62, '0') + "\nentry 02" +
                                std::string(62, '0') + "\nreason credential proof\nlog 7 03" +
                                std::string(62, '0') + "\ntime 1900000000\n");
}

TEST_CASE("a refusal has one form") {
    const std::string good = refusal.text();
    CHECK(must(SignedRefusal::parse(good)) == refusal);
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

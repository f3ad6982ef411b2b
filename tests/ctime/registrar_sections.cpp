// SPDX-License-Identifier: Apache-2.0
// A registrar's secret: what derives from it, and what it signs, which is public.
#include "ctime/secrecy.h"
#include "evote/check.h"
#include "registrar/registrar_secret.h"
#include "registrar/unfinished_change.h"
#include "support/native_vectors.h"
#include "support/rooms.h"

using namespace evote;
using namespace evote::ctime_test;

namespace {

const NativeElection& registered_election() {
    static const NativeElection made(native_vectors("roll-changes")["cases"][0]);
    return made;
}

RegistrarSecret some_secret(std::uint8_t registrar, Random& random) {
    return RegistrarSecret::create(registered_election().election.manifest(), registrar, "Somebody",
                                   Digest32{7}, 9, random);
}

} // namespace

CONSTANT_TIME(registrar_secret, "a registrar's secret: made, written, read, its codes and halves") {
    SecretRandom random("registrar");
    auto secret = some_secret(1, random);
    EVOTE_CHECK(must(secret.begin_issue(3)) == 1);
    const SecretBytes text = secret.encode();
    const auto again =
        must(RegistrarSecret::parse(text.expose(), registered_election().election.manifest()));
    bool same = equal(again.encode().expose(), text.expose());
    declassify(same);
    EVOTE_CHECK(same);
    CodeBytes code;
    again.code_of(3, 1, code);
    EVOTE_CHECK(is_secret(code.expose().data(), code.expose().size()));
    auto half = again.half_of(3, 1);
    EVOTE_CHECK(is_secret(&half.secret.expose(), sizeof(Ristretto255::Scalar)));
    declassify(half.encoding); // it is published
    EVOTE_CHECK(half.encoding != ByteArray<32>{});
}

CONSTANT_TIME(roll_change, "a registrar's part of a roll change: its half, proof and signature") {
    SecretRandom random("roll change");
    const auto& made = registered_election();
    const ChangeHeader header{9, made.roll.entries().front().credential, ChangeAction::replace};
    auto change = UnfinishedChange::begin(made.election, header);
    for (const std::uint8_t i : {std::uint8_t{1}, std::uint8_t{2}}) {
        const auto secret = some_secret(i, random);
        Half half = secret.half_of(1, 1);
        declassify(half.encoding);
        auto proved = prove_replacement(ByteView(change.bytes()).first(ChangeLayout::header_size),
                                        i, half, random);
        declassify(proved);
        change.put_half(i, proved);
    }
    EVOTE_CHECK(change.has_all_halves());
    const auto signer = some_secret(1, random);
    change.sign(1, signer.signer());
    EVOTE_CHECK(change.has_signature(1) && !change.is_complete());
}

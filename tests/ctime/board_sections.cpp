// SPDX-License-Identifier: Apache-2.0
#include "board/note.h"
#include "ctime/secrecy.h"
#include "evote/check.h"
#include "support/rooms.h"

using namespace evote;
using namespace evote::ctime_test;

CONSTANT_TIME(signing, "signing keys: made, written, read, used") {
    SecretRandom random("signing key");
    const NoteSigner signer("board", SigningKey::generate(random));
    const SecretBytes text = signer.text();
    auto again = NoteSigner::parse(text.expose());
    declassify(&again, sizeof again); // whether it is a key; its seed is elsewhere
    EVOTE_CHECK(again.has_value() && again->verifier() == signer.verifier());
    const std::string message = "a text\n";
    EVOTE_CHECK(signer.verifier().key().verify(bytes_of(message), again->sign(message)));
    Digest32 code = hmac_sha256(signer.derive_key("a purpose"), {bytes_of(message)});
    declassify(&code, sizeof code); // it is published
    EVOTE_CHECK(code != Digest32{});
}

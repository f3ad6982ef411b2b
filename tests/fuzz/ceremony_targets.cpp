// SPDX-License-Identifier: Apache-2.0
// The trustees' notes and secret files: one encoding each.
#include "fuzz/fuzz_target.h"
#include "record/ceremony_notes.h"
#include "record/trustee_secret.h"
#include "support/ceremony_values.h"
#include "support/rooms.h"

using namespace evote;

namespace {

const Manifest& ceremony_manifest() {
    static const Manifest made = parsed_manifest(small_manifest(3, 2));
    return made;
}

template <class Body>
void one_encoding(ByteView bytes) {
    const auto body = Body::parse(text_of(bytes), ceremony_manifest());
    if (body)
        EVOTE_CHECK(body->text(ceremony_manifest()) == text_of(bytes));
}

} // namespace

EVOTE_FUZZ(join_note) {
    one_encoding<JoinNote>(bytes);
}

EVOTE_FUZZ(deal_note) {
    one_encoding<DealNote>(bytes);
}

EVOTE_FUZZ(check_note) {
    one_encoding<CheckNote>(bytes);
}

EVOTE_FUZZ(answer_note) {
    one_encoding<AnswerNote>(bytes);
}

EVOTE_FUZZ(seal_note) {
    one_encoding<SealNote>(bytes);
}

EVOTE_FUZZ(trustee_secret) {
    const auto secret = TrusteeSecret::parse(bytes, ceremony_manifest());
    if (secret)
        EVOTE_CHECK(equal(secret->encode().expose(), bytes));
}

// SPDX-License-Identifier: Apache-2.0
// What a registrar publishes of its secret: a half for every voter of the list, and the note.
#pragma once

#include "record/registrar_note.h"
#include "registrar/private_list.h"
#include "registrar/registrar_secret.h"

#include <functional>

namespace evote::registrar {

struct HalvesWork {
    unsigned threads = 1;
    /// Called now and then, by one thread at a time: voters done and voters in all.
    std::function<void(std::uint64_t, std::uint64_t)> progress{};
};

struct MadeHalves {
    Bytes halves; ///< registrars/<i>.csv
    Bytes note;   ///< registrars/<i>.note
};

/// The halves of all first codes, and their proof. The list is the one of the secret, which is
/// checked. Constant time in the secret; `random` is hedged.
MadeHalves make_halves(const RegistrarSecret& secret, const PrivateList& list,
                       const protocol::Manifest& manifest, crypto::Random& random,
                       const HalvesWork& work);

} // namespace evote::registrar

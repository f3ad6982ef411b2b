// SPDX-License-Identifier: Apache-2.0
// A registrar's codes of all voters, to be printed or sent: a private file.
#pragma once

#include "ballot/code.h"
#include "registrar/private_list.h"
#include "registrar/registrar_secret.h"

#include <functional>

namespace evote::registrar {

/// The file: header `number,voter,code`, then the first codes in the order of the list.
SecretBytes codes_file(const RegistrarSecret& secret, const PrivateList& list);

/// Reads the codes of `registrar`, which must be those of this list, all of them and in its order;
/// calls `take` with each. Strict: ErrorCode::malformed, with the line, ErrorCode::other_registrar
/// for codes of another one, ErrorCode::bad_code, ErrorCode::changed for another voter than on the
/// list. An error of `take` ends it, and is given the line.
using TakeCode =
    std::function<Outcome(const ListRow& row, const ballot::CodeBytes& code, ByteView printed)>;
Outcome read_codes_file(ByteView file, const PrivateList& list, std::uint8_t registrar,
                        std::uint8_t registrars, const TakeCode& take);

} // namespace evote::registrar

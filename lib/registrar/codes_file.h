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

/// The same for one voter: the code of the last issue.
SecretBytes last_code_file(const RegistrarSecret& secret, std::uint64_t number,
                           std::string_view voter);

/// Whose codes a file has.
enum class CodesOf {
    everybody, ///< all voters of the list, in its order
    some,      ///< some of them, in its order, at least one
};

struct CodesWanted {
    std::uint8_t registrar;  ///< whose they must be
    std::uint8_t registrars; ///< of the election
    CodesOf voters;
};

/// Reads codes of voters of this list, and calls `take` with each. A byte order mark and lines that
/// end in CR LF are as good, and a name may be left out. Anything else is ErrorCode::malformed,
/// with the line; so are ErrorCode::other_registrar for codes of another one, ErrorCode::bad_code,
/// and ErrorCode::changed for another voter than on the list or one who is missing. An error of
/// `take` ends it, and is given the line.
using TakeCode =
    std::function<Outcome(const ListRow& row, const ballot::CodeBytes& code, ByteView printed)>;
Outcome read_codes_file(ByteView file, const PrivateList& list, const CodesWanted& wanted,
                        const TakeCode& take);

} // namespace evote::registrar

// SPDX-License-Identifier: Apache-2.0
#include "app/letter_facts.h"

#include "base/text.h"
#include "protocol/election.h"

namespace evote::app {

page::LetterFacts letter_facts(const record::OpenRecord& record, std::uint8_t registrar,
                               std::string page, std::string call) {
    const auto& title = record.manifest().title();
    const Digest32& fingerprint = record.election.fingerprint();
    page::LetterFacts facts;
    facts.title = {std::string(title.in("ky")), std::string(title.in("ru")),
                   std::string(title.in("en"))};
    facts.registrar = registrar;
    facts.registrars = record.manifest().registrars();
    facts.fingerprint = hex_encode(fingerprint);
    facts.spoken = protocol::spoken_fingerprint(fingerprint);
    facts.page = std::move(page);
    facts.call = std::move(call);
    return facts;
}

} // namespace evote::app

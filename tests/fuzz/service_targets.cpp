// SPDX-License-Identifier: Apache-2.0
// What operators write and voters type for a registrar's service.
#include "fuzz/fuzz_target.h"
#include "service/registrar_config.h"
#include "service/ticket_text.h"
#include "service/voter_index.h"
#include "support/must.h"
#include "support/small_election.h"

using namespace evote;

namespace {

const registrar::PrivateList& small_list() {
    static const auto list = [] {
        const auto manifest =
            must(Manifest::parse(bytes_of(with_registrars(tiny_manifest(1, 1), 2))));
        SeededRandom random(bytes_of("list"));
        const std::vector<NamedVoter> voters{{"Aida", {}}, {"Bakyt", {}}};
        return must(
            PrivateList::parse(must(PrivateList::draw(voters, manifest, random)), manifest));
    }();
    return list;
}

} // namespace

EVOTE_FUZZ(registrar_config) {
    const auto config = service::RegistrarConfig::parse(bytes, "/folder");
    if (!config) {
        EVOTE_CHECK(config.error().code == ErrorCode::malformed);
        return;
    }
    EVOTE_CHECK(config->url.starts_with("https://") && config->state.is_absolute());
    EVOTE_CHECK(config->rules.ticket_seconds >= 60 && config->rules.showings_per_day >= 1);
}

// A person who was read is found, and is one voter.
EVOTE_FUZZ(persons) {
    service::VoterIndex index(small_list());
    std::vector<Error> faults;
    if (!index.read_persons(bytes, faults)) {
        EVOTE_CHECK(faults.size() <= 20);
        return;
    }
    EVOTE_CHECK(faults.empty() && !index.person(""));
}

// The shown form of a ticket is read as the same ticket.
EVOTE_FUZZ(ticket) {
    const auto ticket = service::TicketText::parse(text_of(bytes));
    if (!ticket)
        return;
    const auto again = service::TicketText::parse(ticket->shown());
    EVOTE_CHECK(again && equal(again->bytes(), ticket->bytes()));
}

// SPDX-License-Identifier: Apache-2.0
// What registrars read besides the record, and what is made of the record for their voters.
#include "base/text.h"
#include "fuzz/edits.h"
#include "fuzz/fuzz_target.h"
#include "record/half_lookup.h"
#include "registrar/codes_file.h"
#include "registrar/list_row.h"
#include "registrar/private_list.h"
#include "registrar/registrar_secret.h"
#include "registrar/unfinished_change.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"

using namespace evote;

namespace {

/// An election with two registrars, a list of its voters, the secret and codes of registrar 1, and
/// a roll change.
struct Registrars {
    Registrars() : election(folder.path() / "record", with_registrars(tiny_manifest(1, 1), 2)) {
        election.hold_ceremony();
        election.seal(std::vector<SmallVoter>(3));
        change = election.replace(0);
        SeededRandom random(bytes_of("registrars"));
        const std::vector<NamedVoter> voters{{"A", {}}, {"Ы Б", {}}, {"C", {}}};
        list = must(PrivateList::draw(voters, election.manifest(), random));
        const auto hash = parsed_list().hash();
        auto made =
            RegistrarSecret::create(election.manifest(), 1, "One", hash, voters.size(), random);
        must(made.begin_issue(2));
        must(made.bind(Digest32{1}));
        must(made.begin_issue(3));
        must(made.remember_change(3, Digest32{2}));
        secret = to_bytes(made.encode().expose());
        codes = to_bytes(codes_file(made, parsed_list()).expose());
    }

    PrivateList parsed_list() const { return must(PrivateList::parse(list, election.manifest())); }

    TemporaryFolder folder;
    SmallElection election;
    Bytes list;
    Bytes secret;
    Bytes codes;
    Bytes change;
};

const Registrars& registrars() {
    static const Registrars made;
    return made;
}

} // namespace

EVOTE_FUZZ(registrar_secret) {
    const Bytes changed = edited(registrars().secret, bytes);
    const auto secret = RegistrarSecret::parse(changed, registrars().election.manifest());
    if (!secret)
        return;
    EVOTE_CHECK(equal(secret->encode().expose(), changed));
    EVOTE_CHECK(secret->registrar() == 1 || secret->registrar() == 2);
}

// Every row of a list that was read is in the list with its hash, and nothing else is in the file.
EVOTE_FUZZ(private_list) {
    const Bytes changed = edited(registrars().list, bytes);
    const auto list = PrivateList::parse(changed, registrars().election.manifest());
    if (!list)
        return;
    std::string text = "number,voter,district,weight,salt\n";
    for (std::uint64_t number = 1; number <= list->size(); ++number) {
        const auto opening = list->open_row(number);
        EVOTE_CHECK(check_row(opening, list->hash()));
        text += opening.text + "\n";
    }
    EVOTE_CHECK(equal(bytes_of(text), changed));
}

EVOTE_FUZZ(list_row) {
    static const Bytes original =
        to_bytes(bytes_of(list_row_text(registrars().parsed_list().open_row(2))));
    const Bytes changed = edited(original, bytes);
    const auto opening = parse_list_row(changed);
    if (!opening)
        return;
    EVOTE_CHECK(list_row_text(*opening) == text_of(changed));
    // Another row of the same list is not made of edits.
    if (check_row(*opening, registrars().parsed_list().hash()))
        EVOTE_CHECK(equal(original, changed));
}

// Codes that were read are the same when they are written in their plain form.
EVOTE_FUZZ(codes_file) {
    static const PrivateList list = registrars().parsed_list();
    const Bytes changed = edited(registrars().codes, bytes);
    for (const CodesOf voters : {CodesOf::everybody, CodesOf::some}) {
        std::string text = "number,voter,code\n";
        std::uint64_t last = 0;
        const TakeCode take = [&](const ListRow& row, const CodeBytes&, ByteView printed) {
            EVOTE_CHECK(row.number > last);
            last = row.number;
            text += std::to_string(row.number) + "," + std::string(row.voter) + "," +
                    std::string(text_of(printed)) + "\n";
            return Outcome();
        };
        if (!read_codes_file(changed, list, {1, 2, voters}, take))
            continue;
        const std::string first = std::exchange(text, "number,voter,code\n");
        EVOTE_CHECK(std::exchange(last, 0) <= list.size());
        EVOTE_CHECK(read_codes_file(bytes_of(first), list, {1, 2, voters}, take) && text == first);
    }
}

// Parts can be missing, and none can be another one: whoever edits the file has no key.
EVOTE_FUZZ(unfinished_change) {
    const Bytes& original = registrars().change;
    const Bytes changed = edited(original, bytes);
    const auto change = UnfinishedChange::parse(changed, registrars().election.record().election);
    if (!change)
        return;
    EVOTE_CHECK(change->bytes() == changed);
    const auto whole =
        must(UnfinishedChange::parse(original, registrars().election.record().election));
    for (const std::uint8_t i : {std::uint8_t{1}, std::uint8_t{2}}) {
        EVOTE_CHECK(!change->has_half(i) || change->half(i) == whole.half(i));
        EVOTE_CHECK(!change->has_signature(i) || change->hash() == whole.hash());
    }
    if (change->is_complete())
        EVOTE_CHECK(changed == original);
}

EVOTE_FUZZ(lookup_about) {
    static const Bytes original = to_bytes(bytes_of(LookupFacts{{}, {1}, 2, {300, {2}}, 3}.text()));
    const Bytes changed = edited(original, bytes);
    const auto facts = LookupFacts::parse(changed);
    if (!facts)
        return;
    EVOTE_CHECK(facts->text() == text_of(changed));
    EVOTE_CHECK(facts->file_of({}).size() == 5 + facts->digits);
}

EVOTE_FUZZ(lookup_file) {
    using Kind = CredentialStanding::Kind;
    static const Bytes original = to_bytes(bytes_of(lookup_file_text(std::vector<LookupRow>{
        {{1}, 1, 7, Kind::current, std::nullopt}, {{1}, 2, 300, Kind::replaced, 5}})));
    const Bytes changed = edited(original, bytes);
    const auto rows = parse_lookup_file(changed);
    if (rows)
        EVOTE_CHECK(lookup_file_text(*rows) == text_of(changed));
}

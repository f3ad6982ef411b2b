// SPDX-License-Identifier: Apache-2.0
#include "ceremony_common.h"

#include "evote/base/text.h"
#include "evote/record/open_record.h"

#include <nlohmann/json.hpp>

namespace evote::app {

namespace {

// The election in the record, which must have the keys of this ceremony.
Result<record::OpenRecord> open_election(const record::RecordFolder& folder,
                                         const protocol::PublicKeys& keys) {
    EVOTE_TRY(record::OpenRecord record, record::OpenRecord::open(folder));
    if (record.election.keys().hash() != keys.hash())
        return fail(Error{ErrorCode::changed,
                          msg("these are not the keys of this ceremony"),
                          folder.keys().string(),
                          {}});
    return record;
}

std::vector<std::uint64_t> voters_of_districts(const record::OpenRecord& record) {
    std::vector<std::uint64_t> voters(record.manifest().districts().size());
    for (const protocol::RollEntry& entry : record.roll.entries())
        ++voters[entry.district];
    return voters;
}

void show(const record::OpenRecord& record, Console& console) {
    const protocol::Manifest& manifest = record.manifest();
    const protocol::PublicKeys& keys = record.election.keys();
    const auto language = texts::language_tag(console.language());
    const std::string title(manifest.title().in(language));
    std::vector<Message> lines{msg("Election {0}: {1}", manifest.id(), title)};
    const auto voters = voters_of_districts(record);
    json::JsonWriter districts = json::JsonWriter::array();
    for (std::size_t d = 0; d < voters.size(); ++d) {
        const protocol::District& district = manifest.districts()[d];
        lines.push_back(msg("District {0} ({1}): {2} voters", district.title.in(language),
                            district.id, voters[d]));
        districts.push_back({{"id", district.id}, {"voters", voters[d]}});
    }
    json::JsonWriter trustees = json::JsonWriter::array();
    for (unsigned i = 1; i <= keys.trustee_count(); ++i) {
        const std::string& name = keys.trustee(static_cast<std::uint16_t>(i)).name;
        lines.push_back(msg("Trustee {0}: {1}", i, name));
        trustees.push_back(name);
    }
    lines.push_back(msg("{0} of {1} trustees can decrypt the result together", keys.threshold(),
                        keys.trustee_count()));
    const Digest32& fingerprint = record.election.fingerprint();
    lines.push_back(msg("Fingerprint: {0}", hex_encode(fingerprint)));
    lines.push_back(msg("Read aloud: {0}", protocol::spoken_fingerprint(fingerprint)));
    console.facts(lines, {{"election", manifest.id()},
                          {"title", title},
                          {"districts", std::move(districts)},
                          {"trustees", std::move(trustees)},
                          {"threshold", keys.threshold()},
                          {"fingerprint", hex_encode(fingerprint)},
                          {"spoken", protocol::spoken_fingerprint(fingerprint)}});
}

Outcome ask(Consent consent, Console& console) {
    if (consent == Consent::given)
        return {};
    EVOTE_TRY(const bool yes,
              console.confirm(msg("Is all of this correct, and do you want to sign it? (yes/no)")));
    if (!yes)
        return fail(ErrorCode::declined, msg("nothing was signed"));
    return {};
}

// A trustee seals only once.
Result<bool> is_sealed(TrusteeAtWork& work, const Digest32& fingerprint) {
    const auto& standing = work.notes.seal(work.secret().trustee());
    if (!standing)
        return false;
    if (standing->body.fingerprint != fingerprint)
        return fail(Error{
            ErrorCode::already_signed,
            msg("trustee {0} has signed another fingerprint already", work.secret().trustee()),
            work.folder
                .note(record::round_name(record::CeremonyRound::seal), work.secret().trustee())
                .string(),
            {}});
    return true;
}

// Wipes what only the ceremony needed.
Outcome end_ceremony(TrusteeAtWork& work) {
    if (!work.secret().polynomials())
        return {};
    work.secret().forget_polynomials();
    return work.file.save();
}

Outcome seal(const CeremonySealOptions& options, Console& console) {
    EVOTE_TRY(TrusteeAtWork work, TrusteeAtWork::begin(options.folder, options.secret, console));
    EVOTE_TRY(const protocol::PublicKeys keys, record::keys_of_ceremony(work.notes, work.manifest));
    EVOTE_TRY(const record::OpenRecord record, open_election(work.folder, keys));
    const Digest32& fingerprint = record.election.fingerprint();
    if (work.secret().polynomials())
        work.take_share();
    // Better noticed now than after the election.
    if (!work.secret().can_decrypt(keys))
        return fail(
            ErrorCode::invalid,
            msg("this secret file cannot decrypt: it does not have the share of trustee {0}",
                work.secret().trustee()));
    EVOTE_TRY(const bool already, is_sealed(work, fingerprint));
    show(record, console);
    const record::CeremonyNoteName name{record::CeremonyRound::seal, work.secret().trustee()};
    if (!already) {
        EVOTE_TRY_VOID(ask(options.consent, console));
        const record::SealNote note{fingerprint};
        EVOTE_TRY_VOID(end_ceremony(work));
        EVOTE_TRY_VOID(record::put_note(work.folder, name,
                                        signed_note(work.secret(), note.text(work.manifest))));
    }
    console.say(msg("Signed: {0}",
                    work.folder.note(record::round_name(name.round), name.trustee).string()));
    return {};
}

} // namespace

Status ceremony_seal(const CeremonySealOptions& options, Console& console) {
    return console.end(seal(options, console));
}

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
#include "app/credentials.h"

#include "app/private_codes.h"
#include "app/private_file.h"
#include "app/voters_file.h"
#include "app/workable.h"
#include "ballot/credential.h"
#include "evote/check.h"
#include "os/file.h"
#include "protocol/roll.h"
#include "record/open_record.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace evote::app {

namespace {

// What is to be written.
struct Issued {
    SecretBytes codes;
    Bytes roll;
};

void append_text(SecretBytes& out, std::string_view text) {
    out.append(bytes_of(text));
}

Issued issue(const VotersFile& list, const protocol::Manifest& manifest, crypto::Random& random) {
    Issued out;
    std::vector<protocol::RollEntry> entries;
    if (list.has_header)
        append_text(out.codes, "voter,code\n");
    for (const auto& voter : list.voters) {
        ballot::CodeBytes code;
        random.fill(code.expose());
        const auto credential = ballot::Credential::from_code(manifest.hash(), code);
        // One in 2^252.
        EVOTE_CHECK(credential.has_value());
        append_text(out.codes, voter.name);
        append_text(out.codes, ",");
        out.codes.append(ballot::encode_code(code).expose());
        append_text(out.codes, "\n");
        entries.push_back({credential->encoding, static_cast<std::uint32_t>(voter.weight - 1),
                           static_cast<std::uint16_t>(voter.district)});
    }
    std::ranges::sort(entries, {}, &protocol::RollEntry::credential);
    protocol::append_roll_header(out.roll);
    for (const auto& entry : entries)
        protocol::append_roll_row(out.roll, entry, manifest);
    return out;
}

} // namespace

Outcome credentials_issue(const CredentialsOptions& options, crypto::Random& random,
                          Console& console) {
    const record::RecordFolder record(options.folder);
    EVOTE_TRY(const auto readers, CodeReaders::parse(options.recipients, options.plain));
    EVOTE_TRY(const protocol::Manifest manifest, record::read_manifest(record));
    if (manifest.registrars() > 0)
        return fail(ErrorCode::unsupported, msg("this election has registrars, who make its codes: "
                                                "evote-credentials list, halves and roll"));
    EVOTE_TRY_VOID(keep_out_of_record(options.codes, options.folder));
    EVOTE_TRY_VOID(keep_out_of_record(options.voters, options.folder));
    EVOTE_TRY_VOID(os::must_be_free(record.roll()));
    EVOTE_TRY_VOID(os::must_be_free(options.codes));
    EVOTE_TRY(const VotersFile list, read_voters_file(options.voters, manifest, console));

    const Issued issued = issue(list, manifest, random);
    EVOTE_TRY_VOID(write_codes(options.codes, issued.codes, readers, random));
    if (auto outcome = os::write_file(record.roll(), issued.roll); !outcome) {
        // Codes that are not on a roll are useless, and would block the next attempt.
        std::error_code ignored;
        if (!os::file_exists(record.roll()))
            std::filesystem::remove(options.codes, ignored);
        return outcome;
    }
    console.facts(
        {msg("{0} voters are on the roll {1}", list.voters.size(), record.roll().string()),
         msg("Their codes are in {0}: print them, hand them out, and show the file to nobody else",
             options.codes.string())},
        {{"voters", list.voters.size()},
         {"roll", record.roll().string()},
         {"codes", options.codes.string()}});
    return {};
}

} // namespace evote::app

// SPDX-License-Identifier: Apache-2.0
#include "app/progress.h"
#include "app/registrar.h"
#include "app/workable.h"
#include "base/text.h"
#include "os/file.h"
#include "protocol/election.h"
#include "record/open_record.h"
#include "record/registrar_files.h"

#include <nlohmann/json.hpp>

namespace evote::app {

Outcome registrar_roll(const std::filesystem::path& folder, Console& console) {
    const record::RecordFolder record(folder);
    EVOTE_TRY(const protocol::Manifest manifest, record::read_manifest(record));
    EVOTE_TRY_VOID(must_have_registrars(manifest));
    EVOTE_TRY_VOID(os::must_be_free(record.roll()));
    EVOTE_TRY(auto files, record::read_unsealed_registrars(record, manifest));
    const Digest32 list = files.front().note.list;
    Bytes roll;
    std::uint64_t voters = 0;
    {
        Progress progress(console);
        const record::JointRollWork work{
            console.threads(),
            [&](std::uint64_t done, std::uint64_t total) { progress(done, total); }};
        EVOTE_TRY(const auto joint, record::joint_roll(record, manifest, std::move(files), work));
        joint.write(manifest, [&](ByteView piece) { append(roll, piece); });
        voters = joint.by_number().size();
    }
    EVOTE_TRY_VOID(os::write_file(record.roll(), roll));
    console.facts({msg("{0} voters are on the roll {1}", voters, record.roll().string()),
                   msg("{0} registrars made the roll together from the list with the hash {1}",
                       manifest.registrars(), hex_encode(list)),
                   msg("Read aloud: {0}", protocol::spoken_fingerprint(list))},
                  {{"voters", voters},
                   {"roll", record.roll().string()},
                   {"registrars", manifest.registrars()},
                   {"list_hash", hex_encode(list)},
                   {"spoken", protocol::spoken_fingerprint(list)}});
    return {};
}

} // namespace evote::app

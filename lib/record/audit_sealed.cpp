// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "os/file.h"
#include "record/auditor.h"
#include "record/sealed_files.h"

namespace evote::record {

// Hashes come first: a file that was changed is called that, and is not judged any further.
Outcome Auditor::check_sealed_files() {
    if (!is_there(folder_.election(), {folder_.checkpoint(), folder_.tally(), folder_.result()}))
        return {};
    EVOTE_TRY(const auto file, read_election(folder_));
    EVOTE_TRY_VOID(check_own_fingerprint(folder_, file));
    sealed_ = file;
    current_->usable = true;
    out_.fingerprint = file.fingerprint;
    static constexpr std::array checks{CheckId::manifest, CheckId::keys, CheckId::roll,
                                       CheckId::board};
    const auto files = sealed_files(folder_, file);
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (!os::file_exists(files[i].path)) {
            not_checked(msg("{0} does not exist yet", files[i].path.filename().string()));
            continue;
        }
        Outcome same = check_sealed_file(files[i]);
        if (!same && kind_of(same.error().code) == ErrorKind::system)
            return same;
        if (!same) {
            fault(std::move(same).take_error());
            changed_.insert(checks[i]);
        }
    }
    return {};
}

Outcome Auditor::check_fingerprint() {
    const Digest32& fingerprint = sealed_->fingerprint;
    if (!options_.fingerprint) {
        not_checked(msg("no fingerprint was given with --fingerprint; compare this one with the "
                        "one that the trustees announced: {0}, spoken {1}",
                        hex_encode(fingerprint), protocol::spoken_fingerprint(fingerprint)));
        return {};
    }
    if (!options_.fingerprint->matches(fingerprint))
        return fail(invalid(
            ErrorCode::other_election,
            msg("this is another election: its fingerprint is {0}", hex_encode(fingerprint)),
            folder_.election(), {verbatim("fingerprint")}));
    return {};
}

} // namespace evote::record

// SPDX-License-Identifier: Apache-2.0
#include "app/verify_source.h"

#include "app/board_follow.h"
#include "app/mirror_network.h"
#include "app/temporary_folder.h"
#include "mirror/followed_state.h"
#include "os/file.h"
#include "record/open_record.h"

#include <cstdlib>
#include <utility>

namespace evote::app {

VerifySource::VerifySource(VerifySource&& other) noexcept
    : folder_(std::move(other.folder_)), temporary_(std::exchange(other.temporary_, {})) {}

VerifySource::~VerifySource() {
    std::error_code ignored;
    if (!temporary_.empty())
        std::filesystem::remove_all(temporary_, ignored);
}

Result<VerifySource> VerifySource::open(const VerifyOptions& options, Console& console) {
    const std::string address = options.folder.string();
    if (!is_url(address)) {
        if (!options.mirror.empty() || !options.authorities.empty())
            return fail(ErrorCode::usage,
                        msg("--mirror and --authorities are for an address https://..."));
        return VerifySource(options.folder, {});
    }
    VerifySource out(options.mirror, {});
    if (options.mirror.empty()) {
        std::string name = (temporary_folder() / "evote-mirror-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            return fail(os::file_error(name));
        out.temporary_ = name;
        out.folder_ = out.temporary_ / "record";
    }
    BoardFollowOptions mirror;
    mirror.url = address;
    mirror.folder = out.folder_;
    mirror.authorities = options.authorities;
    mirror.anchor = options.anchor;
    EVOTE_TRY_VOID(mirror_once(mirror, console));
    return out;
}

Result<std::optional<record::VerifiedPart>> followed_part(const std::filesystem::path& folder) {
    EVOTE_TRY(const auto key, user_state_key());
    const auto election = record::read_election(record::RecordFolder(folder));
    if (!election)
        return std::optional<record::VerifiedPart>();
    return mirror::find_state(folder, election->fingerprint, key);
}

} // namespace evote::app

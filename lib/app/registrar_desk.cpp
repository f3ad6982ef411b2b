// SPDX-License-Identifier: Apache-2.0
#include "app/registrar_desk.h"

#include "app/private_file.h"
#include "os/file.h"

namespace evote::app {

Result<registrar::PrivateList> read_private_list(const std::filesystem::path& path,
                                                 const protocol::Manifest& manifest,
                                                 Console& console) {
    EVOTE_TRY(Bytes file, os::read_file(path));
    warn_if_open_to_others(path, console);
    auto list = registrar::PrivateList::parse(std::move(file), manifest);
    if (!list)
        return fail(std::move(list).take_error().in_file(path.string()));
    return list;
}

Result<registrar::PrivateList> read_list_of(const std::filesystem::path& path,
                                            const record::OpenRecord& record,
                                            const record::NumberedVoters& voters,
                                            Console& console) {
    EVOTE_TRY(auto list, read_private_list(path, record.manifest(), console));
    if (list.hash() != voters.list_hash() || list.size() != voters.size())
        return fail(Error{ErrorCode::changed,
                          msg("this is not the list that the registrars of this election signed"),
                          path.string(),
                          {}});
    return list;
}

} // namespace evote::app

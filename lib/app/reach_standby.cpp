// SPDX-License-Identifier: Apache-2.0
#include "app/reach_standby.h"

#include "service/standby_line.h"

namespace evote::app {

Result<box::SendToStandby> reach_standby(const StandbyOptions& options) {
    if (options.url.empty())
        return box::SendToStandby();
    EVOTE_TRY(const auto line, service::StandbyLine::create(options.url, options.authorities));
    return box::SendToStandby([line](ByteView sent) { return line->send(sent); });
}

} // namespace evote::app

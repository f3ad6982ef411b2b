// SPDX-License-Identifier: Apache-2.0
// Tests use every room, so they see all names without qualification.
#pragma once

namespace evote::app {}

namespace evote::ballot {}

namespace evote::board {}

namespace evote::box {}

namespace evote::crypto {}

namespace evote::group {}

namespace evote::http {}

namespace evote::identity {}

namespace evote::json {}

namespace evote::mirror {}

namespace evote::os {}

namespace evote::page {}

namespace evote::people {}

namespace evote::proof {}

namespace evote::protocol {}

namespace evote::record {}

namespace evote::registrar {}

namespace evote::report {}

namespace evote::secretfile {}

namespace evote::simulation {}

namespace evote::texts {}

namespace evote {
using namespace app;
using namespace ballot;
using namespace board;
using namespace box;
using namespace crypto;
using namespace group;
using namespace http;
using namespace identity;
using namespace json;
using namespace mirror;
using namespace os;
using namespace page;
using namespace people;
using namespace proof;
using namespace protocol;
using namespace record;
using namespace registrar;
using namespace report;
using namespace secretfile;
using namespace simulation;
using namespace texts;
} // namespace evote

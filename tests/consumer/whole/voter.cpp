// SPDX-License-Identifier: Apache-2.0
#include "evote/board.h"
#include "evote/client.h"

#include <string>

int main() {
    const auto included = evote::check_inclusion("no receipt", {}, "no key");
    const auto record = evote::Record::open("no-such-folder", std::string(64, '0'));
    if (included || record)
        return 1;
    // Linked, though there is no record to call it with.
    return evote::lock_secrets() && &evote::Voter::identify == nullptr ? 1 : 0;
}

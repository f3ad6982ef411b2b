// SPDX-License-Identifier: Apache-2.0
// The election behind ApiElection.
#include "api/api_election.h" // before the names of all rooms are seen in evote
#include "base/text.h"
#include "box/test_box.h"

#include <memory>

namespace evote::test {

struct MadeElection {
    MadeElection(const std::string& revote, unsigned registrars)
        : box(registrars == 0 ? tiny_manifest(1, 1, revote)
                              : with_registrars(tiny_manifest(1, 1, revote), registrars)) {
        if (registrars > 0)
            box.election.append({box.election.replace(0)});
    }

    TestBox box;
};

ApiElection::ApiElection(const std::string& revote, unsigned registrars)
    : made_(std::make_unique<MadeElection>(revote, registrars)) {}

ApiElection::ApiElection(ApiElection&&) noexcept = default;
ApiElection::~ApiElection() = default;

std::string ApiElection::folder() const {
    return made_->box.election.folder().path().string();
}

std::string ApiElection::fingerprint() const {
    return hex_encode(made_->box.fingerprint());
}

std::string ApiElection::key_file() const {
    return made_->box.key_file().string();
}

std::string ApiElection::board_key() const {
    return made_->box.election.board().verifier().text();
}

std::string ApiElection::code(std::size_t voter, std::uint8_t registrar) const {
    return made_->box.election.code(voter, registrar);
}

void ApiElection::run() const {
    auto& election = made_->box.election;
    election.vote(0, {{1}});
    election.vote(1, {{1}});
    election.close();
    election.aggregate();
    election.decrypt(1);
    election.combine({1});
}

} // namespace evote::test
